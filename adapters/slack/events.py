"""What happens in a workspace without anybody asking for something: reactions, the home tab, being removed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from slack_bolt.async_app import AsyncApp

from adapters.slack.home import HOME, HomeTab
from adapters.slack.people import PLATFORM, Actor, acting, reacting
from adapters.slack.poster import LETTERS
from adapters.slack.workspaces import Workspace, Workspaces
from bot.errors import DailydrillError
from bot.service import departure
from bot.service.desk import Desk
from bot.service.greeting import greet_once
from bot.service.tools import Tools

log = structlog.get_logger()

TOLD: Final = "event_time"
"""When it happened by Slack's word, in whole seconds; Slack puts it beside the event."""

LOOK_AGAIN: Final = 60.0
"""Seconds after a removal in which whatever was in hand there has ended."""


class Events:
    """Each event is handled once, however often Slack delivers it."""

    def __init__(self, desk: Desk, tools: Tools, workspaces: Workspaces, home: HomeTab) -> None:
        self._desk = desk
        self._tools = tools
        self._workspaces = workspaces
        self._home = home
        self._looking: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()

    def listen(self, app: AsyncApp) -> None:
        app.event("reaction_added")(self._once(self.reacted))
        app.event("reaction_removed")(self._once(self.unreacted))
        app.event("app_home_opened")(self._once(self.home_opened))
        app.event("member_joined_channel")(self._once(self.joined))
        app.event("app_uninstalled")(self._once(self.removed))
        app.event("tokens_revoked")(self._once(self.revoked))

    def _once(self, handle: Callable[[Workspace | None, Any, str], Awaitable[None]]) -> Any:
        async def listener(body: Any, event: Any, context: Any) -> None:
            team, event_id = context.team_id or "", str(body.get("event_id", ""))
            now, seen = self._tools.clock.now(), self._tools.store.seen_events
            if event_id and not await seen.first_time(PLATFORM, event_id, now):
                return
            told = {**event, TOLD: body.get("event_time") or int(now.timestamp())}
            try:
                await handle(await self._workspaces.of(team), told, team)
            except BaseException:
                await seen.give_back(PLATFORM, event_id)  # Slack will bring it again
                raise

        return listener

    async def reacted(self, workspace: Workspace | None, event: Any, team: str) -> None:
        await self._react(workspace, event, on=True)

    async def unreacted(self, workspace: Workspace | None, event: Any, team: str) -> None:
        await self._react(workspace, event, on=False)

    async def _react(self, workspace: Workspace | None, event: Any, *, on: bool) -> None:
        item, symbol = event.get("item") or {}, LETTERS.get(event.get("reaction", ""))
        if workspace is None or symbol is None or item.get("type") != "message":
            return
        if event.get("item_user") not in (workspace.bot_user, None):
            return
        clock = self._tools.clock
        actor = await reacting(workspace, self._workspaces, event["user"], clock, item["channel"])
        if actor is None:
            return
        who = await acting(actor, workspace, self._workspaces, clock, quick=True)
        at = datetime.fromtimestamp(float(event["event_ts"]), UTC)
        await self._desk.react(who, item["ts"], symbol, on, at)

    async def home_opened(self, workspace: Workspace | None, event: Any, team: str) -> None:
        if workspace is None or event.get("tab") != HOME:
            return
        actor = Actor(event["user"], "", workspace.team, workspace.enterprise)
        await self._home.open(
            workspace, await acting(actor, workspace, self._workspaces, self._tools.clock), event["user"]
        )

    async def joined(self, workspace: Workspace | None, event: Any, team: str) -> None:
        """Somebody invited the bot; where it came by itself, somebody is setting it up."""
        if workspace is None or event.get("user") != workspace.bot_user:
            return
        if event.get("inviter") in (None, "", workspace.bot_user):
            return
        await greet_once(self._tools, PLATFORM, workspace.team, workspace.name, event["channel"])

    async def removed(self, workspace: Workspace | None, event: Any, team: str) -> None:
        """The tracks stop at once; the data goes when the grace is over."""
        at = datetime.fromtimestamp(event[TOLD] + 1, UTC)  # the end of that second
        if await self._workspaces.forget(team, at):
            await departure.left(self._tools, PLATFORM, team)
            task = asyncio.create_task(self._look_again(team))
            self._looking.add(task)
            task.add_done_callback(self._looking.discard)

    async def revoked(self, workspace: Workspace | None, event: Any, team: str) -> None:
        """Only the bot's own token ends anything."""
        if event.get("tokens", {}).get("bot"):
            await self.removed(workspace, event, team)

    async def finish(self, seconds: float) -> None:
        self._ending.set()
        if self._looking:
            await asyncio.wait(self._looking, timeout=seconds)

    async def _look_again(self, team: str) -> None:
        """Whoever acts in a group brings it back: so did an act that was in hand when it was removed."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_AGAIN):
                await self._ending.wait()
        try:
            if await self._workspaces.of(team) is None:
                await departure.left(self._tools, PLATFORM, team)
        except DailydrillError as error:
            log.error("nobody looked again at a workspace that was left", workspace=team, reason=str(error))
