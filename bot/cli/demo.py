"""``dailydrill demo``: the playground, served on this machine."""

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from secrets import token_bytes

import typer

from adapters.http.playground import playground_app
from adapters.http.server import run_app
from adapters.web.client import Shown
from adapters.web.sample import DAYS, Sample, beginning
from bot.bank import Bank
from bot.cli.common import LOCK_WAIT, make_home, only_process, read_bank
from bot.cli.stage import Stage, make_stage
from bot.cli.waiting import stepping
from bot.clock import MovableClock, SystemClock
from bot.errors import StoreError
from bot.settings import Settings, sqlite_url
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from scheduler.alarm import Alarm

ZONE = "Europe/Berlin"
SAMPLE_SEED = 1
"""Every fresh playground tells the same story, as long as the bank is the same."""


async def demo(settings: Settings, *, fresh: bool, wait: float = LOCK_WAIT) -> None:
    """Serve until stopped; ``fresh`` removes the playground's own file first, and nothing else.

    ``wait``: seconds for another process that has the file to let go of it.
    """
    make_home(settings)
    async with only_process(settings.playground, wait):
        bank = await read_bank(settings, SystemClock().now().date())
        new = begin(settings.playground, fresh=fresh)
        url = sqlite_url(settings.playground)
        await asyncio.to_thread(upgrade, url)
        async with open_store(url) as store:
            await _serve(settings, store, bank, new=new)


def begin(database: Path, *, fresh: bool) -> bool:
    """Whether the sample is to be made: in a new file, or where making it was broken off."""
    mark = unfinished(database)
    if fresh or mark.exists():
        remove(database)
    new = not database.exists()
    if new:
        mark.touch()
    return new


def unfinished(database: Path) -> Path:
    """Stands beside the file as long as its sample is being made."""
    return database.with_name(f"{database.name}.new")


def remove(database: Path) -> None:
    """Delete a SQLite file with what belongs to it."""
    for ending in ("", "-wal", "-shm"):
        try:
            Path(f"{database}{ending}").unlink(missing_ok=True)
        except OSError as error:
            raise StoreError(f"{database} cannot be removed: {error.strerror}.") from None


async def _serve(settings: Settings, store: SqlStore, bank: Bank, *, new: bool) -> None:
    wall = SystemClock()
    clock = await MovableClock.load(wall, store.page)
    alarm = Alarm(clock, wall)
    if new:
        await clock.start_at(beginning(wall.now(), ZONE))
    token = Random(SAMPLE_SEED).randbytes if new else token_bytes
    stage = await make_stage(store, bank, clock, ZONE, alarm.nudge, token, settings.retention_days)
    await stage.open()
    if new:
        await _make_sample(settings, stage)
    gc.freeze()  # what was loaded lives as long as the program: a full collection need not look at it
    async with ringing(alarm, stage):
        app = playground_app(Shown(stage.playground), settings.http_host)
        await run_app(app, settings.http_host, settings.http_port, _ready)


@asynccontextmanager
async def ringing(alarm: Alarm, stage: Stage) -> AsyncIterator[None]:
    """While the block runs, the stage does what is due when it comes due."""
    try:
        await alarm.start(stage.next_due, stage.wake, stage.core.sweep)
        yield
    finally:
        await alarm.stop()


async def _make_sample(settings: Settings, stage: Stage) -> None:
    with stepping(
        "Making a new playground with a sample fortnight, which takes some seconds.", DAYS
    ) as lived:
        await Sample(stage.playground, stage.poster, stage.frozen).make(lived)
    unfinished(settings.playground).unlink()


def _ready(address: str) -> None:
    typer.echo(f"The playground is open. Stop it with Ctrl+C.\n{address}")
