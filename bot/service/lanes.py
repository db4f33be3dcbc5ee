"""Deliveries side by side: those of one channel one after the other, many channels at once."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from bot.domain.round import Delivery

SIDE_BY_SIDE = 50

Channel = tuple[str, str]


class Lanes:
    """Does ``work``, which may not fail, for every delivery it is given, within ``tasks``."""

    def __init__(self, tasks: asyncio.TaskGroup, work: Callable[[Delivery], Awaitable[None]]) -> None:
        self.left = 0
        """Deliveries that are not worked on to their end."""
        self._tasks = tasks
        self._work = work
        self._lanes: dict[Channel, deque[Delivery]] = {}
        self._room = asyncio.Semaphore(SIDE_BY_SIDE)
        self._one_less = asyncio.Event()

    def add(self, deliveries: Sequence[Delivery]) -> None:
        """Behind those of their channels that are waiting."""
        self.left += len(deliveries)
        for delivery in deliveries:
            channel = delivery.platform, delivery.channel
            if channel in self._lanes:
                self._lanes[channel].append(delivery)
            else:
                self._lanes[channel] = deque([delivery])
                self._tasks.create_task(self._follow(channel))

    async def until_left(self, most: int) -> None:
        while self.left > most:
            self._one_less.clear()
            await self._one_less.wait()

    async def _follow(self, channel: Channel) -> None:
        lane = self._lanes[channel]
        while lane:
            async with self._room:
                await self._work(lane.popleft())
            self.left -= 1
            self._one_less.set()
        del self._lanes[channel]
