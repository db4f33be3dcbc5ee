"""Registering commands: the limits, and which ones count as created."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.fakes.clock import ManualClock
from tests.platforms.discord.rest import Rest, rest_of
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.wire import Json
from tests.platforms.discord.world import Guild

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)
LONG = "BASE_TYPE_BAD_LENGTH"
BAD_NAME = "APPLICATION_COMMAND_INVALID_NAME"
BAD_TYPE = "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID"


def command(name: str = "quiz", **more: Any) -> Json:
    return {"name": name, "description": "x"} | more


def option(name: str = "topic", kind: int = 3, **more: Any) -> Json:
    return {"name": name, "description": "x", "type": kind} | more


def options(count: int) -> list[Json]:
    return [option(f"o{number}") for number in range(count)]


def choices(count: int) -> list[Json]:
    return [{"name": f"c{number}", "value": f"v{number}"} for number in range(count)]


def wordy(count: int) -> Json:
    """4 + 1 characters of its own, 100 + 100 for each choice."""
    many = [{"name": f"{number:0100}", "value": f"{number:0100}"} for number in range(25)]
    own = [option(f"{number}" * 8, choices=many, description="x" * 10) for number in range(count)]
    return command(options=own)


FIRST = "0.options.0"
CASES: list[tuple[Json, Json, str, str]] = [
    (command("q" * 32), command("q" * 33), "0.name", BAD_NAME),
    (command("frage-tägliche"), command("Quiz"), "0.name", BAD_NAME),
    (command("quiz_2"), command("quiz now"), "0.name", BAD_NAME),
    (command(description="x" * 100), command(description="x" * 101), "0.description", LONG),
    (command(description="x"), command(description=""), "0.description", LONG),
    (command(options=options(25)), command(options=options(26)), "0.options", LONG),
    (
        command(options=[option(choices=choices(25))]),
        command(options=[option(choices=choices(26))]),
        f"{FIRST}.choices",
        LONG,
    ),
    (
        command(options=[option(choices=choices(1))]),
        command(options=[option(choices=[{"name": "x" * 101, "value": "v"}])]),
        f"{FIRST}.choices.0.name",
        LONG,
    ),
    (
        command(options=[option(autocomplete=True)]),
        command(options=[option(autocomplete=True, choices=choices(1))]),
        f"{FIRST}.choices",
        "APPLICATION_COMMAND_OPTIONS_CHOICES_INVALID",
    ),
    (
        command(options=[option("a", required=True), option("b")]),
        command(options=[option("a"), option("b", required=True)]),
        "0.options",
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
    ),
    (
        command(options=[option("a"), option("b")]),
        command(options=[option("a"), option("a")]),
        "0.options",
        "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS",
    ),
    (
        command(options=[option("a", 1), option("b", 2, options=[option("c", 1)])]),
        command(options=[option("a", 1), option("b")]),
        "0.options",
        BAD_TYPE,
    ),
    (
        command(options=[option("a", 1, options=[option("b")])]),
        command(options=[option("a", 1, options=[option("b", 1)])]),
        f"{FIRST}.options.0.type",
        BAD_TYPE,
    ),
    (wordy(1), wordy(2), "0", "APPLICATION_COMMAND_TOO_LARGE"),
]


@pytest.mark.parametrize(("fits", "too_much", "where", "how"), CASES)
async def test_commands_keep_to_the_limits(
    server: DiscordServer, rest: Rest, fits: Json, too_much: Json, where: str, how: str
) -> None:
    path = f"/applications/{server.bot.id}/commands"
    refused = await rest.call("PUT", path, [too_much])
    assert (refused.status, refused.code, refused.faults) == (400, 50035, {where: how})
    assert server.commands == []
    assert (await rest.call("PUT", path, [fits])).status == 200


async def test_two_of_one_name_are_refused_and_so_is_the_101st(server: DiscordServer, rest: Rest) -> None:
    path = f"/applications/{server.bot.id}/commands"
    refused = await rest.call("PUT", path, [command(), command()])
    assert set(refused.faults.values()) == {"APPLICATION_COMMANDS_DUPLICATE_NAME"}
    assert (await rest.call("PUT", path, [command(f"c{number}") for number in range(101)])).code == 30032


async def test_only_new_names_count_as_created_and_200_a_day_are_the_most() -> None:
    clock = ManualClock(NOW)
    async with DiscordServer(clock) as server, rest_of(server) as rest:
        server.pacing.overall(1000)
        server.pacing.default = (1000, 1.0)
        path = f"/applications/{server.bot.id}/commands"
        first = (await rest.call("PUT", path, [command("a"), command("b")])).body
        second = (await rest.call("PUT", path, [command("a"), command("b", description="y")])).body
        assert (first[0], first[1]["id"], server.registry.creates()) == (second[0], second[1]["id"], 2)
        assert first[1]["version"] != second[1]["version"]
        for _ in range(99):
            await rest.call("PUT", path, [])
            await rest.call("PUT", path, [command("a"), command("b")])
        await rest.call("PUT", path, [])
        assert (await rest.call("PUT", path, [command("a")])).code == 30034
        clock.advance(timedelta(days=1))
        assert (await rest.call("PUT", path, [command("a")])).status == 200


async def test_a_guild_has_commands_of_its_own(server: DiscordServer, guild: Guild, rest: Rest) -> None:
    path = f"/applications/{server.bot.id}"
    await rest.call("PUT", f"{path}/commands", [command()])
    made = (await rest.call("PUT", f"{path}/guilds/{guild.id}/commands", [command()])).body[0]
    assert (made["guild_id"], len(server.commands)) == (str(guild.id), 1)
    assert (await rest.call("GET", f"{path}/guilds/{guild.id}/commands")).body == [made]
    assert (await rest.call("DELETE", f"{path}/guilds/{guild.id}/commands/{made['id']}")).status == 204
    assert server.registry.of(guild.id) == []
    created = await rest.call("POST", f"{path}/commands", command("more"))
    assert [each["name"] for each in server.commands] == ["quiz", created.body["name"]]
    assert (await rest.call("GET", "/applications/1/commands")).code == 10002
