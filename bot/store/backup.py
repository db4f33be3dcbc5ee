"""Copying a SQLite database while it is in use."""

import sqlite3
from pathlib import Path

from bot.errors import StoreError
from bot.store.engine import parsed
from bot.store.faults import explained, place
from bot.store.migrate import copy_sqlite

ONLY_SQLITE = "{place} is PostgreSQL's: use pg_dump."
MISSING = "There is no database {place}."


def backup(url: str, to: Path | None = None) -> Path:
    """Copy the database to ``to``, or to a name beside it; returns the path."""
    database = parsed(url)
    if database.get_backend_name() != "sqlite" or database.database is None:
        raise StoreError(ONLY_SQLITE.format(place=place(database)))
    source = Path(database.database)
    if not source.is_file():
        raise StoreError(MISSING.format(place=source))
    target = to or source.with_name(f"{source.stem}-backup{source.suffix}")
    try:
        copy_sqlite(source, target)
    except (sqlite3.Error, OSError) as error:
        raise explained(error, database) or error from error
    return target
