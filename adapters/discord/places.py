"""Where messages live on Discord: channels, threads, forum posts, direct messages, and what I may do there."""

from collections.abc import Iterator
from typing import Any, Final, TypeGuard

import discord

from bot.ports.poster import Target

NEEDED: Final = (
    ("view_channel", "View Channel"),
    ("send_messages", "Send Messages"),
    ("read_message_history", "Read Message History"),
    ("create_public_threads", "Create Public Threads"),
    ("send_messages_in_threads", "Send Messages in Threads"),
)
"""discord.py's names and Discord's own, the first two of which nothing can do without."""


def invited_with() -> discord.Permissions:
    """The least that serves: no privileged right is among them."""
    return discord.Permissions(**{name: True for name, _ in NEEDED})


def lacking(permissions: discord.Permissions) -> tuple[str, ...]:
    """What is missing, in Discord's own words."""
    return tuple(told for name, told in NEEDED if not getattr(permissions, name))


def channel_of(client: discord.Client, channel: str) -> Any | None:
    """A channel of a server as the gateway told of it; None if there is none, or none that I can see."""
    return client.get_channel(int(channel)) if channel.isdecimal() else None


def is_forum(channel: Any) -> TypeGuard[discord.ForumChannel]:
    """A forum or media channel, where each message is a post of its own."""
    return isinstance(channel, discord.ForumChannel)


def may_here(channel: Any) -> discord.Permissions | None:
    """What I may do in a channel; None where nothing is known of it."""
    guild = getattr(channel, "guild", None)
    me = guild.me if guild is not None else None
    return channel.permissions_for(me) if me is not None else None


def in_channel(client: discord.Client, group: str, channel: str) -> discord.PartialMessageable:
    """A channel or thread to send to, whether or not it is known here."""
    guild = int(group) if group.isdecimal() else None
    return client.get_partial_messageable(int(channel), guild_id=guild)


def where_post_is(client: discord.Client, target: Target, ref: str) -> discord.PartialMessageable:
    """The first message of a forum post has the post's own id, and is in it."""
    forum = is_forum(channel_of(client, target.channel))
    return in_channel(client, target.group, ref if forum else target.channel)


def custom_ids(components: Any) -> Iterator[str]:
    """Of every button in a message, however deep it stands."""
    for one in components:
        custom_id = getattr(one, "custom_id", None)
        if custom_id:
            yield custom_id
        yield from custom_ids(getattr(one, "children", ()))
