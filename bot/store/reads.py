"""Reading, the same on both engines: each statement sees what is committed, and none queues behind a write."""

from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StoreError
from bot.store.faults import explained

T = TypeVar("T")
Work = Callable[..., T]
"""A function whose first argument is the connection."""

CLOSED = "The store is closed."


class Reads:
    url: URL
    _readers: AsyncEngine
    _closed = False

    async def read(self, work: Work[T], *args: Any) -> T:
        self._check_open()
        return await self._read(work, args)

    async def _read(self, work: Work[T], args: tuple[Any, ...]) -> T:
        try:
            async with self._readers.connect() as connection:
                return await connection.run_sync(work, *args)
        except (DBAPIError, OSError) as error:
            raise explained(error, self.url) or error from error

    def _check_open(self) -> None:
        """A connection made after the end would never be closed."""
        if self._closed:
            raise StoreError(CLOSED)
