"""Small writes on the event loop itself: when they are, and that they are as safe there as on the thread."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from math import inf
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from bot.errors import StoreError
from bot.store.disk import Disk
from bot.store.engine import parsed
from bot.store.open import open_store
from bot.store.sqlite import SqliteDatabase
from bot.store.transactions import Transactions
from tests.store.scene import B, Scene

PAGE = 4096


def kept(connection: Connection, name: str, value: str = "1") -> None:
    connection.execute(text("INSERT INTO page_values VALUES (:name, :value)"), {"name": name, "value": value})


def at_once(database: SqliteDatabase, work: Callable[..., Any], *args: Any) -> Any:
    assert database.begin_here()
    return database.end_here(work, *args)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dailydrill.db"


@pytest.fixture
async def database(migrated_url: str, quick_disk: None) -> AsyncIterator[SqliteDatabase]:
    opened = SqliteDatabase(parsed(migrated_url))
    yield opened
    await opened.close()


def values(path: Path) -> list[str]:
    """As another process sees them."""
    with closing(sqlite3.connect(path)) as other:
        return [name for (name,) in other.execute("SELECT name FROM page_values ORDER BY name")]


def size(path: Path) -> int:
    return path.stat().st_size


async def test_it_is_kept_when_it_has_ended(database: SqliteDatabase, path: Path) -> None:
    at_once(database, kept, "a")
    assert values(path) == ["a"]


async def test_what_fails_leaves_nothing_and_is_the_callers(database: SqliteDatabase, path: Path) -> None:
    def fail(connection: Connection) -> None:
        kept(connection, "a")
        raise ValueError("odd")

    with pytest.raises(ValueError, match="odd"):
        at_once(database, fail)
    at_once(database, kept, "b")
    assert values(path) == ["b"]


async def test_a_full_disk_keeps_nothing_and_heals(database: SqliteDatabase, path: Path) -> None:
    at_once(database, kept, "a")
    _limit_pages(database, 1)
    with pytest.raises(StoreError, match="disk is full"):
        at_once(database, kept, "b", "x" * 100 * PAGE)
    _limit_pages(database, 1_000_000)
    at_once(database, kept, "c")
    assert values(path) == ["a", "c"]


def _limit_pages(database: SqliteDatabase, pages: int) -> None:
    at_once(database, lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}"))


async def test_nobody_is_waited_for(database: SqliteDatabase, path: Path) -> None:
    """The thread waits instead, as long as it may."""
    waits: int = database._here.driver.execute("PRAGMA busy_timeout").fetchone()[0]
    assert waits == 0
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert not database.begin_here()
        waiting = database.begin(kept, "b")
        other.execute("ROLLBACK")
        await waiting
    at_once(database, kept, "c")
    assert values(path) == ["b", "c"]


async def test_the_log_begins_anew(
    database: SqliteDatabase, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.TIDIED", 8)
    for number in range(80):
        at_once(database, kept, f"{number:04}", "x" * 3 * PAGE)
        if number % 8 == 7:
            await database.write(lambda _: None)  # after what the thread has to do
    assert size(path.with_name(f"{path.name}-wal")) < 2 * 8 * 8 * PAGE
    assert len(values(path)) == 80


async def test_the_file_is_told_of_what_was_written_small(
    database: SqliteDatabase, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.TIDIED", 8)
    before = size(path)
    for number in range(7):
        at_once(database, kept, str(number), "x" * 3 * PAGE)
    assert size(path) == before, "the loop itself leaves it"
    at_once(database, kept, "7")
    await database.write(kept, "8")
    assert size(path) > before


def test_what_goes_wrong_with_the_log_costs_no_patience(migrated_url: str) -> None:
    transactions = Transactions(parsed(migrated_url), Disk(), 5000)
    transactions.begin()
    with pytest.raises(StoreError, match="locked"):
        transactions.checkpoint("TRUNCATE", 7)
    transactions.finish(kept, ("a",))
    assert transactions.driver.execute("PRAGMA busy_timeout").fetchone() == (5000,)
    transactions.close()


def test_a_disk_is_slow_until_it_has_shown_otherwise() -> None:
    disk = Disk()
    assert not _is_quick_after(disk, 30, 0.0005)
    assert _is_quick_after(disk, 70, 0.0005)


def test_a_disk_that_stood_still_is_slow_for_a_while() -> None:
    disk = Disk()
    assert _is_quick_after(disk, 200, 0.0005)
    assert not _is_quick_after(disk, 1, 1.0)
    assert _is_quick_after(disk, 100, 0.0005)
    assert not _is_quick_after(disk, 20, 0.01), "slower by and by"


def _is_quick_after(disk: Disk, commits: int, seconds: float) -> bool:
    for _ in range(commits):
        disk.took(seconds)
    return disk.is_quick


async def test_a_slow_disk_never_stops_the_loop(migrated_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.store.disk.QUICK", -1.0)
    database = SqliteDatabase(parsed(migrated_url))
    for number in range(100):
        await database.write(kept, str(number))
    assert not database.begin_here()
    await database.close()


async def test_after_the_end_nothing_is_written(database: SqliteDatabase, path: Path) -> None:
    await database.close()
    with pytest.raises(StoreError, match="closed"):
        database.begin_here()
    assert values(path) == []


async def test_answers_come_to_stand_whichever_way_they_are_written(
    migrated_url: str, quick_disk: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_store(migrated_url) as store:
        scene = await Scene.make(store)
        round_ = await scene.post(await scene.track(), 1)
        members = await scene.members(*(f"m{number}" for number in range(300)))
        for member in members[:150]:
            assert (await scene.answer(round_, member, B)).accepted
        monkeypatch.setattr("bot.store.writer.APART", inf)  # a rush, from here on
        told = await asyncio.gather(*(scene.answer(round_, member, B) for member in members[150:]))
        assert all(written.accepted for written in told)
        assert await store.answers.count(round_.id) == 300
