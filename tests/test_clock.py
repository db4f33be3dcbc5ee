"""The clock that can be moved: forward only, its offset kept on the page."""

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import MovableClock, SystemClock
from bot.store.open import open_store
from tests.adapters.page import MemoryPage
from tests.fakes.clock import ManualClock

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def test_it_tells_the_machines_time_until_it_is_moved() -> None:
    base = ManualClock(NOON)
    clock = await MovableClock.load(base, MemoryPage())
    assert clock.now() == NOON
    base.advance(HOUR)
    assert clock.now() == NOON + HOUR


async def test_it_goes_on_from_where_it_was_moved_to() -> None:
    base = ManualClock(NOON)
    clock = await MovableClock.load(base, MemoryPage())
    await clock.move_to(NOON + 30 * HOUR)
    base.advance(HOUR)
    assert clock.now() == NOON + 31 * HOUR


async def test_it_never_goes_back() -> None:
    clock = await MovableClock.load(ManualClock(NOON), MemoryPage())
    await clock.move_to(NOON + HOUR)
    await clock.move_to(NOON)
    await clock.move_to(NOON - 365 * 24 * HOUR)
    assert clock.now() == NOON + HOUR


async def test_a_fresh_database_may_begin_in_the_past_and_then_goes_forward() -> None:
    clock = await MovableClock.load(ManualClock(NOON), MemoryPage())
    await clock.start_at(NOON - 400 * HOUR)
    assert clock.now() == NOON - 400 * HOUR
    await clock.move_to(NOON - 399 * HOUR)
    await clock.move_to(NOON - 400 * HOUR)
    assert clock.now() == NOON - 399 * HOUR


async def test_its_offset_outlives_a_restart_to_the_microsecond(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "playground.db")
    moment = NOON + timedelta(days=4000, seconds=12.345679)
    async with open_store(f"sqlite+aiosqlite:///{path}") as store:
        await (await MovableClock.load(ManualClock(NOON), store.page)).move_to(moment)
    async with open_store(f"sqlite+aiosqlite:///{path}") as store:
        later = ManualClock(NOON + HOUR)
        assert (await MovableClock.load(later, store.page)).now() == moment + HOUR


async def test_what_was_not_kept_is_not_told() -> None:
    class Full(MemoryPage):
        async def set_value(self, name: str, value: str) -> None:
            raise OSError("the disk is full")

    clock = await MovableClock.load(ManualClock(NOON), Full())
    with pytest.raises(OSError, match="full"):
        await clock.move_to(NOON + HOUR)
    assert clock.now() == NOON


def test_the_machines_clock_speaks_utc() -> None:
    assert SystemClock().now().tzinfo is UTC
