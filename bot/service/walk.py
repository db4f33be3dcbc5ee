"""Moving the playground's clock: every due moment in between is lived through, in order."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.schedule import CLOSE_GRACE
from bot.service.housekeeping import housekeep
from bot.service.presence import Presence
from bot.service.tick import next_due, tick
from bot.service.tools import Tools


class Movable(Protocol):
    def now(self) -> datetime: ...

    async def move_to(self, instant: datetime) -> None: ...


NOW = timedelta(0)
STEP = timedelta(seconds=1)
LONGEST_STEP = timedelta(minutes=15)


class Walk:
    """The bot's presence on one platform: ticks while it is up, is silent while it is down.

    ``connection`` rows tell later whether it was there, so a walk moves them as well.
    """

    def __init__(self, tools: Tools, clock: Movable, platform: str) -> None:
        self._tools = tools
        self._clock = clock
        self._presence = Presence(tools, platform)
        self._lock = asyncio.Lock()

    @property
    def down(self) -> bool:
        return not self._presence.connected

    def now(self) -> datetime:
        return self._clock.now()

    async def connect(self) -> None:
        async with self._lock:
            await self._up()

    async def set_down(self, down: bool) -> None:
        """Switch the bot off or on; on again, it catches up."""
        async with self._lock:
            if down:
                await self._presence.down()
            elif self.down:
                await self._up()

    async def wake(self) -> None:
        """Do what is due now, unless the bot is down."""
        async with self._lock:
            if not self.down:
                await tick(self._tools)

    async def sweep(self) -> None:
        """Once a minute: say that the connection is alive, and clear away what has served its time."""
        async with self._lock:
            await self._presence.seen()
            await housekeep(self._tools)

    async def to(self, target: datetime) -> None:
        """Walk forward to ``target`` (UTC) through every due moment in between.

        Posts and closes are met to the second. What is left after its tick waits for a lease or a retry,
        or is stuck: it is asked again in growing steps, so that the walk always arrives.
        """
        async with self._lock:
            patience = NOW
            while not self.down:
                planned, stop = await self._stops(patience)
                if stop is None or stop > target:
                    break
                await self._arrive(stop)
                patience = STEP if stop == planned else min(max(STEP, 2 * patience), LONGEST_STEP)
            await self._arrive(target)

    async def _stops(self, patience: timedelta) -> tuple[datetime | None, datetime | None]:
        """The next post or close that lies ahead, and where to stop next; None where there is none."""
        now, due, planned = self._clock.now(), await next_due(self._tools), await self._planned()
        again = max(due, now + patience) if due is not None else None
        ahead = planned if planned is not None and planned > now else None
        return ahead, min((one for one in (ahead, again) if one is not None), default=None)

    async def _planned(self) -> datetime | None:
        close_at = await self._tools.store.rounds.next_close()
        moments = (await self._tools.store.tracks.next_due(), close_at + CLOSE_GRACE if close_at else None)
        return min((moment for moment in moments if moment is not None), default=None)

    async def _arrive(self, moment: datetime) -> None:
        await self._clock.move_to(moment)
        if not self.down:
            await self._presence.seen()
            await tick(self._tools)

    async def _up(self) -> None:
        """A connection begins: what people did and what came due meanwhile is caught up with."""
        await self._presence.up()
        await tick(self._tools)
