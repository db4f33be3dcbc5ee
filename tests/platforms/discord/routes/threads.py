"""Threads, also the posts of a forum (Resources: Channel, Start Thread …; Topics: Threads)."""

from tests.platforms.discord import intents, message_shapes, posting
from tests.platforms.discord.message import COMPONENTS_V2
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.posting import SETTABLE, Draft
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.wire import Faults, Json, Refusal
from tests.platforms.discord.world import Channel, Kind, Tag, Thread

routes = Routes()
AUTO_ARCHIVE = (60, 1440, 4320, 10080)
MOST_TAGS = 5
PUBLIC = 11


@routes.on("POST", "/channels/{channel}/messages/{message}/threads")
def from_message(call: Call) -> Answer:
    """The thread has its message's id, so there is one at most."""
    message = call.message()
    if message.channel.kind not in (Kind.TEXT, Kind.ANNOUNCEMENT):
        raise Refusal(50024)
    posting.require(message.channel, Permission.CREATE_PUBLIC_THREADS)
    _check(call.form)
    if message.thread is not None:
        raise Refusal(160004)
    message.thread = _make(call, message.channel, message.id)
    posting.announce("MESSAGE_UPDATE", message)
    return message.thread.shape()


@routes.on("POST", "/channels/{channel}/threads")
def without_message(call: Call) -> Answer:
    channel = call.channel()
    if channel.kind is Kind.FORUM:
        return _post(call, channel)
    if channel.kind not in (Kind.TEXT, Kind.ANNOUNCEMENT):
        raise Refusal(50024)
    posting.require(channel, Permission.CREATE_PUBLIC_THREADS)
    _check(call.form)
    if call.form.get("type") not in (Kind.PUBLIC_THREAD, Kind.ANNOUNCEMENT_THREAD):
        raise Refusal(50013)  # private threads need a permission the bot does not ask for
    return _make(call, channel, call.server.ids.make()).shape()


def _post(call: Call, forum: Channel) -> Json:
    """Needs SEND_MESSAGES; its message has the thread's id and no nonce (Start Thread in Forum or Media Channel)."""
    form = call.form.get("message") or {}
    flags = SETTABLE if call.server.forum_layouts else SETTABLE & ~COMPONENTS_V2
    draft = Draft(
        {key: value for key, value in form.items() if key not in ("nonce", "enforce_nonce")},
        call.files,
        flags,
    )
    posting.require(forum, Permission.SEND_MESSAGES)
    _check(call.form)
    draft.check()
    tags = tags_of(forum, call.form)
    if forum.requires_tag and not tags:
        raise Refusal(40067)
    thread = _make(call, forum, call.server.ids.make(), tags)
    message = posting.write(thread, call.server.bot, draft, snowflake=thread.id)
    return thread.shape() | {"message": message_shapes.of_message(message)}


def _check(form: Json) -> None:
    faults = Faults()
    faults.length("name", form.get("name"), 1, 100)
    if (form.get("auto_archive_duration") or 1440) not in AUTO_ARCHIVE:
        faults.add("auto_archive_duration", "BASE_TYPE_CHOICES", f"Value must be one of {AUTO_ARCHIVE}.")
    faults.refuse()


def tags_of(forum: Channel, form: Json) -> list[Tag]:
    """Up to 5, all of them the forum's own."""
    wanted = [str(each) for each in form.get("applied_tags") or []]
    faults = Faults()
    faults.length("applied_tags", wanted, 0, MOST_TAGS)
    faults.refuse()
    known = {str(tag.id): tag for tag in forum.tags}
    if any(each not in known for each in wanted):
        raise Refusal(10087)
    return [known[each] for each in wanted]


def _make(call: Call, parent: Channel, snowflake: int, tags: list[Tag] | None = None) -> Thread:
    kind = Kind.ANNOUNCEMENT_THREAD if parent.kind is Kind.ANNOUNCEMENT else Kind.PUBLIC_THREAD
    thread = Thread(
        call.server,
        snowflake,
        kind,
        call.form["name"],
        guild=parent.guild,
        parent=parent,
        applied_tags=tags or [],
        auto_archive=call.form.get("auto_archive_duration") or 1440,
        made=call.server.clock.now(),
    )
    parent.threads.append(thread)
    call.server.channels[snowflake] = thread
    thread.tell("THREAD_CREATE", thread.shape() | {"newly_created": True}, intents.GUILDS, intents.GUILDS)
    return thread


@routes.on("GET", "/channels/{channel}/threads/archived/public")
def archived(call: Call) -> Answer:
    """List Public Archived Threads, the last archived first; needs READ_MESSAGE_HISTORY."""
    channel = call.channel()
    posting.require(channel, Permission.READ_MESSAGE_HISTORY)
    threads = [thread for thread in reversed(channel.threads) if thread.archived and not thread.deleted]
    return {"threads": [thread.shape() for thread in threads], "members": [], "has_more": False}


@routes.on("PUT", "/channels/{channel}/thread-members/@me")
def join(call: Call) -> Answer:
    thread = call.channel()
    if isinstance(thread, Thread) and thread.archived:
        raise Refusal(50083)
    return None
