"""``doctor``: each line says what is so and what to do, and nothing is changed by looking."""

import json
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor.examination import CHECKS, examine
from bot.cli.doctor.findings import Check, Finding, Mark, Patient
from bot.settings import load_settings, sqlite_url
from bot.store.open import open_store
from tests.bank.making import TEXT, question, topic, write
from tests.cli.conftest import Call
from tests.fakes.world import World
from tests.service.day import BERLIN, nine

SECRET = "xoxb-do-not-tell"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(home: Path, migrated_sqlite: Path) -> Path:
    home.mkdir()
    return shutil.copyfile(migrated_sqlite, home / "dailydrill.db")


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's own files may be younger than the time a test is set in."""
    monkeypatch.setattr("bot.cli.doctor.machine._own", tuple)


async def findings(now: datetime = NOW, checks: Sequence[Check] = CHECKS) -> list[Finding]:
    return await examine(load_settings(), now, checks)


def about(found: Sequence[Finding], what: str) -> list[Finding]:
    return [one for one in found if one.about == what]


def marks(found: Sequence[Finding], what: str) -> list[Mark]:
    return [one.mark for one in about(found, what)]


def snapshot(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_sound_installation_ends_with_0_and_is_left_as_it_was(call: Call, database: Path) -> None:
    before = snapshot(database.parent)
    ended = call("doctor")
    assert ended.code == 0, ended.out
    assert "\nfail" not in ended.out and ended.err == ""
    assert ended.out.splitlines()[-1].startswith("0 failures, ")
    assert snapshot(database.parent) == before


def test_a_missing_database_is_a_failure_and_is_not_made(call: Call, home: Path) -> None:
    ended = call("doctor")
    assert ended.code == 1
    assert f"There is no database {home}/dailydrill.db." in ended.out and "dailydrill db upgrade" in ended.out
    assert not home.exists()


def test_json_has_every_finding_with_what_to_do(call: Call, home: Path) -> None:
    ended = call("doctor", "--json")
    told = json.loads(ended.out)
    assert (ended.code, told["failures"]) == (1, 1)
    assert {one["mark"] for one in told["findings"]} == {"ok", "warn", "fail"}
    assert all(set(one) == {"mark", "about", "text", "cure"} for one in told["findings"])
    assert all(one["cure"] for one in told["findings"] if one["mark"] != "ok")


def test_tokens_are_told_by_name_only(call: Call, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", SECRET)
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:1/api/v10")
    ended = call("doctor")
    assert "The line to Discord broke off" in ended.out
    assert "DISCORD_TOKEN set." in ended.out and SECRET not in ended.out + ended.err


@pytest.mark.parametrize(("name", "value"), [("HTTP_PORT", "abc"), ("DATABASE_URL", SECRET)])
def test_settings_that_cannot_be_used_end_with_2(
    call: Call, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    sentence = call("doctor").sentence
    assert name in sentence and SECRET not in sentence


def test_a_server_that_is_not_there_is_one_failure_without_the_password(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql+asyncpg://me:{SECRET}@127.0.0.1:1/drill")
    ended = call("doctor")
    assert ended.code == 1 and "cannot be reached" in ended.out and SECRET not in ended.out
    assert "pg_dump" in ended.out


async def test_postgresql_is_looked_at_as_well(
    home: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    found = await findings()
    assert Mark.FAIL not in marks(found, "database") + marks(found, "track")


async def test_it_looks_while_somebody_writes(database: Path) -> None:
    with closing(sqlite3.connect(database)) as busy:
        busy.execute("BEGIN IMMEDIATE")
        found = await findings()
    assert marks(found, "database") == [Mark.OK, Mark.OK, Mark.OK]


async def test_an_old_revision_is_told_and_not_migrated(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
        connection.commit()
    found = await findings()
    (failed,) = [one for one in about(found, "database") if one.mark is Mark.FAIL]
    assert "revision 0001" in failed.text and "db upgrade" in failed.cure
    assert about(found, "track") == [], "its tables may be others"


async def test_a_damaged_file_is_told_with_the_way_back(database: Path, whole: bytes) -> None:
    write_bytes(database, whole[:8192] + b"\xff" * 4096 + whole[12288:])
    failed = [one for one in await findings() if one.mark is Mark.FAIL]
    assert any("damaged" in one.text for one in failed)


@pytest.fixture
def whole(migrated_sqlite: Path) -> bytes:
    return migrated_sqlite.read_bytes()


def write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)


@pytest.mark.parametrize(
    ("name", "mark", "told"),
    [
        (None, Mark.WARN, "There is no copy"),
        ("dailydrill-20261121-0300.db", Mark.OK, "9 h old, of 1"),
        ("dailydrill-20261118-0300.db", Mark.WARN, "3 days old"),
        ("dailydrill-20271118-0300.db", Mark.WARN, "in the future"),
    ],
)
async def test_the_newest_backup_is_told_with_its_age(
    database: Path, name: str | None, mark: Mark, told: str
) -> None:
    if name:
        backups = database.parent / "backups"
        backups.mkdir()
        backups.joinpath(name).touch()
    (found,) = about(await findings(), "backup")
    assert found.mark is mark and told in found.text


async def test_a_clock_that_lags_behind_its_files_is_a_failure(database: Path) -> None:
    os.utime(database, times=(NOW.timestamp(), NOW.timestamp()))
    much_later = NOW + timedelta(days=36_500)  # than this test runs, which makes files beside the database
    assert marks(await findings(much_later), "clock") == [Mark.OK]
    (found,) = about(await findings(NOW - timedelta(days=400)), "clock")
    assert found.mark is Mark.FAIL and str(database) in found.text


async def test_zone_data_that_gets_summer_time_wrong_is_a_failure(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.doctor.machine.PROBES", {("Europe/Berlin", 7): 60})
    (found,) = about(await findings(), "zones")
    assert found.mark is Mark.FAIL and "Europe/Berlin" in found.text
    monkeypatch.setattr("bot.cli.doctor.machine.PROBES", {("Nowhere/City", 7): 60})
    assert marks(await findings(), "zones") == [Mark.FAIL]


async def test_old_zone_data_is_a_warning(database: Path) -> None:
    assert marks(await findings(NOW + timedelta(days=4000)), "zones") == [Mark.WARN]


async def test_a_disk_that_is_nearly_full_is_a_warning(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.doctor.machine.LITTLE_ROOM", 10**18)
    assert set(marks(await findings(), "disk")) == {Mark.WARN}


def test_a_broken_file_of_a_further_folder_is_told_with_its_line(
    call: Call, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "own", TEXT.replace("level: mid", "level: x").replace("mlflow", "mine"), "mine.yaml")
    monkeypatch.setenv("DAILYDRILL_BANK", str(tmp_path / "own"))
    ended = call("doctor")
    assert ended.code == 1 and "mine.yaml:6" in ended.out


async def test_overdue_questions_are_a_warning(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = [question(f"own-{number}", review_by=date(2026, 11, 2 + number)) for number in range(5)]
    write(tmp_path / "own", topic(old, "own"), "own.yaml")
    monkeypatch.setenv("DAILYDRILL_BANK", str(tmp_path / "own"))
    (found,) = [one for one in about(await findings(), "questions") if "checked again" in one.text]
    assert found.mark is Mark.WARN and "5 questions" in found.text and "and 2 more" in found.text


async def test_the_next_three_posts_of_a_track_are_told_in_its_own_time(database: Path) -> None:
    async with open_store(sqlite_url(database)) as store:
        world = await World.make(store)
        await world.track(BERLIN)
        found = about(await findings(nine() - timedelta(hours=1)), "track")
    assert found[0].text == (
        "Study group #daily-c1: Mon 2 Nov 09:00, Tue 3 Nov 09:00, Wed 4 Nov 09:00 (Europe/Berlin)."
    )
    assert found[-1].text == "1 track active, 0 paused."


async def test_a_post_that_is_late_asks_whether_the_bot_runs(database: Path) -> None:
    async with open_store(sqlite_url(database)) as store:
        world = await World.make(store)
        await world.track(BERLIN)
    found = about(await findings(nine() + timedelta(hours=1)), "track")[0]
    assert found.mark is Mark.WARN and "late" in found.text and "Does the bot run" in found.cure


async def test_a_zone_that_the_data_does_not_know_is_a_failure_of_its_track_alone(database: Path) -> None:
    async with open_store(sqlite_url(database)) as store:
        world = await World.make(store)
        await world.track(BERLIN, channel="c1")
        await world.track(BERLIN, channel="c2")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE tracks SET zone = 'Nowhere/City' WHERE channel = 'c1'")
        connection.commit()
    found = about(await findings(nine() - timedelta(hours=1)), "track")
    assert {one.mark for one in found if "Nowhere" in one.text or "c1" in one.text} == {Mark.FAIL}
    assert [one.mark for one in found if "c2" in one.text] == [Mark.OK]


async def test_a_check_that_breaks_off_stops_no_other(database: Path) -> None:
    async def check_broken(patient: Patient) -> AsyncIterator[Finding]:
        yield Finding(Mark.OK, "broken", "begins well")
        raise RuntimeError(SECRET)

    found = await findings(checks=(check_broken, *CHECKS))
    assert found[0].mark is Mark.FAIL and "RuntimeError" in found[0].text and SECRET not in found[0].text
    assert len(found) > 5
