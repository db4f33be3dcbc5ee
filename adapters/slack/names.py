"""The names of people who only ever press: a press tells no more than a handle, and nobody is asked for more before
an answer is stored. So they are asked for a little later, one after the other.
"""

import asyncio
from typing import Final

import structlog

from adapters.slack.workspaces import Workspace, name_before, person
from bot.service.tools import Tools, Who

log = structlog.get_logger()

BETWEEN: Final = 0.7
"""Seconds between two people: Slack tells of about a hundred a minute."""

MOST: Final = 5000


class Names:
    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._waiting: dict[tuple[str, str], tuple[Workspace, Who]] = {}
        self._asking: asyncio.Task[None] | None = None

    def met(self, workspace: Workspace, user: str, who: Who) -> None:
        """Somebody answered by a press."""
        if name_before(workspace, user) or len(self._waiting) >= MOST:
            return
        self._waiting.setdefault((workspace.team, user), (workspace, who))
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())

    async def close(self) -> None:
        """Whoever is left is asked for when they press again."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait([self._asking])

    async def _ask(self) -> None:
        while self._waiting:
            (_, user), (workspace, who) = next(iter(self._waiting.items()))
            try:
                await self._learn(workspace, user, who)
            except Exception:
                log.exception("a name could not be kept")
            del self._waiting[workspace.team, user]
            if self._waiting:
                await asyncio.sleep(BETWEEN)

    async def _learn(self, workspace: Workspace, user: str, who: Who) -> None:
        found, people = await person(workspace, user, self._tools.clock), self._tools.store.people
        if found is None or found.name in ("", who.name):
            return
        group = await people.group(who.platform, who.group, who.group_name)
        if await people.name_of(group.id, who.account) is not None:  # else they had themselves deleted
            await people.member(group, who.account, found.name)
