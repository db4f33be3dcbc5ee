"""What is wrong with a database is said in a sentence that names it and no password."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import Connection, text

from bot.domain.frozen import Response
from bot.errors import StoreError
from bot.store.engine import Database, connect, parsed
from bot.store.migrate import current, upgrade
from bot.store.open import open_store
from bot.store.sqlite import SqliteDatabase
from bot.store.transactions import sqlite_driver
from tests.store.scene import B, C, Scene, at


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("sqlite:///x.db", "sqlite is not supported"),
        ("mysql://user:secret@host/x", "mysql is not supported"),
        ("not a url with secret", "is not a database address"),
        ("sqlite+aiosqlite://", "needs a file"),
        ("sqlite+aiosqlite:///:memory:", "needs a file"),
    ],
)
def test_an_address_that_cannot_be_used(url: str, sentence: str) -> None:
    with pytest.raises(StoreError, match=sentence) as refused:
        open_store(url)
    assert "secret" not in str(refused.value)


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match=r"file/deep/x\.db"):
        upgrade(f"sqlite+aiosqlite:///{tmp_path}/file/deep/x.db")


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/deep/down/x.db"
    upgrade(url)
    assert current(url) is not None


def test_a_folder_in_the_files_place(tmp_path: Path) -> None:
    (tmp_path / "x.db").mkdir()
    with pytest.raises(StoreError, match=r"x\.db cannot be opened"):
        upgrade(f"sqlite+aiosqlite:///{tmp_path}/x.db")


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    path.write_text("This is not a database. " * 100)
    url = f"sqlite+aiosqlite:///{path}"
    with pytest.raises(StoreError, match=r"x\.db is not a Dailydrill database"):
        await asyncio.to_thread(upgrade, url)
    with pytest.raises(StoreError, match="is not a Dailydrill database"):
        async with open_store(url):
            pass
    assert path.read_text().startswith("This is not")


async def test_a_database_that_may_not_be_written(migrated_url: str) -> None:
    async with read_only(migrated_url) as database:
        with pytest.raises(StoreError, match=r"dailydrill\.db cannot be written"):
            await database.write(_set_value)


class read_only:  # noqa: N801 - reads as a verb
    def __init__(self, url: str) -> None:
        self._database = SqliteDatabase(parsed(url))

    async def __aenter__(self) -> Database:
        await self._database.write(
            lambda connection: sqlite_driver(connection).execute("PRAGMA query_only=ON").close()
        )
        return self._database

    async def __aexit__(self, *error: object) -> None:
        await self._database.close()


def _set_value(connection: Connection) -> None:
    connection.execute(text("INSERT INTO page_values VALUES ('a', '1')"))


async def test_a_locked_database(migrated_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.sqlite.BUSY_MS", 20)
    with closing(sqlite3.connect(tmp_path / "dailydrill.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with open_store(migrated_url) as store:
            with pytest.raises(StoreError, match="locked by another process"):
                await store.page.set_value("a", "1")
            assert await store.page.value("a") is None
            other.execute("ROLLBACK")
            await store.page.set_value("a", "1")


async def test_a_full_disk_confirms_nothing_and_heals(migrated_url: str) -> None:
    async with open_store(migrated_url) as store:
        scene = await Scene.make(store)
        round_ = await scene.post(await scene.track(), 1)
        members = await scene.members(*(f"m{number}" for number in range(20)))
        await _limit_pages(store._database, 1)
        long = Response(text="1" * 30_000)
        told = await asyncio.gather(
            *(scene.answer(round_, member, long) for member in members), return_exceptions=True
        )
        assert all(isinstance(each, StoreError) and "disk is full" in str(each) for each in told)
        assert await store.answers.count(round_.id) == 0
        await _limit_pages(store._database, 1_000_000)
        assert (await scene.answer(round_, members[0], C, at(1, "11:00"))).response == C


async def _limit_pages(database: Database, pages: int) -> None:
    await database.write(lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}"))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql+asyncpg://user:hunter2@127.0.0.1:1/dailydrill",
        "postgresql+asyncpg://user:hunter2@/dailydrill?host=/nowhere",
    ],
)
async def test_a_server_that_is_not_there(url: str) -> None:
    for work in (asyncio.to_thread(upgrade, url), _open(url)):
        with pytest.raises(StoreError, match="cannot be reached") as refused:
            await work
        assert "hunter2" not in str(refused.value) and "dailydrill" in str(refused.value)


async def _open(url: str) -> None:
    async with open_store(url):
        pass


async def test_a_server_without_the_database(postgres_url: str) -> None:
    url = postgres_url.replace("/test_", "/no_such_")
    with pytest.raises(StoreError, match="has no such database"):
        await asyncio.to_thread(upgrade, url)


async def test_no_update_is_lost(database_url: str) -> None:
    """Read, then write what was read plus one: twenty at a time, none may overwrite another."""
    databases = [connect(parsed(database_url)) for _ in range(4)]
    await databases[0].write(_put, 0)
    await asyncio.gather(*(database.write(_increase) for _ in range(20) for database in databases))
    assert await databases[0].read(_value) == 80
    for database in databases:
        await database.close()


def _value(connection: Connection) -> int:
    lock = " FOR UPDATE" if connection.dialect.name == "postgresql" and connection.in_transaction() else ""
    found = connection.execute(text(f"SELECT value FROM page_values WHERE name = 'n'{lock}"))
    return int(found.scalar_one())


def _put(connection: Connection, value: int) -> None:
    connection.execute(text("DELETE FROM page_values"))
    connection.execute(text("INSERT INTO page_values VALUES ('n', :value)"), {"value": str(value)})


def _increase(connection: Connection) -> None:
    value = _value(connection) + 1
    connection.execute(text("UPDATE page_values SET value = :value"), {"value": str(value)})


async def test_what_was_not_committed_is_not_there_after_a_crash(database_url: str) -> None:
    database = connect(parsed(database_url))
    with pytest.raises(KeyboardInterrupt):
        await database.write(_die)
    await database.close()
    async with open_store(database_url) as store:
        assert await store.page.value("n") is None


def _die(connection: Connection) -> None:
    connection.execute(text("INSERT INTO page_values VALUES ('n', '1')"))
    raise KeyboardInterrupt


async def test_an_answer_survives_its_process(migrated_url: str, tmp_path: Path) -> None:
    """What was confirmed is in the file as it stands, log included, without any closing."""
    async with open_store(migrated_url) as store:
        scene = await Scene.make(store)
        round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
        assert (await scene.answer(round_, ada, B)).accepted
        for ending in ("", "-wal"):
            copyfile(tmp_path / f"dailydrill.db{ending}", tmp_path / f"crashed.db{ending}")
    with closing(sqlite3.connect(tmp_path / "crashed.db")) as connection:
        assert connection.execute("SELECT bits FROM answers").fetchall() == [(B.bits,)]


async def test_a_reader_does_not_wait_for_a_writer(migrated_url: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "dailydrill.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with open_store(migrated_url) as store:
            assert await store.page.value("a") is None


async def test_a_reader_that_is_cancelled_leaves_the_store_usable(database_url: str) -> None:
    async with open_store(database_url) as store:
        for _ in range(20):
            reading = asyncio.create_task(store.page.value("a"))
            await asyncio.sleep(0)
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        await store.page.set_value("a", "1")
        assert await store.page.value("a") == "1"
