"""``run`` in this process: its database, its platforms, and talking to it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.cli.platform import Maker
from bot.cli.run import run
from bot.ports.store import Store
from bot.store.open import open_store
from tests.cli.playing import settings_for
from tests.fakes.clock import ManualClock
from tests.fakes.served import PATIENCE, FakeServed


class Pauses:
    """Waiting, by hand: what was asked for, each over at once unless it is ``held``."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.held = False
        self.begun = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.begun.set()
        if self.held:
            await asyncio.Event().wait()
        await asyncio.sleep(0)


class Place:
    """A home with a migrated database, and what ``run`` is started with."""

    def __init__(self, home: Path, clock: ManualClock) -> None:
        self.settings = settings_for(home)
        self.clock = clock
        self.pauses = Pauses()

    @asynccontextmanager
    async def store(self) -> AsyncIterator[Store]:
        """The same database, beside whoever runs."""
        async with open_store(self.settings.database) as opened:
            yield opened

    @asynccontextmanager
    async def running(self, *platforms: FakeServed) -> AsyncIterator[asyncio.Task[None]]:
        """Serve while the block runs, then stop it as a signal would."""
        task = asyncio.create_task(self.run(*platforms))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def run(self, *platforms: FakeServed) -> None:
        makers: Mapping[str, Maker] = {one.name: one.make for one in platforms}
        await run(self.settings, makers, clock=self.clock, pause=self.pauses, wait=0.01)


async def until(true: Callable[[], bool]) -> None:
    """Ask again and again; the fakes tell nobody."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)


async def fetched(address: str, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(f"{address}{path}") as response:
        return response.status, await response.text()
