"""The pacer: one message a second in each channel, and fifty edits a minute in each workspace."""

import asyncio
from collections import defaultdict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

BETWEEN_POSTS: Final = 1.015
"""Seconds; at exactly one, jitter makes every second post early."""

EDITS: Final = 50
MINUTE: Final = 61.0
"""Seconds: one more than Slack's, as not every edit is equally long on its way."""

AHEAD: Final = 0.2
"""Seconds before its turn that a message is prepared: its row is claimed meanwhile."""

KNOWN: Final = 100
"""Messages after which the shortest round trip is known: one taken for it too soon would let messages come early."""

KEPT: Final = 1000
"""Channels remembered; older ones have long had their second."""


class Pacer:
    """Whose turn is near may prepare; ``posting`` waits for the turn itself. It comes back after the response,
    less the shortest round trip known: no sooner can the next message arrive a second after the one before,
    however far away the server is."""

    def __init__(self, between: float = BETWEEN_POSTS, window: float = MINUTE) -> None:
        self._between = between
        self._window = window
        self._shortest = between
        self._trips = 0
        self._next: dict[str, float] = {}
        self._posts: dict[str, float] = {}
        self._edits: defaultdict[str, deque[float]] = defaultdict(deque)

    async def turn(self, channel: str) -> None:
        """Wait until shortly before the channel's turn, which is then taken."""
        self._next = _recent(self._next)
        await _until(self._take(self._next, channel) - AHEAD)

    @asynccontextmanager
    async def posting(self, channel: str) -> AsyncIterator[None]:
        """Around one message, once it is its turn."""
        self._posts = _recent(self._posts)
        await _until(self._take(self._posts, channel))
        begun = _now()
        try:
            yield
            self._shortest = min(self._shortest, _now() - begun)
            self._trips += 1
        finally:
            again = _now() + self._between - (self._shortest if self._trips >= KNOWN else 0.0)
            for turns in (self._next, self._posts):
                turns[channel] = max(turns.get(channel, again), again)

    def edit(self, workspace: str) -> bool:
        """Whether one more edit may be made in this workspace now; then it counts."""
        used, now = self._edits[workspace], _now()
        while used and used[0] <= now - self._window:
            used.popleft()
        if len(used) >= EDITS:
            return False
        used.append(now)
        return True

    def _take(self, turns: dict[str, float], channel: str) -> float:
        now = _now()
        turn = max(now, turns.get(channel, now))
        turns[channel] = turn + self._between
        return turn


def _recent(turns: dict[str, float]) -> dict[str, float]:
    if len(turns) <= KEPT:
        return turns
    now = _now()
    return {channel: turn for channel, turn in turns.items() if turn > now}


async def _until(moment: float) -> None:
    if moment > (now := _now()):
        await asyncio.sleep(moment - now)


def _now() -> float:
    return asyncio.get_running_loop().time()
