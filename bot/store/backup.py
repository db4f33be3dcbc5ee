"""Copying a SQLite database while it is in use."""

import sqlite3
from errno import ENOSPC
from pathlib import Path

from sqlalchemy.engine import URL

from bot.errors import StoreError
from bot.store.engine import parsed
from bot.store.faults import explained, place
from bot.store.migrate import copy_sqlite

ONLY_SQLITE = "{place} is PostgreSQL's: use pg_dump."
MISSING = "There is no database {place}."
FULL = "The disk is full: there is no room for the copy {place}."


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite database, None for PostgreSQL's; StoreError for what is no address."""
    database = parsed(url)
    return Path(database.database) if _is_sqlite(database) and database.database else None


def backup(url: str, to: Path | None = None) -> Path:
    """Copy the database to ``to``, or to a name beside it; returns the path."""
    database, source = parsed(url), sqlite_file(url)
    if source is None:
        raise StoreError(ONLY_SQLITE.format(place=place(database)))
    if not source.is_file():
        raise StoreError(MISSING.format(place=source))
    target = to or source.with_name(f"{source.stem}-backup{source.suffix}")
    try:
        copy_sqlite(source, target)
    except (sqlite3.Error, OSError) as error:
        if _is_full(error):
            raise StoreError(FULL.format(place=target)) from error
        raise explained(error, database) or error from error
    return target


def _is_full(error: Exception) -> bool:
    """Only the copy grows, whatever else SQLite names."""
    return getattr(error, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(error, "errno", 0) == ENOSPC


def _is_sqlite(database: URL) -> bool:
    return database.get_backend_name() == "sqlite"
