import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import structlog

from bot.bank import Bank
from bot.ports.store import Store
from bot.store.open import open_store
from tests.fakes.world import World

# Rich tracebacks with every local variable take seconds to draw.
structlog.configure(
    processors=[
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    ]
)

MakeWorld = Callable[[Bank | None], Awaitable[World]]


@pytest.fixture
async def store(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Store]:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db")
    async with open_store(f"sqlite+aiosqlite:///{path}") as opened:
        yield opened


@pytest.fixture
def make_world(store: Store) -> MakeWorld:
    """The whole bot on a real SQLite file, a fake platform and a clock by hand, with a bank of choice."""

    async def make(bank: Bank | None = None) -> World:
        made = await World.make(store, bank=bank)
        await made.connect()
        return made

    return make


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(None)
