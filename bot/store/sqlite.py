"""SQLite: one writer and some readers.

A write runs whole on the writer's thread: it costs one hop from the event loop instead of several for each
statement, a transaction holds the write lock no longer than its statements take, and a cancelled caller cannot
leave it half done. Reads go through aiosqlite, on connections that can only read.
"""

import asyncio
import sqlite3
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.faults import explained
from bot.store.reads import Reads, Work
from bot.store.thread import Worker

T = TypeVar("T")

BUSY_MS = 5000
SCRUB_MS = 100
"""For readers to end; answers wait behind it."""
READERS = 4


class SqliteDatabase(Reads):
    def __init__(self, url: URL) -> None:
        self.url = url
        self._writer = _sqlite_writer(url)
        self._readers = _sqlite_readers(url)
        self._thread = Worker("store-writer")
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
        return self._thread.do(lambda: self._write(work, args))

    def _write(self, work: Work[T], args: tuple[Any, ...]) -> T:
        try:
            return self._transacted(work, args)
        except (DBAPIError, sqlite3.Error) as error:
            raise explained(error, self.url) or error from error

    def _transacted(self, work: Work[T], args: tuple[Any, ...]) -> T:
        """Takes the write lock at its beginning: a transaction that read first would lose updates."""
        driver = sqlite_driver(self._held)
        driver.execute("BEGIN IMMEDIATE")
        try:
            done = work(self._held, *args)
            driver.execute("COMMIT")
        except BaseException:
            if driver.in_transaction:  # SQLite itself takes back what met a full disk
                driver.execute("ROLLBACK")
            raise
        return done

    @cached_property
    def _held(self) -> Connection:
        """The writer thread's own: to take it out of the pool and back costs as much as a statement."""
        return self._writer.connect()

    async def scrub(self) -> bool:
        return await self._thread.do(self._scrub)

    def _scrub(self) -> bool:
        try:
            connection = sqlite_driver(self._held)
            connection.execute(f"PRAGMA busy_timeout={SCRUB_MS}")
            (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            connection.execute(f"PRAGMA busy_timeout={BUSY_MS}")
        except (DBAPIError, sqlite3.Error) as error:
            raise explained(error, self.url) or error from error
        return not busy

    async def close(self) -> None:
        """What was handed in is finished first; closing again does nothing."""
        if self._closed:
            return
        self._closed = True
        if self._reading:
            await asyncio.wait(self._reading)
        await self._readers.dispose()
        await self._thread.do(self._close)
        self._thread.end()

    def _close(self) -> None:
        if "_held" in vars(self):
            self._held.close()
        self._writer.dispose()


def _sqlite_writer(url: URL) -> Engine:
    """In autocommit: where a transaction begins and ends is said to SQLite itself, as SQLAlchemy takes longer
    for that than SQLite for an answer."""
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        pool_size=1,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        pragmas(
            connection,
            f"busy_timeout={BUSY_MS}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what somebody had deleted must not be left in free pages
        )

    return engine


def _sqlite_readers(url: URL) -> AsyncEngine:
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


def sqlite_driver(connection: Connection) -> sqlite3.Connection:
    """The connection itself, past SQLAlchemy; its errors are ``sqlite3``'s own."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def pragmas(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
