"""The bot's connection to one platform, as rows: they tell later whether it was there."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.service.reacting import reread
from bot.service.tools import Tools


class Presence:
    """Up and down as the platform says, seen once a minute while it is up.

    ``begins`` is called before each connection's first work. ``asleep``: a silence longer than this was
    none of ours (a machine that slept), and becomes a gap; None where the clock is moved by hand.
    """

    def __init__(
        self,
        tools: Tools,
        platform: str,
        begins: Callable[[], None] = lambda: None,
        asleep: timedelta | None = None,
    ) -> None:
        self.platform = platform
        self._tools = tools
        self._begins = begins
        self._asleep = asleep
        self._connection: int | None = None
        self._last_seen: datetime | None = None
        self._lock = asyncio.Lock()

    @property
    def connected(self) -> bool:
        return self._connection is not None

    async def up(self) -> None:
        """A connection begins: what people did meanwhile is caught up with, which may take minutes where
        many posts are open, then what is due. Nothing happens while it is up already."""
        async with self._lock:
            if self.connected:
                return
            self._begins()
            await self._begin()
        await reread(self._tools, self.platform)
        self._tools.nudge()

    async def down(self) -> None:
        """The connection is lost or ended; up to now it was there. Harmless to repeat."""
        async with self._lock:
            connection, self._connection = self._connection, None
            if connection is not None and not self._slept():
                await self._tools.store.connections.seen(connection, self._tools.clock.now())

    async def seen(self) -> None:
        """Still there, if it is up; called once a minute."""
        async with self._lock:
            if self._connection is None:
                return
            if self._slept():
                await self._begin()
                return
            self._last_seen = self._tools.clock.now()
            await self._tools.store.connections.seen(self._connection, self._last_seen)

    async def _begin(self) -> None:
        self._last_seen = self._tools.clock.now()
        self._connection = await self._tools.store.connections.up(self.platform, self._last_seen)

    def _slept(self) -> bool:
        """Nobody was there for longer than a busy minute explains."""
        if self._asleep is None or self._last_seen is None:
            return False
        return self._tools.clock.now() - self._last_seen > self._asleep
