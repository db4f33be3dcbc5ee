"""The database and its copies: there, whole, at this version, writable, backed up."""

import os
import tempfile
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from bot.cli.backups import backups_folder, copies
from bot.cli.doctor.findings import Finding, Patient, fail, ok, warn
from bot.intents.words import span_of_time
from bot.store.health import Health

DATABASE, BACKUP = "database", "backup"
OLD_COPY = timedelta(hours=36)
"""A night may be late, not left out."""
RESTORE = (
    "Stop the bot, put the newest good copy in its place, remove the files ending in -wal and -shm beside it."
)
UPGRADE = "dailydrill db upgrade"
MAKE_ONE = "dailydrill db backup --nightly makes one now; the bot makes one each night."


async def check_database(patient: Patient) -> AsyncIterator[Finding]:
    health = patient.health
    if health is None:
        yield fail(DATABASE, patient.trouble, _cure_of_trouble(patient))
        return
    if health.current:
        yield ok(DATABASE, f"It can be read, at this version ({health.revision}), {_size(health.size)}.")
    else:
        yield fail(
            DATABASE, f"It is at revision {health.revision or 'none'}, not at this version.", _cure(health)
        )
    if health.read_only:
        yield fail(DATABASE, "It is read-only.", "Point DATABASE_URL at the server that takes writes.")


async def check_sqlite_file(patient: Patient) -> AsyncIterator[Finding]:
    """What only a file can have."""
    health, file = patient.health, patient.file
    if health is None or file is None:
        return
    if health.damage:
        yield fail(DATABASE, f"The file is damaged: {health.damage[0]}.", RESTORE)
    else:
        yield ok(DATABASE, "The file is whole (quick_check).")
    if health.journal != "wal":
        yield warn(
            DATABASE,
            f"Its journal mode is {health.journal}, not wal: readers and the writer wait for each other.",
            "The next start sets it. If it stays so, the file is on a disk that cannot do it: move it to a local one.",
        )
    yield _writable(file)


def _writable(file: Path) -> Finding:
    """SQLite writes the file, and its log beside it."""
    if not os.access(file, os.W_OK):
        return fail(DATABASE, f"{file} cannot be written.", "Give its user the right to write it.")
    try:
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=".doctor-"):
            return ok(DATABASE, f"{file} and its folder can be written.")
    except OSError as error:
        return fail(
            DATABASE,
            f"The folder {file.parent} cannot be written: {error.strerror}.",
            "Give its user the right to write there, or make room.",
        )


async def check_backups(patient: Patient) -> AsyncIterator[Finding]:
    if patient.file is None:
        yield ok(BACKUP, "PostgreSQL is backed up with its own tools, such as pg_dump.")
        return
    folder = backups_folder(patient.settings)
    if patient.health is None and not folder.exists():
        return
    found = copies(folder)
    if not found:
        yield warn(BACKUP, f"There is no copy in {folder}.", MAKE_ONE)
        return
    at, path = found[0]
    age = patient.now - at
    told = f"The newest copy is {path}"
    if age > OLD_COPY:
        yield warn(BACKUP, f"{told}, {span_of_time(age)} old.", f"Does the bot run? {MAKE_ONE}")
    elif age < -timedelta(minutes=5):
        yield warn(
            BACKUP,
            f"{told}, made in the future.",
            "Is the clock right? Remove copies made under a wrong one.",
        )
    else:
        yield ok(BACKUP, f"{told}, {span_of_time(max(age, timedelta(0)))} old, of {len(found)}.")


def _cure_of_trouble(patient: Patient) -> str:
    if patient.file is not None and not patient.file.exists():
        return f"{UPGRADE} makes it. If there was one: is its disk mounted, and DATABASE_URL right?"
    return "Mend that first: nothing else of it can be looked at."


def _cure(health: Health) -> str:
    return (
        f"{UPGRADE} brings it there, if it is older." if health.revision else f"{UPGRADE} makes its tables."
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:,.1f} MB"
