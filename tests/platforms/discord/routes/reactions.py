"""Reactions (Resources: Message, Create Reaction to Delete All Reactions for Emoji)."""

from tests.platforms.discord import posting, reacting, shapes
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.router import Answer, Call, Routes
from tests.platforms.discord.routes.messages import ONE, check_active
from tests.platforms.discord.wire import Refusal

routes = Routes()
ALL = ONE + "/reactions"
EMOJI = ALL + "/{emoji}"


@routes.on("PUT", EMOJI + "/@me")
def add(call: Call) -> Answer:
    """READ_MESSAGE_HISTORY; ADD_REACTIONS too when nobody used that emoji yet."""
    message = call.message()
    emoji = _emoji(call)
    check_active(message.channel)
    posting.require(message.channel, Permission.READ_MESSAGE_HISTORY)
    if emoji not in message.reactions:
        posting.require(message.channel, Permission.ADD_REACTIONS)
    reacting.add(message, emoji, call.server.bot)
    return None


@routes.on("DELETE", EMOJI + "/@me")
def take_own(call: Call) -> Answer:
    message = call.message()
    check_active(message.channel)
    reacting.take(message, _emoji(call), call.server.bot)
    return None


@routes.on("DELETE", EMOJI + "/{user}")
def take(call: Call) -> Answer:
    message = call.message()
    check_active(message.channel)
    posting.require(message.channel, Permission.MANAGE_MESSAGES)
    user = call.server.users.get(call.number("user"))
    if user is None:
        raise Refusal(10013)
    reacting.take(message, _emoji(call), user)
    return None


@routes.on("GET", EMOJI)
def people(call: Call) -> Answer:
    """By user id, ``after`` one, up to ``limit``."""
    message = call.message()
    after, limit = int(call.query.get("after", "0")), int(call.query.get("limit", "25"))
    users = sorted(message.reactions.get(_emoji(call), []), key=lambda user: user.id)
    return [shapes.of_user(user) for user in users if user.id > after][:limit]


@routes.on("DELETE", ALL)
@routes.on("DELETE", EMOJI)
def clear(call: Call) -> Answer:
    message = call.message()
    posting.require(message.channel, Permission.MANAGE_MESSAGES)
    reacting.clear(message, _emoji(call) if "emoji" in call.ids else None)
    return None


def _emoji(call: Call) -> str:
    """A Unicode emoji or ``name:id``; anything in plain letters is unknown."""
    emoji = call.ids["emoji"]
    if emoji.isascii() and ":" not in emoji:
        raise Refusal(10014)
    return emoji
