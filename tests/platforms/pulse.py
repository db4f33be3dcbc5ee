"""Waiting for a condition: it is looked at again when something happened on the server, or after a moment.

The moment is for what happens in the client, which tells nobody.
"""

import asyncio
from collections.abc import Callable

PATIENCE = 5.0  # real seconds
MOMENT = 0.01


class NeverHappenedError(AssertionError):
    """What a test waited for did not come true in time."""


class Pulse:
    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def beat(self) -> None:
        """Something happened."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)

    async def until(self, condition: Callable[[], object], within: float = PATIENCE) -> None:
        """Returns as soon as ``condition()`` is true; ``within`` is in real seconds."""
        try:
            async with asyncio.timeout(within):
                while not condition():
                    await self._next()
        except TimeoutError:
            raise NeverHappenedError(f"not within {within:g} s") from None

    async def _next(self) -> None:
        future = asyncio.get_running_loop().create_future()
        self._waiting.add(future)
        try:
            await asyncio.wait([future], timeout=MOMENT)
        finally:
            self._waiting.discard(future)
