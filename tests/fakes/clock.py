from datetime import datetime, timedelta


class ManualClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    async def move_to(self, instant: datetime) -> None:
        self._now = max(self._now, instant)

    def advance(self, distance: timedelta) -> None:
        self._now += distance
