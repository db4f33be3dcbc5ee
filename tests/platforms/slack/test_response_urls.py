"""Response URLs: five uses in half an hour, and what each makes of the message."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient
from slack_sdk.webhook.webhook_response import WebhookResponse

from tests.fakes.clock import ManualClock
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.making import actions, button, section
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import Rest
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace


@pytest.fixture
async def reply(channel: Channel, ada: Person) -> Reply:
    return ada.begin_slash(channel, "/quiz")


async def answer(reply: Reply, **body: Any) -> WebhookResponse:
    hook = AsyncWebhookClient(reply.payload["response_url"], retry_handlers=[])
    return await hook.send_dict(body)


async def test_five_uses_and_no_more(reply: Reply, server: SlackServer) -> None:
    told = [await answer(reply, text=str(number)) for number in range(6)]
    assert [(each.status_code, each.body) for each in told[:5]] == [(200, "ok")] * 5
    assert (told[5].status_code, "used_url" in told[5].body) == (404, True)
    assert reply.text.splitlines() == ["0", "1", "2", "3", "4"]
    assert [request.error for request in server.asked("response_url")] == [""] * 5 + ["used_url"]


async def test_half_an_hour_and_no_longer() -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    async with SlackServer(clock) as server:
        ws = server.add_workspace()
        reply = ws.person.begin_slash(ws.add_channel("daily"), "/quiz")
        clock.advance(timedelta(minutes=29))
        assert (await answer(reply, text="x")).status_code == 200
        clock.advance(timedelta(minutes=2))
        late = await answer(reply, text="x")
        assert (late.status_code, "expired_url" in late.body) == (404, True)


async def test_an_answer_is_private_unless_it_says_so(reply: Reply, channel: Channel, ada: Person) -> None:
    await answer(reply, text="for you")
    await answer(reply, text="for all", response_type="in_channel")
    assert [each.text for each in ada.ephemerals(channel)] == ["for you"]
    assert [each.text for each in channel.messages] == ["for all"]
    assert [each.bot_id for each in reply.messages] == [channel.workspace.installed.bot_id] * 2


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"text": ""}, "no_text"),
        ({"blocks": [section("x" * 3001)]}, "invalid_blocks"),
        ({"delete_original": True}, "message_not_found"),
    ],
)
async def test_what_slack_does_not_take_is_no_use(reply: Reply, body: dict[str, Any], error: str) -> None:
    refused = await answer(reply, **body)
    assert (refused.status_code, error in refused.body, reply.url_uses) == (400, True, 0)


@pytest.fixture
async def pressed(channel: Channel, rest: Rest, ada: Person) -> Reply:
    await rest.call("chat.postMessage", channel=channel.id, text="x", blocks=[actions(button())])
    return ada.begin_click(channel.last, "B")


async def test_a_message_is_replaced_in_place(pressed: Reply, channel: Channel) -> None:
    await answer(pressed, text="y", blocks=[section("y")], replace_original=True)
    assert (channel.last.shown, channel.last is pressed.source, pressed.text) == ("y", True, "y")
    await answer(pressed, text="z", replace_original=False)
    assert (pressed.replaced, [each.text for each in pressed.messages]) == (1, ["z"])
    await answer(pressed, delete_original=True)
    assert channel.messages == []


async def test_an_ephemeral_message_is_replaced_too(pressed: Reply, channel: Channel, ada: Person) -> None:
    await answer(pressed, text="x", blocks=[actions(button())])
    own = ada.ephemerals(channel)[0]
    again = ada.begin_click(pressed.messages[0], "B")
    assert ("message" not in again.payload, again.payload["container"]["is_ephemeral"]) == (True, True)
    await answer(again, text="y", replace_original=True)
    assert (own.shown, own.ephemeral, channel.last.shown) == ("y", True, "B")
    await answer(again, delete_original=True)
    assert ada.ephemerals(channel) == []


async def test_an_answer_in_a_thread_stays_there(channel: Channel, rest: Rest, ada: Person) -> None:
    first = ada.say(channel, "first")
    await rest.call(
        "chat.postMessage", channel=channel.id, text="x", thread_ts=first.ts, blocks=[actions(button())]
    )
    pressed = ada.begin_click(first.replies[0], "B")
    assert pressed.payload["container"]["thread_ts"] == first.ts
    await answer(pressed, text="y")
    assert pressed.messages[0].thread_ts == first.ts


async def test_it_works_where_the_bot_is_not(ws: Workspace, ada: Person) -> None:
    elsewhere = ws.add_channel("elsewhere", bot=False)
    reply = ada.begin_slash(elsewhere, "/quiz")
    assert (await answer(reply, text="x", response_type="in_channel")).status_code == 200
    elsewhere.archive()
    refused = await answer(reply, text="x")
    assert (refused.status_code, "channel_is_archived" in refused.body) == (410, True)
    private = ada.begin_slash(ws.add_channel("private", private=True), "/quiz")
    assert private.payload["channel_name"] == "privategroup"
    assert ada.begin_slash(ada.dm, "/quiz").payload["channel_name"] == "directmessage"


async def test_an_app_that_was_thrown_out_answers_nobody(reply: Reply, ws: Workspace) -> None:
    ws.uninstall()
    assert (await answer(reply, text="x")).status_code == 404
