"""The pacer: one message a second in each channel, and fifty edits a minute in each workspace."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

BETWEEN_POSTS: Final = 1.02
"""Seconds; at exactly one, jitter makes every second post early."""

EDITS: Final = 50
MINUTE: Final = 60.0
KEPT: Final = 1000
"""Channels remembered; older ones have long had their second."""


class Pacer:
    """A turn comes back after the response, less the shortest round trip seen: no sooner can the next message
    arrive a second after the one before, however far away the server is."""

    def __init__(self, between: float = BETWEEN_POSTS, window: float = MINUTE) -> None:
        self._between = between
        self._window = window
        self._shortest = between
        self._next: dict[str, float] = {}
        self._edits: defaultdict[str, deque[float]] = defaultdict(deque)

    async def turn(self, channel: str) -> None:
        """Wait for the channel's turn, which is then taken."""
        now = _now()
        turn = max(now, self._next.get(channel, now))
        self._next[channel] = turn + self._between
        self._forget(now)
        if turn > now:
            await asyncio.sleep(turn - now)

    @asynccontextmanager
    async def posting(self, channel: str) -> AsyncIterator[None]:
        """Around one message, whose turn it is."""
        begun = _now()
        try:
            yield
            self._shortest = min(self._shortest, _now() - begun)
        finally:
            again = _now() + self._between - self._shortest
            self._next[channel] = max(self._next.get(channel, again), again)

    def edit(self, workspace: str) -> bool:
        """Whether one more edit may be made in this workspace now; then it counts."""
        used, now = self._edits[workspace], _now()
        while used and used[0] <= now - self._window:
            used.popleft()
        if len(used) >= EDITS:
            return False
        used.append(now)
        return True

    def _forget(self, now: float) -> None:
        if len(self._next) > KEPT:
            self._next = {channel: turn for channel, turn in self._next.items() if turn > now}


def _now() -> float:
    return asyncio.get_running_loop().time()
