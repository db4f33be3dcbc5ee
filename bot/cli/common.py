"""What several commands put together the same way."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from bot.bank import SHIPPED, Bank, load_bank
from bot.errors import StoreError
from bot.settings import Settings

LOCK_WAIT = 60


async def read_bank(settings: Settings, today: date) -> Bank:
    """The shipped questions and those of DAILYDRILL_BANK, read in a thread."""
    folders = [SHIPPED, *settings.dailydrill_bank]
    return await asyncio.to_thread(load_bank, folders, settings.dailydrill_home / "bank.cache", today)


def make_home(settings: Settings) -> None:
    """The folder for databases; StoreError if it cannot be made."""
    try:
        settings.dailydrill_home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {settings.dailydrill_home} cannot be made: {error.strerror}.") from None


@asynccontextmanager
async def only_process(database: Path) -> AsyncIterator[None]:
    """Hold the lock beside a SQLite file; a second process waits a minute, then gives up."""
    lock = FileLock(f"{database}.lock", thread_local=False)
    try:
        await asyncio.to_thread(lock.acquire, timeout=LOCK_WAIT)
    except Timeout:
        raise StoreError(f"Another process is using {database}. Stop it first.") from None
    except OSError as error:
        raise StoreError(f"The lock beside {database} cannot be written: {error.strerror}.") from None
    try:
        yield
    finally:
        lock.release()
