"""Connections: one writer and some readers on SQLite, a pool on PostgreSQL.

Units of work are plain functions of a SQLAlchemy ``Connection``. On SQLite a write runs whole on the writer's
thread: it costs one hop from the event loop instead of several for each statement, a transaction holds the
write lock no longer than its statements take, and a cancelled caller cannot leave it half done. Reads go
through aiosqlite, on connections that can only read, and never queue behind it.
"""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StoreError
from bot.store.faults import explained, sqlstate
from bot.store.thread import Worker

T = TypeVar("T")
Work = Callable[..., T]
"""A function whose first argument is the connection."""

CLOSED = "The store is closed."
BUSY_MS = 5000
SCRUB_MS = 100
"""For readers to end; answers wait behind it."""
SWITCH_SECONDS = 0.0001
READERS = 4
TRIES = 4
RETRIED = ("40001", "40P01")
"""PostgreSQL's serialization failure and deadlock: the transaction is gone and may be run again."""


class Database(Protocol):
    """Runs units of work; a StoreError tells people what is wrong with the database."""

    url: URL

    async def write(self, work: Work[T], *args: Any) -> T:
        """Run ``work(connection, *args)`` in one transaction, durable when this returns."""
        ...

    def begin(self, work: Work[T], *args: Any) -> asyncio.Future[T]:
        """As ``write``, begun at once."""
        ...

    async def read(self, work: Work[T], *args: Any) -> T: ...

    async def scrub(self) -> bool:
        """Let nothing deleted remain in a SQLite file's log; False if readers were in the way."""
        ...

    async def close(self) -> None: ...


def parsed(url: str) -> URL:
    """The URL, if it names an engine this store speaks; the sentence never repeats a password."""
    try:
        made = make_url(url)
    except ArgumentError:
        raise StoreError("DATABASE_URL is not a database address.") from None
    if made.drivername not in ("sqlite+aiosqlite", "postgresql+asyncpg"):
        raise StoreError(
            f"{made.drivername} is not supported: use sqlite+aiosqlite:///path or postgresql+asyncpg://…"
        )
    if made.get_backend_name() == "sqlite" and (not made.database or ":memory:" in made.database):
        raise StoreError("SQLite needs a file: sqlite+aiosqlite:///path/to/dailydrill.db")
    return made


def connect(url: URL) -> Database:
    if url.get_backend_name() != "sqlite":
        return PostgresDatabase(url)
    # SQLite's threads hand the interpreter back to the event loop at every step. At Python's 5 ms a busy
    # loop keeps it that long each time: an answer then takes 100 ms to commit instead of 2.
    sys.setswitchinterval(SWITCH_SECONDS)
    return SqliteDatabase(url)


class _Reads:
    """Reads see what is committed, each statement by itself."""

    url: URL
    _readers: AsyncEngine
    _closed = False

    async def read(self, work: Work[T], *args: Any) -> T:
        self._check_open()
        return await self._read(work, args)

    async def _read(self, work: Work[T], args: tuple[Any, ...]) -> T:
        try:
            async with self._readers.connect() as connection:
                return await connection.run_sync(work, *args)
        except (DBAPIError, OSError) as error:
            raise explained(error, self.url) or error from error

    def _check_open(self) -> None:
        """A connection made after the end would never be closed."""
        if self._closed:
            raise StoreError(CLOSED)


class SqliteDatabase(_Reads):
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


class PostgresDatabase(_Reads):
    def __init__(self, url: URL) -> None:
        self.url = url
        self._engine = create_async_engine(url, pool_size=10, pool_pre_ping=True, hide_parameters=True)
        self._readers = self._engine.execution_options(isolation_level="AUTOCOMMIT")

    async def write(self, work: Work[T], *args: Any) -> T:
        self._check_open()
        for left in reversed(range(TRIES)):
            try:
                async with self._engine.begin() as connection:
                    return await connection.run_sync(work, *args)
            except (DBAPIError, OSError) as error:
                if not left or sqlstate(error) not in RETRIED:
                    raise explained(error, self.url) or error from error
        raise AssertionError("unreachable")

    def begin(self, work: Work[T], *args: Any) -> asyncio.Future[T]:
        return asyncio.ensure_future(self.write(work, *args))

    async def scrub(self) -> bool:
        """PostgreSQL clears its pages itself, by and by."""
        return True

    async def close(self) -> None:
        self._closed = True
        await self._engine.dispose()


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


def make_folder(url: URL) -> None:
    """The folder of a SQLite file, if it is not there yet."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, url) or error from error
