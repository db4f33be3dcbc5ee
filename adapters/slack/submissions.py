"""A form that was sent: taken, or kept open with what is wrong at its fields. All it needs came with it, so it is
good after a restart too.
"""

import asyncio
import json
from typing import Any, Final

from adapters.slack.forms import faults_of, values_of
from adapters.slack.mentions import Mentions
from adapters.slack.people import acting, from_payload, with_channel_names
from adapters.slack.replies import ACK_AFTER, Replies, Way
from adapters.slack.workspaces import Workspace, Workspaces
from bot.intents.base import Reply
from bot.ports.clock import Clock
from bot.service.desk import Desk

NOWHERE: Final[dict[str, Any]] = {"channel": "", "name": "", "url": "", "own": False}


class Submissions:
    def __init__(
        self, desk: Desk, workspaces: Workspaces, replies: Replies, mentions: Mentions, clock: Clock
    ) -> None:
        self._desk = desk
        self._workspaces = workspaces
        self._replies = replies
        self._mentions = mentions
        self._clock = clock

    async def take(self, ack: Any, body: Any, context: Any) -> None:
        """What is done too late for a word in the form is told like any other answer."""
        workspace = await self._workspaces.of(context.team_id or "")
        if workspace is None:
            await ack()
            return
        kept = _kept(body["view"])
        work = asyncio.ensure_future(self._done(workspace, body, kept))
        await asyncio.wait({work}, timeout=ACK_AFTER)
        faults = self._faults(work.result(), body["view"]) if work.done() else {}
        if faults:
            await ack(response_action="errors", errors=faults)
            return
        await ack()
        way = Way(
            workspace,
            body["user"]["id"],
            kept["channel"],
            kept["url"],
            body.get("trigger_id", ""),
            kept["own"],
            body["view"].get("private_metadata") or "",
        )
        self._replies.keep(self._replies.show(way, work))

    async def _done(self, workspace: Workspace, body: Any, kept: dict[str, Any]) -> Reply:
        view, channel = body["view"], {"id": kept["channel"], "name": kept["name"]}
        actor = from_payload({**body, "channel": channel}, workspace)
        who = await acting(actor, workspace, self._workspaces, self._clock)
        values = await with_channel_names(workspace, values_of(view.get("state", {})))
        return await self._desk.submit(who, view["callback_id"], values)

    def _faults(self, reply: Reply, view: Any) -> dict[str, str]:
        return faults_of(reply.intent, view.get("blocks") or [], self._mentions.typed)


def context_of(channel: str, name: str, url: str, *, own: bool = False) -> str:
    """Where a form was opened: it comes back without any of this."""
    return json.dumps({"channel": channel, "name": name, "url": url, "own": own})


def _kept(view: Any) -> dict[str, Any]:
    try:
        kept: Any = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return NOWHERE
    return NOWHERE | kept if isinstance(kept, dict) else NOWHERE
