"""Presses that a lean platform sends to a program, and how long each waits for what somebody sees."""

import asyncio
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Sequence
from time import perf_counter
from typing import Final, Generic, TypeVar

C = TypeVar("C")

PATIENCE: Final = 120.0
"""Seconds for everything to be answered."""


class Presses(ABC, Generic[C]):
    """``said``: what presses were answered with, by its first word; ``acknowledged``: seconds until the platform
    heard that they arrived, where that is not the answer itself; of the last round both."""

    api_url: str

    def __init__(self) -> None:
        self.said: Counter[str] = Counter()
        self.acknowledged: list[float] = []
        self._waited: list[float] = []
        self._room = asyncio.Semaphore(0)

    @abstractmethod
    async def _press(self, click: C) -> None: ...

    async def saturated(self, clicks: Sequence[C], in_flight: int) -> float:
        """Seconds from the first press to the last answer, with so many unanswered at any time."""
        self._begin(in_flight)
        begun = perf_counter()
        for click in clicks:
            await self._room.acquire()
            await self._press(click)
        await self._all_answered(len(clicks))
        return perf_counter() - begun

    async def steady(self, clicks: Sequence[C], a_second: float) -> list[float]:
        """Seconds that each press waited for its answer, however late those before it are."""
        self._begin(0)
        begun = perf_counter()
        for place, click in enumerate(clicks):
            await asyncio.sleep(max(0.0, begun + place / a_second - perf_counter()))
            await self._press(click)
        await self._all_answered(len(clicks))
        return self._waited

    def _answered(self, word: str, seconds: float) -> None:
        self._waited.append(seconds)
        self._room.release()
        self.said[word] += 1

    def _are_answered(self, count: int) -> bool:
        return len(self._waited) >= count

    def _begin(self, room: int) -> None:
        self._waited, self.acknowledged = [], []
        self._room = asyncio.Semaphore(room)

    async def _all_answered(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while not self._are_answered(count):  # noqa: ASYNC110 - an event each time would be measured too
                await asyncio.sleep(0.005)
