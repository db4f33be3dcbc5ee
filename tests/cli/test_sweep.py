"""Once a minute: a sign of life, the numbers, and chores that hold nobody up."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.cli import sweep as sweep_module
from bot.cli.backups import NightlyBackup
from bot.cli.sweep import Sweep
from bot.errors import StoreError
from bot.service.presence import Presence
from bot.service.pulse import Pulse
from bot.service.tools import Tools
from bot.store.open import SqlStore, open_store
from tests.cli.running import until
from tests.fakes.metrics import CountingMetrics
from tests.fakes.world import START, World

MINUTE = timedelta(minutes=1)


class Parts:
    def __init__(self, world: World, url: str, folder: Path) -> None:
        self.metrics = CountingMetrics()
        tools = replace(world.tools, metrics=self.metrics)
        self.folder = folder
        self.presence = Presence(tools, "fake")
        self.pulse = Pulse(tools, [self.presence])
        self.sweep = Sweep(tools, self.pulse, [self.presence], NightlyBackup(url, folder))

    def copies(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*.db"))


@pytest.fixture
def url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{shutil.copyfile(migrated_sqlite, tmp_path / 'dailydrill.db')}"


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    async with open_store(url) as opened:
        yield opened


@pytest.fixture
async def world(store: SqlStore) -> World:
    return await World.make(store)


@pytest.fixture
async def parts(world: World, url: str, tmp_path: Path) -> AsyncIterator[Parts]:
    made = Parts(world, url, tmp_path / "backups")
    yield made
    await made.sweep.stop()


async def test_it_beats_and_says_that_the_bot_is_there_and_counts(parts: Parts, world: World) -> None:
    await parts.presence.up()
    world.clock.advance(MINUTE)
    assert parts.pulse.age() == 60.0
    await parts.sweep()
    assert parts.pulse.age() == 0.0
    assert await world.store.connections.alive("fake", START - MINUTE) == [(START, START + MINUTE)]
    assert parts.metrics.counted == [(0, 0)]


async def test_the_nights_copy_is_made_once(parts: Parts, world: World) -> None:
    await parts.sweep()
    await until(lambda: len(parts.copies()) == 1)
    for _ in range(3):
        world.clock.advance(MINUTE)
        await parts.sweep()
        await asyncio.sleep(0)
    assert len(parts.copies()) == 1


async def test_long_chores_hold_up_no_minute_and_are_not_begun_twice(
    parts: Parts, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[datetime] = []

    async def endless(tools: Tools) -> None:
        begun.append(tools.clock.now())
        await asyncio.Event().wait()

    monkeypatch.setattr(sweep_module, "housekeep", endless)
    for _ in range(3):
        world.clock.advance(MINUTE)
        await parts.sweep()
        await asyncio.sleep(0)
    assert parts.pulse.age() == 0.0
    assert begun == [START + MINUTE]


async def test_a_chore_that_fails_is_logged_and_keeps_no_other_back(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(tools: Tools) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr(sweep_module, "housekeep", full)
    with capture_logs() as logged:
        await parts.sweep()
        await until(lambda: len(parts.copies()) == 1)
    assert logged[0]["reason"] == "The disk is full."
