"""Modals and Home tabs: what opens them, what changes them, what an acknowledgement asks for."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.fakes.clock import ManualClock
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.library import app_of, running
from tests.platforms.slack.making import actions, button, chooser, entry, field, modal, plain, section
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import Rest, rest_of
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.using import NotOfferedError
from tests.platforms.slack.wire import Json
from tests.platforms.slack.world import Channel, Workspace


def home(text: str) -> Json:
    return {"type": "home", "blocks": [section(text)]}


@pytest.fixture
def reply(channel: Channel, ada: Person) -> Reply:
    return ada.begin_slash(channel, "/quiz")


async def test_a_trigger_is_good_once(rest: Rest, reply: Reply) -> None:
    assert (await rest.call("views.open", trigger_id=reply.trigger_id, view=modal())).error == ""
    again = await rest.call("views.open", trigger_id=reply.trigger_id, view=modal())
    assert (again.error, (await rest.call("views.open", view=modal())).error) == (
        "exchanged_trigger_id",
        "invalid_arguments",
    )
    assert (await rest.call("views.open", trigger_id="x", view=modal())).error == "invalid_trigger_id"


async def test_a_trigger_is_good_for_three_seconds() -> None:
    clock = ManualClock(datetime(2026, 3, 1, tzinfo=UTC))
    async with SlackServer(clock) as server:
        ws = server.add_workspace()
        reply = ws.person.begin_slash(ws.add_channel("daily"), "/quiz")
        clock.advance(timedelta(seconds=4))
        async with rest_of(server, ws.token) as rest:
            late = await rest.call("views.open", trigger_id=reply.trigger_id, view=modal())
    assert late.error == "expired_trigger_id"


async def test_three_views_stand_on_each_other(rest: Rest, channel: Channel, ada: Person) -> None:
    told = []
    for number, verb in enumerate(["views.open", *["views.push"] * 3]):
        trigger = ada.begin_slash(channel, "/quiz").trigger_id
        told.append((await rest.call(verb, trigger_id=trigger, view=modal(title=plain(str(number))))).error)
    assert told == ["", "", "", "push_limit_reached"]
    assert [view.title for view in ada.modals] == ["0", "1", "2"]
    assert (ada.modals[2].root, ada.modals[2].previous) == (ada.modals[0].id, ada.modals[1].id)
    ada.close()
    assert ada.modal is ada.modals[1]


async def test_a_view_is_changed_unless_somebody_was_faster(rest: Rest, reply: Reply, ada: Person) -> None:
    opened = await rest.call("views.open", trigger_id=reply.trigger_id, view=modal(external_id="mine"))
    view = opened.body["view"]
    changed = await rest.call(
        "views.update", view_id=view["id"], hash=view["hash"], view=modal(title=plain("New"))
    )
    assert (changed.error, ada.modal and ada.modal.title) == ("", "New")
    late = await rest.call("views.update", view_id=view["id"], hash=view["hash"], view=modal())
    assert late.error == "hash_conflict"
    assert (await rest.call("views.update", external_id="mine", view=modal())).error == "not_found"
    assert (await rest.call("views.update", view=modal())).error == "invalid_arguments"
    assert (await rest.call("views.update", view_id=view["id"], view=home("x"))).error == "invalid_arguments"
    ada.close()
    assert (await rest.call("views.update", view_id=view["id"], view=modal())).error == "not_found"


async def test_an_external_id_is_there_once(rest: Rest, channel: Channel, ada: Person, ws: Workspace) -> None:
    first, second = ada.begin_slash(channel, "/quiz"), ws.add_user("robin").begin_slash(channel, "/quiz")
    named = modal(external_id="mine")
    assert (await rest.call("views.open", trigger_id=first.trigger_id, view=named)).error == ""
    assert (
        await rest.call("views.open", trigger_id=second.trigger_id, view=named)
    ).error == "duplicate_external_id"


async def test_a_home_tab_is_each_persons_own(rest: Rest, ada: Person, ws: Workspace) -> None:
    robin = ws.add_user("robin")
    told = (await rest.form("views.publish", user_id=ada.id, view=home("one"))).body["view"]
    await rest.call("views.publish", user_id=robin.id, view=home("two"))
    assert (ada.home and ada.home.shown, robin.home and robin.home.shown) == ("one", "two")
    await rest.call("views.publish", user_id=ada.id, view=home("three"), hash=told["hash"])
    late = await rest.call("views.publish", user_id=ada.id, view=home("four"), hash=told["hash"])
    assert (late.error, ada.home and ada.home.shown) == ("hash_conflict", "three")
    assert (await rest.call("views.publish", user_id="U0", view=home("x"))).error == "user_not_found"
    assert (await rest.call("views.publish", user_id=ada.id, view=modal())).error == "invalid_arguments"
    ws.server.app.home_tab = False
    assert (await rest.call("views.publish", user_id=ada.id, view=home("x"))).error == "not_enabled"


async def answering(server: SlackServer, ws: Workspace, first: Json, *, then: Json) -> Any:
    """A bot that opens ``first`` at a command and answers what is submitted with ``then``."""
    app = app_of(server, ws)

    @app.command("/form")
    async def form(ack: Any, client: Any, body: Json) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=first)

    @app.view("form")
    async def submitted(ack: Any) -> None:
        await ack(**then)

    @app.action("b0")
    async def pressed(ack: Any) -> None:
        await ack()

    @app.action("c")
    async def chosen(ack: Any) -> None:
        await ack()

    return app


FIRST = modal(field(entry(), block_id="what"), callback_id="form")


@pytest.mark.parametrize(
    ("then", "stack", "problem"),
    [
        ({}, [], ""),
        ({"response_action": "clear"}, [], ""),
        ({"response_action": "update", "view": modal(title=plain("Next"))}, ["Next"], ""),
        ({"response_action": "push", "view": modal(title=plain("Next"))}, ["T", "Next"], ""),
        ({"response_action": "errors", "errors": {"what": "No."}}, ["T"], ""),
        ({"response_action": "errors", "errors": {"other": "No."}}, ["T"], "invalid_arguments"),
        ({"response_action": "update", "view": modal(title=plain("x" * 25))}, ["T"], "invalid_arguments"),
        ({"response_action": "update"}, ["T"], "invalid_arguments"),
    ],
)
async def test_a_submission_is_answered(
    server: SlackServer,
    ws: Workspace,
    channel: Channel,
    ada: Person,
    then: Json,
    stack: list[str],
    problem: str,
) -> None:
    async with running(await answering(server, ws, FIRST, then=then), server):
        form = await (await ada.slash(channel, "/form")).opened()
        sent = await ada.submit(form, {"what": "Why?"})
    assert [view.title for view in ada.modals] == stack
    assert (" ".join(sent.problems).split(" ")[0], sent.errors) == (problem, then.get("errors", {}))


async def test_every_kind_of_field_is_sent(
    server: SlackServer, ws: Workspace, channel: Channel, ada: Person
) -> None:
    fields = {
        "text": entry(initial_value="as before"),
        "level": chooser("static_select", 3),
        "radio": chooser("radio_buttons", 3, initial_option={"text": plain("o"), "value": "2"}),
        "boxes": chooser("checkboxes", 3),
        "place": {"type": "conversations_select", "action_id": "c"},
        "who": {"type": "users_select", "action_id": "c"},
        "time": {"type": "timepicker", "action_id": "c"},
    }
    shown = [field(element, block_id=name, optional=True) for name, element in fields.items()]
    first = modal(*shown, actions(button()), callback_id="form", notify_on_close=True)
    async with running(await answering(server, ws, first, then={}), server):
        form = await (await ada.slash(channel, "/form")).opened()
        assert (await ada.click(form, "B")).payload["view"]["id"] == form.id
        with pytest.raises(NotOfferedError, match="no option"):
            await ada.submit(form, {"level": "7"})
        with pytest.raises(NotOfferedError, match="no field other"):
            await ada.submit(form, {"other": "7"})
        given = {"level": "1", "boxes": ["0", "2"], "place": channel, "who": ada, "time": "09:30"}
        sent = await ada.submit(form, given)
    values = {
        name: next(iter(entries.values()))
        for name, entries in sent.payload["view"]["state"]["values"].items()
    }
    assert values["text"] == {"type": "plain_text_input", "value": "as before"}
    assert values["level"]["selected_option"]["value"] == "1"
    assert values["radio"]["selected_option"]["value"] == "2"
    assert [each["value"] for each in values["boxes"]["selected_options"]] == ["0", "2"]
    assert (values["place"]["selected_conversation"], values["who"]["selected_user"]) == (channel.id, ada.id)
    assert values["time"]["selected_time"] == "09:30"


async def test_what_was_chosen_stays_when_the_view_changes(
    server: SlackServer, ws: Workspace, channel: Channel, ada: Person, rest: Rest
) -> None:
    kept = modal(actions(chooser("static_select", 2), button()) | {"block_id": "row"}, callback_id="form")
    async with running(await answering(server, ws, kept, then={}), server):
        form = await (await ada.slash(channel, "/form")).opened()
        await ada.select(form, "c", "1")
        await rest.call("views.update", view_id=form.id, view=kept)
        sent = await ada.submit(form)
        assert sent.payload["view"]["state"]["values"]["row"]["c"]["selected_option"]["value"] == "1"


async def test_closing_a_view_is_told_when_asked(rest: Rest, channel: Channel, ada: Person) -> None:
    for wanted in (False, True):
        reply = ada.begin_slash(channel, "/quiz")
        await rest.call("views.open", trigger_id=reply.trigger_id, view=modal(notify_on_close=wanted))
        closed = ada.close()
        assert (closed is not None, ada.modal) == (wanted, None)
        with pytest.raises(NotOfferedError):
            ada.begin_submit(reply)
