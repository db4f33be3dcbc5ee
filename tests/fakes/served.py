"""A platform as ``run`` serves it: connected when a test says so, broken when it says so."""

import asyncio
from collections.abc import Sequence

from bot.ports.clock import Clock
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.tools import PlatformDefaults, Tools
from tests.fakes.platform import FakePlatform

PATIENCE = 20.0


class FakeServed:
    """Implements bot.cli.platform.Platform; ``make`` is its bot.cli.platform.Maker.

    ``faults``: what its first connections end with, one after the other; then it stays connected.
    """

    defaults = PlatformDefaults(reveal_next_day=False, names=True, boards=True, reactions=True)
    tools: Tools
    desk: Desk

    def __init__(self, clock: Clock, name: str = "fake", faults: Sequence[Exception] = ()) -> None:
        self.name = name
        self.poster: FakePlatform = FakePlatform(clock, name)
        self.topics: Sequence[tuple[str, str]] = ()
        self.served = 0
        self.closed = 0
        self.may_connect = asyncio.Event()
        self.may_connect.set()
        self.connected = asyncio.Event()
        self.finished = asyncio.Event()
        self.finished.set()
        self._faults = list(faults)
        self._broken = asyncio.Event()
        self._ends = False

    def make(
        self, desk: Desk, tools: Tools, presence: Presence, topics: Sequence[tuple[str, str]]
    ) -> "FakeServed":
        self.desk, self.tools, self._presence, self.topics = desk, tools, presence, topics
        return self

    async def serve(self) -> None:
        self.served += 1
        await self.may_connect.wait()
        if self._faults:
            raise self._faults.pop(0)
        await self._presence.up()
        self.connected.set()
        await self._broken.wait()
        self._broken.clear()
        self.connected.clear()
        if not self._ends:
            raise ConnectionResetError("the line dropped")

    def break_off(self, *, ends: bool = False) -> None:
        """With an error, or as if all was well."""
        self._ends = ends
        self._broken.set()

    async def close(self) -> None:
        """Work in hand lasts until ``finished``."""
        self.closed += 1
        await self.finished.wait()

    async def is_connected(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.connected.wait()
