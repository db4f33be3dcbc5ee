"""Many workspaces: each installs the app over OAuth, and Slack sends what people do there to PUBLIC_URL."""

import asyncio
from typing import Final

import structlog
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from adapters.slack.installs import ManyWorkspaces
from adapters.slack.lines import HttpLine
from adapters.slack.mentions import Mentions
from adapters.slack.missed import catch_up
from adapters.slack.oauth import OAuth
from adapters.slack.platform import FINISHED_WITHIN, Core, Session, SlackPlatform
from adapters.slack.receiver import Receiver
from adapters.slack.tokens import OAuthApp
from bot.errors import DailydrillError
from bot.service.presence import Presence
from bot.service.tools import Tools

log = structlog.get_logger()

LOOK_EVERY: Final = 24 * 3600.0
"""Seconds between two looks at whether each workspace still has the app."""

UNSEEN: Final = "the workspaces could not be looked through"


class InstallingLine(HttpLine):
    """What comes from Slack, and who comes to install."""

    def __init__(
        self, receiver: Receiver, oauth: OAuth, workspaces: ManyWorkspaces, session: Session, tools: Tools
    ) -> None:
        super().__init__(receiver)
        self._oauth = oauth
        self._workspaces = workspaces
        self._session = session
        self._tools = tools

    def mount(self, app: web.Application) -> None:
        super().mount(app)
        self._oauth.mount(app)

    async def hold(self, app: AsyncApp, presence: Presence) -> None:
        self._workspaces.use(self._session.shared())
        looking = asyncio.create_task(self._look_around())
        try:
            await super().hold(app, presence)
        finally:
            looking.cancel()
            await asyncio.wait([looking])

    async def _look_around(self) -> None:
        while True:
            try:
                await catch_up(self._tools, self._workspaces)
            except DailydrillError as error:
                log.error(UNSEEN, reason=str(error))
            except Exception:
                log.exception(UNSEEN)
            await asyncio.sleep(LOOK_EVERY)


class InstallingPlatform(SlackPlatform):
    def __init__(
        self, core: Core, session: Session, workspaces: ManyWorkspaces, oauth: OAuth, signing_secret: str
    ) -> None:
        self._many = workspaces
        self._oauth = oauth

        def line(app: AsyncApp) -> InstallingLine:
            receiver = Receiver(app, signing_secret, core.tools.clock)
            return InstallingLine(receiver, oauth, workspaces, session, core.tools)

        super().__init__(core, session, workspaces, line)

    async def close(self) -> None:
        await super().close()
        await self._oauth.finish(FINISHED_WITHIN)
        await self._many.finish(FINISHED_WITHIN)


def over_oauth(core: Core, app: OAuthApp, signing_secret: str, public_url: str) -> SlackPlatform:
    """``public_url`` ends without a slash. The store has to be opened with a Sealer."""
    tools, session = core.tools, Session()
    workspaces = ManyWorkspaces(tools.store.installations, app, tools.clock)
    oauth = OAuth(app, public_url, tools, workspaces, Mentions(core.prefix))
    return InstallingPlatform(core, session, workspaces, oauth, signing_secret)
