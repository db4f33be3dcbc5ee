"""Moving the playground's clock: every due moment in between is lived through, in order."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.service.tick import next_due, tick
from bot.service.tools import Tools

log = structlog.get_logger()


class Movable(Protocol):
    def now(self) -> datetime: ...

    async def move_to(self, instant: datetime) -> None: ...


STEP = timedelta(seconds=1)


class Walk:
    """The bot's presence on one platform: ticks while it is up, is silent while it is down.

    ``connection`` rows tell later whether it was there, so a walk moves them as well.
    """

    def __init__(self, tools: Tools, clock: Movable, platform: str) -> None:
        self._tools = tools
        self._clock = clock
        self._platform = platform
        self._connection: int | None = None
        self._lock = asyncio.Lock()

    @property
    def down(self) -> bool:
        return self._connection is None

    def now(self) -> datetime:
        return self._clock.now()

    async def connect(self) -> None:
        async with self._lock:
            await self._up()
            await tick(self._tools)

    async def set_down(self, down: bool) -> None:
        """Switch the bot off or on; on again, it catches up."""
        async with self._lock:
            if down and self._connection is not None:
                await self._seen()
                self._connection = None
            elif not down and self._connection is None:
                await self._up()
                await tick(self._tools)

    async def wake(self) -> None:
        """Do what is due now, unless the bot is down."""
        async with self._lock:
            if self._connection is not None:
                await tick(self._tools)

    async def sweep(self) -> None:
        """Once a minute: say that the connection is alive, then repair what was left."""
        async with self._lock:
            await self._seen()

    async def to(self, target: datetime) -> None:
        """Walk forward to ``target`` (UTC) through every due moment in between."""
        async with self._lock:
            while self._connection is not None:
                due = await next_due(self._tools)
                if due is None or due > target:
                    break
                await self._arrive(max(due, self._clock.now()))
                await self._leave_stuck(due)
            await self._arrive(target)

    async def _arrive(self, moment: datetime) -> None:
        await self._clock.move_to(moment)
        if self._connection is not None:
            await self._seen()
            await tick(self._tools)

    async def _leave_stuck(self, due: datetime) -> None:
        """What is still due after its tick is waiting for a lease or a retry: step on, never spin."""
        after = await next_due(self._tools)
        if after is not None and after <= due:
            log.warning("still due after its tick", due=due.isoformat())
            await self._clock.move_to(self._clock.now() + STEP)

    async def _up(self) -> None:
        self._connection = await self._tools.store.connections.up(self._platform, self._clock.now())

    async def _seen(self) -> None:
        if self._connection is not None:
            await self._tools.store.connections.seen(self._connection, self._clock.now())
