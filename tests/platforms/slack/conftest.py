"""A server with one workspace, one channel and one person, and the API without a library."""

from collections.abc import AsyncIterator

import pytest
from slack_bolt.app.async_app import AsyncApp

from tests.platforms.slack.bot import make_bot
from tests.platforms.slack.library import running
from tests.platforms.slack.person import Person
from tests.platforms.slack.rest import Rest, rest_of
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace


@pytest.fixture
async def server() -> AsyncIterator[SlackServer]:
    async with SlackServer() as server:
        yield server


@pytest.fixture
def ws(server: SlackServer) -> Workspace:
    return server.add_workspace("Team")


@pytest.fixture
def channel(ws: Workspace) -> Channel:
    return ws.add_channel("ml-daily")


@pytest.fixture
def ada(ws: Workspace, channel: Channel) -> Person:
    return ws.add_user("ada", admin=True, tz="Europe/Berlin", display_name="Ada L.")


@pytest.fixture
async def rest(server: SlackServer, ws: Workspace) -> AsyncIterator[Rest]:
    async with rest_of(server, ws.token) as rest:
        yield rest


@pytest.fixture
async def bot(server: SlackServer, ws: Workspace, channel: Channel) -> AsyncIterator[AsyncApp]:
    async with running(make_bot(server, ws), server) as bot:
        yield bot
