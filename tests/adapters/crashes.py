"""Weeks of questions on a loopback platform, with the program killed at any step and lines that drop, seeded."""

from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any, Final

from bot.domain.round import Round, RoundState, Track
from bot.domain.schedule import RevealRule, Schedule, next_slot, slot
from bot.ports.people import Group
from bot.ports.store import Store
from bot.ports.tracks import NewTrack
from bot.service.desk import Desk
from bot.service.tick import next_due, tick
from bot.service.tools import Tools, Who
from tests.fakes.clock import ManualClock
from tests.fakes.killer import Killed

BEGIN: Final = datetime(2026, 10, 19, tzinfo=UTC)
DAILY: Final = Schedule(
    "America/New_York", time(1, 30), frozenset(range(7)), RevealRule(time(8), next_day=False)
)
"""The half hour that there is twice on 1 November."""

POSTED: Final = (RoundState.POSTED, RoundState.CLOSED, RoundState.REVEALED)
CALM: Final = 3
"""Days without crashes at the end, in which everything that is left comes right."""

MINUTE: Final = timedelta(minutes=1)


@dataclass
class Fate:
    """Decides, from one seed, where the program dies and when lines drop; ``deaths``: by place."""

    source: Random
    on_the_wire: float
    dropping: float
    deadly: bool = True
    deaths: Counter[str] = field(default_factory=Counter)

    def dies(self) -> bool:
        return self._happens(0.012)

    def dies_on_the_wire(self) -> bool:
        return self._happens(self.on_the_wire)

    def drops(self) -> bool:
        return self._happens(self.dropping)

    def struck(self, death: BaseException) -> None:
        while isinstance(death, BaseExceptionGroup):
            death = death.exceptions[0]
        assert isinstance(death, Killed), death
        self.deaths[str(death)] += 1

    def _happens(self, share: float) -> bool:
        return self.deadly and self.source.random() < share


@dataclass
class Walked:
    """The program, started again after each death, walked through time on one database. ``mortal``: the
    tools of which any call may be the last. ``drop``: makes the next message's line drop, after the platform
    took it or before; ``heal``: makes all lines good. ``meanwhile``: what people do each time."""

    tools: Tools
    mortal: Tools
    clock: ManualClock
    fate: Fate
    drop: Callable[[bool], None]
    heal: Callable[[], None]
    meanwhile: Callable[[], Awaitable[None]]

    async def weeks(self, days: int) -> None:
        await self._until(BEGIN + timedelta(days))
        self.fate.deadly = False
        self.heal()
        await self._until(BEGIN + timedelta(days + CALM))
        assert sum(self.fate.deaths.values()) > 40, self.fate.deaths

    async def _until(self, end: datetime) -> None:
        while self.clock.now() < end:
            if self.fate.drops():
                self.drop(self.fate.source.random() < 0.5)
            if not await self._woke():
                self.clock.advance(MINUTE)
                continue
            due = await next_due(self.tools)
            await self.clock.move_to(min(max(due, self.clock.now() + MINUTE) if due else end, end))

    async def _woke(self) -> bool:
        try:
            await tick(self.mortal)
            await self.meanwhile()
        except (Killed, BaseExceptionGroup) as death:
            self.fate.struck(death)
            return False
        return True


async def begun(store: Store, clock: ManualClock, group: Group, channel: str, organiser: str) -> Track:
    """A running track in a channel."""
    new = NewTrack(f"key{channel}", group.id, channel, "daily", DAILY, frozenset(), frozenset())
    draft = await store.tracks.draft(new, organiser, clock.now())
    first = next_slot(DAILY, after=None, not_before=clock.now())
    assert await store.tracks.start(draft.id, first, organiser, clock.now())
    started = await store.tracks.get(draft.id)
    assert started is not None
    return started


async def answer(tools: Tools, who: Who, track: int, letter: int) -> None:
    """Press a letter under the question that is open, if any is."""
    recent = await tools.store.rounds.recent(track, 1)
    if recent and recent[0].state is RoundState.POSTED:
        await Desk(tools).press(who, f"v1:answer:{recent[0].mark}:{letter}")


def dying(
    call: Callable[..., Coroutine[Any, Any, Any]], what: Callable[..., str], when: Callable[[], bool]
) -> Any:
    """A request of the client that may be the last thing the program did; ``what`` names it."""

    async def request(*args: Any, **named: Any) -> Any:
        if when():
            raise Killed(f"before wire {what(*args)}")
        told = await call(*args, **named)
        if when():
            raise Killed(f"after wire {what(*args)}")
        return told

    return request


async def rounds_of(store: Store, track: int, days: int) -> list[Round]:
    """All of them; each date is accounted for."""
    rounds = {one.day: one for one in await store.rounds.recent(track, days + 10)}
    _every_date_is_accounted_for(rounds, days)
    return list(rounds.values())


def _every_date_is_accounted_for(rounds: Mapping[date, Round], days: int) -> None:
    first = min(rounds)
    for step in range(days):
        day = first + timedelta(days=step)
        assert slot(DAILY, day) is not None and day in rounds, day
        assert rounds[day].state is RoundState.REVEALED or rounds[day].reason, f"{day} {rounds[day].state}"
