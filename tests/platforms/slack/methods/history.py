"""conversations.history and .replies; an app outside the Marketplace may get only 15 at a time."""

from collections.abc import Sequence

from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.message import Message
from tests.platforms.slack.methods.conversations import readable
from tests.platforms.slack.paging import page
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Channel, Kind

SCOPES = ("channels:history", "groups:history", "im:history")


@method("conversations.history", *SCOPES, tier=3)
def history(call: Call) -> Json:
    """Newest first, from the channel itself."""
    channel = _inside(call)
    inclusive = call.flag("inclusive")
    found = channel.between(call.text("oldest") or "", call.text("latest") or "", inclusive=inclusive)
    return _told(call, list(reversed(found)))


@method("conversations.replies", *SCOPES, tier=3)
def replies(call: Call) -> Json:
    """Oldest first, the parent among them."""
    channel = _inside(call)
    ts = call.needed("ts")
    message = channel.kept.get(ts)
    if message is None:
        raise Refusal("thread_not_found")
    parent = channel.kept.get(message.thread_ts or ts, message)
    return _told(call, [parent, *channel.thread(parent)])


def _inside(call: Call) -> Channel:
    """Of a public channel, too, only a member reads."""
    channel = readable(call, "history")
    if channel.kind is not Kind.DM and call.app.bot not in channel.members:
        raise Refusal("not_in_channel")
    return channel


def _told(call: Call, messages: Sequence[Message]) -> Json:
    some, rest = page(call, messages, 999)
    kept = some[: call.server.history_most]
    full = call.flag("include_all_metadata")
    return {
        "messages": [_shape(each, full=full) for each in kept],
        "has_more": len(kept) < len(messages),
    } | rest


def _shape(message: Message, *, full: bool) -> Json:
    """Metadata is left out unless asked for."""
    metadata = message.metadata
    return message.shape() | ({"metadata": metadata} if full and metadata else {})
