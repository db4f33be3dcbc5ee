"""A server with one guild and one text channel, and a bot on discord.py that answers a little of everything."""

from collections.abc import AsyncIterator

import pytest

from tests.platforms.discord.bot import Bot, SilentBot
from tests.platforms.discord.library import running
from tests.platforms.discord.rest import Rest, rest_of
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel, Guild


@pytest.fixture
async def server() -> AsyncIterator[DiscordServer]:
    async with DiscordServer() as server:
        yield server


@pytest.fixture
def guild(server: DiscordServer) -> Guild:
    return server.add_guild("Team")


@pytest.fixture
def channel(guild: Guild) -> Channel:
    return guild.add_text("daily")


@pytest.fixture
async def bot(server: DiscordServer, channel: Channel) -> AsyncIterator[Bot]:
    async with running(Bot(), server) as bot:
        yield bot


@pytest.fixture
async def rest(server: DiscordServer) -> AsyncIterator[Rest]:
    async with rest_of(server) as rest:
        yield rest


@pytest.fixture
async def silent_bot(server: DiscordServer, channel: Channel) -> AsyncIterator[SilentBot]:
    async with running(SilentBot(), server) as bot:
        yield bot
