"""Whether the program is alive, and whether it can serve: what a watcher from outside asks."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from bot.errors import StoreError
from bot.service.presence import Presence
from bot.service.tools import Tools

LONGEST_SILENCE = timedelta(minutes=3)
"""The sweep comes once a minute; without one for so long the alarm clock has stopped."""
DATABASE_LIMIT = timedelta(seconds=2)
DATABASE = "database"


class Pulse:
    """Beats with every sweep. No platform is ever asked: what it said last is known."""

    def __init__(self, tools: Tools, presences: Sequence[Presence]) -> None:
        self._tools = tools
        self._presences = presences
        self._last = tools.clock.now()

    def beat(self) -> None:
        self._last = self._tools.clock.now()

    def age(self) -> float:
        """Seconds since the last sweep."""
        return (self._tools.clock.now() - self._last).total_seconds()

    def trouble(self) -> str | None:
        """Why the program should be started anew; None while it is alive."""
        age = self.age()
        if age < LONGEST_SILENCE.total_seconds():
            return None
        return f"The alarm clock stopped: the last sweep was {age:.0f} s ago."

    async def missing(self) -> list[str]:
        """What is not there yet, or not now: the database, platforms. Nothing: all can be served."""
        lost = [presence.platform for presence in self._presences if not presence.connected]
        return lost if await self._database_answers() else [DATABASE, *lost]

    async def _database_answers(self) -> bool:
        try:
            async with asyncio.timeout(DATABASE_LIMIT.total_seconds()):
                await self._tools.store.tracks.next_due()
        except (StoreError, OSError):
            return False
        return True
