"""What an acknowledgement asks for (Interactivity: Acknowledgment responses; Modals: Updating and pushing)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.platforms.slack import posting, viewing
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.slack.interactions import Reply


def take(reply: "Reply") -> None:
    """The person sees *We had some trouble connecting* where Slack cannot use the answer."""
    try:
        if "command" in reply.payload:
            _command(reply)
        elif reply.payload["type"] == "view_submission":
            _submitted(reply)
    except Refusal as refusal:
        reply.problems.append(str(refusal))
        reply.server.refusals.append(refusal)


def _command(reply: "Reply") -> None:
    """A message in the body; with ``in_channel`` everybody sees it."""
    body = {key: value for key, value in reply.ack.items() if value is not None}
    if body:
        posting.respond(reply, body)


def _submitted(reply: "Reply") -> None:
    """Nothing, or an empty body, closes the view that was submitted."""
    view = reply.source
    assert isinstance(view, View)
    action = reply.response_action
    view.errors = {}
    if action is None:
        viewing.close(view)
        return
    act = ACTIONS.get(action)
    if act is None:
        raise Refusal("invalid_arguments", [f"[ERROR] unknown response_action {action!r}"])
    act(reply, view, reply.ack)


def _errors(reply: "Reply", view: View, body: Json) -> None:
    """Each names an input block (Modals: Displaying errors in views)."""
    errors = body.get("errors")
    known = [field["block_id"] for field in view.fields]
    if not isinstance(errors, dict) or not errors or any(block not in known for block in errors):
        raise Refusal("invalid_arguments", [f"[ERROR] errors {errors!r} are of no input among {known}"])
    view.errors = errors


def _update(reply: "Reply", view: View, body: Json) -> None:
    viewing.check(body.get("view"), "modal")
    viewing.change(view, body["view"])
    reply.views.append(view)


def _push(reply: "Reply", view: View, body: Json) -> None:
    viewing.check(body.get("view"), "modal")
    reply.views.append(viewing.push(reply.person, view.installation, body["view"]))


def _clear(reply: "Reply", view: View, body: Json) -> None:
    for each in list(reply.person.modals):
        viewing.close(each)


ACTIONS: dict[str, Callable[["Reply", View, Json], None]] = {
    "errors": _errors,
    "update": _update,
    "push": _push,
    "clear": _clear,
}
