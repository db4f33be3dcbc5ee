"""Many workspaces, each with the token that its installation brought: kept, renewed, and let go."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import aiohttp
import structlog
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.judging import word_of
from adapters.slack.people import PLATFORM
from adapters.slack.tokens import TIMEOUT, OAuthApp, RenewingClient, renewed
from adapters.slack.workspaces import Workspace
from bot.ports.clock import Clock
from bot.ports.installations import Installation, Installations

log = structlog.get_logger()

KEPT: Final = timedelta(minutes=1)
"""Then the row is read again: another process may have renewed the token, or let go of the workspace."""

SOON: Final = timedelta(hours=2)
PATIENCE: Final = 2.0
"""Seconds that somebody waits for a token to be renewed whose old one is still good."""

BROKEN_LINE: Final = (TimeoutError, aiohttp.ClientError, OSError, SlackClientError)
NOT_RENEWED: Final = "a workspace's token could not be renewed"


@dataclass(slots=True)
class _Kept:
    workspace: Workspace
    until: datetime


class ManyWorkspaces:
    """Implements ``Workspaces``."""

    def __init__(self, installations: Installations, app: OAuthApp, clock: Clock) -> None:
        self._installations = installations
        self._app = app
        self._clock = clock
        self.session: ClientSession | None = None
        self._kept: dict[str, _Kept] = {}
        self._renewing: dict[str, asyncio.Task[Installation | None]] = {}

    def use(self, session: ClientSession) -> None:
        """The one HTTP session that everything goes through from now on."""
        self.session = session
        for kept in self._kept.values():
            kept.workspace.client.session = session

    async def of(self, team: str) -> Workspace | None:
        kept = self._kept.get(team)
        if kept is not None and self._clock.now() < kept.until:
            return kept.workspace
        found = await self._installations.find(PLATFORM, team)
        if found is not None and self._ends_soon(found):
            found = await self._fresh(found)
        return self._keep(team, found)

    async def forget(self, team: str, at: datetime) -> bool:
        """It was removed at that time; False where it has been installed since."""
        self.evict(team)
        return await self._installations.remove(PLATFORM, team, at, self._clock.now())

    def evict(self, team: str) -> None:
        """What is known of it has changed: it is read anew."""
        self._kept.pop(team, None)

    async def finish(self, seconds: float) -> None:
        """A token under way is waited for: the old one cannot be used for another."""
        if self._renewing:
            await asyncio.wait(self._renewing.values(), timeout=seconds)

    def _keep(self, team: str, found: Installation | None) -> Workspace | None:
        if found is None:
            self.evict(team)
            return None
        kept = self._kept.get(team)
        workspace = _brought_up(kept.workspace, found) if kept is not None else self._made(found)
        self._kept[team] = _Kept(workspace, self._clock.now() + KEPT)
        return workspace

    def _made(self, found: Installation) -> Workspace:
        client = RenewingClient(
            partial(self._another, found.team),
            token=found.token,
            base_url=f"{self._app.api_url}/",
            timeout=TIMEOUT,
            session=self.session,
            retry_handlers=[],
        )
        return Workspace(
            found.team,
            found.name,
            found.enterprise,
            found.bot_user,
            found.bot,
            client,
            found.installer,
            found.scopes,
        )

    def _ends_soon(self, found: Installation) -> bool:
        end = _end(found)
        return end is not None and end - self._clock.now() <= SOON

    async def _another(self, team: str, used: str) -> str | None:
        """Slack says that this token is over; None where there is no other one."""
        found = await self._installations.find(PLATFORM, team)
        if found is not None and found.token == used and _end(found) is not None:
            found = await self._fresh(found)
        self._keep(team, found)
        return found.token if found is not None and found.token != used else None

    async def _fresh(self, found: Installation) -> Installation | None:
        """The renewal goes on whoever stops waiting: to break it off would lose both tokens."""
        task = self._renewing.get(found.team)
        if task is None:
            task = self._renewing[found.team] = asyncio.create_task(self._renew(found))
            task.add_done_callback(partial(self._done, found.team))
        end = _end(found)
        over = end is not None and end <= self._clock.now()
        done, _ = await asyncio.wait({task}, timeout=None if over else PATIENCE)
        return task.result() if done else found

    def _done(self, team: str, task: "asyncio.Task[Installation | None]") -> None:
        """Told here as well: whoever waited may be gone."""
        self._renewing.pop(team, None)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error(NOT_RENEWED, workspace=team, reason=str(error))

    async def _renew(self, found: Installation) -> Installation | None:
        """As it is afterwards, whoever has changed it; None where it was removed."""
        current = await self._installations.find(PLATFORM, found.team)
        if current is None or current.token != found.token:
            return current  # another renewal ended after this row was read
        try:
            fresh = await renewed(self._app, self.session, found, self._clock.now())
        except SlackApiError as error:
            log.error(NOT_RENEWED, workspace=found.team, reason=word_of(error))
        except BROKEN_LINE as error:
            log.warning(NOT_RENEWED, workspace=found.team, reason=type(error).__name__)
        else:
            end = _end(found)
            if end is not None and await self._installations.renew(fresh, end):
                return fresh
        return await self._installations.find(PLATFORM, found.team)


def _end(found: Installation) -> datetime | None:
    """When its token ends; None where it never does, or cannot be renewed."""
    return found.expires_at if found.refresh_token is not None else None


def _brought_up(workspace: Workspace, found: Installation) -> Workspace:
    """Whoever holds it goes on with the new token, and its people are still known."""
    workspace.client.token = found.token
    workspace.name, workspace.enterprise = found.name, found.enterprise
    workspace.bot_user, workspace.bot = found.bot_user, found.bot
    workspace.installer, workspace.scopes = found.installer, found.scopes
    return workspace
