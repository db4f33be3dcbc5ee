"""Forms as modals: each kind of field has Slack's own input, and comes back as the core reads it."""

import pytest

from adapters.slack.forms import modal, values_of
from bot.intents.base import Field, FieldKind, Form
from bot.intents.setup_form import setup_form

SETUP = setup_form(
    "<#C1AB|ops>", "09:00", "Europe/Berlin", "one", [("everything", "Everything")], "everything"
)


def elements(form: Form) -> dict[str, dict[str, object]]:
    return {block["block_id"]: block["element"] for block in modal(form)["blocks"]}


def test_channel_and_time_are_picked_and_begin_with_what_is_known() -> None:
    drawn = elements(SETUP)
    assert drawn["channel"]["type"] == "conversations_select"
    assert drawn["channel"]["initial_conversation"] == "C1AB"
    assert drawn["channel"]["filter"] == {
        "include": ["public", "private"],
        "exclude_external_shared_channels": True,
        "exclude_bot_users": True,
    }
    assert drawn["time"] == {"type": "timepicker", "action_id": "entry", "initial_time": "09:00"}
    assert drawn["zone"]["initial_value"] == "Europe/Berlin"
    assert drawn["where"]["type"] == drawn["topics"]["type"] == "static_select"


@pytest.mark.parametrize("value", ["", "<#D1AB|directmessage>", "#ops", "<#>"])
def test_a_channel_that_cannot_be_asked_in_is_not_suggested(value: str) -> None:
    form = Form("v1:x", "X", (Field("channel", "Channel", value=value, kind=FieldKind.CHANNEL),))
    assert "initial_conversation" not in elements(form)["channel"]


def test_a_time_that_slack_does_not_know_is_not_suggested() -> None:
    form = Form("v1:x", "X", (Field("time", "Time", value="9", kind=FieldKind.TIME),))
    assert elements(form)["time"] == {"type": "timepicker", "action_id": "entry"}


def test_what_was_filled_in_comes_back_as_the_core_reads_it() -> None:
    state = {
        "values": {
            "channel": {"entry": {"type": "conversations_select", "selected_conversation": "C1AB"}},
            "time": {"entry": {"type": "timepicker", "selected_time": "08:30"}},
            "zone": {"entry": {"type": "plain_text_input", "value": "berlin"}},
            "where": {"entry": {"type": "static_select", "selected_option": {"value": "many"}}},
            "empty": {"entry": {"type": "plain_text_input", "value": None}},
        }
    }
    assert values_of(state) == {
        "channel": "<#C1AB>",
        "time": "08:30",
        "zone": "berlin",
        "where": "many",
        "empty": "",
    }
