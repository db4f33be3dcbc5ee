"""reactions.*: by name, without colons."""

from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.message import Message
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Kind

MOST = 23  # different ones on a message


@method("reactions.add", "reactions:write", tier=3)
def add(call: Call) -> Json:
    message, name = _message(call), call.needed("name").strip(":")
    people = message.reactions.get(name, [])
    if call.app.bot in people:
        raise Refusal("already_reacted")
    if not people and len(message.reactions) >= MOST:
        raise Refusal("too_many_emoji")
    message.reactions[name] = [*people, call.app.bot]
    return {}


@method("reactions.remove", "reactions:write", tier=2)
def remove(call: Call) -> Json:
    message, name = _message(call), call.needed("name").strip(":")
    if call.app.bot not in message.reactions.get(name, []):
        raise Refusal("no_reaction")
    message.reactions[name].remove(call.app.bot)
    if not message.reactions[name]:
        del message.reactions[name]
    return {}


@method("reactions.get", "reactions:read", tier=3)
def get(call: Call) -> Json:
    message = _message(call)
    return {"type": "message", "channel": message.channel.id, "message": message.shape()}


def _message(call: Call) -> Message:
    channel = call.channel()
    if (
        channel.kind is Kind.PUBLIC
        and call.app.bot not in channel.members
        and call.method.name != "reactions.get"
    ):
        raise Refusal("not_in_channel")
    message = channel.kept.get(call.needed("timestamp"))
    if message is None:
        raise Refusal("message_not_found")
    return message
