"""The clocks: the machine's own, and one that can be moved forward. The one place that asks the time."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.ports.clock import Clock
from bot.ports.page import Page

OFFSET = "clock.offset"


class SystemClock:
    def now(self) -> datetime:
        """The machine's time, UTC."""
        return datetime.now(UTC)


class MovableClock:
    """The machine's time plus an offset that is kept in the playground's database and only grows.

    The one exception is ``start_at``, before anything has happened on a fresh database.
    """

    def __init__(self, base: Clock, page: Page, offset: timedelta) -> None:
        self._base = base
        self._page = page
        self._offset = offset
        self._moving = asyncio.Lock()

    @classmethod
    async def load(cls, base: Clock, page: Page) -> "MovableClock":
        kept = await page.value(OFFSET)
        return cls(base, page, timedelta(seconds=float(kept)) if kept else timedelta(0))

    def now(self) -> datetime:
        return self._base.now() + self._offset

    async def move_to(self, instant: datetime) -> None:
        """Forward to ``instant`` (UTC); an instant that has passed changes nothing."""
        async with self._moving:
            if instant > self.now():
                await self._keep(instant - self._base.now())

    async def start_at(self, instant: datetime) -> None:
        """Set the time of a fresh database, which may lie before the machine's."""
        async with self._moving:
            await self._keep(instant - self._base.now())

    async def _keep(self, offset: timedelta) -> None:
        await self._page.set_value(OFFSET, repr(offset.total_seconds()))
        self._offset = offset
