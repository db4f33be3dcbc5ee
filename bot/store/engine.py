"""The two engines: SQLite with one writer and some readers, PostgreSQL with a pool.

Units of work are plain functions of a SQLAlchemy ``Connection``.
"""

import asyncio
import sys
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.errors import StoreError
from bot.store.faults import explained, sqlstate
from bot.store.reads import Reads, Work
from bot.store.sqlite import SqliteDatabase

T = TypeVar("T")

SWITCH_SECONDS = 0.0001
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

    def begin_here(self) -> bool:
        """Whether a transaction was begun on the event loop itself, for something small: where that is quicker.
        ``end_here`` must follow."""
        ...

    def end_here(self, work: Work[T], *args: Any) -> T:
        """As ``write``, in what was begun."""
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


class PostgresDatabase(Reads):
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

    def begin_here(self) -> bool:
        """A server is never as near as that."""
        return False

    def end_here(self, work: Work[T], *args: Any) -> T:
        raise AssertionError("nothing was begun")

    async def scrub(self) -> bool:
        """PostgreSQL clears its pages itself, by and by."""
        return True

    async def close(self) -> None:
        self._closed = True
        await self._engine.dispose()


def make_folder(url: URL) -> None:
    """The folder of a SQLite file, if it is not there yet."""
    if url.get_backend_name() != "sqlite" or url.database is None:
        return
    try:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise explained(error, url) or error from error
