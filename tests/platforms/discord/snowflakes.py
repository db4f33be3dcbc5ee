"""Ids that carry the time they were made (Reference: Snowflakes)."""

from datetime import UTC, datetime, timedelta

from bot.ports.clock import Clock

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
FOUNDING = datetime(2020, 1, 1, tzinfo=UTC)  # guilds are older than everything in them


class Snowflakes:
    """Always growing, also while the clock stands still."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._guilds = 0

    def make(self) -> int:
        self._last = max(self._last + 1, at_time(self._clock.now()))
        return self._last

    def make_guild(self) -> int:
        """A millisecond apart, so that they spread evenly over shards: ``(id >> 22) % count``."""
        self._guilds += 1
        return at_time(FOUNDING) + (self._guilds << 22)


def at_time(instant: datetime) -> int:
    """The first id of that millisecond."""
    return ((instant - EPOCH) // MILLISECOND) << 22


def time_of(snowflake: int) -> datetime:
    return EPOCH + (snowflake >> 22) * MILLISECOND
