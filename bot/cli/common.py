"""What several commands put together the same way."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import Any

import structlog
import typer
from filelock import FileLock, Timeout

from bot.bank import SHIPPED, Bank, load_bank
from bot.errors import StoreError
from bot.settings import Settings

log = structlog.get_logger()

STOPS = (SIGINT, SIGTERM)
LOCK_WAIT = 60.0
LOCK_ASKED_EVERY = 0.2


async def until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until ``work`` ends, or Ctrl+C or SIGTERM ends it in order; a second one stops at once."""
    loop, task, asked = asyncio.get_running_loop(), asyncio.ensure_future(work), asyncio.Event()

    def stop() -> None:
        _forget_signals(loop)
        asked.set()
        task.cancel()

    for one in STOPS:
        loop.add_signal_handler(one, stop)
    try:
        await task
    except asyncio.CancelledError:
        if not asked.is_set():
            raise
    finally:
        _forget_signals(loop)


def _forget_signals(loop: asyncio.AbstractEventLoop) -> None:
    for one in STOPS:
        loop.remove_signal_handler(one)


async def read_bank(settings: Settings, today: date) -> Bank:
    """The shipped questions and those of DAILYDRILL_BANK, read in a thread; what is left out is logged."""
    folders = [SHIPPED, *settings.dailydrill_bank]
    bank = await asyncio.to_thread(load_bank, folders, settings.dailydrill_home / "bank.cache", today)
    for fault in bank.faults:
        if fault.fatal:
            log.warning("a question file is left out", fault=str(fault))
    return bank


def make_home(settings: Settings) -> None:
    """The folder for databases; StoreError if it cannot be made."""
    try:
        settings.dailydrill_home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {settings.dailydrill_home} cannot be made: {error.strerror}.") from None


@asynccontextmanager
async def only_process(database: Path, wait: float = LOCK_WAIT) -> AsyncIterator[None]:
    """Hold the lock beside a SQLite file; a second process waits for ``wait`` seconds, then gives up."""
    try:
        lock = _lock(Path(f"{database}.lock"))
        await _acquire(lock, database, wait)
    except TimeoutError:
        raise StoreError(f"Another process is using {database}. Stop it first.") from None
    except OSError as error:
        raise StoreError(f"The lock beside {database} cannot be written: {error.strerror}.") from None
    try:
        yield
    finally:
        lock.release()


def _lock(path: Path) -> FileLock:
    # Where nothing can be made, FileLock would take the lock for held.
    path.open("a").close()
    return FileLock(path, thread_local=False)


async def _acquire(lock: FileLock, database: Path, wait: float) -> None:
    """Asks on the loop, again and again: a thread that waits could not be told to stop."""
    if _acquired(lock):
        return
    typer.echo(f"Another process is using {database}: waiting up to {wait:g} s for it to stop.", err=True)
    async with asyncio.timeout(wait):
        while not _acquired(lock):  # noqa: ASYNC110 - the other process tells nobody
            await asyncio.sleep(LOCK_ASKED_EVERY)


def _acquired(lock: FileLock) -> bool:
    with suppress(Timeout):
        lock.acquire(blocking=False)
    return lock.is_locked
