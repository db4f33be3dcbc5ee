"""The home tab: what the core says of a person, published as their view, and brought up to date by what they do
in it. Slack keeps one for each person; nobody else sees it.
"""

from collections.abc import Coroutine
from dataclasses import dataclass, replace
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.judging import judged, word_of
from adapters.slack.mentions import Mentions
from adapters.slack.render import draw
from adapters.slack.workspaces import Workspace
from bot.errors import DeliveryError
from bot.intents.base import How, Intent, Para, Reply, Said, Tone
from bot.intents.done import Done
from bot.intents.home import UNDER_MESSAGES, Home
from bot.service.desk import Desk
from bot.service.tools import Who

log = structlog.get_logger()

HOME: Final = "home"
BLOCKS: Final = 100
SHORT: Final = 3
"""Paragraphs of a reply that may stand at the top of the tab."""

CONFLICT: Final = "hash_conflict"
DIVIDER: Final = {"type": "divider"}


class HomeTab:
    def __init__(self, desk: Desk, mentions: Mentions) -> None:
        self._desk = desk
        self._mentions = mentions

    async def open(self, workspace: Workspace, who: Who, user: str) -> None:
        """Somebody looks at their tab."""
        with judged():
            await self._publish(workspace, user, await self._desk.home(who))

    async def acted(
        self, workspace: Workspace, who: Who, body: Any, work: Coroutine[Any, Any, Reply]
    ) -> Reply:
        """Wait for an act in the tab and show the tab as it is then. A short reply stands at its top, and
        nothing is left to say; another one is handed on, for a message of its own, and the tab says where."""
        reply = await work
        if reply.how is How.FORM:
            return reply
        told = reply.intent if is_short(reply) else Done(UNDER_MESSAGES)
        try:
            with judged():
                await self._renew(workspace, who, body, told if reply.intent else None)
        except DeliveryError as error:
            log.warning("a home tab could not be renewed", error=str(error))
            return reply
        return Reply(how=How.SILENT) if is_short(reply) else reply

    async def _renew(self, workspace: Workspace, who: Who, body: Any, told: Intent | None) -> None:
        user, seen = body["user"]["id"], body["view"].get("hash") or ""
        try:
            await self._publish(workspace, user, await self._now(who, told), seen)
        except SlackApiError as error:
            if word_of(error) != CONFLICT:
                raise
            # Another act has changed the view meanwhile: what is read now knows of both.
            await self._publish(workspace, user, await self._now(who, told))

    async def _now(self, who: Who, told: Intent | None) -> Intent:
        shown = await self._desk.home(who)
        return replace(shown, told=told) if isinstance(shown, Home) else shown

    async def _publish(self, workspace: Workspace, user: str, shown: Intent, seen: str = "") -> None:
        view = home_view(shown, self._mentions)
        await workspace.client.views_publish(user_id=user, view=view, hash=seen or None)


@dataclass(frozen=True, slots=True)
class _Part:
    part: Said

    def said(self) -> Said:
        return self.part


def home_view(shown: Intent, mentions: Mentions) -> dict[str, Any]:
    parts = shown.parts() if isinstance(shown, Home) else (shown.said(),)
    blocks: list[dict[str, Any]] = []
    for part in parts:
        drawn = [block for one in draw(_Part(part), mentions.typed) for block in one.blocks]
        blocks += [DIVIDER, *drawn] if blocks and _begins(part) else drawn
    return {"type": HOME, "blocks": blocks[:BLOCKS]}


def _begins(part: Said) -> bool:
    """Whether it begins a section."""
    first = next(iter(part.blocks), None)
    return isinstance(first, Para) and first.tone is Tone.HEADING


def is_short(reply: Reply) -> bool:
    """Words alone: tables and the bank's Markdown have no place in a tab, and buttons want a message."""
    if reply.intent is None:
        return False
    said = reply.intent.said()
    words = all(isinstance(block, Para) for block in said.blocks)
    return words and len(said.blocks) <= SHORT and not said.buttons and not said.files
