"""What a client sends for a person: it offers only what it was given, and checks before it sends.

Payloads: Receiving and Responding, Interaction Structure and Interaction Data.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tests.platforms.discord import shapes
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.wire import Json
from tests.platforms.discord.world import Channel, Role, User

if TYPE_CHECKING:
    from tests.platforms.discord.person import Member

SUBCOMMAND, GROUP = 1, 2
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = range(3, 11)
IN_GUILD, IN_BOT_DM = 0, 1
SIZE_LIMIT = 10 * 1024 * 1024


class NotOfferedError(AssertionError):
    """The client would not let a person do that."""


def payload(member: "Member", channel: Channel, snowflake: int, data: Json) -> Json:
    """All but type, token and message."""
    bot = member.server.bot
    shape: Json = {
        "id": str(snowflake),
        "application_id": str(bot.id),
        "version": 1,
        "data": data,
        "channel_id": str(channel.id),
        "channel": channel.shape() | {"permissions": str(int(member.permissions_in(channel)))},
        "app_permissions": str(int(channel.bot_permissions)),
        "locale": member.user.locale,
        "entitlements": [],
        "attachment_size_limit": SIZE_LIMIT,
    }
    return shape | _where(member, channel)


def _where(member: "Member", channel: Channel) -> Json:
    """``member`` in a guild, ``user`` in direct messages."""
    guild = channel.guild
    if guild is None:
        user = shapes.of_user(member.user)
        return {"user": user, "context": IN_BOT_DM, "authorizing_integration_owners": {"0": "0"}}
    return {
        "member": shapes.acting(member, channel),
        "guild_id": str(guild.id),
        "guild": {"id": str(guild.id), "locale": guild.locale, "features": []},
        "guild_locale": guild.locale,
        "context": IN_GUILD,
        "authorizing_integration_owners": {"0": str(guild.id)},
    }


# --- commands ------------------------------------------------------------------------------------


def command(member: "Member", channel: Channel, text: str, given: Mapping[str, Any]) -> Json:
    """``text``: the command's name and those of group and subcommand, a space between."""
    registered, path, options = _find(member, channel, text)
    known = {option["name"]: option for option in options}
    for name, option in known.items():
        if option.get("required") and name not in given:
            raise NotOfferedError(f"/{text} needs {name!r}")
    values = [_value(_known(known, text, name), value) for name, value in given.items()]
    return _data(registered, path, values, given.values())


def typing(member: "Member", channel: Channel, text: str, given: Mapping[str, Any]) -> Json:
    """As above while the last option is being typed; required ones may be missing."""
    registered, path, options = _find(member, channel, text)
    known = {option["name"]: option for option in options}
    last = list(given)[-1]
    if not _known(known, text, last).get("autocomplete"):
        raise NotOfferedError(f"{last!r} of /{text} has no autocomplete")
    values = [
        {"name": name, "type": known[name]["type"], "value": value, "focused": True}
        if name == last
        else _value(_known(known, text, name), value)
        for name, value in given.items()
    ]
    return _data(registered, path, values, [])


def _known(known: Mapping[str, Json], text: str, name: str) -> Json:
    if name not in known:
        raise NotOfferedError(f"/{text} has no option {name!r}, only {sorted(known)}")
    return known[name]


def _find(member: "Member", channel: Channel, text: str) -> tuple[Json, list[Json], list[Json]]:
    """The command, the group and subcommand on the way, and the options there."""
    name, *rest = text.removeprefix("/").split()
    guild = channel.guild.id if channel.guild else None
    registered = member.server.registry.find(name, guild)
    if registered is None:
        raise NotOfferedError(f"no command /{name} is registered")
    _check_offered(member, channel, registered)
    path: list[Json] = []
    options: list[Json] = registered["options"]
    for step in rest:
        found = next((each for each in options if each["name"] == step and each["type"] <= GROUP), None)
        if found is None:
            raise NotOfferedError(f"/{text}: no {step!r} under /{name}")
        path.append(found)
        options = found.get("options") or []
    if any(option["type"] <= GROUP for option in options):
        raise NotOfferedError(f"/{text} cannot be used alone, only its subcommands")
    return registered, path, options


def _check_offered(member: "Member", channel: Channel, registered: Json) -> None:
    """Contexts and default permissions (Application Commands); no commands in archived threads (Threads)."""
    contexts = registered.get("contexts")
    if contexts is not None and (IN_GUILD if channel.guild else IN_BOT_DM) not in contexts:
        raise NotOfferedError(f"/{registered['name']} is not offered here")
    needed = registered.get("default_member_permissions")
    if needed is not None and channel.guild is not None:
        has = member.permissions_in(channel)
        admin = Permission.ADMINISTRATOR in has
        if not admin and (int(needed) == 0 or int(needed) & ~int(has)):
            raise NotOfferedError(f"/{registered['name']} is not offered to {member.name}")
    if getattr(channel, "archived", False):
        raise NotOfferedError("no commands in archived threads")


def _value(option: Json, value: Any) -> Json:
    kind = option["type"]
    if option.get("choices") and value not in [choice["value"] for choice in option["choices"]]:
        raise NotOfferedError(f"{value!r} is no choice of {option['name']!r}")
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        return {"name": option["name"], "type": kind, "value": str(value.id)}
    _check_value(option, kind, value)
    return {"name": option["name"], "type": kind, "value": value}


def _check_value(option: Json, kind: int, value: Any) -> None:
    types: dict[int, type | tuple[type, ...]] = {
        STRING: str,
        INTEGER: int,
        BOOLEAN: bool,
        NUMBER: (int, float),
    }
    if not isinstance(value, types[kind]):
        raise NotOfferedError(f"{value!r} is not right for {option['name']!r}")
    measure = len(value) if isinstance(value, str) else value
    least = option.get("min_length" if kind == STRING else "min_value")
    most = option.get("max_length" if kind == STRING else "max_value")
    if (least is not None and measure < least) or (most is not None and measure > most):
        raise NotOfferedError(f"{value!r} is out of bounds for {option['name']!r}")


def _data(registered: Json, path: list[Json], values: list[Json], given: Iterable[Any]) -> Json:
    options = values
    for step in reversed(path):
        options = [{"name": step["name"], "type": step["type"], "options": options}]
    data: Json = {"id": registered["id"], "name": registered["name"], "type": 1, "options": options}
    if resolved := resolve(given):
        data["resolved"] = resolved
    if "guild_id" in registered:
        data["guild_id"] = registered["guild_id"]
    return data


def resolve(things: Iterable[Any]) -> Json:
    """Resolved Data: people, roles and channels by id."""
    resolved: Json = {}
    for thing in things:
        for kind, shape in _resolved(thing).items():
            resolved.setdefault(kind, {})[str(thing.id)] = shape
    return resolved


def _resolved(thing: Any) -> dict[str, Json]:
    if isinstance(thing, User):
        return {"users": shapes.of_user(thing)}
    if isinstance(thing, Role):
        return {"roles": shapes.of_role(thing, 1)}
    if isinstance(thing, Channel) and thing.guild is not None:
        everyone = {"permissions": str(int(thing.guild.everyone))}
        return {
            "channels": thing.shape() | everyone | {"app_permissions": str(int(thing.bot_permissions))},
        }
    if isinstance(getattr(thing, "user", None), User):
        partial = {key: value for key, value in shapes.of_member(thing).items() if key != "user"}
        partial["permissions"] = str(int(thing.guild.everyone))
        return {"users": shapes.of_user(thing.user), "members": partial}
    return {}
