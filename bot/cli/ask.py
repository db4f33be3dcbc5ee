"""``dailydrill demo --ask ID``: one question on a throw-away page that follows its file."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import typer

from adapters.http.playground import playground_app
from adapters.http.server import serving
from adapters.web.client import Playground, Shown
from adapters.web.sample import Sample, morning
from bot.bank import SHIPPED, make_bank
from bot.cli.asked import Asked, Reading, find
from bot.cli.demo import SAMPLE_SEED, ZONE, remove, ringing
from bot.cli.stage import Stage, make_stage
from bot.clock import MovableClock, SystemClock
from bot.errors import DailydrillError
from bot.settings import Settings, sqlite_url
from bot.store.migrate import upgrade
from bot.store.open import open_store
from scheduler.alarm import Alarm

Pause = Callable[[], Awaitable[None]]
FAULTS_HEAD = "This version cannot be shown until it is mended"


async def a_second() -> None:
    await asyncio.sleep(1)


async def ask(settings: Settings, question_id: str, pause: Pause = a_second) -> None:
    """Serve until stopped; after each ``pause`` the file is looked at, and when it has changed the page
    begins anew. UsageError for an id that no file has."""
    folders = [SHIPPED, *settings.dailydrill_bank]
    asked = await asyncio.to_thread(find, question_id, folders, SystemClock().now().date())
    with TemporaryDirectory(prefix="dailydrill-", ignore_cleanup_errors=True) as folder:
        async with _pages(Path(folder), asked) as pages:
            app = playground_app(pages.shown, settings.http_host)
            async with serving(app, settings.http_host, settings.http_port) as address:
                typer.echo(_ready(asked, address))
                await pages.follow(pause)


def _ready(asked: Asked, address: str) -> str:
    told = f"{asked.id} is open, and begins anew whenever {asked.file} changes. Stop it with Ctrl+C."
    return f"{told}\n{address}"


@asynccontextmanager
async def _pages(folder: Path, asked: Asked) -> AsyncIterator["Pages"]:
    pages = Pages(folder, asked)
    try:
        await pages.begin()
        yield pages
    finally:
        await pages.open.aclose()


class Pages:
    """One page after another, each on a database of its own; the newest is shown."""

    shown: Shown

    def __init__(self, folder: Path, asked: Asked) -> None:
        self._folder = folder
        self._asked = asked
        self._seen = asked.state()
        self._made = 0
        self.open = AsyncExitStack()

    async def begin(self) -> None:
        await asyncio.to_thread(upgrade, sqlite_url(self._blank))
        self.shown = Shown(await self._made_of(await self._read(), self.open))

    async def follow(self, pause: Pause) -> None:
        """For ever. What cannot be shown is told on the page that stands."""
        while True:
            await pause()
            state = self._asked.state()
            if state != self._seen:
                self._seen = state
                await self._renew()

    async def _renew(self) -> None:
        reading = await self._read()
        if reading.topic is None:
            self.shown.playground.show_faults(reading.faults)
            return
        before, now = self.open, AsyncExitStack()
        try:
            self.shown.change(await self._made_of(reading, now))
        except DailydrillError as error:
            await now.aclose()
            self.shown.playground.show_faults([str(error)])
            return
        except BaseException:
            await now.aclose()
            raise
        self.open = now
        await before.aclose()

    async def _read(self) -> Reading:
        return await asyncio.to_thread(self._asked.read, SystemClock().now().date())

    @property
    def _blank(self) -> Path:
        """A database without a row, to copy: making the tables takes a second."""
        return self._folder / "blank.db"

    async def _made_of(self, reading: Reading, stack: AsyncExitStack) -> Playground:
        self._made += 1
        database = self._folder / f"page-{self._made}.db"
        await asyncio.to_thread(shutil.copyfile, self._blank, database)
        stack.callback(remove, database)
        return await stack.enter_async_context(_page(database, reading))


@asynccontextmanager
async def _page(database: Path, reading: Reading) -> AsyncIterator[Playground]:
    """A playground whose bank is this question, posted; without one it is empty and says why."""
    wall = SystemClock()
    async with open_store(sqlite_url(database)) as store:
        clock = await MovableClock.load(wall, store.page)
        await clock.start_at(morning(wall.now(), ZONE))
        alarm = Alarm(clock, wall)
        bank = make_bank([reading.topic] if reading.topic else [])
        token = Random(SAMPLE_SEED).randbytes  # the options keep their places from save to save
        stage = await make_stage(store, bank, clock, ZONE, alarm.nudge, token)
        await _open(stage, reading)
        async with ringing(alarm, stage):
            yield stage.playground


async def _open(stage: Stage, reading: Reading) -> None:
    page = stage.playground
    page.guided, page.faults, page.faults_head = False, reading.faults, FAULTS_HEAD
    await stage.open()
    sample = Sample(page, stage.poster, stage.frozen)
    if reading.question is not None:
        await (sample.post_at_once() if reading.question.quiz else sample.offer_interview())
    await stage.walk.refresh()
