"""The pacer: fewer requests in any second than Discord allows, at any distance from it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from heapq import heappop, heappush
from typing import Final

PERMITS: Final = 49
"""Discord takes 50 a second; replies to interactions do not count among them, everything else does."""

WINDOW: Final = 1.0
FORGOTTEN: Final = 60.0


class Gate:
    """Permits that come back a window after the response, less the shortest round trip seen: no sooner can the
    next request arrive a window after the one before, however far away the server is. A fixed rate would
    either drift over the limit or stay below it.
    """

    def __init__(self, permits: int = PERMITS, window: float = WINDOW) -> None:
        self._free = permits
        self._window = window
        self._shortest = window
        self._back: list[float] = []
        """When permits that were used come back, soonest first."""
        self._one_back = asyncio.Event()
        self._turn = asyncio.Lock()
        self._reserved: deque[float] = deque()

    async def reserve(self) -> None:
        """Wait for a permit that the next request uses."""
        self._drop_forgotten()
        await self._acquire()
        self._reserved.append(_now())

    @asynccontextmanager
    async def request(self) -> AsyncIterator[None]:
        """Around one request: it uses a reserved permit, or waits for one."""
        if self._reserved:
            self._reserved.popleft()
        else:
            await self._acquire()
        begun = _now()
        try:
            yield
            self._shortest = min(self._shortest, _now() - begun)
        finally:
            heappush(self._back, _now() + self._window - self._shortest)
            self._one_back.set()

    async def _acquire(self) -> None:
        """In the order of asking."""
        async with self._turn:
            while not self._is_free():
                await self._wait()
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

    def _drop_forgotten(self) -> None:
        """Whoever reserved may have had nothing to send after all."""
        while self._reserved and _now() - self._reserved[0] > FORGOTTEN:
            self._reserved.popleft()
            self._free += 1


def _now() -> float:
    return asyncio.get_running_loop().time()
