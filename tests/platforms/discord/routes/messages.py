"""Messages (Resources: Message)."""

from datetime import timedelta

from tests.platforms.discord import message_shapes, posting
from tests.platforms.discord.message import Message
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.posting import Draft
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.wire import Faults, Json, Refusal
from tests.platforms.discord.world import Channel, Kind, Thread

routes = Routes()
MESSAGES = "/channels/{channel}/messages"
ONE = MESSAGES + "/{message}"
AN_HOUR = timedelta(hours=1)


@routes.on("GET", MESSAGES)
def history(call: Call) -> Answer:
    """Get Channel Messages: newest first; without READ_MESSAGE_HISTORY nothing."""
    channel = call.channel()
    _no_forum(channel)
    limit = _limit(call)
    if Permission.READ_MESSAGE_HISTORY not in channel.bot_permissions:
        return []
    return [_seen(message) for message in _page(call, channel.messages, limit)]


def _limit(call: Call) -> int:
    limit = int(call.query.get("limit", "50"))
    if not 1 <= limit <= 100:
        faults = Faults()
        faults.add("limit", "NUMBER_TYPE_MAX", "int value should be 1 to 100.")
        faults.refuse()
    return limit


def _page(call: Call, messages: list[Message], limit: int) -> list[Message]:
    """``before``, ``after`` and ``around`` are exclusive; the page next to the id, newest first."""
    if "before" in call.query:
        messages = [one for one in messages if one.id < int(call.query["before"])]
    elif "after" in call.query:
        messages = [one for one in messages if one.id > int(call.query["after"])][:limit]
    elif "around" in call.query:
        middle = int(call.query["around"])
        older = [one for one in messages if one.id < middle][-(limit // 2) :]
        messages = older + [one for one in messages if one.id >= middle][: limit - limit // 2]
    return list(reversed(messages[-limit:]))


def _seen(message: Message) -> Json:
    """A nonce is told in the answer to Create Message and in its event, not in the history."""
    shape = {key: value for key, value in message_shapes.of_message(message).items() if key != "nonce"}
    guild = message.channel.guild
    if guild is None:
        return shape
    seen = message.channel.server.as_seen_by_bot(shape | {"guild_id": str(guild.id)})
    return {key: value for key, value in seen.items() if key != "guild_id"}


@routes.on("GET", ONE)
def message(call: Call) -> Answer:
    """Needs READ_MESSAGE_HISTORY."""
    posting.require(call.channel(), Permission.READ_MESSAGE_HISTORY)
    return _seen(call.message())


@routes.on("POST", MESSAGES)
def create(call: Call) -> Answer:
    channel = call.channel()
    _no_forum(channel)
    draft = Draft(call.form, call.files)
    posting.check_may_send(channel, draft)
    draft.check()
    _check_person(channel)
    nonce = call.form.get("nonce")
    if nonce is not None and call.form.get("enforce_nonce"):
        known = call.server.nonces.find(channel, nonce)
        if known is not None:
            return message_shapes.of_message(known)
    if isinstance(channel, Thread):
        _wake(channel)
    made = posting.write(channel, call.server.bot, draft)
    if nonce is not None:
        call.server.nonces.keep(channel, nonce, made)
    return message_shapes.of_message(made)


def _no_forum(channel: Channel) -> None:
    if channel.kind is Kind.FORUM:
        raise Refusal(50008)


def _check_person(channel: Channel) -> None:
    """Error 50007 for who refuses direct messages, 50278 without a mutual guild."""
    person = channel.recipient
    if person is None:
        return
    if person.refuses_dms:
        raise Refusal(50007)
    guilds = channel.server.guilds.values()
    if not any(member.user is person for guild in guilds for member in guild.members):
        raise Refusal(50278)


def _wake(thread: Thread) -> None:
    """Sending unarchives, unless locked (Topics: Threads, Active & Archived Threads)."""
    if thread.locked and Permission.MANAGE_THREADS not in thread.bot_permissions:
        raise Refusal(160005)
    if thread.archived:
        thread.unarchive()


@routes.on("PATCH", ONE)
def edit(call: Call) -> Answer:
    found = call.message()
    if found.author is not call.server.bot:
        raise Refusal(50005)
    check_active(found.channel)
    if call.server.clock.now() - found.made > AN_HOUR:
        _use_old_edit(call)
    return message_shapes.of_message(posting.rewrite(found, Draft(call.form, call.files)))


def _use_old_edit(call: Call) -> None:
    """Error 30046; how many there are is not published."""
    left = call.server.old_edits
    if left is None:
        return
    if left <= 0:
        raise Refusal(30046)
    call.server.old_edits = left - 1


def check_active(channel: Channel) -> None:
    """Error 50083: only active threads can be manipulated (Topics: Threads)."""
    if isinstance(channel, Thread) and channel.archived:
        raise Refusal(50083)


@routes.on("DELETE", ONE)
def delete(call: Call) -> Answer:
    """Others' need MANAGE_MESSAGES; in archived threads deleting is allowed (Topics: Threads)."""
    found = call.message()
    if found.author is not call.server.bot:
        posting.require(found.channel, Permission.MANAGE_MESSAGES)
    posting.erase(found)
    return None
