"""Bolt's listeners: few, the hot one first, with one dispatcher each; and one at the end that acknowledges
whatever nobody else takes, as Slack shows an error for what stays unacknowledged.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncApp

from adapters.slack.commands import typed
from adapters.slack.forms import values_of
from adapters.slack.home import HOME, HomeTab
from adapters.slack.people import acting, from_payload, with_channel_names
from adapters.slack.replies import Replies, Way
from adapters.slack.workspaces import Workspace, Workspaces
from bot.intents.base import Reply
from bot.intents.trouble import Sorry
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
        home: HomeTab,
        clock: Clock,
        prefix: str,
    ) -> None:
        self._desk = desk
        self._workspaces = workspaces
        self._replies = replies
        self._home = home
        self._clock = clock
        self._prefix = prefix

    def listen(self, app: AsyncApp) -> None:
        app.action(OURS)(self.press)
        app.command(ANYTHING)(self.command)
        app.view(OURS)(self.submit)

    def listen_to_the_rest(self, app: AsyncApp) -> None:
        """After everything else that listens."""
        for kind in (app.action, app.shortcut, app.view, app.view_closed, app.options):
            kind(ANYTHING)(_acknowledged)
        app.event(ANYTHING)(_heard)

    async def press(self, ack: Any, body: Any, context: Any) -> None:
        workspace = await self._workspaces.of(context.team_id or "")
        if workspace is None:
            await ack()
            return
        pressed = body["actions"][0]
        action = pressed["action_id"]
        who = await acting(
            from_payload(body, workspace), workspace, self._clock, quick=action.startswith(HOT)
        )
        work = self._desk.press(who, action, _at(pressed.get("action_ts")))
        if (body.get("view") or {}).get("type") == HOME:
            work = self._home.acted(workspace, who, body, work)
        await self._replies.answer(ack, _way_of_press(workspace, body), work)

    async def command(self, ack: Any, body: Any, context: Any) -> None:
        workspace = await self._workspaces.of(context.team_id or "")
        if workspace is None:
            await ack()
            return
        who = await acting(from_payload(body, workspace), workspace, self._clock)
        text = typed(body.get("command", ""), body.get("text", ""), self._prefix)
        way = Way(
            workspace,
            body["user_id"],
            body.get("channel_id", ""),
            body.get("response_url", ""),
            body.get("trigger_id", ""),
            context=_context(
                body.get("channel_id", ""), body.get("channel_name", ""), body.get("response_url", "")
            ),
        )
        await self._replies.answer(ack, way, self._desk.command(who, text))

    async def submit(self, ack: Any, body: Any, context: Any) -> None:
        """What is wrong with a form is told in the form, which stays open with all that was typed."""
        workspace = await self._workspaces.of(context.team_id or "")
        if workspace is None:
            await ack()
            return
        view, kept = body["view"], _kept(body["view"])
        actor = from_payload({**body, "channel": {"id": kept["channel"], "name": kept["name"]}}, workspace)
        who = await acting(actor, workspace, self._clock)
        values = await with_channel_names(workspace, values_of(view.get("state", {})))
        reply = await self._desk.submit(who, view["callback_id"], values)
        if isinstance(reply.intent, Sorry) and view.get("blocks"):
            await ack(response_action="errors", errors={view["blocks"][0]["block_id"]: _bare(reply.intent)})
            return
        way = Way(workspace, actor.user, kept["channel"], kept["url"], own=kept["own"])

        async def done() -> Reply:
            return reply

        await self._replies.answer(ack, way, done())


async def _acknowledged(ack: Any) -> None:
    await ack()


async def _heard(event: Any) -> None:
    """Events are acknowledged by Bolt; those nobody listens to are not ours."""


def _bare(sorry: Sorry) -> str:
    return sorry.sentence.replace("`", "")


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
        _context(channel, name, url, own),
    )


def _context(channel: str, name: str, url: str, own: bool = False) -> str:
    """Where a form was opened: it comes back without any of this."""
    return json.dumps({"channel": channel, "name": name, "url": url, "own": own})


def _kept(view: Any) -> dict[str, Any]:
    empty = {"channel": "", "name": "", "url": "", "own": False}
    try:
        kept: dict[str, Any] = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return empty
    return empty | kept


def _at(stamp: str | None) -> datetime | None:
    """Slack's own time of a click, in seconds since 1970."""
    return datetime.fromtimestamp(float(stamp), UTC) if stamp else None
