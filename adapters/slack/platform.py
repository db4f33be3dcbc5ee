"""Slack as ``run`` serves it: Bolt, its line to Slack, the poster, and what begins and ends with the connection."""

import asyncio
import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import ClientSession, ClientTimeout, web
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.events import Events
from adapters.slack.home import HomeTab
from adapters.slack.inspection import REFUSED
from adapters.slack.judging import REVOKED, judged, word_of
from adapters.slack.lines import HttpLine, Line, Pause, SocketLine
from adapters.slack.listeners import Listeners
from adapters.slack.mentions import Mentions
from adapters.slack.names import Names
from adapters.slack.people import PLATFORM
from adapters.slack.poster import SlackPoster
from adapters.slack.receiver import Receiver
from adapters.slack.replies import Replies
from adapters.slack.submissions import Submissions
from adapters.slack.workspaces import OneWorkspace, Workspaces
from bot.errors import SettingsError
from bot.service import departure
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.tools import PlatformDefaults, Tools

DEFAULTS: Final = PlatformDefaults(
    reveal_next_day=False, names=False, boards=False, reactions=False, asks_by_form=True
)
ACKNOWLEDGED_WITHIN: Final = 3.0
FINISHED_WITHIN: Final = 10.0
"""Seconds that replies in hand get when the program ends."""

SEND_TIMEOUT: Final = 25
NOT_INSTALLED: Final = (
    "Dailydrill is not installed here any more. Whoever runs it has the link to install it."
)


@dataclass(frozen=True, slots=True)
class Core:
    """What every way of being on Slack needs. ``prefix`` stands before the commands' names."""

    api_url: str
    prefix: str
    desk: Desk
    tools: Tools
    presence: Presence


class Session:
    """The one HTTP session that everything goes through, while the platform serves."""

    def __init__(self) -> None:
        self._session: ClientSession | None = None
        self._clients: list[AsyncWebClient] = []

    def client(self, api_url: str, token: str | None = None) -> AsyncWebClient:
        """It repeats nothing by itself: a post that broke off may have arrived."""
        made = AsyncWebClient(token=token, base_url=f"{api_url}/", timeout=SEND_TIMEOUT, retry_handlers=[])
        made.session = self._session
        self._clients.append(made)
        return made

    def shared(self) -> ClientSession:
        assert self._session is not None
        return self._session

    async def __aenter__(self) -> "Session":
        self._session = ClientSession(timeout=ClientTimeout(total=SEND_TIMEOUT))
        self._hand_on(self._session)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._hand_on(None)
        await self.shared().close()

    def _hand_on(self, session: ClientSession | None) -> None:
        for client in self._clients:
            client.session = session


class SlackPlatform:
    """``line`` is made of the app that gets what comes over it."""

    name = PLATFORM
    defaults = DEFAULTS

    def __init__(
        self, core: Core, session: Session, workspaces: Workspaces, line: Callable[[AsyncApp], Line]
    ) -> None:
        mentions = Mentions(core.prefix)
        self._core = core
        self._session = session
        self._workspaces = workspaces
        self._replies = Replies(mentions, session.shared)
        self._app = bolt(workspaces, session.client(core.api_url))
        self._line = line(self._app)
        self.poster = SlackPoster(workspaces, mentions, core.tools.clock)
        home = HomeTab(core.desk, mentions)
        clock = core.tools.clock
        forms = Submissions(core.desk, workspaces, self._replies, mentions, clock)
        self._names = Names(core.tools)
        listeners = Listeners(
            core.desk, workspaces, self._replies, forms, home, self._names, clock, core.prefix
        )
        listeners.listen(self._app)
        self._events = Events(core.desk, core.tools, workspaces, home)
        self._events.listen(self._app)
        listeners.listen_to_the_rest(self._app)

    async def serve(self) -> None:
        """Connect, and stay connected until cancelled. SettingsError when a token is refused."""
        with judged():
            await self._served()

    async def _served(self) -> None:
        async with self._session:
            await self._introduce()
            await self._line.hold(self._app, self._core.presence)

    async def close(self) -> None:
        if isinstance(self._line, HttpLine):
            self._line.close()
        elif isinstance(self._line, SocketLine):
            await self._line.finish(ACKNOWLEDGED_WITHIN)
        await self._names.close()
        await self._replies.finish(FINISHED_WITHIN)
        await self._events.finish(FINISHED_WITHIN)

    def mount(self, app: web.Application) -> None:
        """The addresses Slack comes to, if it comes to any."""
        if isinstance(self._line, HttpLine):
            self._line.mount(app)

    async def _introduce(self) -> None:
        if not isinstance(self._workspaces, OneWorkspace):
            return
        try:
            known = await self._workspaces.known()
        except SlackApiError as error:
            if word_of(error) in REVOKED:
                raise SettingsError(REFUSED) from None
            raise
        if await self._workspaces.of(known.team) is not None:
            await departure.returned(self._core.tools, PLATFORM, known.team)


def over_socket(core: Core, bot_token: str, app_token: str, pause: Pause = asyncio.sleep) -> SlackPlatform:
    """One workspace, from two tokens, without a public address."""
    session = Session()
    one = OneWorkspace(session.client(core.api_url, bot_token))
    line = SocketLine(app_token, session.client(core.api_url), pause)
    return SlackPlatform(core, session, one, lambda app: line)


def over_http(core: Core, bot_token: str, signing_secret: str) -> SlackPlatform:
    """One workspace, whose app sends its requests to PUBLIC_URL."""
    session = Session()
    one = OneWorkspace(session.client(core.api_url, bot_token))
    clock = core.tools.clock
    return SlackPlatform(core, session, one, lambda app: HttpLine(Receiver(app, signing_secret, clock)))


def bolt(workspaces: Workspaces, client: AsyncWebClient) -> AsyncApp:
    """Acknowledgements go out when the listener returns: Bolt's other way polls for them. Signatures are
    checked before anything comes here."""

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

    with _own_settings_only():
        return AsyncApp(
            logger=logging.getLogger("slack_bolt"),
            client=client,
            authorize=authorize,
            process_before_response=True,
            request_verification_enabled=False,
            user_facing_authorize_error_message=NOT_INSTALLED,
        )


@contextmanager
def _own_settings_only() -> Iterator[None]:
    """Bolt looks into the environment itself: with SLACK_CLIENT_ID there it would take tokens from files in the
    home folder, which a container may not even have."""
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)
