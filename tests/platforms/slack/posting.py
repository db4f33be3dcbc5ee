"""Making, changing and deleting messages: what the Web API, response URLs and people share."""

import copy
from typing import TYPE_CHECKING

from tests.platforms.slack.check_message import MOST_TEXT, check_message
from tests.platforms.slack.message import Message
from tests.platforms.slack.people import User
from tests.platforms.slack.views import named
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Channel

if TYPE_CHECKING:
    from tests.platforms.slack.app import Installation
    from tests.platforms.slack.interactions import Reply


def write(channel: Channel, user: User, form: Json, private_to: User | None = None) -> Message:
    """Checked before. One for a single person is not kept in the channel."""
    server = channel.server
    message = Message(
        channel,
        server.ids.ts(),
        user,
        server.clock.now(),
        text=str(form.get("text") or "")[:MOST_TEXT],
        blocks=drawn(channel, form),
        metadata=copy.deepcopy(form.get("metadata")),
        thread_ts=form.get("thread_ts") or None,
        broadcast=bool(form.get("reply_broadcast")),
        private_to=private_to,
        link_names=_links_names(form),
        unfurls={key: form[key] for key in ("unfurl_links", "unfurl_media") if key in form},
        username=form.get("username"),
    )
    _keep(message)
    server.pulse.beat()
    return message


def _links_names(form: Json) -> bool:
    return bool(form.get("link_names")) or form.get("parse") == "full"


def _keep(message: Message) -> None:
    channel = message.channel
    if message.ephemeral:
        channel.whispers.append(message)
        return
    channel.kept[message.ts] = message
    if message.reply and message.thread_ts is not None:
        channel.threads.setdefault(message.thread_ts, []).append(message)


def drawn(channel: Channel, form: Json) -> list[Json]:
    """The blocks with ids of their own; ``markdown_text`` is a block too."""
    blocks = list(form.get("blocks") or [])
    if form.get("markdown_text"):
        blocks = [{"type": "markdown", "text": form["markdown_text"]}]
    return named(blocks, lambda: channel.server.ids.secret("b"))


def write_as_app(
    channel: Channel, installation: "Installation", form: Json, private_to: User | None = None
) -> Message:
    message = write(channel, installation.bot, form, private_to)
    message.bot_id = installation.bot_id
    return message


def edit(message: Message, form: Json) -> None:
    """Text without blocks removes the blocks; with blocks no *(edited)* shows (chat.update)."""
    message.edits.append(form)
    if form.get("text") is not None or form.get("blocks") is not None or form.get("markdown_text"):
        message.text = str(form.get("text") or "")
        message.link_names = _links_names(form)
        message.blocks = drawn(message.channel, form)
        message.edited = message.edited if message.blocks else message.channel.server.ids.ts()
    if form.get("metadata") is not None:
        message.metadata = copy.deepcopy(form["metadata"]) or None
    message.channel.server.pulse.beat()


def erase(message: Message) -> None:
    message.deleted = True
    message.channel.kept.pop(message.ts, None)
    for replies in message.channel.threads.values():
        if message in replies:
            replies.remove(message)
    message.channel.server.pulse.beat()


def respond(reply: "Reply", body: Json) -> None:
    """An answer to a command in the acknowledgement, or to anything by the response_url."""
    source = reply.source if isinstance(reply.source, Message) else None
    if body.get("delete_original"):
        _replaced(reply, source)
        return
    check_message(body)
    if body.get("replace_original") and source is not None:
        edit(source, body)
        reply.replaced += 1
        return
    assert reply.channel is not None
    public = body.get("response_type") == "in_channel"
    if reply.channel.archived:
        raise Refusal("channel_is_archived")
    form = body | {"thread_ts": _thread(body, source)}
    installation = reply.channel.workspace.installed
    reply.messages.append(write_as_app(reply.channel, installation, form, None if public else reply.person))


def _replaced(reply: "Reply", source: Message | None) -> None:
    if source is None:
        raise Refusal("message_not_found")
    erase(source)
    reply.replaced += 1


def _thread(body: Json, source: Message | None) -> str | None:
    """An ephemeral answer stands where the message was pressed on, in its thread too."""
    if body.get("thread_ts"):
        return str(body["thread_ts"])
    return source.thread_ts if source is not None and source.reply else None
