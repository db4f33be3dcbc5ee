"""The line over which Slack tells what people do: Socket Mode, or HTTP."""

import asyncio
from typing import Final, Protocol

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.inspection import REFUSED_APP
from adapters.slack.judging import REVOKED, word_of
from adapters.slack.receiver import Receiver
from bot.errors import SettingsError
from bot.service.presence import Presence

LOOK_EVERY: Final = 5.0
"""Seconds between two looks at whether the line is there."""


class Line(Protocol):
    async def hold(self, app: AsyncApp, presence: Presence) -> None:
        """Until cancelled. SettingsError when Slack refuses it for good."""
        ...


class SocketLine:
    """slack_sdk connects anew by itself; whether somebody listens is told as rows."""

    def __init__(self, app_token: str, client: AsyncWebClient) -> None:
        self._app_token = app_token
        self._client = client

    async def hold(self, app: AsyncApp, presence: Presence) -> None:
        handler = AsyncSocketModeHandler(app, self._app_token, web_client=self._client)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            while True:
                connected = await handler.client.is_connected()
                await (presence.up() if connected else presence.down())
                await asyncio.sleep(LOOK_EVERY)
        except SlackApiError as error:
            if word_of(error) in REVOKED:
                raise SettingsError(REFUSED_APP) from None
            raise
        finally:
            await presence.down()
            await handler.close_async()  # type: ignore[no-untyped-call]


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
