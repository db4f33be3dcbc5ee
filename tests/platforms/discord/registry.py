"""The application's commands, global and of guilds (Application Commands: Registering a Command)."""

from datetime import datetime, timedelta

from bot.ports.clock import Clock
from tests.platforms.discord.check_commands import CHAT_INPUT, check_commands
from tests.platforms.discord.snowflakes import Snowflakes
from tests.platforms.discord.wire import Json, Refusal

A_DAY = timedelta(days=1)
MOST_CREATES = 200
MOST_COMMANDS = {CHAT_INPUT: 100, 2: 15, 3: 15}
KEPT = ("id", "application_id", "version", "guild_id")


class Registry:
    def __init__(self, clock: Clock, ids: Snowflakes) -> None:
        self._clock = clock
        self._ids = ids
        self._commands: dict[int | None, list[Json]] = {}
        self._creates: dict[int | None, list[datetime]] = {}

    def of(self, guild: int | None) -> list[Json]:
        return list(self._commands.get(guild, []))

    def creates(self, guild: int | None = None) -> int:
        """How many were created in the last 24 hours."""
        since = self._clock.now() - A_DAY
        return len([instant for instant in self._creates.get(guild, []) if instant > since])

    def find(self, name: str, guild: int | None) -> Json | None:
        """As a person finds it: the guild's own first."""
        for command in [*(self.of(guild) if guild else []), *self.of(None)]:
            if command["name"] == name and command.get("type", CHAT_INPUT) == CHAT_INPUT:
                return command
        return None

    def overwrite(self, commands: list[Json], application: int, guild: int | None) -> list[Json]:
        """What exists by its name and type is no create; the rest counts towards 200 a day."""
        check_commands(commands)
        self._check_numbers(commands)
        old = {(each.get("type", CHAT_INPUT), each["name"]): each for each in self.of(guild)}
        new = [each for each in commands if (each.get("type", CHAT_INPUT), each["name"]) not in old]
        if self.creates(guild) + len(new) > MOST_CREATES:
            raise Refusal(30034)
        self._creates.setdefault(guild, []).extend([self._clock.now()] * len(new))
        self._commands[guild] = [
            self._kept(each, old.get((each.get("type", CHAT_INPUT), each["name"])), application, guild)
            for each in commands
        ]
        return self.of(guild)

    def _check_numbers(self, commands: list[Json]) -> None:
        for kind, most in MOST_COMMANDS.items():
            if len([each for each in commands if each.get("type", CHAT_INPUT) == kind]) > most:
                raise Refusal(30032)

    def _kept(self, command: Json, old: Json | None, application: int, guild: int | None) -> Json:
        if old is not None and {key: old[key] for key in old if key not in KEPT} == _normal(command):
            return old
        kept = _normal(command) | {
            "id": old["id"] if old else str(self._ids.make()),
            "application_id": str(application),
            "version": str(self._ids.make()),
        }
        return kept | ({"guild_id": str(guild)} if guild else {})


def _normal(command: Json) -> Json:
    defaults = {"type": CHAT_INPUT, "description": "", "options": [], "default_member_permissions": None}
    given = {key: value for key, value in command.items() if key not in KEPT}
    permissions = given.get("default_member_permissions")
    if permissions is not None:
        given["default_member_permissions"] = str(permissions)
    return defaults | {"dm_permission": True, "nsfw": False} | given
