"""Each published limit: what fits is taken, one more is refused with Discord's error."""

from typing import Any

import pytest

from tests.platforms.discord.rest import Rest
from tests.platforms.discord.wire import Json
from tests.platforms.discord.world import Channel, Guild

V2 = 1 << 15
LONG = "BASE_TYPE_BAD_LENGTH"


def button(number: int = 0, **more: Any) -> Json:
    return {"type": 2, "style": 2, "label": f"B{number}", "custom_id": f"b{number}"} | more


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def select(options: int = 2, **more: Any) -> Json:
    made = [{"label": f"O{number}", "value": f"o{number}"} for number in range(options)]
    return {"type": 3, "custom_id": "s", "options": made} | more


def rows(*components: Json) -> Json:
    return {"content": "x", "components": list(components)}


def embed(**fields: Any) -> Json:
    return {"embeds": [fields]}


def text(content: str) -> Json:
    return {"type": 10, "content": content}


def layout(*components: Json, **more: Any) -> Json:
    return {"flags": V2, "components": list(components)} | more


def section(*texts: Json) -> Json:
    return {"type": 9, "components": list(texts), "accessory": button()}


def container(*children: Json) -> Json:
    return {"type": 17, "components": list(children)}


def gallery(count: int) -> Json:
    return {"type": 12, "items": [{"media": {"url": "https://example.org/x.png"}}] * count}


FIELD = {"name": "n", "value": "v"}
FIRST = "components.0.components.0"

