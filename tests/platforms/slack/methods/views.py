"""views.*: modals by a trigger, which is good once for three seconds, and Home tabs."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.platforms.slack import viewing
from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.slack.app import Installation
    from tests.platforms.slack.person import Person

Show = Callable[["Person", "Installation", Json], View]


@method("views.open", tier=4)
def opened(call: Call) -> Json:
    return _shown(call, viewing.open_first)


@method("views.push", tier=4)
def push(call: Call) -> Json:
    """Onto the modal in which the trigger came to be."""
    return _shown(call, viewing.push)


@method("views.update", tier=4)
def update(call: Call) -> Json:
    """By id or external id; ``hash`` guards against races."""
    view = _named(call)
    given = viewing.check(call.data("view"), view.type)
    _same(call, view)
    viewing.change(view, given)
    return {"view": view.shape()}


@method("views.publish", tier=4)
def publish(call: Call) -> Json:
    """The Home tab of one person."""
    if not call.server.app.home_tab:
        raise Refusal("not_enabled")
    person = call.user("user_id")
    given = viewing.check(call.data("view"), "home")
    if person.home is None:
        person.home = viewing.make(person, call.app, given)
    else:
        _same(call, person.home)
        viewing.change(person.home, given)
    return {"view": person.home.shape()}


def _shown(call: Call, show: Show) -> Json:
    reply = _trigger(call)
    given = viewing.check(call.data("view"), "modal")
    _unlike_others(call, given)
    view = show(reply.person, call.app, given)
    reply.trigger_used = True
    reply.views.append(view)
    return {"view": view.shape()}


def _trigger(call: Call) -> Reply:
    reply = call.server.triggers.get(call.needed("trigger_id"))
    if reply is None or not _own(call, reply):
        raise Refusal("invalid_trigger_id")
    if reply.trigger_used:
        raise Refusal("exchanged_trigger_id")
    if reply.trigger_expired:
        raise Refusal("expired_trigger_id")
    return reply


def _own(call: Call, reply: Reply) -> bool:
    """Who acted is of the team, or did it to something of the app in a shared channel."""
    if any(each.knows(reply.person) for each in call.workspaces):
        return True
    source = reply.source
    if isinstance(source, View):
        return source.installation is call.app
    return source is not None and source.channel.workspace in call.workspaces


def _unlike_others(call: Call, given: Json) -> None:
    """An external id is the app's own name for one view of a team."""
    wanted = given.get("external_id")
    if wanted and any(
        each.open and each.given.get("external_id") == wanted for each in call.server.views.values()
    ):
        raise Refusal("duplicate_external_id")


def _named(call: Call) -> View:
    identity, external = call.text("view_id"), call.text("external_id")
    if not identity and not external:
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: view_id"])
    for view in call.server.views.values():
        named = view.id == identity or (external and view.given.get("external_id") == external)
        if named and view.open and view.installation is call.app:
            return view
    raise Refusal("not_found")


def _same(call: Call, view: View) -> None:
    given = call.text("hash")
    if given and given != view.hash:
        raise Refusal("hash_conflict")
