"""The line over which Slack tells what people do: Socket Mode, or HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.inspection import REFUSED_APP, WRONG_KIND
from adapters.slack.judging import REVOKED, retry_after, word_of
from adapters.slack.receiver import Receiver
from bot.errors import SettingsError, Uncertain
from bot.service.presence import Presence

LOOK_EVERY: Final = 0.25
"""Seconds between two looks at whether the line is there: Slack waits three for an acknowledgement."""

OPENED_WITHIN: Final = 10.0
PING_EVERY: Final = 10.0
LONGEST_PAUSE: Final = 300.0
"""Seconds, however long Slack asks us to wait."""

NO_LINE: Final = "Slack opens no line for Socket Mode."

Pause = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""


class Line(Protocol):
    async def hold(self, app: AsyncApp, presence: Presence) -> None:
        """Until cancelled. SettingsError when Slack refuses it for good."""
        ...


class SocketLine:
    """slack_sdk has the connection, and opens the next one where Slack asks for it. One that broke is opened
    anew from here, once: by itself slack_sdk waits ten seconds, and then tries for ever, even with an address
    that works no more and a token that is refused. Where that fails, whoever keeps the platform begins again,
    ever more slowly. Whether somebody listens is told as rows."""

    def __init__(self, app_token: str, client: AsyncWebClient, pause: Pause = asyncio.sleep) -> None:
        self._app_token = app_token
        self._client = client
        self._pause = pause
        self._handler: _Handler | None = None

    async def finish(self, seconds: float) -> None:
        """Take nothing new, which Slack brings to whoever listens next, and acknowledge what is in hand."""
        if self._handler is not None:
            await self._handler.finish(seconds)

    async def hold(self, app: AsyncApp, presence: Presence) -> None:
        """Slack may ask to be left alone for a while, which is when nobody asks for a line."""
        try:
            await self._held(app, presence)
        except SlackApiError as error:
            if word_of(error) in REVOKED | WRONG_KIND:
                raise SettingsError(REFUSED_APP) from None
            await self._pause(min(retry_after(error), LONGEST_PAUSE))
            raise

    async def _held(self, app: AsyncApp, presence: Presence) -> None:
        self._handler = handler = _Handler(app, self._app_token, self._client)
        try:
            while True:
                if not await handler.client.is_connected():
                    await presence.down()
                    await _open(handler.client)
                await presence.up()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            await presence.down()
            await handler.close_async()  # type: ignore[no-untyped-call]


async def _open(client: SocketModeClient) -> None:
    async with asyncio.timeout(OPENED_WITHIN):
        await client.connect_to_new_endpoint()
    if not await client.is_connected():
        raise Uncertain(NO_LINE)


class _Handler(AsyncSocketModeHandler):
    """Bolt's, on a client that waits for nothing by itself. slack_sdk cuts a line whatever is going on on it, so
    what is in hand is known here."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient) -> None:
        self.app = app
        self.app_token = app_token
        self.client = _Client(app_token, app.logger, client, ping_interval=PING_EVERY)
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]
        self._in_hand: set[asyncio.Future[None]] = set()
        self._closing = False

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        if self._closing:
            return
        done = asyncio.get_running_loop().create_future()
        self._in_hand.add(done)
        try:
            await super().handle(client, req)
        finally:
            self._in_hand.discard(done)
            done.set_result(None)

    async def finish(self, seconds: float) -> None:
        self._closing = True
        if self._in_hand:
            await asyncio.wait(self._in_hand, timeout=seconds)


class _Client(SocketModeClient):
    async def issue_new_wss_url(self) -> str:
        """SlackApiError also for too many requests, which slack_sdk would wait out in silence."""
        opened = await self.web_client.apps_connections_open(app_token=self.app_token)
        return str(opened["url"])


class HttpLine:
    """Slack comes to us; nobody can tell from here whether it reaches us, so being open counts."""

    def __init__(self, receiver: Receiver) -> None:
        self._receiver = receiver

    def mount(self, app: web.Application) -> None:
        self._receiver.mount(app)

    def close(self) -> None:
        """Slack is told to come again later."""
        self._receiver.close()

    async def hold(self, app: AsyncApp, presence: Presence) -> None:
        self._receiver.open()
        try:
            await presence.up()
            await asyncio.Event().wait()
        finally:
            self._receiver.close()
            await presence.down()
