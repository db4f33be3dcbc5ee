"""Forms as Discord's modals: a channel is picked, and comes back as the core reads it."""

from typing import Any

from adapters.discord.components import modal, values_of
from bot.intents.setup_form import setup_form

CHANNEL = "123456789012345678"


def components(channel: str) -> list[dict[str, Any]]:
    form = setup_form(channel, "09:00", "Europe/Berlin", "one", [("everything", "Everything")], "everything")
    return [label["component"] for label in modal(form).to_dict()["components"]]


async def test_a_channel_is_picked_among_those_that_can_be_asked_in() -> None:
    picker, *others = components(f"<#{CHANNEL}|ops>")
    assert (picker["type"], picker["channel_types"], picker["required"]) == (8, [0, 5, 15], True)
    assert [str(one["id"]) for one in picker["default_values"]] == [CHANNEL]
    assert [one["type"] for one in others] == [4, 4, 3, 3]


async def test_where_no_channel_is_known_none_is_suggested() -> None:
    assert not components("")[0].get("default_values")


def test_a_picked_channel_comes_back_with_its_name() -> None:
    filled_in = [
        {"type": 18, "component": {"type": 8, "custom_id": "channel", "values": [CHANNEL]}},
        {"type": 18, "component": {"type": 4, "custom_id": "time", "value": "08:30"}},
        {"type": 18, "component": {"type": 3, "custom_id": "where", "values": ["one"]}},
    ]
    named = {"channel": f"<#{CHANNEL}|ops>", "time": "08:30", "where": "one"}
    assert values_of(filled_in, {CHANNEL: {"name": "ops"}}) == named
    assert values_of(filled_in)["channel"] == f"<#{CHANNEL}|>"
