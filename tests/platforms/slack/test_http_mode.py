"""Signed requests to the app's own server."""

import asyncio
import json
from typing import Any

import pytest
from aiohttp import web

from tests.platforms.slack.bot import make_bot
from tests.platforms.slack.http_mode import FORM, JSON, HttpMode, signature
from tests.platforms.slack.interactions import NotAnsweredError
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace

COMMAND = b"command=%2Fquiz&text=x&user_name=ada&team_id=T1&channel_id=C1&user_id=U1"


@pytest.fixture
async def http(server: SlackServer, ws: Workspace) -> HttpMode:
    return await server.use_http(make_bot(server, ws).web_app("/slack/events"))


async def test_a_day_over_http(http: HttpMode, server: SlackServer, channel: Channel, ada: Person) -> None:
    assert await http.verify()
    assert (await ada.slash(channel, "/quiz", "mlflow")).text == "mlflow for ada"
    saved = await ada.click(channel.last, "A")
    assert (await saved.posted()).text == "Saved: A."
    form = await (await ada.click(channel.last, "Form")).opened()
    assert (await ada.submit(form, {"what": "?"})).errors == {"what": "Say more."}
    await ada.submit(form, {"what": "Why?"})
    assert [message.text for message in ada.dm.messages] == ["kept: Why?"]
    await ada.open_home().delivered()
    await server.until(lambda: ada.home)


async def test_only_what_slack_signed_lately_is_taken(
    http: HttpMode, server: SlackServer, ws: Workspace
) -> None:
    signed = http.signed(COMMAND)
    now = int(signed["X-Slack-Request-Timestamp"])
    wrong = signed | {"X-Slack-Signature": signature("another", str(now), COMMAND)}
    for headers in [wrong, http.signed(COMMAND, at=now - 301), {"Content-Type": FORM}]:
        assert (await http.post(COMMAND, headers)).status == 401
    assert (await http.post(COMMAND + b"&text=y", signed)).status == 401
    server.app.signing_secret = "changed"
    assert (await http.post(COMMAND, http.signed(COMMAND))).status == 401


async def test_a_request_can_be_replayed_within_five_minutes(
    http: HttpMode, channel: Channel, ada: Person
) -> None:
    await ada.slash(channel, "/later")
    assert (await http.replay()).status == 200


async def test_the_signature_is_the_documented_one() -> None:
    """Verifying requests from Slack, with the example of that page."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    made = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert made == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def answering(server: SlackServer, *statuses: int, headers: dict[str, str] | None = None) -> list[Any]:
    """An app that answers so, one status after the other, and what it heard."""
    heard: list[Any] = []

    async def handle(request: web.Request) -> web.Response:
        heard.append((request.headers.get("x-slack-retry-num"), request.headers.get("x-slack-retry-reason")))
        return web.Response(status=statuses[len(heard) - 1], headers=headers)

    app = web.Application()
    app.router.add_post("/slack/events", handle)
    await server.use_http(app)
    return heard


async def test_a_failed_event_is_retried_with_its_headers(
    server: SlackServer, channel: Channel, ada: Person
) -> None:
    heard = await answering(server, 500, 500, 200)
    event = ada.react(ada.say(channel, "x"), "a")
    await server.until(lambda: len(event.tries) == 2)
    event.retry("http_error")
    await event.delivered()
    assert heard == [(None, None), ("1", "http_error"), ("2", "http_error")]
    assert event.payload is not None and event.id.startswith("Ev")


async def test_an_app_may_refuse_retries(server: SlackServer, channel: Channel, ada: Person) -> None:
    heard = await answering(server, 500, headers={"x-slack-no-retry": "1"})
    event = ada.react(ada.say(channel, "x"), "a")
    await server.until(lambda: event.tries)
    await asyncio.sleep(0)
    assert (len(heard), event.tries[0].no_retry) == (1, True)


async def test_an_app_that_is_down_is_seen(server: SlackServer, channel: Channel, ada: Person) -> None:
    await answering(server, 500)
    with pytest.raises(NotAnsweredError, match="http_error"):
        await ada.slash(channel, "/quiz")
    await server.use_http("http://127.0.0.1:9")
    with pytest.raises(NotAnsweredError, match="connection_failed"):
        await ada.slash(channel, "/quiz")


async def test_plain_text_is_a_message(server: SlackServer, channel: Channel, ada: Person) -> None:
    async def handle(request: web.Request) -> web.Response:
        return web.Response(text="Saved.")

    app = web.Application()
    app.router.add_post("/slack/events", handle)
    await server.use_http(app)
    assert (await ada.slash(channel, "/quiz")).text == "Saved."


async def test_headers_can_be_anything(http: HttpMode) -> None:
    body = json.dumps({"type": "event_callback"}).encode()
    signed = http.signed(body, JSON)
    assert (await http.post(body, signed | {"X-Slack-Request-Timestamp": "soon"})).status in (401, 500)
