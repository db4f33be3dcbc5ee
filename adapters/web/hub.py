"""Tells every open tab what changed; a tab only hears what the member it acts as may see."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

Event = dict[str, Any]

LONGEST_QUEUE: Final = 500
RELOAD: Final[Event] = {"type": "reload"}
"""The tab loads everything anew."""


class Seat:
    """One open tab: whom it acts as, and what it has yet to be told."""

    def __init__(self, account: str) -> None:
        self.account = account
        self._queue: asyncio.Queue[Event] = asyncio.Queue(LONGEST_QUEUE)

    async def next(self) -> Event:
        return await self._queue.get()

    def tell(self, event: Event) -> None:
        """Queue the event; a tab that fell too far behind is told to load everything anew."""
        if self._queue.full():
            while not self._queue.empty():
                self._queue.get_nowait()
            event = RELOAD
        self._queue.put_nowait(event)


class Hub:
    def __init__(self) -> None:
        self._seats: set[Seat] = set()

    @contextmanager
    def seat(self, account: str) -> Iterator[Seat]:
        """Listen as ``account`` for as long as the block runs."""
        seat = Seat(account)
        self._seats.add(seat)
        try:
            yield seat
        finally:
            self._seats.discard(seat)

    def tell(self, event: Event, only: str | None = None) -> None:
        """Tell everyone, or only the tabs that act as ``only``."""
        for seat in self._seats:
            if only is None or seat.account == only:
                seat.tell(event)
