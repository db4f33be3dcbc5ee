"""The playground's parts, put together on an open store."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_bytes

from adapters.web.client import Playground
from adapters.web.hub import Hub
from adapters.web.people import GROUP, GROUP_NAME, PLATFORM, RESIDENTS, MemberFacts
from adapters.web.poster import WebPoster
from bot.bank import Bank
from bot.cli.page_walk import PageWalk
from bot.clock import MovableClock
from bot.domain.frozen import FrozenQuestion
from bot.ports.people import Group
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.limits import RETENTION_DAYS
from bot.service.panel import member_panel
from bot.service.pools import Pools
from bot.service.tick import next_due
from bot.service.tools import PlatformDefaults, Tools
from bot.service.walk import Walk

DEFAULTS = PlatformDefaults(reveal_next_day=False, names=True, boards=True, reactions=True)


@dataclass(frozen=True, slots=True)
class Stage:
    """What ``demo`` and the tests of the whole drive."""

    tools: Tools
    core: Walk
    walk: PageWalk
    poster: WebPoster
    playground: Playground

    async def open(self) -> None:
        """Take up where the page stood: a bot that was switched off stays off, and does nothing."""
        await self.playground.open()
        if not self.playground.down:
            await self.core.connect()

    async def wake(self) -> None:
        """Do what is due, and let the page's clock and people follow."""
        await self.core.wake()
        await self.walk.refresh()
        self.playground.tell_clock()
        await self.playground.tell_people()

    async def next_due(self) -> datetime | None:
        """When to wake, in the movable clock's time; None while the bot is down."""
        return None if self.core.down else await next_due(self.tools)

    async def frozen(self, mark: str) -> FrozenQuestion | None:
        """The question of a round, for the sample people who must know what is right."""
        round_ = await self.tools.store.rounds.by_mark(mark)
        return round_.question if round_ else None


async def make_stage(
    store: Store,
    bank: Bank,
    clock: MovableClock,
    zone: str,
    nudge: Callable[[], None] = lambda: None,
    token: Callable[[int], bytes] = token_bytes,
    retention_days: int = RETENTION_DAYS,
) -> Stage:
    """``nudge`` is called when something new may be due before the alarm would ring; ``token`` gives
    random bytes, seeded where a sample is made."""
    hub = Hub()
    poster = WebPoster(store.page, hub, clock.now)
    posters, defaults = {PLATFORM: poster}, {PLATFORM: DEFAULTS}
    tools = Tools(store, bank, Pools(bank), clock, token, posters, defaults, nudge, retention_days)
    group = await store.people.group(PLATFORM, GROUP, GROUP_NAME)
    core = Walk(tools, clock, PLATFORM)
    walk = PageWalk(core, tools, group.id)
    topics = [(name, topic.title) for name, topic in bank.topics.items()]

    async def facts() -> Mapping[str, MemberFacts]:
        return {one.account: await _facts(tools, group, one.account, one.name) for one in RESIDENTS}

    async def added(account: str) -> bool:
        return await store.organisers.added(PLATFORM, GROUP, account)

    faults = tuple(str(fault) for fault in bank.faults if fault.fatal)
    playground = Playground(
        Desk(tools), store.page, hub, walk, facts, topics, zone, added=added, faults=faults
    )
    return Stage(tools, core, walk, poster, playground)


async def _facts(tools: Tools, group: Group, account: str, name: str) -> MemberFacts:
    panel = await member_panel(tools, group, account, name)
    return MemberFacts(panel.streak, panel.best, panel.points, panel.answered_today)
