"""When the bot was there: one row per platform connection."""

from datetime import datetime
from typing import Protocol


class Connections(Protocol):
    async def up(self, platform: str, now: datetime) -> int:
        """A connection begins; returns its id."""
        ...

    async def seen(self, connection_id: int, now: datetime) -> None:
        """Still alive; called once a minute."""
        ...

    async def alive(self, platform: str, since: datetime) -> list[tuple[datetime, datetime]]:
        """(up since, last seen) of connections seen after ``since``, oldest first."""
        ...

    async def forget(self, before: datetime) -> None:
        """Drop rows last seen before this; they are kept 40 days."""
        ...
