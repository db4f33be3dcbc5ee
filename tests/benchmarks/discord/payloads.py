"""What Discord writes. The frequent ones are text with gaps: to fill them costs the server next to nothing."""

import json
from dataclasses import dataclass
from typing import Any

from bot.clock import SystemClock

BOT_ID = 900_000_000_000_000_001
FIRST_GUILD = 100_000_000_000_000_000
FIRST_MEMBER = 500_000_000_000_000_000
POST_ID = 700_000_000_000_000_000
APART = 1 << 22
EPOCH_MS = 1_420_070_400_000
JOINED = "2024-05-01T12:00:00+00:00"
EVERYTHING = str((1 << 50) - 1)
PROMPT = "Which part of a registered model says which version serves, and can be moved without a deployment?"


@dataclass(frozen=True, slots=True)
class Guild:
    """``marks``: of the rounds that are open, one in each channel."""

    place: int
    channels: int = 1
    roles: int = 2
    marks: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        return FIRST_GUILD + self.place * APART

    def channel(self, place: int = 0) -> int:
        return self.id + 1 + place


@dataclass(frozen=True, slots=True)
class Click:
    """A member presses a letter, counted from 0, under the question in that channel."""

    guild: Guild
    channel: int
    member: int
    letter: int


def snowflake(number: int) -> int:
    """An id of this moment; ``number`` tells those of one millisecond apart."""
    return (int(SystemClock().now().timestamp() * 1000) - EPOCH_MS) * APART + number % APART


# --- the bot and its servers -----------------------------------------------------------------------


def bot_user() -> dict[str, Any]:
    return {**_user(BOT_ID, "dailydrill"), "bot": True, "mfa_enabled": True, "verified": True}


def application() -> dict[str, Any]:
    named = {"id": str(BOT_ID), "name": "dailydrill", "icon": None, "description": "", "flags": 0}
    public = {"bot_public": True, "bot_require_code_grant": False, "verify_key": "", "team": None}
    return {**named, **public, "owner": bot_user(), "bot": bot_user()}


def ready(guilds: list[Guild]) -> dict[str, Any]:
    return {
        "v": 10,
        "user": bot_user(),
        "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
        "session_id": "session",
        "resume_gateway_url": "",
        "shard": [0, 1],
        "application": {"id": str(BOT_ID), "flags": 0},
        "private_channels": [],
    }


def guild_create(guild: Guild) -> dict[str, Any]:
    nothing = ("icon", "splash", "banner", "description", "afk_channel_id", "system_channel_id")
    none = ("verification_level", "explicit_content_filter", "mfa_level", "premium_tier", "nsfw_level")
    empty = ("features", "emojis", "stickers", "threads", "voice_states", "presences", "stage_instances")
    return {
        **dict.fromkeys(nothing),
        **dict.fromkeys(none, 0),
        **{name: [] for name in (*empty, "guild_scheduled_events", "soundboard_sounds")},
        "id": str(guild.id),
        "name": f"Study group {guild.place}",
        "owner_id": str(FIRST_MEMBER),
        "preferred_locale": "en-US",
        "afk_timeout": 300,
        "default_message_notifications": 1,
        "system_channel_flags": 0,
        "premium_progress_bar_enabled": False,
        "joined_at": JOINED,
        "large": True,
        "unavailable": False,
        "member_count": 500,
        "members": [_bot_member()],
        "roles": [_role(guild, place) for place in range(guild.roles)],
        "channels": [channel(guild, place) for place in range(guild.channels)],
    }


def _bot_member() -> dict[str, Any]:
    member: dict[str, Any] = {
        "nick": None,
        "roles": [],
        "joined_at": JOINED,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return {"user": bot_user(), **member}


def channel(guild: Guild, place: int) -> dict[str, Any]:
    return {
        "id": str(guild.channel(place)),
        "type": 0,
        "guild_id": str(guild.id),
        "name": f"channel-{place}",
        "position": place,
        "permission_overwrites": [],
        "parent_id": None,
        "topic": "What we talk about here, in a few words.",
        "nsfw": False,
        "rate_limit_per_user": 0,
        "last_message_id": str(POST_ID),
        "flags": 0,
    }


def _role(guild: Guild, place: int) -> dict[str, Any]:
    """The first one is everybody's."""
    return {
        "id": str(guild.id + place * 40),
        "name": f"role {place}" if place else "@everyone",
        "permissions": EVERYTHING,
        "position": place,
        "color": 0,
        "hoist": False,
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def _user(id_: int | str, name: str) -> dict[str, Any]:
    return {
        "id": str(id_),
        "username": name,
        "discriminator": "0",
        "global_name": name,
        "avatar": None,
        "public_flags": 0,
    }


# --- messages, presses and their answers -----------------------------------------------------------


def message(id_: int | str, channel_id: int | str, **more: Any) -> dict[str, Any]:
    return {
        "id": str(id_),
        "channel_id": str(channel_id),
        "type": 0,
        "content": "",
        "author": bot_user(),
        "timestamp": JOINED,
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        "attachments": [],
        "embeds": [],
        "components": [],
        "pinned": False,
        "flags": 0,
        **more,
    }


def press(guild: Guild, place: int) -> str:
    """INTERACTION_CREATE of a letter in that channel, to be filled by ``filled``."""
    mark = guild.marks[place]
    asked = message(POST_ID, guild.channel(place), content=PROMPT, components=_letters(mark))
    payload = {
        "id": "%(id)s",
        "application_id": str(BOT_ID),
        "type": 3,
        "token": "%(token)s",
        "version": 1,
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": "en-US", "features": []},
        "guild_locale": "en-US",
        "locale": "en-US",
        "channel_id": str(guild.channel(place)),
        "channel": {**channel(guild, place), "permissions": EVERYTHING},
        "member": {
            "user": _user("%(user)s", "member %(user)s"),
            "nick": None,
            "avatar": None,
            "roles": [str(guild.id + 40)],
            "joined_at": JOINED,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "permissions": str(1 << 11),
        },
        "message": asked,
        "data": {"component_type": 2, "custom_id": f"v1:answer:{mark}:%(letter)s", "id": 1},
        "app_permissions": EVERYTHING,
        "entitlements": [],
        "authorizing_integration_owners": {"0": str(guild.id)},
        "context": 0,
        "attachment_size_limit": 10_485_760,
    }
    return json.dumps({"op": 0, "t": "INTERACTION_CREATE", "s": 0, "d": payload}).replace(
        '"s": 0', '"s": %(s)s'
    )


def _letters(mark: str) -> list[dict[str, Any]]:
    buttons = [
        {"type": 2, "style": 2, "label": letter, "custom_id": f"v1:answer:{mark}:{place}", "id": 2 + place}
        for place, letter in enumerate("ABCD")
    ]
    return [{"type": 1, "components": buttons, "id": 1}]


def filled(press: str, click: Click, token: str, sequence: int) -> str:
    user = FIRST_MEMBER + click.member
    return press % {
        "id": snowflake(sequence),
        "token": token,
        "user": user,
        "letter": click.letter,
        "s": sequence,
    }


def callback(response: int = 4) -> str:
    """What confirms a response, with the message that was made of it."""
    said = message("%s", FIRST_GUILD + 1, content=PROMPT, flags=64)
    interaction = {"id": "%s", "type": 3, "response_message_id": "%s", "response_message_ephemeral": True}
    return json.dumps({"interaction": interaction, "resource": {"type": response, "message": said}})
