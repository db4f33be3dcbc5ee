"""SQLite: a writer and some readers.

A write runs whole on the writer's thread: it costs one hop from the event loop instead of several for each
statement, a transaction holds the write lock no longer than its statements take, and a cancelled caller cannot
leave it half done. A small one runs on the event loop itself while the disk is so quick that the hop would take
about as long. Reads go through aiosqlite, on connections that can only read.
"""

import asyncio
import sqlite3
from functools import partial
from itertools import count
from typing import Any, TypeVar

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.disk import Disk
from bot.store.reads import Reads, Work
from bot.store.thread import Worker
from bot.store.transactions import Transactions, pragmas

T = TypeVar("T")

BUSY_MS = 5000
SCRUB_MS = 100
"""For readers to end; answers wait behind it."""
READERS = 4
TIDIED = 256
"""After so many small writes the thread moves SQLite's log into the file: on the event loop it would take too
long."""


class SqliteDatabase(Reads):
    """``_there`` is the thread's, which waits for whoever else writes; ``_here`` the event loop's, which waits
    for nobody."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._disk = Disk()
        self._there = Transactions(url, self._disk, BUSY_MS)
        self._here = Transactions(url, self._disk, 0, "wal_autocheckpoint=0")
        self._thread = Worker("store-writer")
        self._small = count(1)
        self._readers = _readers(url)
        self._reading: set[asyncio.Task[Any]] = set()

    async def read(self, work: Work[T], *args: Any) -> T:
        """What was begun is finished: a caller that went away would leave a connection half way."""
        self._check_open()
        reading = asyncio.ensure_future(self._read(work, args))
        self._reading.add(reading)
        reading.add_done_callback(self._reading.discard)
        return await asyncio.shield(reading)

    async def write(self, work: Work[T], *args: Any) -> T:
        return await self.begin(work, *args)

    def begin(self, work: Work[T], *args: Any) -> asyncio.Future[T]:
        self._check_open()
        return self._thread.do(partial(self._there.run, work, args))

    def begin_here(self) -> bool:
        """If not, the thread waits for whoever writes, or says what is wrong."""
        self._check_open()
        if not self._disk.is_quick:
            return False
        try:
            self._here.begin()
        except (StoreError, DBAPIError, sqlite3.Error):
            return False
        return True

    def end_here(self, work: Work[T], *args: Any) -> T:
        try:
            return self._here.finish(work, args)
        finally:
            if next(self._small) % TIDIED == 0:
                self._thread.do(self._there.tidy)

    async def scrub(self) -> bool:
        return await self._thread.do(partial(self._there.checkpoint, "TRUNCATE", SCRUB_MS))

    async def close(self) -> None:
        """What was handed in is finished first; closing again does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._reading:
            await asyncio.wait(self._reading)
        await self._readers.dispose()
        self._here.close()
        await self._thread.do(self._there.close)
        self._thread.end()


def _readers(url: URL) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=READERS,
        max_overflow=0,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        hide_parameters=True,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        pragmas(connection, f"busy_timeout={BUSY_MS}", "query_only=ON")

    return engine
