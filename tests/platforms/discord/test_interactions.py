"""The rules of answering an interaction, on the wire."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.fakes.clock import ManualClock
from tests.platforms.discord.interactions import Reply
from tests.platforms.discord.rest import Answered, Rest, rest_of
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.snowflakes import time_of
from tests.platforms.discord.wire import Json
from tests.platforms.discord.world import Channel

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
LONG = "BASE_TYPE_BAD_LENGTH"
EPHEMERAL, LOADING, V2 = 1 << 6, 1 << 7, 1 << 15
COMMANDS = [
    {
        "name": "quiz",
        "description": "x",
        "options": [{"name": "topics", "description": "x", "type": 3, "autocomplete": True}],
    }
]


class Desk:
    """A bot that answers by hand."""

    def __init__(self, clock: ManualClock, server: DiscordServer, rest: Rest) -> None:
        self.clock, self.server, self.rest = clock, server, rest
        server.registry.overwrite(COMMANDS, server.bot.id, None)
        self.guild = server.add_guild()
        self.channel: Channel = self.guild.add_text("daily")
        self.ada = self.guild.add_member("ada")

    def command(self) -> Reply:
        return self.ada.begin_slash(self.channel, "quiz", topics="x")

    def press(self) -> Reply:
        message = self.ada.say(self.channel, "Question?")
        return self.ada.begin_click(message, "v1:a", stale=True)

    async def answer(self, reply: Reply, kind: int, data: object = None, **query: str) -> Answered:
        body = {"type": kind} | ({"data": data} if data is not None else {})
        return await self.rest.call("POST", f"/interactions/{reply.id}/{reply.token}/callback", body, **query)

    async def webhook(self, reply: Reply, method: str, end: str = "", body: object = None) -> Answered:
        return await self.rest.call(method, f"/webhooks/{self.server.bot.id}/{reply.token}{end}", body)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    clock = ManualClock(NOW)
    async with DiscordServer(clock) as server, rest_of(server) as rest:
        yield Desk(clock, server, rest)


async def test_the_payload_tells_who_where_and_what_may_be_done(desk: Desk) -> None:
    payload = desk.command().payload
    assert payload["member"]["user"]["id"] == str(desk.ada.id)
    assert payload["context"] == 0 and payload["authorizing_integration_owners"] == {"0": str(desk.guild.id)}
    assert (payload["channel"]["id"], payload["guild_id"]) == (str(desk.channel.id), str(desk.guild.id))
    assert int(payload["app_permissions"]) & (1 << 11)
    assert time_of(int(payload["id"])) == NOW


async def test_a_first_answer_within_three_seconds_and_one_only(desk: Desk) -> None:
    reply = desk.command()
    assert (await desk.answer(reply, 4, {"content": "x"})).status == 204
    assert (await desk.answer(reply, 4, {"content": "x"})).code == 40060
    late = desk.command()
    desk.clock.advance(timedelta(seconds=3.1))
    assert (late.dead, (await desk.answer(late, 4, {"content": "x"})).code) == (True, 10062)
    assert (await desk.webhook(late, "POST", body={"content": "x"})).code == 50027
    unknown = await desk.rest.call("POST", "/interactions/1/x/callback", {"type": 4})
    assert (unknown.status, unknown.code, unknown.headers["X-RateLimit-Limit"]) == (404, 10062, "50")


async def test_the_token_lives_for_fifteen_minutes(desk: Desk) -> None:
    reply = desk.command()
    assert (await desk.webhook(reply, "POST", body={"content": "too early"})).code == 10015
    await desk.answer(reply, 4, {"content": "x", "flags": EPHEMERAL})
    desk.clock.advance(timedelta(minutes=14))
    assert (await desk.webhook(reply, "PATCH", "/messages/@original", {"content": "y"})).status == 200
    assert (reply.text, reply.ephemeral, desk.channel.messages) == ("y", True, [])
    desk.clock.advance(timedelta(minutes=1, seconds=1))
    gone = await desk.webhook(reply, "PATCH", "/messages/@original", {"content": "z"})
    assert (gone.status, gone.code) == (401, 50027)


async def test_a_deferred_answer_takes_the_ephemeral_flag_alone(desk: Desk) -> None:
    reply = desk.command()
    assert (await desk.answer(reply, 5, {"flags": V2})).faults == {"data.flags": "BASE_TYPE_CHOICES"}
    await desk.answer(reply, 5, {"flags": EPHEMERAL})
    assert reply.message is not None and reply.message.loading
    layout = {"flags": V2, "components": [{"type": 10, "content": "# Here"}]}
    assert (await desk.webhook(reply, "PATCH", "/messages/@original", layout)).status == 200
    assert (reply.message.flags, reply.text) == (EPHEMERAL | V2, "# Here")


async def test_the_first_follow_up_of_a_deferred_answer_is_its_edit(desk: Desk) -> None:
    reply = desk.command()
    await desk.answer(reply, 5, {"flags": EPHEMERAL})
    await desk.webhook(reply, "POST", body={"content": "one"})
    await desk.webhook(reply, "POST", body={"content": "two"})
    assert ((await reply.settled()).text, reply.ephemeral) == ("one", True)
    second = await reply.followed_up()
    assert (second.text, second.ephemeral, desk.channel.messages) == ("two", False, [second])


async def test_follow_ups_are_edited_read_and_deleted(desk: Desk) -> None:
    reply = desk.command()
    await desk.answer(reply, 4, {"content": "x"})
    made = (await desk.webhook(reply, "POST", body={"content": "more", "flags": EPHEMERAL})).body
    end = f"/messages/{made['id']}"
    await desk.webhook(reply, "PATCH", end, {"content": "less"})
    assert (await desk.webhook(reply, "GET", end)).body["content"] == "less"
    by_token = await desk.rest.call("GET", f"/channels/{desk.channel.id}{end}")
    assert by_token.code == 10008  # an ephemeral message is not in the channel
    assert (await desk.webhook(reply, "DELETE", end)).status == 204
    assert (await desk.webhook(reply, "GET", end)).code == 10008
    assert (await desk.webhook(reply, "GET", "/messages/@original")).body["content"] == "x"
    assert (await desk.webhook(reply, "DELETE", "/messages/@original")).status == 204
    assert desk.channel.messages == []
    assert (await desk.rest.call("POST", f"/webhooks/1/{reply.token}", {"content": "x"})).code == 10015


async def test_a_component_updates_its_message(desk: Desk) -> None:
    reply = desk.press()
    shown = await desk.answer(reply, 7, {"content": "Closed."}, with_response="true")
    assert shown.body["resource"]["message"]["content"] == "Closed."
    assert shown.body["interaction"]["response_message_id"] == reply.payload["message"]["id"]
    quiet = desk.press()
    await desk.answer(quiet, 6)
    await desk.webhook(quiet, "PATCH", "/messages/@original", {"content": "Later."})
    assert (await quiet.settled()) is quiet.source
    gone = desk.press()
    assert gone.source is not None
    desk.ada.delete(gone.source)
    assert (await desk.answer(gone, 7, {"content": "x"})).code == 10008


@pytest.mark.parametrize("kind", [1, 6, 7, 8, 12])
async def test_a_command_is_not_answered_with(desk: Desk, kind: int) -> None:
    assert (await desk.answer(desk.command(), kind, {"content": "x"})).faults == {"type": "BASE_TYPE_CHOICES"}


def field(component: Json, **more: Any) -> Json:
    return {"type": 18, "label": "L", "component": component} | more


def modal(*components: Json, **more: Any) -> Json:
    return {"custom_id": "m", "title": "T", "components": list(components)} | more


def line(**more: Any) -> Json:
    return {"type": 4, "custom_id": "t", "style": 1} | more


def group(kind: int, count: int) -> Json:
    options = [{"label": f"L{number}", "value": f"v{number}"} for number in range(count)]
    return {"type": kind, "custom_id": "g", "options": options}


MODALS: list[tuple[Json, Json, str, str]] = [
    (modal(field(line()), title="x" * 45), modal(field(line()), title="x" * 46), "title", LONG),
    (modal(field(line()), custom_id="x" * 100), modal(field(line()), custom_id="x" * 101), "custom_id", LONG),
    (
        modal(*(field(line(custom_id=f"{n}")) for n in range(5))),
        modal(*(field(line(custom_id=f"{n}")) for n in range(6))),
        "components",
        LONG,
    ),
    (modal(field(line())), modal(), "components", LONG),
    (modal(field(line(), label="x" * 45)), modal(field(line(), label="x" * 46)), "components.0.label", LONG),
    (
        modal(field(line(), description="x" * 100)),
        modal(field(line(), description="x" * 101)),
        "components.0.description",
        LONG,
    ),
    (
        modal(field(line(value="x" * 4000))),
        modal(field(line(value="x" * 4001))),
        "components.0.component.value",
        LONG,
    ),
    (
        modal(field(line(max_length=4000))),
        modal(field(line(max_length=4001))),
        "components.0.component.max_length",
        "NUMBER_TYPE_MAX",
    ),
    (modal(field(group(21, 2))), modal(field(group(21, 1))), "components.0.component.options", LONG),
    (modal(field(group(21, 10))), modal(field(group(21, 11))), "components.0.component.options", LONG),
    (modal(field(group(22, 1))), modal(field(group(22, 0))), "components.0.component.options", LONG),
    (modal(field(group(22, 10))), modal(field(group(22, 11))), "components.0.component.options", LONG),
    (modal(field(group(3, 25))), modal(field(group(3, 26))), "components.0.component.options", LONG),
    (
        modal({"type": 10, "content": "x"}),
        modal({"type": 2, "style": 1, "label": "x", "custom_id": "x"}),
        "components.0.type",
        "UNION_TYPE_CHOICES",
    ),
    (
        modal(field(line()), field(group(3, 2))),
        modal(field(line()), field(line())),
        "components",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
]


@pytest.mark.parametrize(("fits", "too_much", "where", "how"), MODALS)
async def test_a_modal_keeps_to_the_limits(
    desk: Desk, fits: Json, too_much: Json, where: str, how: str
) -> None:
    reply = desk.command()
    refused = await desk.answer(reply, 9, too_much)
    assert (refused.status, refused.faults) == (400, {where: how})
    assert (await desk.answer(reply, 9, fits)).status == 204
    assert reply.modal == fits


async def test_a_modal_is_not_answered_with_a_modal(desk: Desk) -> None:
    reply = desk.command()
    await desk.answer(reply, 9, modal(field(line())))
    submitted = desk.ada.begin_submit(reply, {"t": "x"})
    assert (await desk.answer(submitted, 9, modal(field(line())))).faults == {"type": "BASE_TYPE_CHOICES"}
    assert (await desk.answer(submitted, 7, {"content": "x"})).status == 400  # no message to update
    assert (await desk.answer(submitted, 4, {"content": "x"})).status == 204


async def test_a_modal_of_a_button_may_update_its_message(desk: Desk) -> None:
    reply = desk.press()
    await desk.answer(reply, 9, modal(field(line(), label="Why")))
    submitted = desk.ada.begin_submit(reply, {"Why": "x"})
    assert (await desk.answer(submitted, 7, {"content": "Done."})).status == 204
    assert desk.channel.last.content == "Done."


async def test_25_suggestions_at_most(desk: Desk) -> None:
    payload = desk.ada.begin_autocomplete(desk.channel, "quiz", topics="x")
    many = [{"name": f"{number}", "value": f"{number}"} for number in range(26)]
    assert (await desk.answer(payload, 8, {"choices": many})).faults == {"data.choices": LONG}
    assert (await desk.answer(payload, 8, {"choices": many[:25]})).status == 204
    assert payload.choices == many[:25]


@pytest.mark.parametrize(("callbacks", "status"), [("204", 204), ("message", 200)])
async def test_a_lawful_server_may_answer_callbacks_otherwise(
    desk: Desk, callbacks: Any, status: int
) -> None:
    desk.server.callbacks = callbacks
    query = {"with_response": "1"} if callbacks == "204" else {}
    assert (await desk.answer(desk.command(), 4, {"content": "x"}, **query)).status == status
