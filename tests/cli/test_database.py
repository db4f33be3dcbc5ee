"""``db upgrade`` and ``db backup``, and every way in which a database cannot be used."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.migrate import current, head
from tests.cli.conftest import Call

PASSWORD = "do-not-tell"


def write(path: Path, *statements: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def read(path: Path, question: str) -> object:
    with closing(sqlite3.connect(path)) as database:
        return database.execute(question).fetchone()[0]


def test_upgrade_makes_the_database_and_a_second_time_changes_nothing(call: Call, home: Path) -> None:
    assert call("db", "upgrade").out == "The database is up to date.\n"
    assert current(f"sqlite+aiosqlite:///{home}/dailydrill.db") == head()
    before = sorted(path.name for path in home.iterdir())
    again = call("db", "upgrade")
    assert (again.code, again.out, again.err) == (0, "The database is up to date.\n", "")
    assert sorted(path.name for path in home.iterdir()) == before


def test_upgrade_of_a_database_elsewhere_makes_no_home(
    call: Call, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path}/there/drill.db")
    assert call("db", "upgrade").code == 0
    assert tmp_path.joinpath("there/drill.db").is_file() and not home.exists()


def test_backup_copies_a_database_that_is_in_use(call: Call, home: Path, tmp_path: Path) -> None:
    call("db", "upgrade")
    with closing(sqlite3.connect(home / "dailydrill.db")) as busy:
        busy.execute("BEGIN IMMEDIATE")
        ended = call("db", "backup", tmp_path / "copies" / "copy.db")
    assert (ended.code, ended.out) == (0, f"Copied to {tmp_path}/copies/copy.db\n")
    assert read(tmp_path / "copies" / "copy.db", "SELECT version_num FROM alembic_version") == head()


def test_backup_without_a_name_stands_beside_the_database(call: Call, home: Path) -> None:
    call("db", "upgrade")
    assert call("db", "backup").code == 0
    assert home.joinpath("dailydrill-backup.db").is_file()


def test_backup_into_a_folder_keeps_the_name(call: Call, tmp_path: Path) -> None:
    call("db", "upgrade")
    tmp_path.joinpath("copies").mkdir()
    assert call("db", "backup", tmp_path / "copies").out == f"Copied to {tmp_path}/copies/dailydrill.db\n"


@pytest.mark.parametrize("name", ["home/dailydrill.db", "home/../home/dailydrill.db", "home"])
def test_backup_onto_the_database_itself_is_refused(call: Call, home: Path, name: str) -> None:
    call("db", "upgrade")
    inode = home.joinpath("dailydrill.db").stat().st_ino
    assert "itself" in call("db", "backup", name).sentence
    assert home.joinpath("dailydrill.db").stat().st_ino == inode


def test_backup_of_what_is_not_there_is_refused(call: Call, home: Path) -> None:
    assert call("db", "backup").sentence == f"There is no database {home}/dailydrill.db."


def test_backup_to_where_nothing_can_be_written_is_refused(call: Call, home: Path, tmp_path: Path) -> None:
    call("db", "upgrade")
    tmp_path.joinpath("file").touch()
    assert f"'{tmp_path}/file'" in call("db", "backup", tmp_path / "file" / "copy.db").sentence


def test_backup_of_postgresql_names_the_tool_for_it(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql+asyncpg://me:{PASSWORD}@db.invalid/drill")
    sentence = call("db", "backup").sentence
    assert "pg_dump" in sentence and PASSWORD not in sentence


def test_a_server_that_is_not_there_is_told_without_the_password(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"postgresql+asyncpg://me:{PASSWORD}@127.0.0.1:1/drill")
    assert call("db", "upgrade").sentence == "PostgreSQL at 127.0.0.1:1/drill cannot be reached."


@pytest.mark.parametrize("command", [["db", "upgrade"], ["demo"]])
class TestRefused:
    """The same sentences for the real database and for the playground's."""

    def file(self, home: Path, command: list[str]) -> Path:
        return home / ("playground.db" if command == ["demo"] else "dailydrill.db")

    def test_a_database_of_a_newer_version_is_left_alone(
        self, call: Call, home: Path, command: list[str]
    ) -> None:
        path = self.file(home, command)
        write(
            path, "CREATE TABLE alembic_version (version_num)", "INSERT INTO alembic_version VALUES ('9999')"
        )
        assert f"{path} was written by a newer version" in call(*command).sentence
        assert read(path, "SELECT count(*) FROM sqlite_master") == 1

    def test_somebody_elses_database_is_left_alone(self, call: Call, home: Path, command: list[str]) -> None:
        path = self.file(home, command)
        write(path, "CREATE TABLE customers (name)")
        assert call(*command).sentence == f"{path} is not a Dailydrill database: it holds other tables."
        assert read(path, "SELECT count(*) FROM sqlite_master") == 1

    def test_a_file_that_is_no_database_is_left_alone(
        self, call: Call, home: Path, command: list[str]
    ) -> None:
        path = self.file(home, command)
        home.mkdir()
        path.write_bytes(b"not a database at all, " * 100)
        assert call(*command).sentence == f"{path} is not a Dailydrill database."
        assert path.read_bytes().startswith(b"not a database at all")

    def test_a_folder_in_the_databases_place_is_refused(
        self, call: Call, home: Path, command: list[str]
    ) -> None:
        path = self.file(home, command)
        path.mkdir(parents=True)
        assert f"{path} cannot be opened" in call(*command).sentence

    def test_a_home_that_cannot_be_made_is_refused(
        self, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
    ) -> None:
        tmp_path.joinpath("file").touch()
        monkeypatch.setenv("DAILYDRILL_HOME", str(tmp_path / "file" / "home"))
        assert call(*command).sentence == f"The folder {tmp_path}/file/home cannot be made: Not a directory."

    def test_a_home_that_is_a_file_is_refused(self, call: Call, home: Path, command: list[str]) -> None:
        home.touch()
        assert call(*command).sentence == f"The folder {home} cannot be made: File exists."

    def test_a_folder_that_may_not_be_written_is_refused(
        self, call: Call, monkeypatch: pytest.MonkeyPatch, command: list[str]
    ) -> None:
        """Not even root makes files in /proc."""
        if not Path("/proc/self").is_dir():
            pytest.skip("this system has no /proc")
        monkeypatch.setenv("DAILYDRILL_HOME", "/proc/self")
        assert "/proc/self" in call(*command).sentence
