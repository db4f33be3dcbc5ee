"""What a driver's error means, as a sentence a person may read: names the place, never a password."""

import sqlite3

from sqlalchemy.engine import URL
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError

from bot.errors import NoMember, StoreError

BUGS = (IntegrityError, ProgrammingError, DataError)
"""Not the database's state but ours: these pass through and are logged with their traceback."""

POSTGRES_BUGS = "22"
"""Data exceptions, which asyncpg's dialect does not tell apart from other errors."""

SQLITE_BUGS = (sqlite3.IntegrityError, sqlite3.ProgrammingError, sqlite3.DataError)

SQLITE = {
    "SQLITE_FULL": "The disk is full: the database {place} cannot grow.",
    "SQLITE_READONLY": "The database {place} cannot be written: the file or its folder is read-only.",
    "SQLITE_CANTOPEN": "The database {place} cannot be opened: is there such a folder, and may I write there?",
    "SQLITE_NOTADB": "{place} is not a Dailydrill database.",
    "SQLITE_CORRUPT": "The database {place} is damaged: restore a backup.",
    "SQLITE_BUSY": "The database {place} is locked by another process.",
    "SQLITE_LOCKED": "The database {place} is locked by another process.",
    "SQLITE_IOERR": "The disk failed while using the database {place}.",
    "SQLITE_PERM": "The database {place} may not be opened by this user.",
}

POSTGRES = {
    "28": "PostgreSQL at {place} refused the user or password.",
    "3D": "PostgreSQL at {place} has no such database.",
    "53": "PostgreSQL at {place} is out of disk space, memory or connections.",
    "57": "PostgreSQL at {place} is shutting down or starting.",
    "25": "The database {place} is read-only.",
    "40": "The database {place} is too busy: another process holds what is needed.",
    "55": "The database {place} is too busy: another process holds what is needed.",
    "42": "The user of {place} may not do what is needed there.",
}


NO_ROW_TO_BELONG_TO = ("SQLITE_CONSTRAINT_FOREIGNKEY", "23503")
"""A foreign key without its row: it was there when the act began, and a deletion came between."""


def place(url: URL) -> str:
    """A path, or host and database name."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return f"{url.host or 'localhost'}:{url.port or 5432}/{url.database}"


def explained(error: BaseException, url: URL) -> StoreError | None:
    """The sentence for an error of the database, None for one that is a bug of ours."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig else error
    if (getattr(cause, "sqlite_errorname", None) or sqlstate(error)) in NO_ROW_TO_BELONG_TO:
        return NoMember("What this belongs to was deleted a moment ago.")
    if isinstance(error, BUGS) or isinstance(cause, SQLITE_BUGS):
        return None
    if (sqlstate(error) or "").startswith(POSTGRES_BUGS):
        return None
    if url.get_backend_name() == "sqlite":
        return StoreError(_sqlite(cause).format(place=place(url)))
    return StoreError(_postgres(cause).format(place=place(url)))


def _sqlite(cause: BaseException) -> str:
    name = getattr(cause, "sqlite_errorname", "") or ""
    for start, sentence in SQLITE.items():
        if name.startswith(start):
            return sentence
    if isinstance(cause, sqlite3.Error | OSError):
        return "The database {place} cannot be used: " + _inert(str(cause)) + "."
    return "The database {place} cannot be used."


def _postgres(cause: BaseException) -> str:
    code = sqlstate(cause) or ""
    if code[:2] in POSTGRES:
        return POSTGRES[code[:2]]
    if isinstance(cause, OSError) or code.startswith("08") or not code:
        return "PostgreSQL at {place} cannot be reached."
    return f"PostgreSQL at {{place}} failed (SQLSTATE {_inert(code)})."


def sqlstate(error: BaseException | None) -> str | None:
    """PostgreSQL's error code, wherever in the chain of wrappers it stands."""
    while error is not None:
        code = getattr(error, "sqlstate", None)
        if code:
            return str(code)
        error = getattr(error, "orig", None) or error.__cause__
    return None


def _inert(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
