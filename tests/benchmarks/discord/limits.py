"""Discord's limit of 50 requests a second, kept over any second, and the way there and back."""

import asyncio
import random
from collections import deque
from time import perf_counter

ALLOWED, WINDOW = 50, 1.0
CHANNEL_LIMIT = {
    "X-RateLimit-Limit": "5",
    "X-RateLimit-Remaining": "4",
    "X-RateLimit-Reset-After": "1.000",
    "X-RateLimit-Bucket": "messages",
}


class RateLimit:
    """``round_trip``: seconds, from … to."""

    def __init__(self, round_trip: tuple[float, float] = (0.0, 0.0)) -> None:
        self.refusals = 0
        self.arrivals: list[float] = []
        self._recent: deque[float] = deque()
        self._round_trip = round_trip
        self._source = random.Random(1)

    async def on_the_way(self) -> None:
        if self._round_trip[1]:
            await asyncio.sleep(self._source.uniform(*self._round_trip) / 2)

    def refused(self) -> float | None:
        """None for a request within the limit, else the seconds to wait."""
        now = perf_counter()
        while self._recent and now - self._recent[0] >= WINDOW:
            self._recent.popleft()
        if len(self._recent) >= ALLOWED:
            self.refusals += 1
            return WINDOW - (now - self._recent[0])
        self._recent.append(now)
        self.arrivals.append(now)
        return None

    def share(self) -> float:
        """Of the limit that was used, from the first arrival to the last."""
        return (len(self.arrivals) - 1) / (self.arrivals[-1] - self.arrivals[0]) / (ALLOWED / WINDOW)


class NoLimit(RateLimit):
    """Nothing is refused."""

    def refused(self) -> float | None:
        self.arrivals.append(perf_counter())
        return None
