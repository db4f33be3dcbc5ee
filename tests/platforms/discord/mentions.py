"""Whom a message pings (Resources: Message, Allowed Mentions Object)."""

import re
from typing import TYPE_CHECKING, Any

from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.wire import Faults, Json

if TYPE_CHECKING:
    from tests.platforms.discord.message import Message

USER = re.compile(r"<@!?(\d+)>")
ROLE = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)\b")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)  # in code nothing is a mention
DEFAULT = ("users", "roles", "everyone")
DEFAULT_OF_INTERACTIONS = ("users",)


def check_allowed(faults: Faults, allowed: Any) -> None:
    """A kind is parsed or listed, not both; at most 100 are listed."""
    if allowed is None:
        return
    parse = allowed.get("parse") or []
    for kind in ("users", "roles"):
        listed = allowed.get(kind) or []
        faults.length(f"allowed_mentions.{kind}", listed, 0, 100)
        if listed and kind in parse:
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            faults.add("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)


def pings(message: "Message") -> list[str]:
    """As written: ``<@1>``, ``<@&2>``, ``@everyone``. Embeds ping nobody; text displays do."""
    shown = [message.content, *(part["content"] for part in message.parts if part["type"] == 10)]
    text = CODE.sub("", "\n".join(shown))
    allowed = _allowed(message)
    found = [f"<@{each}>" for each in USER.findall(text) if _passes(allowed, "users", each)]
    found += [f"<@&{each}>" for each in ROLE.findall(text) if _passes(allowed, "roles", each)]
    if "everyone" in allowed["parse"] and _may_ping_all(message):
        found += [f"@{each}" for each in EVERYONE.findall(text)]
    return list(dict.fromkeys(found))


def _allowed(message: "Message") -> Json:
    default = DEFAULT_OF_INTERACTIONS if message.interaction else DEFAULT
    if message.allowed_mentions is None:
        return {"parse": list(default)}
    return {"parse": []} | message.allowed_mentions


def _passes(allowed: Json, kind: str, snowflake: str) -> bool:
    return kind in allowed["parse"] or snowflake in [str(each) for each in allowed.get(kind) or []]


def _may_ping_all(message: "Message") -> bool:
    """Needs MENTION_EVERYONE (Topics: Permissions)."""
    own = message.author is message.channel.server.bot
    return not own or Permission.MENTION_EVERYONE in message.channel.bot_permissions
