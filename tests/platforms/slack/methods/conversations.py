"""conversations.*: what a channel is, who is in it, coming into it."""

from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.paging import page
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Channel, Kind

TYPES = {"public_channel": Kind.PUBLIC, "private_channel": Kind.PRIVATE, "im": Kind.DM}


@method("conversations.info", "channels:read", "groups:read", "im:read", tier=3)
def info(call: Call) -> Json:
    channel = readable(call, "read")
    shape = channel.shape()
    if not call.flag("include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


@method("conversations.list", "channels:read", "groups:read", "im:read", tier=2)
def listed(call: Call) -> Json:
    wanted = [_type(each.strip()) for each in (call.text("types") or "public_channel").split(",")]
    for kind in wanted:
        call.require(f"{kind.value}:read")
    found = [
        each for each in call.server.channels_of([call.workspace]) if each.kind in wanted and not each.deleted
    ]
    seen = [each for each in found if each.kind is Kind.PUBLIC or call.app.bot in each.members]
    if call.flag("exclude_archived"):
        seen = [each for each in seen if not each.archived]
    some, rest = page(call, seen, 1000)
    return {"channels": [channel.shape() for channel in some]} | rest


@method("conversations.members", "channels:read", "groups:read", "im:read", tier=4)
def members(call: Call) -> Json:
    some, rest = page(call, readable(call, "read").members, 1000)
    return {"members": [user.id for user in some]} | rest


@method("conversations.join", "channels:join", tier=3)
def join(call: Call) -> Json:
    """Public channels only."""
    channel = call.channel()
    if channel.kind is not Kind.PUBLIC:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    already = call.app.bot in channel.members
    if not already:
        channel.join(call.app.bot)
    told: Json = {"channel": channel.shape()}
    return told | ({"warning": "already_in_channel"} if already else {})


@method("conversations.leave", "channels:manage", "groups:write", tier=3)
def leave(call: Call) -> Json:
    channel = call.channel()
    if call.app.bot not in channel.members:
        return {"not_in_channel": True}
    channel.leave(call.app.bot)
    return {}


@method("conversations.open", "im:write", "mpim:write", tier=3)
def opened(call: Call) -> Json:
    """With one person, or a channel that is open already."""
    if call.text("channel"):
        channel = call.channel()
    else:
        people = call.needed("users").split(",")
        if len(people) != 1:
            raise Refusal("method_not_supported_for_channel_type")
        call.args["user"] = people[0]
        channel = call.server.dm_with(call.user())
    return {"channel": channel.shape() if call.flag("return_im") else {"id": channel.id}}


def readable(call: Call, verb: str) -> Channel:
    """The scope goes by the kind of channel: ``groups:history`` for a private one."""
    channel = call.channel()
    call.require(f"{channel.kind.value}:{verb}")
    return channel


def _type(name: str) -> Kind:
    if name not in TYPES:
        raise Refusal("invalid_types")
    return TYPES[name]
