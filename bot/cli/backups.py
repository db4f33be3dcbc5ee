"""The nightly copies of a SQLite database: made online, checked, the newest seven kept.

Their names say when each was made, so nothing has to be remembered: a night that was missed is made up for at
the next start. PostgreSQL has tools of its own. The playground gets no copies: `demo --fresh` makes it anew.
"""

import asyncio
import re
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import structlog

from bot.domain.schedule import ONE_DAY
from bot.errors import StoreError
from bot.settings import Settings
from bot.store.backup import backup, sqlite_file

log = structlog.get_logger()

AT = time(3, tzinfo=UTC)
"""When a night's copy is due: UTC, which has no hour twice."""
KEPT = 7
AGAIN = timedelta(hours=1)
"""After a copy that failed."""
NAME = "dailydrill-%Y%m%d-%H%M.db"
OURS = re.compile(r"dailydrill-\d{8}-\d{4}\.db")


def backups_folder(settings: Settings) -> Path:
    return settings.dailydrill_home / "backups"


def made_at(path: Path) -> datetime | None:
    """When a copy was made (UTC), None for a file that is not one of ours."""
    if not OURS.fullmatch(path.name):
        return None
    try:
        return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def copies(folder: Path) -> list[tuple[datetime, Path]]:
    """The copies in a folder, newest first; StoreError if it cannot be read."""
    try:
        files = [file for file in folder.iterdir() if file.is_file()] if folder.exists() else []
    except OSError as error:
        raise StoreError(f"The backup folder {folder} cannot be read: {error.strerror}.") from None
    found = [(at, file) for file in files if (at := made_at(file))]
    return sorted(found, reverse=True)


def make_copy(url: str, folder: Path, now: datetime) -> Path:
    """A checked copy of the database into the folder; only then older ones go. StoreError if there is none."""
    made = backup(url, folder / now.strftime(NAME))
    _forget([path for _, path in copies(folder)][KEPT:])
    return made


def _forget(old: Sequence[Path]) -> None:
    for path in old:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            log.warning("an old backup cannot be removed", path=str(path), reason=error.strerror)


class NightlyBackup:
    """Asked once a minute; makes the night's copy when there is none yet, in a thread."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self._folder = folder
        self._not_before: datetime | None = None

    async def sweep(self, now: datetime) -> None:
        """Never raises for a copy that cannot be made: the log says why, and an hour later it is tried again."""
        if self._not_before is not None and now < self._not_before:
            return
        try:
            if await asyncio.to_thread(self._due, now):
                made = await asyncio.to_thread(make_copy, self._url, self._folder, now)
                log.info("the database was backed up", copy=str(made))
            self._not_before = _next_night(now)
        except (StoreError, OSError) as error:
            self._not_before = now + AGAIN
            log.error("the nightly backup failed and is tried again in an hour", reason=str(error))

    def _due(self, now: datetime) -> bool:
        """A copy whose name lies ahead was made under a wrong clock: it stands for no night."""
        newest = next((at for at, _ in copies(self._folder) if at <= now), None)
        return newest is None or newest < _next_night(now) - ONE_DAY


def _next_night(now: datetime) -> datetime:
    """The first 03:00 UTC after ``now``."""
    tonight = datetime.combine(now.date(), AT)
    return tonight if tonight > now else tonight + ONE_DAY


def nightly_backup(settings: Settings) -> NightlyBackup | None:
    """What ``run`` calls in its sweep; None on PostgreSQL."""
    if sqlite_file(settings.database) is None:
        return None
    return NightlyBackup(settings.database, backups_folder(settings))
