"""The world as Discord writes it in JSON (Resources: User, Guild, Channel, Message)."""

from datetime import datetime
from typing import TYPE_CHECKING

from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.wire import Json

if TYPE_CHECKING:
    from tests.platforms.discord.person import Member
    from tests.platforms.discord.world import Channel, Guild, Role, Thread, User


def timestamp(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None


def of_user(user: "User") -> Json:
    return {
        "id": str(user.id),
        "username": user.name,
        "discriminator": "0",
        "global_name": None if user.bot else user.name.title(),
        "avatar": None,
        "bot": user.bot,
        "public_flags": 0,
    }


def of_member(member: "Member") -> Json:
    return {
        "user": of_user(member.user),
        "nick": None,
        "avatar": None,
        "roles": [str(role.id) for role in member.roles],
        "joined_at": timestamp(member.joined),
        "premium_since": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
        "communication_disabled_until": None,
    }


def acting(member: "Member", channel: "Channel") -> Json:
    """A member inside an interaction: with permissions in the channel."""
    return of_member(member) | {"permissions": str(int(member.permissions_in(channel)))}


def of_role(role: "Role", position: int) -> Json:
    return _role(role.id, role.name, role.permissions, position)


def _role(snowflake: int, name: str, permissions: Permission, position: int) -> Json:
    return {
        "id": str(snowflake),
        "name": name,
        "permissions": str(int(permissions)),
        "position": position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": False,
        "mentionable": True,
        "flags": 0,
    }


def of_channel(channel: "Channel") -> Json:
    """Of any kind but a thread."""
    if channel.guild is not None:
        return _guild_channel(channel, channel.guild)
    recipients = [of_user(channel.recipient)] if channel.recipient else []
    return {"id": str(channel.id), "type": int(channel.kind), "recipients": recipients, "flags": 0}


def _guild_channel(channel: "Channel", guild: "Guild") -> Json:
    denied = {"id": str(channel.server.bot.id), "type": 1, "allow": "0", "deny": str(int(channel.denied))}
    shape: Json = {
        "id": str(channel.id),
        "type": int(channel.kind),
        "guild_id": str(guild.id),
        "name": channel.name,
        "position": channel.position,
        "permission_overwrites": [denied] if channel.denied else [],
        "parent_id": None,
        "topic": None,
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": _last(channel),
        "flags": (1 << 4) if channel.requires_tag else 0,  # REQUIRE_TAG
    }
    if channel.kind == 15:
        shape |= _forum(channel)
    return shape


def _forum(channel: "Channel") -> Json:
    tags = [
        {"id": str(tag.id), "name": tag.name, "moderated": False, "emoji_id": None, "emoji_name": None}
        for tag in channel.tags
    ]
    return {
        "available_tags": tags,
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def of_thread(thread: "Thread") -> Json:
    assert thread.guild is not None
    return {
        "id": str(thread.id),
        "type": int(thread.kind),
        "guild_id": str(thread.guild.id),
        "parent_id": str(thread.parent.id),
        "owner_id": str(thread.server.bot.id),
        "name": thread.name,
        "last_message_id": _last(thread),
        "message_count": len(thread.kept),
        "total_message_sent": len(thread.kept),
        "member_count": 1,
        "rate_limit_per_user": 0,
        "flags": 0,
        "applied_tags": [str(tag.id) for tag in thread.applied_tags],
        "thread_metadata": {
            "archived": thread.archived,
            "locked": thread.locked,
            "auto_archive_duration": thread.auto_archive,
            "archive_timestamp": timestamp(thread.made),
            "create_timestamp": timestamp(thread.made),
        },
    }


def _last(channel: "Channel") -> str | None:
    return str(max(channel.kept)) if channel.kept else None


def of_lost(guild: "Guild") -> Json:
    return {"id": str(guild.id), "unavailable": True}


def of_guild(guild: "Guild") -> Json:
    """Without what only GUILD_CREATE has."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "owner_id": str(guild.owner.id),
        "icon": None,
        "splash": None,
        "banner": None,
        "description": None,
        "features": [],
        "emojis": [],
        "stickers": [],
        "roles": of_roles(guild),
        "preferred_locale": guild.locale,
        "afk_timeout": 300,
        "afk_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "premium_tier": 0,
        "nsfw_level": 0,
        "system_channel_id": str(guild.system_channel.id) if guild.system_channel else None,
        "system_channel_flags": 0,
        "premium_progress_bar_enabled": False,
        "max_members": 500_000,
    }


def of_guild_create(guild: "Guild") -> Json:
    """Members without the privileged intent: the bot alone (Gateway Events: Guild Create)."""
    return of_guild(guild) | {
        "joined_at": timestamp(guild.server.clock.now()),
        "large": False,
        "member_count": len(guild.members) + 1,
        "members": [bot_member(guild)],
        "channels": [of_channel(each) for each in guild.channels],
        "threads": [of_thread(each) for each in guild.threads if not each.archived],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def of_roles(guild: "Guild") -> list[Json]:
    """@everyone has the guild's own id, the bot's role that of the bot."""
    everyone = _role(guild.id, "@everyone", guild.everyone, 0)
    own = _role(guild.server.bot.id, guild.server.bot.name, guild.bot_granted, 1) | {"managed": True}
    return [everyone, own, *(of_role(each, place) for place, each in enumerate(guild.roles, 2))]


def bot_member(guild: "Guild") -> Json:
    bot = guild.server.bot
    return {
        "user": of_user(bot),
        "nick": None,
        "roles": [str(bot.id)],
        "joined_at": timestamp(guild.server.clock.now()),
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
