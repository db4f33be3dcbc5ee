"""slack-bolt on the loopback server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Workspace

PING = 0.5  # real seconds between pings; 10 by default


def client_of(server: SlackServer, workspace: Workspace | None = None) -> AsyncWebClient:
    """Of one workspace's bot token. It repeats nothing by itself."""
    token = workspace.token if workspace is not None else None
    return AsyncWebClient(token=token, base_url=server.api_url, retry_handlers=[])


def app_of(server: SlackServer, workspace: Workspace) -> AsyncApp:
    """A bolt application of one workspace; answers when its listener returns, as the bot does."""
    return AsyncApp(
        client=client_of(server, workspace),
        signing_secret=server.app.signing_secret,
        process_before_response=True,
    )


@asynccontextmanager
async def running(app: AsyncApp, server: SlackServer, lines: int = 1) -> AsyncIterator[AsyncApp]:
    """In Socket Mode with so many lines; closed at the end."""
    handlers = [
        AsyncSocketModeHandler(app, server.app.app_token, web_client=client_of(server), ping_interval=PING)
        for _ in range(lines)
    ]
    try:
        for handler in handlers:
            await handler.connect_async()  # type: ignore[no-untyped-call]
        await server.until_connected(lines)
        yield app
    finally:
        for handler in handlers:
            await handler.close_async()  # type: ignore[no-untyped-call]
