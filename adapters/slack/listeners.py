"""Bolt's listeners: few, the hot one first, with one dispatcher each; and one at the end that acknowledges
whatever nobody else takes, as Slack shows an error for what stays unacknowledged.
"""

import re
from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from adapters.slack.commands import typed, with_accounts
from adapters.slack.home import HOME, HomeTab
from adapters.slack.names import Names
from adapters.slack.once import Once
from adapters.slack.people import acting, from_payload, hosting
from adapters.slack.replies import Replies, Way
from adapters.slack.submissions import Submissions, context_of
from adapters.slack.workspaces import Workspace, Workspaces
from bot.ports.clock import Clock
from bot.service.desk import Desk

OURS: Final = re.compile(r"^v1:")
ANYTHING: Final = re.compile(r".*", re.DOTALL)
HOT: Final = ("v1:answer:",)
"""Nobody is asked for an organiser here, so nobody is looked up before the answer is stored."""


class Listeners:
    def __init__(
        self,
        desk: Desk,
        workspaces: Workspaces,
        replies: Replies,
        submissions: Submissions,
        home: HomeTab,
        names: Names,
        clock: Clock,
        prefix: str,
    ) -> None:
        self._desk = desk
        self._workspaces = workspaces
        self._replies = replies
        self._submissions = submissions
        self._home = home
        self._names = names
        self._clock = clock
        self._prefix = prefix

    def listen(self, app: AsyncApp) -> None:
        once = Once()
        app.action(OURS)(once(self.press))
        app.command(ANYTHING)(once(self.command))
        app.view(OURS)(once(self._submissions.take))

    def listen_to_the_rest(self, app: AsyncApp) -> None:
        """After everything else that listens."""
        for kind in (app.action, app.shortcut, app.view, app.view_closed, app.options):
            kind(ANYTHING)(_acknowledged)
        app.event(ANYTHING)(_heard)

    async def press(self, ack: Any, body: Any, context: Any) -> None:
        workspace = await hosting(self._workspaces, body, context.team_id or "")
        if workspace is None:
            await ack()
            return
        pressed = body["actions"][0]
        action = pressed["action_id"]
        actor, quick = from_payload(body, workspace), action.startswith(HOT)
        who = await acting(actor, workspace, self._workspaces, self._clock, quick=quick)
        work = self._desk.press(who, action, _at(pressed.get("action_ts")))
        if (body.get("view") or {}).get("type") == HOME:
            work = self._home.acted(workspace, who, body, work)
        await self._replies.answer(ack, _way_of_press(workspace, body), work)
        if quick:
            self._names.met(workspace, actor.user, who)

    async def command(self, ack: Any, body: Any, context: Any) -> None:
        workspace = await self._workspaces.of(context.team_id or "")
        if workspace is None:
            await ack()
            return
        who = await acting(from_payload(body, workspace), workspace, self._workspaces, self._clock)
        text = typed(body.get("command", ""), body.get("text", ""), self._prefix)
        text = with_accounts(text, workspace.enterprise or workspace.team)
        way = Way(
            workspace,
            body["user_id"],
            body.get("channel_id", ""),
            body.get("response_url", ""),
            body.get("trigger_id", ""),
            context=context_of(
                body.get("channel_id", ""), body.get("channel_name", ""), body.get("response_url", "")
            ),
        )
        await self._replies.answer(ack, way, self._desk.command(who, text))


async def _acknowledged(ack: Any) -> None:
    await ack()


async def _heard(event: Any) -> None:
    """Events are acknowledged by Bolt; those nobody listens to are not ours."""


def _way_of_press(workspace: Workspace, body: Any) -> Way:
    container = body.get("container") or {}
    channel = (body.get("channel") or {}).get("id", "")
    own = bool(container.get("is_ephemeral")) or channel.startswith("D")
    name = (body.get("channel") or {}).get("name", "")
    url = body.get("response_url", "")
    return Way(
        workspace,
        body["user"]["id"],
        channel,
        url,
        body.get("trigger_id", ""),
        own,
        context_of(channel, name, url, own=own),
    )


def _at(stamp: str | None) -> datetime | None:
    """Slack's own time of a click, in seconds since 1970."""
    return datetime.fromtimestamp(float(stamp), UTC) if stamp else None