# what fits, what does not, where it is refused and how
CASES: list[tuple[Json, Json, str, str]] = [
    ({"content": "x" * 2000}, {"content": "x" * 2001}, "content", LONG),
    (
        {"content": "x", "nonce": "n" * 25},
        {"content": "x", "nonce": "n" * 26},
        "nonce",
        "NONCE_TYPE_TOO_LONG",
    ),
    (embed(title="x" * 256), embed(title="x" * 257), "embeds.0.title", LONG),
    (embed(description="x" * 4096), embed(description="x" * 4097), "embeds.0.description", LONG),
    (embed(footer={"text": "x" * 2048}), embed(footer={"text": "x" * 2049}), "embeds.0.footer.text", LONG),
    (embed(title="t", fields=[FIELD] * 25), embed(title="t", fields=[FIELD] * 26), "embeds.0.fields", LONG),
    (
        embed(fields=[FIELD | {"value": "x" * 1024}]),
        embed(fields=[FIELD | {"value": "x" * 1025}]),
        "embeds.0.fields.0.value",
        LONG,
    ),
    ({"embeds": [{"title": "x"}] * 10}, {"embeds": [{"title": "x"}] * 11}, "embeds", LONG),
    (
        {"embeds": [{"description": "x" * 3000}] * 2},
        {"embeds": [{"description": "x" * 3000}] * 2 + [{"title": "x"}]},
        "embeds",
        "MAX_EMBED_SIZE_EXCEEDED",
    ),
    (
        rows(*(row(button(n)) for n in range(5))),
        rows(*(row(button(n)) for n in range(6))),
        "components",
        LONG,
    ),
    (
        rows(row(*(button(n) for n in range(5)))),
        rows(row(*(button(n) for n in range(6)))),
        "components.0.components",
        LONG,
    ),
    (rows(row(button())), rows(button()), "components.0.type", "UNION_TYPE_CHOICES"),
    (rows(row(button(label="x" * 80))), rows(row(button(label="x" * 81))), f"{FIRST}.label", LONG),
    (
        rows(row(button(custom_id="x" * 100))),
        rows(row(button(custom_id="x" * 101))),
        f"{FIRST}.custom_id",
        LONG,
    ),
    (rows(row(button())), rows(row(button(custom_id=""))), f"{FIRST}.custom_id", LONG),
    (
        rows(row(button(1), button(2))),
        rows(row(button(1), button(1))),
        "components",
        "COMPONENT_CUSTOM_ID_DUPLICATED",
    ),
    (
        rows(row({"type": 2, "style": 5, "label": "L", "url": "https://example.org"})),
        rows(row(button(url="https://example.org"))),
        f"{FIRST}.url",
        "BUTTON_COMPONENT_CUSTOM_ID_URL",
    ),
    (rows(row(select(25))), rows(row(select(26))), f"{FIRST}.options", LONG),
    (
        rows(row(select(placeholder="x" * 150))),
        rows(row(select(placeholder="x" * 151))),
        f"{FIRST}.placeholder",
        LONG,
    ),
    (
        rows(row(select(max_values=2))),
        rows(row(select(max_values=3))),
        f"{FIRST}.max_values",
        "BASE_TYPE_BAD_INTEGER",
    ),
    (
        rows(row(select())),
        rows(row(select(), button())),
        "components.0.components",
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
    ),
    (layout(text("x")), rows(text("x")), "components.0.type", "UNION_TYPE_CHOICES"),
    (
        layout(text("x" * 4000)),
        layout(text("x" * 4000), text("x")),
        "components",
        "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
    ),
    (
        layout(container(*(text("x") for _ in range(39)))),
        layout(container(*(text("x") for _ in range(40)))),
        "components",
        "COMPONENT_MAX_TOTAL",
    ),
    (layout(section(*[text("x")] * 3)), layout(section(*[text("x")] * 4)), "components.0.components", LONG),
    (layout(gallery(10)), layout(gallery(11)), "components.0.items", LONG),
    (
        layout(container(text("x"))),
        layout(container(container(text("x")))),
        f"{FIRST}.type",
        "UNION_TYPE_CHOICES",
    ),
    (
        layout(text("x")),
        layout(text("x"), content="x"),
        "content",
        "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    (
        layout(text("x")),
        layout({"type": 13, "file": {"url": "attachment://none.txt"}}),
        "components",
        "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
    ),
    (
        {"content": "x", "allowed_mentions": {"parse": ["users"]}},
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions",
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
]


@pytest.mark.parametrize(("fits", "too_much", "where", "how"), CASES)
async def test_a_message_keeps_to_the_limits(
    channel: Channel, rest: Rest, fits: Json, too_much: Json, where: str, how: str
) -> None:
    path = f"/channels/{channel.id}/messages"
    refused = await rest.call("POST", path, too_much)
    assert (refused.status, refused.code, refused.faults) == (400, 50035, {where: how})
    assert channel.messages == []
    assert (await rest.call("POST", path, fits)).status == 200
    edited = await rest.call("PATCH", f"{path}/{channel.last.id}", too_much)
    assert edited.status == (200 if where == "nonce" else 400)


@pytest.mark.parametrize("form", [{}, {"content": "  "}, {"embeds": []}, {"components": []}, {"flags": V2}])
async def test_an_empty_message_is_refused(channel: Channel, rest: Rest, form: Json) -> None:
    refused = await rest.call("POST", f"/channels/{channel.id}/messages", form)
    assert (refused.status, refused.code) == (400, 50006)


async def test_a_layout_shows_its_files(channel: Channel, rest: Rest) -> None:
    path = f"/channels/{channel.id}/messages"
    picture = {"type": 12, "items": [{"media": {"url": "attachment://a.png"}}]}
    assert (await rest.upload("POST", path, layout(picture), {"a.png": b"1"})).status == 200
    refused = await rest.upload("POST", path, layout(picture), {"a.png": b"1", "b.png": b"2"})
    assert refused.faults == {"attachments": "ATTACHMENT_NOT_USED"}


async def test_a_message_becomes_a_layout_when_the_rest_is_emptied(channel: Channel, rest: Rest) -> None:
    path = f"/channels/{channel.id}/messages"
    await rest.call("POST", path, {"content": "x"})
    one = f"{path}/{channel.last.id}"
    assert (await rest.call("PATCH", one, layout(text("y")))).status == 400
    assert (await rest.call("PATCH", one, layout(text("y"), content=None, embeds=[]))).status == 200
    assert (await rest.call("PATCH", one, {"flags": 0})).body["flags"] == V2


@pytest.mark.parametrize(
    ("denied", "form", "code"),
    [
        ("SEND_MESSAGES", {"content": "x"}, 50013),
        ("EMBED_LINKS", {"embeds": [{"title": "x"}]}, 50013),
        ("VIEW_CHANNEL", {"content": "x"}, 50001),
        ("READ_MESSAGE_HISTORY", {"content": "x", "message_reference": {"message_id": "1"}}, 160002),
    ],
)
async def test_permissions_of_the_channel_count(
    channel: Channel, rest: Rest, denied: str, form: Json, code: int
) -> None:
    channel.deny(denied)
    assert (await rest.call("POST", f"/channels/{channel.id}/messages", form)).code == code


async def test_reactions_and_threads_need_their_permissions(
    guild: Guild, channel: Channel, rest: Rest
) -> None:
    message = guild.member.say(channel, "x")
    one = f"/channels/{channel.id}/messages/{message.id}"
    channel.deny("ADD_REACTIONS", "CREATE_PUBLIC_THREADS")
    assert (await rest.call("PUT", f"{one}/reactions/🇦/@me")).code == 50013
    guild.member.react(message, "🇦")
    assert (await rest.call("PUT", f"{one}/reactions/🇦/@me")).status == 204
    assert (await rest.call("PUT", f"{one}/reactions/x/@me")).code == 10014
    assert (await rest.call("POST", f"{one}/threads", {"name": "x"})).code == 50013
    assert (await rest.call("PATCH", one, {"content": "y"})).code == 50005
    assert (await rest.call("DELETE", one)).code == 50013


async def test_what_is_not_there_is_unknown(guild: Guild, channel: Channel, rest: Rest) -> None:
    assert (await rest.call("POST", "/channels/1/messages", {"content": "x"})).code == 10003
    assert (await rest.call("GET", f"/channels/{channel.id}/messages/1")).code == 10008
    assert (await rest.call("GET", "/guilds/1")).code == 10004
    assert (await rest.call("GET", f"/guilds/{guild.id}/members/1")).code == 10013
    channel.remove()
    assert (await rest.call("GET", f"/channels/{channel.id}")).code == 10003
    other = guild.add_text("other")
    guild.server.remove_guild(guild)
    assert (await rest.call("POST", f"/channels/{other.id}/messages", {"content": "x"})).code == 50001
    assert (await rest.call("POST", f"/channels/{other.id}/messages", "x")).status >= 400
