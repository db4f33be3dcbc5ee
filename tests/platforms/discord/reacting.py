"""Reactions (Resources: Message; Gateway Events: Message Reaction Add and its siblings)."""

from typing import TYPE_CHECKING

from tests.platforms.discord import intents, shapes
from tests.platforms.discord.message import Message
from tests.platforms.discord.wire import Json, Refusal
from tests.platforms.discord.world import User

if TYPE_CHECKING:
    from tests.platforms.discord.person import Member

MOST = 20  # different ones on a message: error 30010


def add(message: Message, emoji: str, user: User, member: "Member | None" = None) -> None:
    """Once each, whoever asks again."""
    if emoji not in message.reactions and len(message.reactions) >= MOST:
        raise Refusal(30010)
    people = message.reactions.setdefault(emoji, [])
    if user in people:
        return
    people.append(user)
    data = _who(emoji, user) | {"message_author_id": str(message.author.id)}
    if message.channel.guild is not None:
        data["member"] = shapes.of_member(member) if member else shapes.bot_member(message.channel.guild)
    _tell("MESSAGE_REACTION_ADD", message, data)


def take(message: Message, emoji: str, user: User) -> None:
    people = message.reactions.get(emoji, [])
    if user not in people:
        return
    people.remove(user)
    if not people:
        del message.reactions[emoji]
    _tell("MESSAGE_REACTION_REMOVE", message, _who(emoji, user))


def clear(message: Message, emoji: str | None = None) -> None:
    """All, or all of one emoji."""
    if emoji is None:
        message.reactions.clear()
        _tell("MESSAGE_REACTION_REMOVE_ALL", message, {})
    elif message.reactions.pop(emoji, None):
        _tell("MESSAGE_REACTION_REMOVE_EMOJI", message, {"emoji": {"id": None, "name": emoji}})


def _who(emoji: str, user: User) -> Json:
    return {
        "user_id": str(user.id),
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    }


def _tell(event: str, message: Message, data: Json) -> None:
    data = data | {"message_id": str(message.id), "channel_id": str(message.channel.id)}
    in_guilds, direct = intents.GUILD_MESSAGE_REACTIONS, intents.DIRECT_MESSAGE_REACTIONS
    message.channel.tell(event, data, in_guilds, direct)
