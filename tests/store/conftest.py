from collections.abc import AsyncIterator
from math import inf
from pathlib import Path
from shutil import copyfile

import pytest

from bot.store.open import SqlStore, open_store
from tests.store.scene import Scene


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    async with open_store(database_url) as opened:
        yield opened


@pytest.fixture
async def scene(store: SqlStore) -> Scene:
    return await Scene.make(store)


@pytest.fixture
def migrated_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{copyfile(migrated_sqlite, tmp_path / 'dailydrill.db')}"


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after many quick commits, and whoever answers came alone: SQLite is written on the event loop."""
    monkeypatch.setattr("bot.store.disk.UNKNOWN", 0.0)
    monkeypatch.setattr("bot.store.disk.QUICK", inf)
    monkeypatch.setattr("bot.store.writer.APART", -inf)


@pytest.fixture(params=["slow disk", "quick disk"])
def any_disk(request: pytest.FixtureRequest) -> None:
    """SQLite is written on its thread, and on the event loop."""
    if request.param == "quick disk":
        request.getfixturevalue("quick_disk")
