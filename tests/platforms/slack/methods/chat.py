"""chat.*: post, change, delete, and show to one person."""

from datetime import timedelta

from tests.platforms.slack import posting
from tests.platforms.slack.calls import Call, method
from tests.platforms.slack.check_message import check_edit, check_message
from tests.platforms.slack.message import Message
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Channel, Kind

CUSTOM = ("username", "icon_url", "icon_emoji")
TEXTS = ("text", "markdown_text", "thread_ts", "username", "parse")
FLAGS = ("reply_broadcast", "link_names", "unfurl_links", "unfurl_media", "mrkdwn")
DATA = ("blocks", "attachments", "metadata")


@method("chat.postMessage", "chat:write", tier=0)
def post_message(call: Call) -> Json:
    channel = _target(call)
    form = _form(call)
    if any(call.args.get(name) for name in CUSTOM):
        call.require("chat:write.customize")
    _may_post(call, channel)
    check_message(form)
    _thread(channel, form)
    message = posting.write_as_app(channel, call.app, form)
    return {"channel": channel.id, "ts": message.ts, "message": message.shape()}


@method("chat.update", "chat:write", tier=3)
def update(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, "cant_update_message")
    form = _form(call)
    if channel.archived:
        raise Refusal("is_inactive")
    check_edit(form, message.blocks)
    _in_window(message)
    posting.edit(message, form)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": message.shape()}


@method("chat.delete", "chat:write", tier=3)
def delete(call: Call) -> Json:
    message = _own(call, call.channel(), "cant_delete_message")
    posting.erase(message)
    return {"channel": message.channel.id, "ts": message.ts}


@method("chat.postEphemeral", "chat:write", tier=4)
def post_ephemeral(call: Call) -> Json:
    """Only somebody in the channel sees it, and nobody is promised to."""
    channel = call.channel()
    form = _form(call)
    _may_post(call, channel)
    person = call.user()
    if person not in channel.members:
        raise Refusal("user_not_in_channel")
    check_message(form)
    message = posting.write_as_app(channel, call.app, form, private_to=person)
    return {"message_ts": message.ts}


def _target(call: Call) -> Channel:
    """A user's id means their messages with the app; ``chat:write`` is enough for that."""
    wanted = call.needed("channel")
    if not wanted.startswith(("U", "W")):
        return call.channel()
    person = call.user("channel")
    if not call.server.app.messages_tab:
        raise Refusal("messages_tab_disabled")
    if not any(each.knows(person) for each in call.workspaces):
        raise Refusal("channel_not_found")
    if person.is_bot:
        raise Refusal("cannot_dm_bot")
    if person.deleted:
        raise Refusal("user_disabled")
    return call.server.dm_with(person)


def _form(call: Call) -> Json:
    form: Json = {name: call.text(name) for name in TEXTS if name in call.args}
    form |= {name: call.flag(name) for name in FLAGS if name in call.args}
    return form | {name: call.data(name) for name in DATA if name in call.args}


def _may_post(call: Call, channel: Channel) -> None:
    """In public channels ``chat:write.public`` stands for membership, but not for private messages there."""
    if channel.archived:
        raise Refusal("is_archived")
    if channel.refuses:
        raise Refusal(channel.refuses)
    if channel.kind is Kind.DM or call.app.bot in channel.members:
        return
    if call.method.name != "chat.postMessage" or not call.app.has("chat:write.public"):
        raise Refusal("not_in_channel")


def _thread(channel: Channel, form: Json) -> None:
    """Under a message that is not there the reply becomes a message of its own thread."""
    ts = form.get("thread_ts")
    if ts and ts in channel.kept and channel.kept[ts].reply:
        form["thread_ts"] = channel.kept[ts].thread_ts


def _own(call: Call, channel: Channel, refused: str) -> Message:
    ts = call.needed("ts")
    message = channel.kept.get(ts)
    if message is None:
        raise Refusal("message_not_found")
    if message.user is not call.app.bot:
        raise Refusal(refused)
    return message


def _in_window(message: Message) -> None:
    """A workspace may let nobody edit after a while."""
    window: timedelta | None = message.channel.workspace.edit_window
    if window is not None and message.channel.server.clock.now() - message.made > window:
        raise Refusal("edit_window_closed")
