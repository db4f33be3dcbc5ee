"""Installing the app in a workspace: to Slack's page of consent, and back with a code that gives the token."""

import asyncio
import hmac
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import structlog
from aiohttp import web
from slack_sdk.errors import SlackApiError

from adapters.slack import pages
from adapters.slack.installs import BROKEN_LINE, ManyWorkspaces
from adapters.slack.judging import word_of
from adapters.slack.manifest import REDIRECT_PATH
from adapters.slack.mentions import Mentions
from adapters.slack.people import PLATFORM
from adapters.slack.scopes import OPTIONAL, REQUIRED
from adapters.slack.tokens import OAuthApp, exchanged
from bot.errors import UsageError
from bot.ports.installations import Installation
from bot.service.departure import returned
from bot.service.greeting import greet_once
from bot.service.tools import Tools

log = structlog.get_logger()

INSTALL_PATH: Final = "/slack/install"
COOKIE: Final = "dailydrill_install"
LIFE: Final = timedelta(minutes=10)
STATE_BYTES: Final = 32

STALE: Final = "This page was open for too long, or it was begun in another browser. Nothing was changed."
UNCONFIRMED: Final = "Slack did not confirm it. Nothing was changed."
NO_LINE: Final = "Slack could not be reached. Nothing was changed; try it again in a minute."


class OAuth:
    def __init__(
        self,
        app: OAuthApp,
        public_url: str,
        tools: Tools,
        workspaces: ManyWorkspaces,
        mentions: Mentions,
    ) -> None:
        self._app = app
        self._redirect = f"{public_url}{REDIRECT_PATH}"
        self._tools = tools
        self._workspaces = workspaces
        self._mentions = mentions
        self._greeting: set[asyncio.Task[None]] = set()

    def mount(self, app: web.Application) -> None:
        app.router.add_get(INSTALL_PATH, self.begin, allow_head=False)
        app.router.add_get(REDIRECT_PATH, self.back, allow_head=False)

    async def finish(self, seconds: float) -> None:
        if self._greeting:
            await asyncio.wait(self._greeting, timeout=seconds)

    async def begin(self, request: web.Request) -> web.Response:
        state, now = urlsafe_b64encode(self._tools.token(STATE_BYTES)).decode(), self._tools.clock.now()
        await self._tools.store.oauth_states.issue(state, now + LIFE, now)
        response = web.Response(status=302, headers={**pages.SAFE, "Location": self._consent(state)})
        response.set_cookie(COOKIE, state, max_age=int(LIFE.total_seconds()), **self._cookie())
        return response

    async def back(self, request: web.Request) -> web.Response:
        response = await self._answer(request)
        response.del_cookie(COOKIE, **self._cookie())
        return response

    async def _answer(self, request: web.Request) -> web.Response:
        if "error" in request.query:
            return pages.cancelled()
        if not await self._began_here(request):
            return pages.failed(STALE)
        try:
            return await self._installed(request.query.get("code", ""))
        except UsageError as error:
            return pages.failed(str(error))
        except SlackApiError as error:
            log.warning("Slack refused an installation", reason=word_of(error))
            return pages.failed(UNCONFIRMED)
        except BROKEN_LINE as error:
            log.warning("an installation broke off", reason=type(error).__name__)
            return pages.failed(NO_LINE, 502)

    async def _began_here(self, request: web.Request) -> bool:
        """In this browser, so that nobody is led to install it for somebody else; and not used before."""
        state, kept = (
            where.get(name, "").encode("utf-8", "surrogatepass")
            for where, name in ((request.query, "state"), (request.cookies, COOKIE))
        )
        if not state or not hmac.compare_digest(state, kept):
            return False
        return await self._tools.store.oauth_states.consume(request.query["state"], self._tools.clock.now())

    async def _installed(self, code: str) -> web.Response:
        now = self._tools.clock.now()
        made = await exchanged(self._app, self._workspaces.session, code, self._redirect, now)
        lacks = sorted(set(REQUIRED) - made.scopes)
        if lacks:
            log.warning("a workspace did not grant what is needed", workspace=made.team, scopes=lacks)
        is_new = await self._tools.store.installations.save(made)
        self._workspaces.evict(made.team)
        if await returned(self._tools, PLATFORM, made.team):
            return pages.returned(made.name, made.team, made.app, self._mentions.typed("daily resume"))
        if not is_new:
            return pages.renewed(made.name, made.team, made.app)
        self._greet(made)
        return pages.installed(made.name, made.team, made.app, self._mentions.typed("daily setup"))

    def _greet(self, made: Installation) -> None:
        """In their messages; the page does not wait for it."""
        if made.installer:
            work = greet_once(self._tools, PLATFORM, made.team, made.name, made.installer)
            task = asyncio.create_task(work)
            self._greeting.add(task)
            task.add_done_callback(self._greeting.discard)

    def _consent(self, state: str) -> str:
        """Slack's page stands beside its API, on whichever Slack that is."""
        asked = {
            "client_id": self._app.client_id,
            "scope": ",".join([*REQUIRED, *OPTIONAL]),
            "redirect_uri": self._redirect,
            "state": state,
        }
        return f"{self._app.api_url.removesuffix('/api')}/oauth/v2/authorize?{urlencode(asked)}"

    def _cookie(self) -> dict[str, Any]:
        """Sent along when Slack sends the person back, and to no script."""
        address = urlsplit(self._redirect)
        return {
            "path": address.path,
            "httponly": True,
            "samesite": "Lax",
            "secure": address.scheme == "https",
        }
