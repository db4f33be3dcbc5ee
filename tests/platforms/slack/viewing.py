"""Opening, changing and closing views: what the Web API and acknowledgements share."""

import copy
from typing import TYPE_CHECKING, Any

from tests.platforms.slack.check_view import check_view
from tests.platforms.slack.views import MOST_STACKED, View, named
from tests.platforms.slack.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.slack.app import Installation
    from tests.platforms.slack.person import Person


def check(given: Any, kind: str) -> Json:
    if not isinstance(given, dict):
        raise Refusal("invalid_arguments", ["[ERROR] missing required field: view"])
    check_view(given, kind)
    return given


def open_first(person: "Person", installation: "Installation", given: Json) -> View:
    """It takes the place of whatever was open."""
    for view in list(person.modals):
        close(view)
    return push(person, installation, given)


def push(person: "Person", installation: "Installation", given: Json) -> View:
    if len(person.modals) >= MOST_STACKED:
        raise Refusal("push_limit_reached")
    view = make(person, installation, given)
    if person.modal is not None:
        view.root, view.previous = person.modal.root, person.modal.id
    person.modals.append(view)
    return view


def make(person: "Person", installation: "Installation", given: Json) -> View:
    server = person.server
    identity = server.ids.make("V")
    view = View(identity, person, installation, _kept(person, given), _hash(person), root=identity)
    server.views[view.id] = view
    return view


def change(view: View, given: Json) -> None:
    """What was filled in stays where block and action keep their ids (Modals: Updating views)."""
    view.given = _kept(view.user, given)
    view.hash = _hash(view.user)
    view.errors = {}
    view.updates += 1
    there = {(part["block_id"], part["action_id"]) for part in view.parts if "action_id" in part}
    view.values = {
        block: {action: entry for action, entry in entries.items() if (block, action) in there}
        for block, entries in view.values.items()
    }


def close(view: View) -> None:
    view.open = False
    if view in view.user.modals:
        view.user.modals.remove(view)


def _kept(person: "Person", given: Json) -> Json:
    ids = person.server.ids
    return copy.deepcopy(given) | {"blocks": named(given["blocks"], lambda: ids.secret("b"))}


def _hash(person: "Person") -> str:
    return f"{person.server.ids.ts()}.hash"
