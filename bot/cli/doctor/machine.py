"""The machine: its clock, its zone data, its disk."""

import shutil
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version as installed
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo, ZoneInfoNotFoundError

from bot.bank import SHIPPED
from bot.cli.backups import backups_folder
from bot.cli.doctor.findings import Finding, Patient, fail, ok, warn

CLOCK, ZONES, DISK = "clock", "zones", "disk"
A_LITTLE = timedelta(minutes=5)
LITTLE_ROOM = 200_000_000
PROBES = {
    ("Europe/Berlin", 1): 60,
    ("Europe/Berlin", 7): 120,
    ("America/New_York", 1): -300,
    ("America/New_York", 7): -240,
    ("Asia/Kolkata", 7): 330,
}
"""(zone, month of 2026) → minutes ahead of UTC."""
UPDATE_ZONES = "Update the system's tzdata, or set PYTHONTZPATH to nothing to use the package's."


async def check_clock(patient: Patient) -> AsyncIterator[Finding]:
    """No file can have been changed in the future."""
    ahead = {path: at for path, at in _changed(patient) if at > patient.now + A_LITTLE}
    if ahead:
        path, at = max(ahead.items(), key=lambda item: item[1])
        yield fail(
            CLOCK,
            f"The clock says {patient.now:%Y-%m-%d %H:%M} UTC, but {path} was changed at {at:%Y-%m-%d %H:%M} UTC.",
            "Set the clock (NTP) before the bot runs: it posts by it.",
        )
    else:
        yield ok(CLOCK, f"It is {patient.now:%Y-%m-%d %H:%M} UTC, and no file is newer.")


def _changed(patient: Patient) -> Iterator[tuple[Path, datetime]]:
    stored = (patient.file, Path(f"{patient.file}-wal")) if patient.file else ()
    for path in (*_own(), *stored):
        if path.exists():
            yield path, datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _own() -> tuple[Path, ...]:
    """Files of the program itself: the clock cannot lag behind what is installed."""
    return (Path(__file__), *SHIPPED.glob("*.yaml"))


async def check_zones(patient: Patient) -> AsyncIterator[Finding]:
    version, place = _zone_data()
    wrong = [zone for (zone, month), minutes in PROBES.items() if _offset(zone, month) != minutes]
    if wrong:
        yield fail(ZONES, f"The zone data {version} ({place}) has {wrong[0]} wrong.", UPDATE_ZONES)
    elif version[:4].isdigit() and int(version[:4]) < patient.now.year - 1:
        yield warn(ZONES, f"The zone data {version} ({place}) is old: rules change.", UPDATE_ZONES)
    else:
        yield ok(ZONES, f"Zone data {version} ({place}); summer time is where it should be.")


def _zone_data() -> tuple[str, str]:
    """Its version, and where it comes from: a system's goes before the package's."""
    for folder in map(Path, TZPATH):
        if folder.joinpath("Europe", "Berlin").is_file():
            return _system_version(folder), str(folder)
    return installed("tzdata"), "package tzdata"


def _system_version(folder: Path) -> str:
    for name in ("tzdata.zi", "+VERSION"):
        try:
            with folder.joinpath(name).open(encoding="utf-8") as file:
                return file.readline().removeprefix("# version").strip() or "of unknown version"
        except (OSError, UnicodeDecodeError):
            continue
    return "of unknown version"


def _offset(zone: str, month: int) -> int | None:
    try:
        offset = datetime(2026, month, 15, tzinfo=ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return None if offset is None else offset // timedelta(minutes=1)


async def check_disk(patient: Patient) -> AsyncIterator[Finding]:
    folders = dict.fromkeys(_existing(folder) for folder in _written(patient))
    for folder in folders:
        try:
            free = shutil.disk_usage(folder).free
        except OSError as error:
            yield fail(
                DISK, f"{folder} cannot be looked at: {error.strerror}.", "Check the path and its rights."
            )
            continue
        told = f"{free / 1_000_000:,.0f} MB are free at {folder}."
        yield ok(DISK, told) if free >= LITTLE_ROOM else warn(DISK, told, "Make room: 200 MB are little.")


def _written(patient: Patient) -> Iterator[Path]:
    if patient.file:
        yield patient.file.parent
    yield backups_folder(patient.settings)


def _existing(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    whole = folder.absolute()
    return next((path for path in (whole, *whole.parents) if path.is_dir()), Path("/"))
