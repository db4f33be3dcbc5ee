"""The alarm clock: one wake-up for the earliest due row, and a sweep a minute that repairs the rest."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.errors import DailydrillError
from bot.ports.clock import Clock

log = structlog.get_logger()

Work = Callable[[], Awaitable[None]]
NextDue = Callable[[], Awaitable[datetime | None]]

BROKE_OFF = "a wake-up broke off; the next sweep repeats it"
CUT_OFF = "work in hand took too long and was cut off; the next start takes it up again"
SWEEP_SECONDS = 60
SHORTEST = timedelta(seconds=1)
MOST_AT_ONCE = 3
"""Of one job: one at work, one waiting for it, one that sees this and leaves."""


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
        self._sweeping = asyncio.Lock()
        self._queued = False
        self._nudged = False
        self._stopped = False
        self._cut_off = False
        self._at_work = set[asyncio.Task[None]]()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": MOST_AT_ONCE},
        )

    async def start(self, next_due: NextDue, wake: Work, sweep: Work) -> None:
        """Ring now, then whenever ``next_due`` says, calling ``wake``; ``sweep`` comes once a minute."""
        self._next_due, self._wake, self._sweep = next_due, wake, sweep
        self._scheduler.start()
        # Without a zone of its own a trigger would look for the machine's, and fail where that is odd.
        every_minute = IntervalTrigger(seconds=SWEEP_SECONDS, timezone=UTC)
        self._scheduler.add_job(self._swept, every_minute, id="sweep", max_instances=1)
        await self.ring()

    async def stop(self, patience: float | None = None) -> None:
        """Stop ringing and wait for work in hand (the scheduler itself would cancel it); what is not done
        after ``patience`` seconds is cut off."""
        if not self._scheduler.running or self._stopped:
            return
        self._stopped = True
        self._scheduler.pause()
        try:
            async with asyncio.timeout(patience):
                await self._idle()
        except TimeoutError:
            self._cut_off = True
            for task in self._at_work:
                task.cancel()
            await self._idle()
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)

    async def _idle(self) -> None:
        async with self._sweeping, self._ringing:
            return

    def nudge(self) -> None:
        """Something new may be due: ring within a second. Many nudges make one ring."""
        if self._scheduler.running and not self._nudged:
            self._nudged = True
            self._ring_in(SHORTEST, "nudge", self._ring_for_nudges)

    async def _ring_for_nudges(self) -> None:
        self._nudged = False
        await self.ring()

    async def ring(self) -> None:
        """Work now, then set the alarm for what is due next. One that waits for its turn does for all."""
        if self._queued:
            return
        self._queued = True
        async with self._ringing:
            self._queued = False
            if not self._stopped:
                await self._try(self._wake)
            if not self._stopped:
                await self._try(self._set)

    async def _swept(self) -> None:
        """The ring behind it is a job of its own: while a long one is at work, the sweeps go on."""
        async with self._sweeping:
            if not self._stopped:
                await self._try(self._sweep)
        if not self._stopped:
            self._ring_in(timedelta(0), "swept")

    async def _try(self, work: Work | None) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._at_work.add(task)
        try:
            if work is not None:
                await work()
        except asyncio.CancelledError:
            if not self._cut_off:
                raise
            log.warning(CUT_OFF)
        except DailydrillError as error:
            log.error(BROKE_OFF, reason=str(error))
        except Exception:
            log.exception(BROKE_OFF)
        finally:
            self._at_work.discard(task)

    async def _set(self) -> None:
        """Nothing that was due is left after ringing, so what still is due waits a second."""
        due = await self._next_due() if self._next_due else None
        if due is not None:
            self._ring_in(max(due - self._clock.now(), SHORTEST), "wake")

    def _ring_in(self, delay: timedelta, job: str, ring: Work | None = None) -> None:
        trigger = DateTrigger(self._wall.now() + delay, timezone=UTC)
        self._scheduler.add_job(ring or self.ring, trigger, id=job, replace_existing=True)
