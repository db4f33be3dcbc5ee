import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog

from adapters.discord import replies
from adapters.discord.client import Client
from bot.bank import Bank
from bot.domain.question import Kind
from bot.ports.store import Store
from bot.store.open import open_store
from tests.adapters.discord.town import START, Town, found, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord.server import DiscordServer
from tests.service.day import only


@pytest.fixture(autouse=True)
def _plain_tracebacks() -> Iterator[None]:
    """The usual ones of a test take a second to draw, which holds up every answer."""
    structlog.configure(
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)],
        cache_logger_on_first_use=False,
    )
    yield
    structlog.reset_defaults()


@pytest.fixture(autouse=True)
def _a_busy_machine_is_no_slow_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where disks stall for a second and a half, only tests of slowness shall see *is thinking…*."""
    monkeypatch.setattr(replies, "DEFER_AFTER", 60.0)


@pytest.fixture(autouse=True)
def _identify_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """discord.py waits 5 s before it identifies once more."""

    async def at_once(self: Client, shard_id: int | None, *, initial: bool = False) -> None:
        return None

    monkeypatch.setattr(Client, "before_identify_hook", at_once)


@pytest.fixture
async def store(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Store]:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db")
    async with open_store(f"sqlite+aiosqlite:///{path}") as opened:
        yield opened


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(START)


@pytest.fixture
def bank() -> Bank:
    return only(Kind.CHOICE)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncIterator[DiscordServer]:
    async with DiscordServer(clock) as server:
        yield server


@pytest.fixture
async def town(server: DiscordServer, store: Store, clock: ManualClock, bank: Bank) -> AsyncIterator[Town]:
    """Grace who organises, Ada who does not, and the bot among them."""
    async with opened(found(server), store, clock, bank) as town:
        yield town
