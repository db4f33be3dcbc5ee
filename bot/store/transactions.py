"""A connection that writes to a SQLite file, one transaction after the other, for one thread alone."""

import sqlite3
from contextlib import suppress
from functools import cached_property
from time import perf_counter
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from bot.errors import StoreError
from bot.store.disk import Disk
from bot.store.faults import explained
from bot.store.reads import Work

T = TypeVar("T")

TIDY_MS = 10
"""For whoever is in the way; answers wait behind it."""


class Transactions:
    """``disk`` is told how long each commit took; ``patience`` is for whoever else writes, in ms; ``settings`` are
    PRAGMAs of this connection alone."""

    def __init__(self, url: URL, disk: Disk, patience: int, *settings: str) -> None:
        self._url = url
        self._disk = disk
        self._patience = patience
        self._engine = _engine(url, (f"busy_timeout={patience}", *settings))

    def run(self, work: Work[T], args: tuple[Any, ...]) -> T:
        self.begin()
        return self.finish(work, args)

    def begin(self) -> None:
        """Takes the write lock: a transaction that read first would lose updates."""
        try:
            self.driver.execute("BEGIN IMMEDIATE")
        except (DBAPIError, sqlite3.Error) as error:
            raise explained(error, self._url) or error from error

    def finish(self, work: Work[T], args: tuple[Any, ...]) -> T:
        try:
            return self._finish(work, args)
        except (DBAPIError, sqlite3.Error) as error:
            raise explained(error, self._url) or error from error

    def _finish(self, work: Work[T], args: tuple[Any, ...]) -> T:
        try:
            result = work(self._held, *args)
            self._commit()
        except BaseException:
            if self.driver.in_transaction:  # SQLite itself takes back what met a full disk
                self.driver.execute("ROLLBACK")
            raise
        return result

    def _commit(self) -> None:
        begun = perf_counter()
        self.driver.execute("COMMIT")
        self._disk.took(perf_counter() - begun)

    def checkpoint(self, mode: str, patience: int) -> bool:
        """Moves SQLite's log into the file; False if somebody was in the way for longer than that."""
        try:
            self._wait_for(patience)
            try:
                (busy, *_) = self.driver.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
            finally:
                self._wait_for(self._patience)
        except (DBAPIError, sqlite3.Error) as error:
            raise explained(error, self._url) or error from error
        return not busy

    def _wait_for(self, patience: int) -> None:
        self.driver.execute(f"PRAGMA busy_timeout={patience}")

    def tidy(self) -> None:
        """Nearly all of the log beside those who write to it, then the rest in their way: it begins anew. If it
        could only grow, each commit would take the disk longer."""
        with suppress(StoreError, sqlite3.Error):  # a commit that meets the same tells it to somebody
            self.checkpoint("PASSIVE", 0)
            self.checkpoint("RESTART", TIDY_MS)

    @cached_property
    def driver(self) -> sqlite3.Connection:
        return sqlite_driver(self._held)

    @cached_property
    def _held(self) -> Connection:
        """To take it out of the pool and back each time would cost as much as a statement."""
        return self._engine.connect()

    def close(self) -> None:
        if "_held" in vars(self):
            self._held.close()
        self._engine.dispose()


def _engine(url: URL, settings: tuple[str, ...]) -> Engine:
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
            *settings,
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",  # what somebody had deleted must not be left in free pages
        )

    return engine


def sqlite_driver(connection: Connection) -> sqlite3.Connection:
    """The connection itself, past SQLAlchemy; its errors are ``sqlite3``'s own."""
    driver: Any = connection.connection.dbapi_connection
    assert isinstance(driver, sqlite3.Connection)
    return driver


def pragmas(connection: Any, *pragmas: str) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
