"""The playground on the real core, as ``demo --fresh`` puts it together, with a clock that stands still."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from adapters.web.client import Playground
from adapters.web.sample import Sample, beginning
from bot.bank import SHIPPED, load_bank
from bot.cli.stage import make_stage
from bot.clock import MovableClock
from bot.store.open import open_store
from tests.adapters.core import ZONE
from tests.fakes.clock import ManualClock

NOW = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)


@asynccontextmanager
async def real_playground(database_url: str, cache: Path) -> AsyncIterator[Playground]:
    """``database_url``: a migrated, empty database."""
    bank = load_bank([SHIPPED], cache, NOW.date())
    async with open_store(database_url) as store:
        clock = await MovableClock.load(ManualClock(NOW), store.page)
        await clock.start_at(beginning(NOW, ZONE))
        stage = await make_stage(store, bank, clock, ZONE)
        await stage.core.connect()
        await Sample(stage.playground, stage.poster, stage.frozen).make()
        await stage.playground.open()
        yield stage.playground
