"""Ids as Slack forms them, and the timestamps that name messages."""

from datetime import datetime, timedelta
from itertools import count

from bot.ports.clock import Clock

TICK = timedelta(microseconds=100)


class Ids:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._numbers = count(1)
        self._last: datetime | None = None

    def make(self, letter: str) -> str:
        """``C0000000012``: the letter tells the kind of thing."""
        return f"{letter}{next(self._numbers):010d}"

    def secret(self, prefix: str) -> str:
        """A token, a code, a ticket."""
        return f"{prefix}{next(self._numbers):012d}"

    def ts(self) -> str:
        """``1700000000.000100``: never the same twice, and rising."""
        now = self._clock.now()
        if self._last is not None and now <= self._last:
            now = self._last + TICK
        self._last = now
        return stamp(now)


def stamp(at: datetime) -> str:
    return f"{int(at.timestamp())}.{at.microsecond:06d}"


def numbered(ts: str) -> tuple[int, int]:
    """For comparing: seconds and microseconds."""
    seconds, _, rest = ts.partition(".")
    return int(seconds), int(f"{rest or '0':0<6}"[:6])
