"""The first answer to an interaction (Receiving and Responding: Interaction Callback)."""

from tests.platforms.discord import message_shapes, posting, shapes
from tests.platforms.discord.check_commands import check_choice
from tests.platforms.discord.check_modal import check_modal
from tests.platforms.discord.interactions import Asked, Callback, Reply
from tests.platforms.discord.message import EPHEMERAL, LOADING, Message
from tests.platforms.discord.posting import SETTABLE, Draft
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.wire import Faults, Json, Refusal

routes = Routes()
# "Only valid for component-based interactions"; a modal that a component opened counts as one
UPDATES = {Callback.DEFERRED_UPDATE, Callback.UPDATE}
ALLOWED = {
    Asked.COMMAND: {Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.MODAL},
    Asked.COMPONENT: {Callback.MESSAGE, Callback.DEFERRED_MESSAGE, Callback.MODAL} | UPDATES,
    Asked.AUTOCOMPLETE: {Callback.CHOICES},
    Asked.MODAL: {Callback.MESSAGE, Callback.DEFERRED_MESSAGE},
}


@routes.on("POST", "/interactions/{webhook}/{token}/callback", interaction=True)
def callback(call: Call) -> Answer:
    """Unknown or late is 10062, a second one 40060."""
    reply = call.server.replies.get(call.number("webhook"))
    if reply is None or reply.token != call.ids["token"] or reply.dead:
        raise Refusal(10062)
    if reply.ack is not None:
        raise Refusal(40060)
    kind = _kind(reply, call.form)
    data = call.form.get("data") or {}
    ANSWERS[kind](reply, Draft(data, call.files, SETTABLE | EPHEMERAL))
    reply.ack = call.form
    call.server.pulse.beat()
    return _response(call, reply, kind)


def _kind(reply: Reply, form: Json) -> Callback:
    """A modal only as the first response, and none to a modal (Interaction Callback Type)."""
    allowed = ALLOWED[reply.asked] | (UPDATES if reply.asked is Asked.MODAL and reply.source else set())
    if form.get("type") not in [int(each) for each in allowed]:
        faults = Faults()
        known = ", ".join(str(int(each)) for each in sorted(allowed))
        faults.add("type", "BASE_TYPE_CHOICES", f"Value must be one of {{{known}}}.")
        faults.refuse()
    return Callback(form["type"])


def _message(reply: Reply, draft: Draft) -> None:
    draft.check()
    reply.message = respond(reply, draft)


def _deferred(reply: Reply, draft: Draft) -> None:
    """Only the flag EPHEMERAL may be set; the message says *is thinking…* until it is edited."""
    flags = int(draft.form.get("flags") or 0)
    if flags & ~EPHEMERAL:
        faults = Faults()
        faults.add("data.flags", "BASE_TYPE_CHOICES", "Only EPHEMERAL can be set on a deferred message.")
        faults.refuse()
    reply.message = respond(reply, Draft({}, {}), flags=flags | LOADING)


def _deferred_update(reply: Reply, draft: Draft) -> None:
    reply.message = reply.source


def _update(reply: Reply, draft: Draft) -> None:
    assert reply.source is not None
    if reply.source.deleted:
        raise Refusal(10008)
    reply.message = posting.rewrite(reply.source, draft)


def _choices(reply: Reply, draft: Draft) -> None:
    """25 at most (Receiving and Responding: Autocomplete)."""
    faults = Faults()
    choices = draft.form.get("choices")
    faults.length("data.choices", choices, 0, 25)
    for place, choice in enumerate(choices or []):
        check_choice(faults, f"data.choices.{place}", choice)
    faults.refuse()


def _modal(reply: Reply, draft: Draft) -> None:
    check_modal(draft.form)


ANSWERS = {
    Callback.MESSAGE: _message,
    Callback.DEFERRED_MESSAGE: _deferred,
    Callback.DEFERRED_UPDATE: _deferred_update,
    Callback.UPDATE: _update,
    Callback.CHOICES: _choices,
    Callback.MODAL: _modal,
}


def respond(reply: Reply, draft: Draft, *, flags: int = 0) -> Message:
    """A message of this interaction; no channel permission is needed for one."""
    metadata = {
        "id": str(reply.id),
        "type": int(reply.asked),
        "user": shapes.of_user(reply.member.user),
        "authorizing_integration_owners": reply.payload["authorizing_integration_owners"],
    }
    return posting.write(reply.channel, reply.server.bot, draft, flags=flags, interaction=metadata)


def _response(call: Call, reply: Reply, kind: Callback) -> Answer:
    """204, or the Interaction Callback Response with ``with_response``."""
    asked = call.query.get("with_response", "").lower() in ("1", "true")
    if call.server.callbacks == "204" or (call.server.callbacks == "documented" and not asked):
        return None
    interaction: Json = {"id": str(reply.id), "type": int(reply.asked)}
    resource: Json = {"type": int(kind)}
    if reply.message is not None and kind is not Callback.DEFERRED_UPDATE:
        interaction |= {
            "response_message_id": str(reply.message.id),
            "response_message_loading": reply.message.loading,
            "response_message_ephemeral": reply.message.ephemeral,
        }
    if kind in (Callback.MESSAGE, Callback.UPDATE) and reply.message is not None:
        resource["message"] = message_shapes.of_message(reply.message)
    return {"interaction": interaction, "resource": resource}
