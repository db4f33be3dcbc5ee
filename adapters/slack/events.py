"""What happens in a workspace without anybody asking for something: reactions, the home tab, being removed."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from adapters.slack.home import HOME, HomeTab
from adapters.slack.people import PLATFORM, Actor, acting
from adapters.slack.poster import LETTERS
from adapters.slack.workspaces import Workspace, Workspaces
from bot.service import departure
from bot.service.desk import Desk
from bot.service.tools import Tools

TOLD: Final = "event_time"
"""When it happened by Slack's word, in whole seconds; Slack puts it beside the event."""


class Events:
    """Each event is handled once, however often Slack delivers it."""

    def __init__(self, desk: Desk, tools: Tools, workspaces: Workspaces, home: HomeTab) -> None:
        self._desk = desk
        self._tools = tools
        self._workspaces = workspaces
        self._home = home

    def listen(self, app: AsyncApp) -> None:
        app.event("reaction_added")(self._once(self.reacted))
        app.event("reaction_removed")(self._once(self.unreacted))
        app.event("app_home_opened")(self._once(self.home_opened))
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
        actor = Actor(event["user"], "", workspace.team, workspace.enterprise, item["channel"])
        who = await acting(actor, workspace, self._tools.clock, quick=True)
        at = datetime.fromtimestamp(float(event["event_ts"]), UTC)
        await self._desk.react(who, item["ts"], symbol, on, at)

    async def home_opened(self, workspace: Workspace | None, event: Any, team: str) -> None:
        if workspace is None or event.get("tab") != HOME:
            return
        actor = Actor(event["user"], "", workspace.team, workspace.enterprise)
        await self._home.open(workspace, await acting(actor, workspace, self._tools.clock), event["user"])

    async def removed(self, workspace: Workspace | None, event: Any, team: str) -> None:
        """The tracks stop at once; the data goes when the grace is over."""
        at = datetime.fromtimestamp(event[TOLD] + 1, UTC)  # the end of that second
        if await self._workspaces.forget(team, at):
            await departure.left(self._tools, PLATFORM, team)

    async def revoked(self, workspace: Workspace | None, event: Any, team: str) -> None:
        """Only the bot's own token ends anything."""
        if event.get("tokens", {}).get("bot"):
            await self.removed(workspace, event, team)
