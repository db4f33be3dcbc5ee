"""Migrations: bringing a database to this version, or saying in a sentence why that cannot be.

Plain functions that block: call them from a thread where an event loop runs.
"""

import asyncio
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from bot.errors import StoreError
from bot.store.engine import make_folder, parsed
from bot.store.faults import explained, place
from bot.store.tables import HEAD
from bot.store.transactions import pragmas

T = TypeVar("T")
Work = Callable[[Connection], T]

SCRIPTS = Path(__file__).resolve().parents[2] / "alembic"
LOCK = 4_702_111_234_665_381
"""PostgreSQL's advisory lock of a migration: a number nobody else uses by chance."""

NEWER = (
    "The database {place} was written by a newer version of Dailydrill (revision {found}): use that version."
)
FOREIGN = "{place} is not a Dailydrill database: it holds other tables."
OLD = "The database {place} has not been brought to this version: run dailydrill db upgrade."
BROKEN = "The migration of {place} would have lost links between rows ({tables}); nothing was changed."
DAMAGED_COPY = "The copy of {place} is damaged, so it was removed: restore the last good backup."
NO_SCRIPTS = "The migrations are missing: there is no folder {place}."


def upgrade(url: str, backup_dir: Path | None = None) -> None:
    """Make the tables or bring them to this version, whole or not at all.

    A SQLite file with something in it is copied first, into ``backup_dir`` or beside itself.
    """
    database = parsed(url)
    make_folder(database)
    on_database(database, lambda connection: _upgrade(connection, database, backup_dir))


def current(url: str) -> str | None:
    """The revision of the database; None if it has none yet."""
    return on_database(parsed(url), revision)


def head() -> str:
    """The newest revision this program knows."""
    return HEAD


def require_head(connection: Connection, url: URL) -> None:
    """StoreError unless the database is at this version."""
    found = revision(connection)
    if found is None or (found != HEAD and found in _known()):
        raise StoreError(OLD.format(place=place(url)))
    _refuse_newer(found, url)


def revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def on_database(url: URL, work: Work[T]) -> T:
    """Run ``work`` in one transaction, with the foreign keys of SQLite off, as changing a table needs it."""
    try:
        if url.get_backend_name() == "sqlite":
            return _on_sqlite(url, work)
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(asyncio.run, _on_postgres(url, work)).result()
    except (DBAPIError, OSError) as error:
        raise explained(error, url) or error from error


def _on_sqlite(url: URL, work: Work[T]) -> T:
    engine = _sqlite_engine(url)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="sqlite+pysqlite"), poolclass=NullPool, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        # With foreign keys on, rebuilding a table would delete the rows that refer to it.
        pragmas(connection, "busy_timeout=60000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=OFF")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


async def _on_postgres(url: URL, work: Work[T]) -> T:
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection, url: URL, backup_dir: Path | None) -> None:
    found = revision(connection)
    if found == HEAD:
        return
    _refuse_newer(found, url)
    if set(inspect(connection).get_table_names()) - {"alembic_version"}:
        if found is None:
            raise StoreError(FOREIGN.format(place=place(url)))
        _keep_copy(url, found, backup_dir)
    run_scripts(connection, "upgrade", "head")
    _check_links(connection, url)


def _refuse_newer(found: str | None, url: URL) -> None:
    if found is not None and found != HEAD and found not in _known():
        raise StoreError(NEWER.format(place=place(url), found=found))


def _known() -> frozenset[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as below

    return frozenset(script.revision for script in ScriptDirectory(str(SCRIPTS)).walk_revisions())


def run_scripts(connection: Connection, command: str, target: str, scripts: Path = SCRIPTS) -> None:
    """Run the migrations up or down to ``target`` in the connection's transaction."""
    # Alembic takes 0.2 s to import; a start of the program needs it only when there is something to do.
    from alembic.config import Config  # noqa: PLC0415

    from alembic import command as commands  # noqa: PLC0415

    if not scripts.is_dir():
        raise StoreError(NO_SCRIPTS.format(place=scripts))
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    getattr(commands, command)(config, target)


def _keep_copy(url: URL, found: str, backup_dir: Path | None) -> None:
    if url.get_backend_name() == "sqlite" and url.database is not None:
        source = Path(url.database)
        copy_sqlite(source, (backup_dir or source.parent) / f"{source.stem}-{found}{source.suffix}")


def copy_sqlite(source: Path, target: Path) -> None:
    """A whole, consistent and checked copy of a file that may be in use; it takes its name, and the place of
    an older copy, only at the end. What is left of one that failed is removed."""
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        _copy(source, unfinished)
        unfinished.replace(target)
    except BaseException:
        for ending in ("", "-journal", "-wal", "-shm"):
            unfinished.with_name(f"{unfinished.name}{ending}").unlink(missing_ok=True)
        raise


def _copy(source: Path, target: Path) -> None:
    target.touch()
    shutil.copymode(source, target)  # who may not read the database may not read its copy
    with closing(sqlite3.connect(source)) as from_, closing(sqlite3.connect(target)) as to:
        from_.backup(to)
        if to.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise StoreError(DAMAGED_COPY.format(place=source))


def _check_links(connection: Connection, url: URL) -> None:
    if connection.dialect.name == "sqlite":
        broken = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if broken:
            raise StoreError(BROKEN.format(place=place(url), tables=", ".join(sorted(broken))))
