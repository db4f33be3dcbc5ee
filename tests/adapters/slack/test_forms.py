"""Forms as modals: each kind of field has Slack's own input, and comes back as the core reads it."""

from datetime import timedelta

import pytest

from adapters.slack.forms import faults_of, modal, values_of
from adapters.slack.mentions import Mentions
from bot.bank import Bank
from bot.domain.question import Kind
from bot.intents.base import Field, FieldKind, Form, Intent
from bot.intents.done import Done
from bot.intents.setup_form import setup_form
from bot.intents.trouble import Broken, Sorry
from bot.ports.store import Store
from tests.adapters.slack.town import Town, living
from tests.fakes.clock import ManualClock
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.views import View
from tests.service.day import only

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


FORM: list[dict[str, object]] = [{"type": "input", "block_id": "time"}, {"type": "input", "block_id": "zone"}]
SORRY = Sorry("No time. No zone.", (("zone", "No `/daily setup` <here> & now."), ("gone", "No such field.")))


def told(shown: Intent | None, blocks: list[dict[str, object]] = FORM) -> dict[str, str]:
    return faults_of(shown, blocks, Mentions().typed)


def test_what_is_wrong_stands_at_its_field_as_slack_shows_it() -> None:
    assert told(SORRY) == {"zone": "No /dailydrill daily setup <here> & now."}


def test_what_belongs_to_no_field_stands_at_the_first() -> None:
    assert told(Sorry("Only organisers can do this.")) == {"time": "Only organisers can do this."}
    assert told(Sorry("Gone.", (("gone", "Gone."),))) == {"time": "Gone."}
    assert "abc" in told(Broken("abc"))["time"], "what was typed is not lost to a fault of ours"


def test_where_nothing_is_wrong_or_no_field_is_there_the_form_closes() -> None:
    assert told(None) == {} and told(Done("Saved.")) == {} and told(SORRY, [{"type": "divider"}]) == {}


async def opened(town: Town) -> tuple[Reply, View]:
    """The set-up form, opened by the command alone in the channel of the town."""
    asked = await town.grace.slash(town.channel, "/dailydrill", "daily setup")
    return asked, await asked.opened()


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("time", "25:00", "is no time of day"),
        ("zone", "belrin", "Did you mean Europe/Berlin?"),
    ],
)
async def test_a_mistake_in_the_set_up_form_is_told_at_its_own_field(
    town: Town, field: str, typed: str, sentence: str
) -> None:
    asked, form = await opened(town)
    refused = await town.grace.submit(form, {field: typed})
    assert list(refused.errors) == [field] and sentence in refused.errors[field]
    assert town.grace.modal is form and not asked.messages and not refused.problems


async def test_two_mistakes_are_told_at_once_and_mended_at_once(town: Town) -> None:
    asked, form = await opened(town)
    refused = await town.grace.submit(form, {"time": "99:99", "zone": "nowhere"})
    assert set(refused.errors) == {"time", "zone"}
    await town.grace.submit(form, {"time": "08:00", "zone": "lisbon"})
    assert "Mon–Fri 08:00 Europe/Lisbon" in (await asked.posted()).text


async def test_a_private_channel_without_the_bot_is_told_at_the_channel(town: Town) -> None:
    secret = town.workspace.add_channel("secret", private=True, bot=False)
    _, form = await opened(town)
    refused = await town.grace.submit(form, {"channel": secret, "time": "99:99"})
    assert set(refused.errors) == {"channel", "time"}
    assert "in that channel yet" in refused.errors["channel"]
    assert "type /invite @Dailydrill" in refused.errors["channel"]
    secret.invite_bot()
    await town.grace.submit(form, {"channel": secret, "time": "08:00"})
    await town.server.until(lambda: town.grace.modal is None)


async def test_the_form_of_a_change_tells_each_mistake_at_its_field(town: Town) -> None:
    await town.set_up()
    plan = await town.grace.slash(town.channel, "/dailydrill", "daily setup")
    await plan.posted()
    form = await (await town.grace.click(plan, "Change")).opened()
    refused = await town.grace.submit(form, {"days": "Caturday", "topics": "topic unheard"})
    assert set(refused.errors) == {"days", "topics"}
    refused = await town.grace.submit(form, {"reveal": "09:30"})
    assert list(refused.errors) == ["reveal"] and "nearest is 11:00" in refused.errors["reveal"]
    assert "no topic" not in str(form.errors)


async def test_somebody_who_may_not_is_told_in_the_form_and_keeps_it(town: Town) -> None:
    _, form = await opened(town)
    town.grace.admin = False
    town.clock.advance(timedelta(minutes=6))
    refused = await town.grace.submit(form, {})
    assert list(refused.errors) == ["channel"] and "Only organisers" in refused.errors["channel"]


async def test_a_form_that_opens_too_late_is_told(town: Town) -> None:
    town.server.fail("views.open", "expired_trigger_id")
    asked = await town.grace.slash(town.channel, "/dailydrill", "daily setup")
    assert "too long to open a form" in (await asked.posted()).text
    assert town.grace.modal is None


@pytest.mark.parametrize("bank", [only(Kind.NUMBER)], ids=["number"])
async def test_a_form_is_taken_after_a_restart_and_answered_once_its_url_is_over(
    server: SlackServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    workspace = server.add_workspace("Team")
    channel = workspace.add_channel("ml-daily")
    grace, ada = workspace.add_user("grace", admin=True, tz="Europe/Berlin"), workspace.add_user("ada")
    async with living(server, workspace, store, clock, bank) as made:
        town = Town(server, workspace, channel, ada, grace, *made, clock)
        await town.set_up()
        asked = await ada.click(await town.posted(), "Answer")
        form = await asked.opened()
    async with living(server, workspace, store, clock, bank):
        clock.advance(timedelta(minutes=40))
        refused = await ada.submit(form, {"answer": "many"})
        assert list(refused.errors) == ["answer"]
        await ada.submit(form, {"answer": "0.5"})
        await server.until(lambda: ada.dm.messages)
        assert "Saved: 0.5" in ada.dm.messages[-1].text and not asked.messages


async def test_a_form_that_takes_long_closes_and_is_answered_all_the_same(
    server: SlackServer, store: Store, clock: ManualClock, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.submissions.ACK_AFTER", 0.01)
    workspace = server.add_workspace("Team")
    channel = workspace.add_channel("ml-daily")
    grace = workspace.add_user("grace", admin=True, tz="Europe/Berlin")
    async with living(server, workspace, store, clock, bank):
        asked = await grace.slash(channel, "/dailydrill", "daily setup")
        form = await asked.opened()
        held = server.hold("conversations.info")
        await grace.submit(form, {"time": "99:99"})
        assert not form.open
        held.release()
        assert "is no time of day" in (await asked.posted()).text
