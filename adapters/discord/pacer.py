"""The pacer: fewer requests in any second than Discord allows, at any distance from it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from heapq import heappop, heappush
from typing import Final

PERMITS: Final = 49
"""Discord takes 50 a second; replies to interactions do not count among them, everything else does."""

WINDOW: Final = 1.0

READY: Final = 20
"""Requests that are being prepared: enough that no permit waits for one, so few that none waits long."""

KNOWN: Final = 100
"""Requests after which the shortest round trip is known: one taken for it too soon would let requests come early."""

FORGOTTEN: Final = 1.0
"""Seconds after which a request that is being prepared is not counted any more: it may never come."""


class Gate:
    """Permits that come back a window after the response, less the shortest round trip known: no sooner can the
    next request arrive a window after the one before, however far away the server is. A fixed rate would
    either drift over the limit or stay below it. Those of a rush are kept a little apart: at once they would
    slow each other down, and each permit would come back as much later.
    """

    def __init__(self, permits: int = PERMITS, window: float = WINDOW) -> None:
        self._free = permits
        self._window = window
        self._apart = window / permits / 2
        self._next = 0.0
        self._shortest = window
        self._trips = 0
        self._back: list[float] = []
        """When permits that were used come back, soonest first."""
        self._one_back = asyncio.Event()
        self._turn = asyncio.Lock()
        self._ready: deque[float] = deque()
        """Since when requests are being prepared."""
        self._queue = asyncio.Lock()
        self._one_begun = asyncio.Event()

    async def reserve(self) -> None:
        """Wait until it is worth preparing a request: its permit comes soon."""
        async with self._queue:
            while self._are_enough_ready():
                await self._wait_for_one_less()
            self._ready.append(_now())

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Around one request, which waits for its permit."""
        await self._acquire()
        if self._ready:
            self._ready.popleft()
            self._one_begun.set()
        begun = _now()
        try:
            yield
            self._shortest = min(self._shortest, _now() - begun)
            self._trips += 1
        finally:
            heappush(self._back, _now() + self._window - (self._shortest if self._trips >= KNOWN else 0.0))
            self._one_back.set()

    async def _acquire(self) -> None:
        """In the order of asking."""
        async with self._turn:
            while not self._is_free():
                await self._wait()
            await asyncio.sleep(max(self._next - _now(), 0))
            self._next = _now() + self._apart
            self._free -= 1

    def _is_free(self) -> bool:
        while self._back and self._back[0] <= _now():
            heappop(self._back)
            self._free += 1
        return self._free > 0

    async def _wait(self) -> None:
        """Until the first permit is back; where all are under way, until one of those is known."""
        if self._back:
            await asyncio.sleep(max(self._back[0] - _now(), 0))
            return
        self._one_back.clear()
        await self._one_back.wait()

    def _are_enough_ready(self) -> bool:
        """Whoever reserved may have had nothing to send after all."""
        while self._ready and _now() - self._ready[0] >= FORGOTTEN:
            self._ready.popleft()
        return len(self._ready) >= READY

    async def _wait_for_one_less(self) -> None:
        self._one_begun.clear()
        with suppress(TimeoutError):
            async with asyncio.timeout_at(self._ready[0] + FORGOTTEN):
                await self._one_begun.wait()


def _now() -> float:
    return asyncio.get_running_loop().time()
