"""A whole bot in a test: the real services and store, a fake platform, a clock by hand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

from bot.bank import Bank
from bot.domain.round import Round, Track
from bot.domain.schedule import Schedule, next_slot
from bot.ports.people import Group, Member
from bot.ports.store import Store
from bot.ports.tracks import NewTrack
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.tick import tick
from bot.service.tools import PlatformDefaults, Tools, Who
from tests.fakes.bank import make_bank
from tests.fakes.clock import ManualClock
from tests.fakes.platform import FakePlatform

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
DEFAULTS = PlatformDefaults(reveal_next_day=False, names=True, boards=True, reactions=True)


def seeded_tokens(seed: int) -> Callable[[int], bytes]:
    return Random(seed).randbytes


@dataclass
class World:
    store: Store
    clock: ManualClock
    platform: FakePlatform
    tools: Tools
    desk: Desk
    group: Group
    connection: int | None = None

    @classmethod
    async def make(
        cls, store: Store, *, start: datetime = START, bank: Bank | None = None, seed: int = 1
    ) -> "World":
        clock = ManualClock(start)
        platform = FakePlatform(clock)
        bank = bank or make_bank()
        tools = Tools(
            store,
            bank,
            Pools(bank),
            clock,
            seeded_tokens(seed),
            {platform.platform: platform},
            {"fake": DEFAULTS},
        )
        group = await store.people.group("fake", "g1", "Study group")
        return cls(store, clock, platform, tools, Desk(tools), group)

    async def connect(self) -> None:
        """The platform connection begins."""
        self.connection = await self.store.connections.up(self.platform.platform, self.clock.now())

    def who(self, name: str = "ada", *, organiser: bool = False, channel: str = "c1") -> Who:
        return Who(
            "fake", "g1", "Study group", name, name.title(), organiser, channel, "ml-daily", "Europe/Berlin"
        )

    async def member(self, name: str) -> Member:
        return await self.store.people.member(self.group, name, name.title())

    async def track(self, schedule: Schedule, *, channel: str = "c1", key: str | None = None) -> Track:
        """A running track."""
        name = key or f"key-{channel}"
        new = NewTrack(name, self.group.id, channel, f"daily-{channel}", schedule, frozenset(), frozenset())
        draft = await self.store.tracks.draft(new, "grace", self.clock.now())
        slot = next_slot(schedule, after=None, not_before=self.clock.now())
        assert await self.store.tracks.start(draft.id, slot, "grace", self.clock.now())
        started = await self.store.tracks.get(draft.id)
        assert started is not None
        return started

    async def at(self, moment: datetime) -> None:
        """Jump there and do what is due; if the bot is connected, it was so all the way."""
        await self.clock.move_to(moment)
        if self.connection is not None:
            await self.store.connections.seen(self.connection, self.clock.now())
        await tick(self.tools)

    async def round_of(self, track: Track) -> Round:
        """The track's newest round."""
        return (await self.store.rounds.recent(track.id, 1))[0]
