"""Slack's limits: a message a second in each channel, some edits a minute in each workspace; and the way there."""

import asyncio
import random
from collections import defaultdict, deque
from time import perf_counter

A_MESSAGE = 1.0
"""Seconds between two messages in a channel; no burst is let through."""


class Way:
    """``round_trip``: seconds to the server and back, from … to."""

    def __init__(self, round_trip: tuple[float, float] = (0.0, 0.0)) -> None:
        self._round_trip = round_trip
        self._source = random.Random(1)

    async def half(self) -> None:
        if self._round_trip[1]:
            await asyncio.sleep(self._source.uniform(*self._round_trip) / 2)


class Messages:
    """When messages arrived in each channel."""

    def __init__(self) -> None:
        self.refusals = 0
        self.last = 0.0
        self._arrivals: defaultdict[str, list[float]] = defaultdict(list)

    def taken(self, channel: str) -> bool:
        now, arrivals = perf_counter(), self._arrivals[channel]
        if arrivals and now - arrivals[-1] < A_MESSAGE:
            self.refusals += 1
            return False
        arrivals.append(now)
        self.last = now
        return True

    def share(self) -> float:
        """Of the limit that was used, from the first to the last in each channel."""
        gaps = sum(len(arrivals) - 1 for arrivals in self._arrivals.values())
        return gaps * A_MESSAGE / sum(arrivals[-1] - arrivals[0] for arrivals in self._arrivals.values())


class Edits:
    """So many in any stretch of ``window`` seconds."""

    def __init__(self, most: int = 50, window: float = 60.0) -> None:
        self.refusals = 0
        self.arrivals: list[float] = []
        self._most = most
        self._window = window
        self._recent: deque[float] = deque()

    def taken(self) -> bool:
        now = perf_counter()
        while self._recent and now - self._recent[0] >= self._window:
            self._recent.popleft()
        if len(self._recent) >= self._most:
            self.refusals += 1
            return False
        self._recent.append(now)
        self.arrivals.append(now)
        return True

    def share(self) -> float:
        """Of the limit that was used: full windows between the first edit and the last."""
        windows = (len(self.arrivals) - 1) // self._most
        return windows * self._window / (self.arrivals[-1] - self.arrivals[0])
