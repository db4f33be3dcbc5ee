import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.bank import Bank
from bot.domain.question import Kind
from bot.ports.store import Store
from bot.store.open import open_store
from tests.adapters.slack.site import Guest, Site, open_site, sealed_store
from tests.adapters.slack.town import START, Town, living
from tests.fakes.clock import ManualClock
from tests.platforms.slack.server import SlackServer
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
async def server(clock: ManualClock) -> AsyncIterator[SlackServer]:
    async with SlackServer(clock) as server:
        yield server


@pytest.fixture
async def town(server: SlackServer, store: Store, clock: ManualClock, bank: Bank) -> AsyncIterator[Town]:
    """A workspace with a channel, Grace who organises and Ada who does not, and the bot among them."""
    workspace = server.add_workspace("Team")
    channel = workspace.add_channel("ml-daily", bot=True)
    grace = workspace.add_user("grace", admin=True, tz="Europe/Berlin")
    ada = workspace.add_user("ada", tz="Europe/Berlin")
    async with living(server, workspace, store, clock, bank) as (tools, platform, presence):
        yield Town(server, workspace, channel, ada, grace, tools, platform, presence, clock)


@pytest.fixture
async def site(
    server: SlackServer, migrated_sqlite: Path, tmp_path: Path, clock: ManualClock, bank: Bank
) -> AsyncIterator[Site]:
    """For many workspaces, over HTTP; nobody has installed it yet."""
    path = shutil.copyfile(migrated_sqlite, tmp_path / "many.db")
    async with sealed_store(path) as store, open_site(server, store, clock, bank) as site:
        yield site


@pytest.fixture
def guest(server: SlackServer) -> Guest:
    return Guest.of(server)
