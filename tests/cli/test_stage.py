"""The playground's parts together: the alarm hears of every move of the clock, a bot that is off sleeps."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.bank import Bank, Fault, Severity
from bot.cli.stage import Stage, make_stage
from bot.clock import MovableClock
from bot.store.open import SqlStore, open_store
from tests.fakes.bank import make_bank
from tests.fakes.clock import ManualClock

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
async def store(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[SqlStore]:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "playground.db")
    async with open_store(f"sqlite+aiosqlite:///{path}") as opened:
        yield opened


async def stage_of(store: SqlStore, nudges: list[str], bank: Bank | None = None) -> Stage:
    clock = await MovableClock.load(ManualClock(NOON), store.page)
    stage = await make_stage(store, bank or make_bank(), clock, "Europe/Berlin", lambda: nudges.append("!"))
    await stage.open()
    return stage


async def test_the_alarm_is_nudged_when_the_clock_was_moved_and_when_the_bot_is_switched(
    store: SqlStore,
) -> None:
    nudges: list[str] = []
    stage = await stage_of(store, nudges)
    for move in (
        stage.walk.to(NOON + timedelta(hours=1)),
        stage.walk.set_down(True),
        stage.walk.set_down(False),
    ):
        before = len(nudges)
        await move
        assert len(nudges) > before


async def test_a_bot_that_is_down_asks_for_no_wake_up(store: SqlStore) -> None:
    stage = await stage_of(store, [])
    await stage.playground.desk.command(stage.playground.who("grace"), "/daily setup")
    await stage.playground.set_down(True)
    assert await stage.next_due() is None


async def test_a_page_that_was_left_with_the_bot_down_opens_without_a_connection(store: SqlStore) -> None:
    await (await stage_of(store, [])).playground.set_down(True)
    again = await stage_of(store, [])
    assert again.core.down and again.playground.down
    await again.playground.set_down(False)
    assert not again.core.down


async def test_errors_of_the_bank_are_shown_on_the_page_and_warnings_are_not(store: SqlStore) -> None:
    error = Fault("a.yaml", 3, "", "it is odd", "Mend it.")
    bank = replace(make_bank(), faults=(error, replace(error, line=4, severity=Severity.WARNING)))
    assert list((await stage_of(store, [], bank)).playground.faults) == ["a.yaml:3: it is odd. Mend it."]
