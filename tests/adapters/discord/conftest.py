import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bank import Bank
from bot.domain.question import Kind
from bot.ports.store import Store
from bot.store.open import open_store
from tests.adapters.discord.town import START, Town, living
from tests.fakes.clock import ManualClock
from tests.platforms.discord.server import DiscordServer
from tests.service.day import only


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
    """A server with a channel, Grace who organises and Ada who does not, and the bot among them."""
    guild = server.add_guild("Team")
    channel = guild.add_text("ml-daily")
    grace, ada = guild.add_member("Grace", manage_guild=True), guild.add_member("Ada")
    async with living(server, store, clock, bank) as (tools, platform, presence):
        yield Town(server, guild, channel, ada, grace, tools, platform, presence, clock)
