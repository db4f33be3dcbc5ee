"""What comes after the first answer (Receiving and Responding: Followup Messages)."""

from tests.platforms.discord import message_shapes, posting
from tests.platforms.discord.interactions import Callback, Reply
from tests.platforms.discord.message import EPHEMERAL, Message
from tests.platforms.discord.posting import SETTABLE, Draft
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.routes.interactions import respond
from tests.platforms.discord.wire import Refusal

routes = Routes()
WEBHOOK = "/webhooks/{webhook}/{token}"
ORIGINAL = WEBHOOK + "/messages/@original"
ONE = WEBHOOK + "/messages/{message}"


def _reply(call: Call) -> Reply:
    """By its token, which works for 15 minutes once it was answered in time."""
    if call.number("webhook") != call.server.bot.id:
        raise Refusal(10015)
    reply = call.server.replies.get(_number(call.ids["token"]))
    if reply is None or reply.token != call.ids["token"] or (reply.ack is None and not reply.dead):
        raise Refusal(10015)
    if reply.dead:
        raise Refusal(50027)
    return reply


def _number(token: str) -> int:
    """The interaction's id, which its token ends with."""
    number = token.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def _original(call: Call) -> Message:
    message = _reply(call).message
    if message is None or message.deleted:
        raise Refusal(10008)
    return message


def _followup(call: Call) -> Message:
    reply = _reply(call)
    for message in [*reply.followups, reply.message]:
        if message is not None and message.id == call.number("message") and not message.deleted:
            return message
    raise Refusal(10008)


@routes.on("POST", WEBHOOK, interaction=True)
def create(call: Call) -> Answer:
    """After a deferred message the first one becomes the original response, ephemeral as deferred."""
    reply = _reply(call)
    draft = Draft(call.form, call.files, SETTABLE | EPHEMERAL)
    draft.check()
    if reply.type == Callback.DEFERRED_MESSAGE and reply.message is not None and reply.message.loading:
        return message_shapes.of_message(posting.rewrite(reply.message, draft))
    message = respond(reply, draft)
    reply.followups.append(message)
    call.server.pulse.beat()
    return message_shapes.of_message(message)


@routes.on("GET", ORIGINAL, interaction=True)
def original(call: Call) -> Answer:
    return message_shapes.of_message(_original(call))


@routes.on("PATCH", ORIGINAL, interaction=True)
def edit_original(call: Call) -> Answer:
    return message_shapes.of_message(posting.rewrite(_original(call), Draft(call.form, call.files)))


@routes.on("DELETE", ORIGINAL, interaction=True)
def delete_original(call: Call) -> Answer:
    posting.erase(_original(call))
    return None


@routes.on("GET", ONE, interaction=True)
def followup(call: Call) -> Answer:
    return message_shapes.of_message(_followup(call))


@routes.on("PATCH", ONE, interaction=True)
def edit(call: Call) -> Answer:
    return message_shapes.of_message(posting.rewrite(_followup(call), Draft(call.form, call.files)))


@routes.on("DELETE", ONE, interaction=True)
def delete(call: Call) -> Answer:
    posting.erase(_followup(call))
    return None
