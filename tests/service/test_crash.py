"""Up to four hundred days in several zones, with the program killed between every two steps, seeded."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from random import Random

import pytest

from bot.domain.round import DeliveryKind, RoundState, Track, mark
from bot.domain.schedule import RevealRule, Schedule, slot
from bot.intents.question_post import QuestionPost
from bot.intents.reveal import Reveal
from bot.service.tick import next_due, tick
from bot.service.tools import Tools
from bot.store.open import open_store
from tests.fakes.killer import Deadly, Killed, deadly_store
from tests.fakes.platform import Mood
from tests.fakes.world import World

START = datetime(2026, 2, 1, tzinfo=UTC)
MORE_THAN_THERE_ARE = 1_000
EVERY_DAY = frozenset(range(7))
SCHEDULES = {
    "gap": Schedule("America/New_York", time(2, 30), EVERY_DAY, RevealRule(time(8), next_day=False)),
    "midnight": Schedule("Africa/Cairo", time(0), EVERY_DAY, RevealRule(time(20), next_day=False)),
    "early": Schedule(
        "Pacific/Kiritimati", time(9), frozenset(range(5)), RevealRule(time(17), next_day=False)
    ),
    "half": Schedule("Australia/Lord_Howe", time(2, 15), EVERY_DAY, RevealRule(time(1), next_day=True)),
}
PEOPLE = ("ada", "alan", "grace")
FINISHED = (RoundState.REVEALED, RoundState.CANCELLED, RoundState.EXPIRED, RoundState.FAILED)


@dataclass
class Fate:
    """Decides, from one seed, when the program dies and what the platform does."""

    source: Random
    deadly: bool = True
    deaths: Counter[str] = field(default_factory=Counter)

    def dies(self) -> bool:
        return self.deadly and self.source.random() < 0.01

    def mood(self) -> Mood:
        if not self.deadly:
            return Mood.FINE
        roll = self.source.random()
        odds = ((0.05, Mood.LOST_BEFORE), (0.10, Mood.LOST_AFTER), (0.15, Mood.BUSY))
        return next((mood for limit, mood in odds if roll < limit), Mood.FINE)


class Walked:
    """The program, started again after each death, walked through time on one database."""

    def __init__(self, world: World, fate: Fate) -> None:
        self.world = world
        self.fate = fate
        world.platform.mood = fate.mood
        self.tools = self._mortal(world.tools)

    def _mortal(self, tools: Tools) -> Tools:
        store = deadly_store(tools.store, self.fate.dies)
        platform = Deadly(self.world.platform, self.fate.dies)
        return replace(tools, store=store, posters={self.world.platform.platform: platform})

    async def until(self, end: datetime) -> None:
        """Wake at every due moment, and a minute after a death, as a supervisor would."""
        clock = self.world.clock
        while clock.now() < end:
            if not await self._woke():
                clock.advance(timedelta(minutes=1))
                continue
            due = await next_due(self.world.tools)
            step = max(due, clock.now() + timedelta(seconds=1)) if due else end
            await clock.move_to(min(step, end))

    async def _woke(self) -> bool:
        try:
            await tick(self.tools)
            await self._answer()
        except Killed as death:
            self.fate.deaths[str(death)] += 1
            return False
        except BaseExceptionGroup as deaths:
            self.fate.deaths[str(deaths.exceptions[0])] += 1
            return False
        return True

    async def _answer(self) -> None:
        """Some people answer what is open, as the desk would take it from an adapter."""
        for posted in self.world.platform.log[-2 * len(SCHEDULES) :]:
            if isinstance(posted.intent, QuestionPost) and self.fate.source.random() < 0.3:
                name = self.fate.source.choice(PEOPLE)
                action = f"v1:answer:{posted.intent.mark}:{self.fate.source.randrange(4)}"
                await self.world.desk.press(self.world.who(name), action)


@pytest.mark.parametrize(
    ("database_url", "has_history", "places", "days"),
    [
        ("sqlite", True, ("gap", "midnight"), 400),
        ("sqlite", False, ("early", "half"), 150),
        ("postgres", True, ("midnight", "half"), 150),
    ],
    indirect=["database_url"],
)
async def test_many_days_of_crashes_lose_nothing_and_double_nothing(
    database_url: str, has_history: bool, places: tuple[str, ...], days: int
) -> None:
    async with open_store(database_url) as store:
        world = await World.make(store, start=START, seed=7)
        world.platform.has_history = has_history
        tracks = [await world.track(SCHEDULES[name], channel=name) for name in places]
        fate = Fate(Random(20261121))
        walked = Walked(world, fate)
        await store.connections.up("fake", START)
        await walked.until(START + timedelta(days=days))
        fate.deadly = False
        await walked.until(START + timedelta(days=days + 10))

        assert len(fate.deaths) > 20, "the program must have died in many places"
        assert world.platform.doubled() == {}
        for track in tracks:
            await _every_date_is_accounted_for(world, track, days)
            await _messages_agree_with_rows(world, track, exactly=has_history)
        before = await _totals(world)
        await store.rounds.recompute(world.group.id)
        assert await _totals(world) == before
        assert before["streaks"], "somebody must have a streak, or nothing was compared"


async def _every_date_is_accounted_for(world: World, track: Track, days: int) -> None:
    rounds = {one.day: one for one in await world.store.rounds.recent(track.id, MORE_THAN_THERE_ARE)}
    first = min(rounds)
    for step in range(days - 2):
        day = first + timedelta(days=step)
        expected = slot(SCHEDULES[track.channel], day) is not None
        assert (day in rounds) == expected, f"{track.channel} {day}"
        if expected and day < first + timedelta(days=days - 15):
            one = rounds[day]
            assert one.state in FINISHED or one.reason or one.state is RoundState.CLOSED, f"{day} {one.state}"
            assert one.state is RoundState.REVEALED or one.reason, f"{day} {one.state} has no reason"


async def _messages_agree_with_rows(world: World, track: Track, *, exactly: bool) -> None:
    """Every round that says it was posted has its one message; where history can be asked, none has one unsaid."""
    posts = {one.mark for one in world.platform.log if isinstance(one.intent, QuestionPost)}
    reveals = {one.mark for one in world.platform.log if isinstance(one.intent, Reveal)}
    for one in await world.store.rounds.recent(track.id, MORE_THAN_THERE_ARE):
        posted = one.state in (RoundState.POSTED, RoundState.CLOSED, RoundState.REVEALED)
        reveal = mark(track.key, one.day, DeliveryKind.REVEAL)
        if one.post_ref is not None:
            assert one.mark in posts
        if exactly:
            assert (one.mark in posts) == posted, f"{track.channel} {one.day} {one.state}"
            assert (reveal in reveals) == (one.state is RoundState.REVEALED)


async def _totals(world: World) -> dict[str, object]:
    members = [await world.member(name) for name in PEOPLE]
    points = []
    for member in members:
        for track in await world.store.tracks.of_group(world.group.id):
            for one in await world.store.rounds.recent(track.id, MORE_THAN_THERE_ARE):
                given = await world.store.answers.given(one.id, member.id)
                if given:
                    points.append((member.name, track.channel, one.day, given.points, given.right))
    streaks = [(member.name, await world.store.answers.streaks(member.id)) for member in members]
    return {"points": points, "streaks": [one for one in streaks if one[1]]}
