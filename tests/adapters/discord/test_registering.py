"""Commands are registered when they changed, and only then: Discord takes 200 new ones a day."""

from datetime import timedelta

from bot.bank import Bank
from bot.ports.store import Store
from tests.adapters.discord.town import Town, found, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord.server import DiscordServer

PUT = "PUT /applications/{application}/commands"


def registrations(server: DiscordServer) -> int:
    return len(server.asked(PUT))


async def test_a_restart_registers_nothing_and_still_knows_the_ids(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank):
        assert registrations(server) == 1
    async with opened(there, store, clock, bank) as town:
        assert registrations(server) == 1
        ids = {command["name"]: command["id"] for command in server.commands}
        assert f"</quiz:{ids['quiz']}>" in (await town.ada.slash(town.channel, "help")).text


async def test_another_version_registers_its_own(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank):
        await store.notes.write("discord", "commands", '{"of": "of another version", "ids": {}}')
    async with opened(there, store, clock, bank):
        assert registrations(server) == 2


async def test_another_application_on_the_same_database_registers_its_own(
    store: Store, clock: ManualClock, bank: Bank
) -> None:
    for _ in range(2):
        async with DiscordServer(clock) as server, opened(found(server), store, clock, bank):
            assert registrations(server) == 1
            clock.advance(timedelta(hours=1))


async def test_a_connection_that_begins_anew_registers_nothing(town: Town) -> None:
    town.server.gateway.invalid_session()
    await town.server.until(lambda: len(town.server.identifies) == 2)
    await town.server.until(lambda: town.presence.connected)
    assert registrations(town.server) == 1


async def test_a_day_with_too_many_new_commands_does_not_keep_the_bot_away(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    server.fail(PUT, code=30034)
    async with opened(there, store, clock, bank) as town:
        assert town.presence.connected and not server.commands
    async with opened(there, store, clock, bank):
        assert server.commands
