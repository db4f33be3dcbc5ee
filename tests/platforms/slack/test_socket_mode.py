"""Lines over WebSocket: refreshed, cut, silent, too many; what is not acknowledged comes again."""

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.platforms.slack.bot import make_bot
from tests.platforms.slack.library import app_of, running
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import rest_of
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.socket_mode import MOST_LINES, Reason
from tests.platforms.slack.world import Channel, Workspace


def noting(server: SlackServer, ws: Workspace) -> tuple[AsyncApp, list[tuple[str, str]]]:
    """A bot that notes each event's id and which retry it is."""
    app, heard = app_of(server, ws), list[tuple[str, str]]()

    @app.event("reaction_added")
    async def note(body: Any, request: Any) -> None:
        heard.append((body["event_id"], request.headers.get("x-slack-retry-num", [""])[0]))

    return app, heard


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_line_is_opened_anew_when_asked(
    bot: AsyncApp, channel: Channel, ada: Person, server: SlackServer, reason: Reason
) -> None:
    first = server.socket.lines[0]
    server.socket.disconnect(reason)
    await server.until(lambda: server.socket.lines and server.socket.lines[0] is not first)
    assert (await ada.slash(channel, "/quiz")).text
    assert len(server.asked("apps.connections.open")) == 2


async def test_a_cut_line_is_opened_anew(
    bot: AsyncApp, channel: Channel, ada: Person, server: SlackServer
) -> None:
    first = server.socket.lines[0]
    server.socket.cut()
    await server.until(lambda: server.socket.lines and server.socket.lines[0] is not first)
    assert (await ada.slash(channel, "/quiz")).text


async def test_a_silent_line_is_left(bot: AsyncApp, server: SlackServer) -> None:
    first = server.socket.lines[0]
    server.socket.answers_pings = False
    await server.until(lambda: first not in server.socket.lines)
    server.socket.answers_pings = True
    await server.until_connected()


async def test_payloads_go_to_each_line_in_turn(server: SlackServer, ws: Workspace) -> None:
    channel, ada = ws.add_channel("daily"), ws.add_user("ada")
    async with running(make_bot(server, ws), server, lines=3):
        for _ in range(6):
            await ada.slash(channel, "/quiz")
        assert [len(line.got) for line in server.socket.lines] == [2, 2, 2]


async def test_what_a_dead_line_did_not_acknowledge_goes_to_another(
    server: SlackServer, ws: Workspace
) -> None:
    channel, ada = ws.add_channel("daily"), ws.add_user("ada")
    app, reached, go = app_of(server, ws), asyncio.Event(), asyncio.Event()
    times = 0

    @app.command("/quiz")
    async def quiz(ack: Any) -> None:
        nonlocal times
        times += 1
        if times == 1:
            reached.set()
            await go.wait()
        await ack(f"time {times}")

    async with running(app, server, lines=2):
        reply = ada.begin_slash(channel, "/quiz")
        await reached.wait()
        asked = next(line for line in server.socket.lines if len(line.sent) == 2)
        server.socket.cut(asked)
        assert (await reply.answered()).text == "time 2"
        go.set()


async def test_an_event_nobody_acknowledged_is_sent_once_more(server: SlackServer, ws: Workspace) -> None:
    server.patience = 0.05
    channel, ada = ws.add_channel("daily"), ws.add_user("ada")
    event = ada.react(ada.say(channel, "x"), "a")
    await server.until(lambda: len(event.tries) == 2)
    assert [each.problem for each in event.tries] == ["connection_failed"] * 2
    app, heard = noting(server, ws)
    async with running(app, server):
        server.patience = 3.0
        event.retry()
        await event.delivered()
    assert heard == [(event.id, "2")]


async def test_an_event_may_come_twice(server: SlackServer, ws: Workspace) -> None:
    channel, ada = ws.add_channel("daily"), ws.add_user("ada")
    app, heard = noting(server, ws)
    async with running(app, server):
        event = ada.react(ada.say(channel, "x"), "a")
        event.again()
        await event.delivered(2)
    assert heard == [(event.id, "0"), (event.id, "0")]


async def test_the_eleventh_line_is_sent_away(server: SlackServer, ws: Workspace) -> None:
    async with rest_of(server, server.app.app_token) as rest, aiohttp.ClientSession() as session:
        lines = [
            await session.ws_connect((await rest.call("apps.connections.open")).body["url"])
            for _ in range(MOST_LINES + 1)
        ]
        told = [await line.receive_json() for line in lines]
        assert [each["type"] for each in told] == ["hello"] * MOST_LINES + ["disconnect"]
        assert (told[-1]["reason"], told[0]["connection_info"]) == (
            "too_many_websockets",
            {"app_id": server.app.id},
        )
        used = await rest.call("apps.connections.open")
        await (await session.ws_connect(used.body["url"])).close()
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(used.body["url"])
        for line in lines:
            await line.close()


async def test_an_address_may_open_nothing(server: SlackServer, ws: Workspace) -> None:
    server.socket.refuses = 1
    async with rest_of(server, server.app.app_token) as rest, aiohttp.ClientSession() as session:
        first, second = [(await rest.call("apps.connections.open")).body["url"] for _ in range(2)]
        for _ in range(2):
            with pytest.raises(aiohttp.WSServerHandshakeError):
                await session.ws_connect(first)
        await (await session.ws_connect(second)).close()


async def test_a_line_needs_the_app_token(server: SlackServer, ws: Workspace) -> None:
    for token, error in [
        ("", "not_authed"),
        (ws.token, "not_allowed_token_type"),
        ("xapp-2", "invalid_auth"),
    ]:
        async with rest_of(server, token) as rest:
            assert (await rest.call("apps.connections.open")).error == error
    async with rest_of(server, server.app.app_token) as rest:
        server.socket.disconnect("link_disabled")
        assert (await rest.call("apps.connections.open")).error == "forbidden_team"
        server.app.app_token_scopes = ()
        assert (await rest.call("apps.connections.open")).error == "missing_scope"
        assert (await rest.call("auth.test")).error == "not_allowed_token_type"
