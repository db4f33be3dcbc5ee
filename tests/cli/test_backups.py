"""The nightly copies: when one is due, what is kept, and what happens where none can be made."""

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.cli.backups import NightlyBackup, copies, nightly_backup
from bot.settings import load_settings, sqlite_url
from bot.store.tables import HEAD
from tests.cli.conftest import Call

THREE = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Not made yet."""
    return tmp_path / "backups"


@pytest.fixture
def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


@pytest.fixture
def url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return sqlite_url(shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db"))


@pytest.fixture
def nightly(url: str, folder: Path) -> NightlyBackup:
    return NightlyBackup(url, folder)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


async def nights(nightly: NightlyBackup, count: int) -> None:
    for night in range(count):
        await nightly.sweep(THREE + night * DAY)


async def test_a_copy_is_made_at_three_and_once_a_night(nightly: NightlyBackup, folder: Path) -> None:
    await nightly.sweep(THREE)
    for minutes in range(1, 24 * 60, 7):
        await nightly.sweep(THREE + minutes * MINUTE)
    assert names(folder) == ["dailydrill-20261121-0300.db"]
    await nightly.sweep(THREE + DAY - MINUTE)
    assert len(names(folder)) == 1
    await nightly.sweep(THREE + DAY)
    assert names(folder)[1:] == ["dailydrill-20261122-0300.db"]
    with closing(sqlite3.connect(folder / names(folder)[0])) as copy:
        assert copy.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


async def test_a_restart_knows_from_the_names_that_the_night_is_done(
    url: str, nightly: NightlyBackup, folder: Path
) -> None:
    await nightly.sweep(THREE + HOUR)
    await NightlyBackup(url, folder).sweep(THREE + 2 * HOUR)
    assert names(folder) == ["dailydrill-20261121-0400.db"]


async def test_missed_nights_are_made_up_for_at_the_next_start_with_one_copy(
    url: str, nightly: NightlyBackup, folder: Path
) -> None:
    await nightly.sweep(THREE)
    await NightlyBackup(url, folder).sweep(THREE + 4 * DAY + 9 * HOUR)
    assert names(folder) == ["dailydrill-20261121-0300.db", "dailydrill-20261125-1200.db"]


async def test_seven_are_kept_and_files_of_others_are_never_touched(
    nightly: NightlyBackup, made: Path
) -> None:
    theirs = [
        "dailydrill.db",
        "dailydrill-20200101-0300.db.gz",
        "dailydrill-20209999-0300.db",
        "my-dailydrill-20200101-0300.db",
        "dailydrill-0001.db",
    ]
    for name in theirs:
        made.joinpath(name).touch()
    made.joinpath("dailydrill-20200101-0300.db").mkdir()
    await nights(nightly, 10)
    assert [path.name for _, path in copies(made)] == [
        f"dailydrill-202611{day}-0300.db" for day in range(30, 23, -1)
    ]
    assert set(theirs) < set(names(made)) and made.joinpath("dailydrill-20200101-0300.db").is_dir()


async def test_a_copy_that_cannot_be_made_costs_no_older_one_and_is_tried_again_in_an_hour(
    nightly: NightlyBackup, folder: Path, tmp_path: Path
) -> None:
    await nights(nightly, 7)
    database, before = tmp_path / "dailydrill.db", names(folder)
    whole = database.read_bytes()
    database.write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    eighth = THREE + 7 * DAY
    with capture_logs() as logged:
        await nightly.sweep(eighth)
        await nightly.sweep(eighth + HOUR - MINUTE)
    assert names(folder) == before, "no half copy, and none gone"
    assert [one["log_level"] for one in logged] == ["error"] and "damaged" in logged[0]["reason"]
    database.write_bytes(whole)
    await nightly.sweep(eighth + HOUR)
    assert names(folder) == [*before[1:], "dailydrill-20261128-0400.db"]


@pytest.mark.parametrize("ending", ["", "-wal"])
async def test_a_full_disk_leaves_no_part_of_a_copy(
    nightly: NightlyBackup, folder: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    def full(source: Path, target: Path) -> None:
        target.with_name(f"{target.name}{ending}").write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("bot.store.migrate._copy", full)
    with capture_logs() as logged:
        await nightly.sweep(THREE)
    assert names(folder) == []
    assert logged[0]["reason"] == (
        f"The disk is full: there is no room for the copy {folder}/dailydrill-20261121-0300.db."
    )


async def test_a_folder_that_cannot_be_made_is_a_line_in_the_log(url: str, tmp_path: Path) -> None:
    tmp_path.joinpath("file").touch()
    with capture_logs() as logged:
        await NightlyBackup(url, tmp_path / "file" / "backups").sweep(THREE)
    assert [one["log_level"] for one in logged] == ["error"]


async def test_a_copy_of_a_wrong_clocks_future_stands_for_no_night(
    nightly: NightlyBackup, made: Path
) -> None:
    made.joinpath("dailydrill-20991231-0300.db").touch()
    await nightly.sweep(THREE)
    assert "dailydrill-20261121-0300.db" in names(made)


def test_a_copy_may_be_read_by_those_who_may_read_the_database(call: Call, home: Path) -> None:
    call("db", "upgrade")
    home.joinpath("dailydrill.db").chmod(0o600)
    assert call("db", "backup", "--nightly").code == 0
    (copy,) = home.joinpath("backups").iterdir()
    assert copy.stat().st_mode & 0o777 == 0o600


def test_one_can_be_made_by_hand_into_the_same_folder(call: Call, home: Path) -> None:
    call("db", "upgrade")
    ended = call("db", "backup", "--nightly")
    ((_, made),) = copies(home / "backups")
    assert (ended.code, ended.out) == (0, f"Copied to {made}\n")
    assert "no other place" in call("db", "backup", "--nightly", "elsewhere.db").sentence


@pytest.mark.parametrize("words", [["db", "backup"], ["db", "backup", "--nightly"]])
def test_postgresql_has_its_own_tools(
    call: Call, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]
) -> None:
    assert nightly_backup(load_settings()) is not None
    monkeypatch.setenv("DATABASE_URL", "postgresql+asyncpg://me:secret@db.invalid/drill")
    assert nightly_backup(load_settings()) is None
    assert "pg_dump" in call(*words).sentence
