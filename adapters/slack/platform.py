"""Slack as ``run`` serves it: Bolt, its line to Slack, the poster, and what begins and ends with the connection."""

import asyncio
import logging
from typing import Any, Final

import structlog
from aiohttp import ClientSession, ClientTimeout
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.events import Events, Home
from adapters.slack.judging import REVOKED, word_of
from adapters.slack.listeners import Listeners
from adapters.slack.mentions import Mentions
from adapters.slack.people import PLATFORM
from adapters.slack.poster import SlackPoster
from adapters.slack.replies import Replies
from adapters.slack.workspaces import OneWorkspace, Workspaces
from bot.errors import SettingsError
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.tools import PlatformDefaults, Tools

log = structlog.get_logger()

DEFAULTS: Final = PlatformDefaults(
    reveal_next_day=False, names=False, boards=False, reactions=False, asks_by_form=True
)
FINISHED_WITHIN: Final = 10.0
"""Seconds that replies in hand get when the program ends."""

SEND_TIMEOUT: Final = 25
LOOK_EVERY: Final = 5.0
"""Seconds between two looks at whether the line is there."""

REFUSED: Final = "Slack does not accept SLACK_BOT_TOKEN: install the app again and take its bot token."
REFUSED_APP: Final = "Slack does not accept SLACK_APP_TOKEN: take an app-level token with connections:write from the app's page."


class SlackPlatform:
    """One workspace over Socket Mode, from two tokens."""

    name = PLATFORM
    defaults = DEFAULTS

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        api_url: str,
        prefix: str,
        desk: Desk,
        tools: Tools,
        presence: Presence,
        home: Home,
    ) -> None:
        self._app_token = app_token
        self._presence = presence
        self._session: ClientSession | None = None
        self._client = AsyncWebClient(
            token=bot_token, base_url=f"{api_url}/", timeout=SEND_TIMEOUT, retry_handlers=[]
        )
        self._one = OneWorkspace(self._client)
        mentions = Mentions(prefix)
        self.poster = SlackPoster(self._one, mentions, tools.clock)
        self._replies = Replies(mentions, self._shared)
        self._app = bolt(self._one, AsyncWebClient(base_url=f"{api_url}/", retry_handlers=[]))
        listeners = Listeners(desk, self._one, self._replies, tools.clock, prefix)
        listeners.listen(self._app)
        Events(desk, tools, self._one, home).listen(self._app)
        listeners.listen_to_the_rest(self._app)

    async def serve(self) -> None:
        """Connect, and stay connected until cancelled. SettingsError when a token is refused."""
        async with ClientSession(timeout=ClientTimeout(total=SEND_TIMEOUT)) as session:
            self._session = self._client.session = session
            await self._introduce()
            await self._connected()

    async def close(self) -> None:
        await self._replies.finish(FINISHED_WITHIN)

    async def _introduce(self) -> None:
        try:
            await self._one.known()
        except SlackApiError as error:
            if word_of(error) in REVOKED:
                raise SettingsError(REFUSED) from None
            raise

    async def _connected(self) -> None:
        handler = AsyncSocketModeHandler(self._app, self._app_token)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call]
            await self._watch(handler)
        except SlackApiError as error:
            if word_of(error) in REVOKED:
                raise SettingsError(REFUSED_APP) from None
            raise
        finally:
            await self._presence.down()
            await handler.close_async()  # type: ignore[no-untyped-call]

    async def _watch(self, handler: AsyncSocketModeHandler) -> None:
        """slack_sdk connects anew by itself; whether somebody listens is told as rows."""
        while True:
            connected = await handler.client.is_connected()
            await (self._presence.up() if connected else self._presence.down())
            await asyncio.sleep(LOOK_EVERY)

    def _shared(self) -> ClientSession:
        assert self._session is not None
        return self._session


def bolt(workspaces: Workspaces, client: AsyncWebClient, signing_secret: str | None = None) -> AsyncApp:
    """Acknowledgements go out when the listener returns: Bolt's other way polls for them."""

    async def authorize(team_id: str | None, enterprise_id: str | None) -> Any:
        """None where it is not installed (any more), which Bolt says to the person."""
        found = await workspaces.of(team_id or "")
        if found is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=found.team,
            bot_user_id=found.bot_user,
            bot_id=found.bot,
            bot_token=found.client.token,
        )

    return AsyncApp(
        logger=logging.getLogger("slack_bolt"),
        client=client,
        authorize=authorize,
        signing_secret=signing_secret,
        process_before_response=True,
        request_verification_enabled=signing_secret is not None,
    )
