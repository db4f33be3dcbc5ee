"""The alarm clock: one wake-up for the earliest due row, and a sweep a minute that repairs the rest."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.ports.clock import Clock

log = structlog.get_logger()

Work = Callable[[], Awaitable[None]]
NextDue = Callable[[], Awaitable[datetime | None]]

SWEEP_SECONDS = 60
SHORTEST = timedelta(seconds=1)


class Alarm:
    """Rings when something is due. Due moments are in the time of ``clock``, which may be moved;
    APScheduler only ever sees real delays, on the ``wall`` clock."""

    def __init__(self, clock: Clock, wall: Clock) -> None:
        self._clock = clock
        self._wall = wall
        self._next_due: NextDue | None = None
        self._wake: Work | None = None
        self._sweep: Work | None = None
        self._ringing = asyncio.Lock()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )

    async def start(self, next_due: NextDue, wake: Work, sweep: Work) -> None:
        """Ring now, then whenever ``next_due`` says, calling ``wake``; ``sweep`` comes once a minute."""
        self._next_due, self._wake, self._sweep = next_due, wake, sweep
        self._scheduler.start()
        self._scheduler.add_job(self._swept, IntervalTrigger(seconds=SWEEP_SECONDS), id="sweep")
        await self.ring()

    async def stop(self) -> None:
        """Stop ringing and wait for work in hand (the scheduler itself would cancel it)."""
        if self._scheduler.running:
            self._scheduler.pause()
            async with self._ringing:
                self._scheduler.shutdown(wait=False)
            await asyncio.sleep(0)

    def nudge(self) -> None:
        """Something new may be due: ring within a second. Many nudges make one ring."""
        if self._scheduler.running and self._scheduler.get_job("nudge") is None:
            self._scheduler.add_job(self.ring, DateTrigger(self._wall.now() + SHORTEST), id="nudge")

    async def ring(self) -> None:
        """Work now, then set the alarm for what is due next."""
        async with self._ringing:
            await self._try(self._wake)
            await self._set()

    async def _swept(self) -> None:
        await self._try(self._sweep)
        await self.ring()

    async def _try(self, work: Work | None) -> None:
        try:
            if work is not None:
                await work()
        except Exception:
            log.exception("a wake-up broke off; the next sweep repeats it")

    async def _set(self) -> None:
        """Nothing that was due is left after ringing, so what still is due waits a second."""
        due = await self._next_due() if self._next_due else None
        if due is not None:
            trigger = DateTrigger(self._wall.now() + max(due - self._clock.now(), SHORTEST))
            self._scheduler.add_job(self.ring, trigger, id="wake", replace_existing=True)
