"""Making, changing and deleting messages: what bot-token routes, interactions and people share."""

import copy
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING

from tests.platforms.discord import intents, message_shapes
from tests.platforms.discord.check_message import check_message
from tests.platforms.discord.message import (
    COMPONENTS_V2,
    LOADING,
    SUPPRESS_NOTIFICATIONS,
    Attachment,
    Message,
    flatten,
)
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.router import Upload
from tests.platforms.discord.wire import Faults, Json, Refusal
from tests.platforms.discord.world import Channel, Thread, User

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer

SUPPRESS_EMBEDS = 1 << 2
MOST_ATTACHMENTS = 10
SETTABLE = SUPPRESS_EMBEDS | SUPPRESS_NOTIFICATIONS | COMPONENTS_V2  # Create Message, flags


@dataclass
class Draft:
    """What is asked for, before it is a message."""

    form: Json
    files: dict[int, Upload]
    flags: int = SETTABLE  # those that may be set here

    def kept_flags(self) -> int:
        return int(self.form.get("flags") or 0) & self.flags

    def names(self) -> list[str]:
        return [
            self.described(number).get("filename") or file.filename for number, file in self.files.items()
        ]

    def described(self, number: int) -> Json:
        """The entry of ``attachments`` for ``files[number]`` (Reference: Uploading Files)."""
        for entry in self.form.get("attachments") or []:
            if str(entry.get("id")) == str(number):
                return dict(entry)
        return {}

    def check(self) -> None:
        if len(self.files) > MOST_ATTACHMENTS:
            raise Refusal(30015)
        check_message(self.form | {"flags": self.kept_flags()}, self.names())


def check_may_send(channel: Channel, draft: Draft) -> None:
    """Create Message, Limitations; in threads SEND_MESSAGES_IN_THREADS counts (Topics: Threads, Permissions)."""
    needed = Permission.SEND_MESSAGES_IN_THREADS if isinstance(channel, Thread) else Permission.SEND_MESSAGES
    if draft.form.get("embeds"):
        needed |= Permission.EMBED_LINKS
    if draft.files:
        needed |= Permission.ATTACH_FILES
    require(channel, needed)


def require(channel: Channel, needed: Permission) -> None:
    if needed & ~channel.bot_permissions:
        raise Refusal(50013)


def write(
    channel: Channel,
    author: User,
    draft: Draft,
    *,
    flags: int = 0,
    interaction: Json | None = None,
    snowflake: int | None = None,
) -> Message:
    """Checked before. An ephemeral message is seen by one person only: it is not kept in the channel."""
    server = channel.server
    form = draft.form
    message = Message(
        channel,
        snowflake or server.ids.make(),
        author,
        server.clock.now(),
        content=form.get("content") or "",
        embeds=copy.deepcopy(form.get("embeds") or []),
        components=numbered(form.get("components") or []),
        attachments=_attachments(server, channel, draft),
        flags=draft.kept_flags() | flags,
        nonce=form.get("nonce"),
        allowed_mentions=form.get("allowed_mentions"),
        reference=_reference(channel, form),
        interaction=interaction,
    )
    if not message.ephemeral:
        channel.kept[message.id] = message
        announce("MESSAGE_CREATE", message)
    return message


def _reference(channel: Channel, form: Json) -> Json | None:
    """A reply needs its message and READ_MESSAGE_HISTORY (Create Message, Limitations)."""
    reference: Json | None = form.get("message_reference")
    if reference is None:
        return None
    if Permission.READ_MESSAGE_HISTORY not in channel.bot_permissions:
        raise Refusal(160002)
    if int(reference.get("message_id", 0)) not in channel.kept:
        if reference.get("fail_if_not_exists", True):
            faults = Faults()
            faults.add("message_reference", "REPLIES_UNKNOWN_MESSAGE", "Unknown message")
            faults.refuse()
        return None
    return reference | {"channel_id": str(channel.id)}


def rewrite(message: Message, draft: Draft) -> Message:
    """Edit Message: only given fields change; IS_COMPONENTS_V2 can be set, never removed."""
    form = draft.form
    kept = _retained(message, form)
    flags = (message.flags & ~SUPPRESS_EMBEDS) if "flags" in form else message.flags
    flags |= draft.kept_flags() & (SUPPRESS_EMBEDS | COMPONENTS_V2)
    after: Json = {
        "content": form.get("content", message.content),
        "embeds": form.get("embeds", message.embeds),
        "components": form.get("components", message.components),
        "allowed_mentions": form.get("allowed_mentions"),
        "flags": flags,
    }
    check_message(after, [each.filename for each in kept] + draft.names())
    message.content = after["content"] or ""
    message.embeds = copy.deepcopy(after["embeds"] or [])
    message.components = numbered(after["components"] or [])
    message.attachments = kept + _attachments(message.channel.server, message.channel, draft)
    message.flags = flags & ~LOADING
    if "allowed_mentions" in form:
        message.allowed_mentions = form["allowed_mentions"]
    return _edited(message, form)


def _edited(message: Message, form: Json) -> Message:
    message.edits.append(form)
    message.edited = message.channel.server.clock.now()
    if not message.ephemeral:
        announce("MESSAGE_UPDATE", message)
    return message


def _retained(message: Message, form: Json) -> list[Attachment]:
    """``attachments``, when given, holds all that should be there after the edit (Edit Message)."""
    if "attachments" not in form:
        return list(message.attachments)
    wanted = {str(entry.get("id")) for entry in form["attachments"] or []}
    return [each for each in message.attachments if str(each.id) in wanted]


def erase(message: Message) -> None:
    message.deleted = True
    if message.channel.kept.pop(message.id, None) is not None:
        data = {"id": str(message.id), "channel_id": str(message.channel.id)}
        message.channel.tell("MESSAGE_DELETE", data, intents.GUILD_MESSAGES, intents.DIRECT_MESSAGES)


def announce(event: str, message: Message) -> None:
    message.channel.tell(
        event, message_shapes.of_message(message), intents.GUILD_MESSAGES, intents.DIRECT_MESSAGES
    )


def numbered(components: list[Json]) -> list[Json]:
    """A copy in which each component has an ``id`` (Anatomy of a Component)."""
    copied = copy.deepcopy(components)
    taken = {part["id"] for part in flatten(copied) if part.get("id")}
    free = (number for number in count(1) if number not in taken)
    for part in flatten(copied):
        if not part.get("id"):
            part["id"] = next(free)
    return copied


def _attachments(server: "DiscordServer", channel: Channel, draft: Draft) -> list[Attachment]:
    made = []
    for (number, file), name in zip(draft.files.items(), draft.names(), strict=True):
        snowflake = server.ids.make()
        url = f"{server.cdn_url}/attachments/{channel.id}/{snowflake}/{name}"
        described = draft.described(number).get("description")
        made.append(Attachment(snowflake, name, url, file.data, file.content_type, described))
    return made
