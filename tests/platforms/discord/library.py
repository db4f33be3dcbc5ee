"""discord.py on the loopback server: its two addresses are class attributes, put back afterwards."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import TypeVar

import discord
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from tests.platforms.discord.server import DiscordServer

C = TypeVar("C", bound=discord.Client)
PATIENCE = 15.0  # real seconds for a client to be ready

# discord.py is ready when no further guild came for so many seconds; 2 by default
SOON = {"guild_ready_timeout": 0.05}


@contextmanager
def redirected(server: DiscordServer) -> Iterator[None]:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE = server.api_url
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(server.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@asynccontextmanager
async def running(client: C, server: DiscordServer) -> AsyncIterator[C]:
    """The client, logged in and ready; closed at the end. Its own failure to start is raised."""
    with redirected(server):
        async with client:
            await client.login(server.token)
            connection = asyncio.create_task(client.connect())
            try:
                await _ready(client, connection, server)
                yield client
            finally:
                await client.close()
                await asyncio.wait([connection])
                connection.cancelled() or connection.exception()


async def _ready(client: discord.Client, connection: asyncio.Task[None], server: DiscordServer) -> None:
    ready = asyncio.create_task(client.wait_until_ready())
    await asyncio.wait([ready, connection], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    ready.cancel()
    if connection.done():
        connection.result()
    assert client.is_ready(), f"not ready in {PATIENCE:g} s, after {server.story()}"
