"""A platform is kept going, and never in a rush: connections are rows that survive a restart."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.cli.keeper import RUSHED, Keeper
from bot.errors import DailydrillError
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.store.open import SqlStore, open_store
from tests.cli.running import Pauses, until
from tests.fakes.served import FakeServed
from tests.fakes.world import START, World

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def store(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db")
    async with open_store(f"sqlite+aiosqlite:///{path}") as opened:
        yield opened


class Kept:
    """A keeper with its platform, run by the test."""

    def __init__(self, world: World, platform: FakeServed) -> None:
        self.world, self.platform, self.pauses = world, platform, Pauses()
        presence = Presence(world.tools, platform.name)
        made = platform.make(Desk(world.tools), world.tools, presence, [])
        self.keeper = Keeper(made, presence, world.tools, self.pauses)
        self.task = asyncio.create_task(self.keeper.keep())

    async def stop(self) -> None:
        await self.keeper.close(5)
        self.task.cancel()
        await asyncio.wait([self.task])


@pytest.fixture
async def world(store: SqlStore) -> World:
    return await World.make(store)


async def began(world: World, *ago: timedelta, platform: str = "fake") -> None:
    for one in ago:
        await world.store.connections.up(platform, START - one)


@pytest.mark.parametrize(("connections", "waits"), [(3, []), (4, [16.0]), (8, [256.0]), (30, [300.0])])
async def test_a_crash_loop_waits_before_it_connects_again(
    world: World, connections: int, waits: list[float]
) -> None:
    await began(world, *[MINUTE] * connections)
    with capture_logs() as logged:
        kept = Kept(world, FakeServed(world.clock))
        await kept.platform.is_connected()
    await kept.stop()
    assert kept.pauses.asked == waits
    assert [one["seconds"] for one in logged if one["event"] == RUSHED] == waits


async def test_connections_of_long_ago_and_of_another_platform_are_no_rush(world: World) -> None:
    await began(world, *[11 * MINUTE] * 9)
    await began(world, *[MINUTE] * 9, platform="other")
    kept = Kept(world, FakeServed(world.clock))
    await kept.platform.is_connected()
    await kept.stop()
    assert kept.pauses.asked == []


async def test_one_long_connection_that_was_just_seen_is_no_rush(world: World) -> None:
    await began(world, *[timedelta(days=1)] * 9)
    for row in range(1, 10):
        await world.store.connections.seen(row, START)
    kept = Kept(world, FakeServed(world.clock))
    await kept.platform.is_connected()
    await kept.stop()
    assert kept.pauses.asked == []


async def test_waiting_can_be_broken_off(world: World) -> None:
    await began(world, *[MINUTE] * 6)
    kept = Kept(world, FakeServed(world.clock))
    kept.pauses.held = True
    await kept.pauses.begun.wait()
    async with asyncio.timeout(5):
        await kept.stop()
    assert kept.platform.served == 0 and kept.task.cancelled()


async def test_who_served_for_long_begins_again_after_a_second(world: World) -> None:
    kept = Kept(world, FakeServed(world.clock, faults=[OSError(), OSError(), OSError()]))
    await kept.platform.is_connected()
    world.clock.advance(6 * MINUTE)
    kept.platform.break_off()
    await until(lambda: kept.platform.served == 5)
    await kept.stop()
    assert kept.pauses.asked == [1.0, 2.0, 4.0, 1.0]


async def test_pauses_grow_to_five_minutes_and_no_further(world: World) -> None:
    with capture_logs():
        kept = Kept(world, FakeServed(world.clock, faults=[DailydrillError("It is closed.")] * 1100))
        await kept.platform.is_connected()
        await kept.stop()
    assert kept.pauses.asked[:10] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 300.0]
    assert set(kept.pauses.asked[9:]) == {300.0}


async def test_a_broken_line_ends_its_row_where_it_broke(world: World) -> None:
    kept = Kept(world, FakeServed(world.clock))
    await kept.platform.is_connected()
    world.clock.advance(2 * MINUTE)
    kept.platform.break_off()
    await until(lambda: kept.platform.served == 2)
    await kept.platform.is_connected()
    await kept.stop()
    first, _ = await world.store.connections.alive("fake", START - MINUTE)
    assert first == (START, START + 2 * MINUTE)


async def test_a_platform_that_ends_by_itself_is_begun_again_and_it_is_told(world: World) -> None:
    with capture_logs() as logged:
        kept = Kept(world, FakeServed(world.clock))
        await kept.platform.is_connected()
        kept.platform.break_off(ends=True)
        await until(lambda: kept.platform.served == 2)
        await kept.stop()
    assert [one["reason"] for one in logged] == ["It ended by itself."]
