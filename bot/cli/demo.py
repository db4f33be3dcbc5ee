"""``dailydrill demo``: the playground, served on this machine."""

import asyncio
from pathlib import Path

import typer

from adapters.http.server import make_app, run_app
from adapters.web.sample import Sample, beginning
from bot.bank import Bank
from bot.cli.common import make_home, only_process, read_bank
from bot.cli.stage import make_stage
from bot.clock import MovableClock, SystemClock
from bot.errors import StoreError
from bot.settings import Settings, sqlite_url
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from scheduler.alarm import Alarm

ZONE = "Europe/Berlin"


async def demo(settings: Settings, *, fresh: bool) -> None:
    """Serve until stopped; ``fresh`` removes the playground's own file first, and nothing else."""
    make_home(settings)
    async with only_process(settings.playground):
        if fresh:
            remove(settings.playground)
        new = not settings.playground.exists()
        url = sqlite_url(settings.playground)
        await asyncio.to_thread(upgrade, url)
        bank = await read_bank(settings, SystemClock().now().date())
        async with open_store(url) as store:
            await _serve(settings, store, bank, new=new)


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
    if new:
        await clock.start_at(beginning(wall.now(), ZONE))
    alarm = Alarm(clock, wall)
    stage = await make_stage(store, bank, clock, ZONE, alarm.nudge)
    await stage.core.connect()
    if new:
        await Sample(stage.playground, stage.poster, stage.frozen).make()
    await stage.playground.open()
    await alarm.start(stage.next_due, stage.wake, stage.core.sweep)
    try:
        app = make_app(stage.playground, settings.http_host)
        await run_app(app, settings.http_host, settings.http_port, _ready)
    finally:
        await alarm.stop()


def _ready(address: str) -> None:
    typer.echo(f"The playground is open. Stop it with Ctrl+C.\n{address}")
