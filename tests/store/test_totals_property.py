"""Whatever people do in whatever order: totals are what the facts give, and no fix takes points away."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.domain.freezing import snapshot
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.question import Kind
from bot.domain.regrading import Regrader, further_key
from bot.domain.round import Round, Track, new_key
from bot.ports.people import Member
from bot.ports.rounds import Regrade
from bot.store.engine import Database, connect, parsed
from bot.store.open import SqlStore, open_store
from bot.store.tables import answers, members, rounds, scores, streaks
from tests.domain.making import options_quiz, question
from tests.store.scene import START, Scene, at, copy_of, day

PEOPLE, QUESTIONS = 4, 3
LATE = at(300, "12:00")
"""All is closed, corrected and withdrawn after it was answered."""
Standing = Mapping[tuple[str, int], int]
"""(period, member id) → points."""
numbers = iter(count())


@dataclass(frozen=True, slots=True)
class Deed:
    """``what`` is the name of a method; the numbers choose whom, which round, which letters."""

    what: str
    one: int
    two: int
    three: int


WEIGHTS = {
    "post": 6,
    "answer": 2,
    "close": 6,
    "accept": 6,
    "void": 1,
    "excuse": 1,
    "turn": 1,
    "go_away": 1,
    "grant": 1,
    "delete": 1,
    "retain": 1,
}
GIVEN = (2, 2, 1, 1, 4, 3, 5, 0)
"""B is right, or A and B; 0 is an answer taken back."""
small = st.integers(0, 4095)
deeds = st.builds(
    Deed,
    st.sampled_from([name for name, weight in WEIGHTS.items() for _ in range(weight)]),
    small,
    small,
    small,
)


def several(number: int) -> FrozenQuestion:
    """Five options, A and B right: a further set may take what was right before."""
    return snapshot(question(f"several-{number}", quiz=options_quiz({0, 1}, 5, Kind.MULTI)), "MLflow")


COPIES = (*(copy_of(f"q{number}") for number in range(QUESTIONS)), several(0))


@dataclass
class History:
    """What deeds make of a group with two tracks that ask the same few questions."""

    scene: Scene
    database: Database
    tracks: list[Track] = field(default_factory=list)
    people: list[Member] = field(default_factory=list)
    open: list[Round] = field(default_factory=list)
    closed: list[Round] = field(default_factory=list)
    today: int = 20

    @classmethod
    async def begin(cls, store: SqlStore, database: Database) -> "History":
        number = next(numbers)
        group = await store.people.group("fake", f"g{number}", "Group")
        scene = Scene(store, group)
        keys = [new_key(f"{number}-{name}".encode()) for name in "ab"]
        tracks = [await scene.track(key) for key in keys]
        return cls(
            scene, database, tracks, await scene.members(*[f"p{number}-{one}" for one in range(PEOPLE)])
        )

    async def do(self, deed: Deed) -> None:
        act: Callable[[Deed], Awaitable[None]] = getattr(self, deed.what)
        await act(deed)

    async def post(self, deed: Deed) -> None:
        """Today or some days later, in one track or both; everybody answers, or somebody does not."""
        self.today += deed.one % 3
        for track in (self.tracks, self.tracks[:1], self.tracks[1:])[deed.two % 3]:
            if await self.scene.store.rounds.on_day(track.id, day(self.today)) is None:
                copy = COPIES[deed.one % len(COPIES)]
                self.open.append(await self.scene.post(track, self.today, copy))
                for place, member in enumerate(self.people):
                    await self._give(self.open[-1], member, deed.three // 8**place, place)

    async def answer(self, deed: Deed) -> None:
        """Somebody thinks again."""
        if self.open:
            round_ = self.open[deed.one % len(self.open)]
            await self._give(round_, self.people[deed.two % PEOPLE], deed.three, 10 + deed.three % 400)

    async def _give(self, round_: Round, member: Member, choice: int, minute: int) -> None:
        response = Response(bits=GIVEN[choice % len(GIVEN)])
        await self.scene.answer(round_, member, response, round_.opens_at + timedelta(minutes=minute))

    async def close(self, deed: Deed) -> None:
        """In any order, long after the last answer."""
        if self.open:
            round_ = self.open.pop(deed.one % len(self.open))
            excused = "the bot was down" if deed.two % 8 == 0 else None
            await self.scene.close(round_, excused, now=LATE + timedelta(minutes=deed.three % 2))
            self.closed.append(round_)

    async def accept(self, deed: Deed) -> None:
        if (round_ := self._any_round(deed)) is None:
            return
        fresh = await self.scene.again(round_)
        assert fresh.question is not None
        response = Response(bits=1 + deed.two % 7)
        key = further_key(fresh.question, response, Regrader("grace", LATE, "so it is"))
        regrade = Regrade(key, len(fresh.question.keys), "A", "", LATE)
        await self._without_loss(lambda: self.scene.store.rounds.regrade(round_.id, regrade))

    async def void(self, deed: Deed) -> None:
        if (round_ := self._any_round(deed)) is None:
            return
        await self._without_loss(lambda: self.scene.store.rounds.void(round_.id, "withdrawn: wrong", LATE))
        if round_ in self.open:
            self.open.remove(round_)
            self.closed.append(round_)

    async def excuse(self, deed: Deed) -> None:
        if (round_ := self._any_round(deed)) is not None:
            await self._without_loss(lambda: self.scene.store.rounds.excuse(round_.id, "it was gone"))

    async def turn(self, deed: Deed) -> None:
        """The next season begins."""
        self.today = max(self.today, 31 if self.today < 31 else 62)

    async def go_away(self, deed: Deed) -> None:
        first, member = self.today + 1 + deed.one % 2, self.people[deed.two % PEOPLE]
        await self.scene.store.away.add(member.id, day(first), day(first + 1), at(first - 1, "12:00"))

    async def grant(self, deed: Deed) -> None:
        member, track = self.people[deed.one % PEOPLE], self.tracks[deed.two % 2]
        granted = day(self.today + deed.three % 7 - 4)
        await self.scene.store.people.grant_freeze(member.id, track.id, granted, "grace", START)

    async def delete(self, deed: Deed) -> None:
        """Who comes back afterwards is somebody new."""
        place = deed.one % PEOPLE
        member = self.people[place]
        await self.scene.store.privacy.delete(member.account_id)
        self.people[place] = await self.scene.member(member.name)

    async def retain(self, deed: Deed) -> None:
        while await self.scene.store.privacy.unlink_before(day(self.today - 5), 3):
            pass

    def _any_round(self, deed: Deed) -> Round | None:
        known = [*self.closed, *self.open]
        return known[deed.one % len(known)] if known else None

    async def _without_loss(self, fix: Callable[[], Awaitable[object]]) -> None:
        before = await self.standing()
        await fix()
        after = await self.standing()
        lost = {place: points for place, points in before.items() if after.get(place, 0) < points}
        assert lost == {}

    async def standing(self) -> Standing:
        rows = await self.totals()
        return {(row[1], row[2]): row[3] for row in rows["scores"]}

    async def totals(self) -> Mapping[str, list[Any]]:
        return await self.database.read(totals, self.scene.group.id)

    async def end(self) -> None:
        for round_ in self.open:
            await self.scene.close(round_, now=LATE)


def totals(connection: Connection, group_id: int) -> Mapping[str, list[Any]]:
    """All that is maintained of the group, by the tables' names."""
    asked = {
        "scores": select(scores).where(scores.c.group_id == group_id),
        "streaks": select(streaks).where(streaks.c.group_id == group_id),
        "members": select(members).where(members.c.group_id == group_id),
        "answers": select(answers).join(rounds, rounds.c.id == answers.c.round_id),
    }
    asked["answers"] = asked["answers"].where(rounds.c.group_id == group_id)
    return {name: sorted(map(tuple, connection.execute(each)), key=repr) for name, each in asked.items()}


async def live_through(url: str, told: list[Deed]) -> None:
    database = connect(parsed(url))
    try:
        async with open_store(url) as store:
            await _live_through(await History.begin(store, database), told)
    finally:
        await database.close()


async def _live_through(history: History, told: list[Deed]) -> None:
    for deed in told:
        await history.do(deed)
    await history.end()
    maintained = await history.totals()
    await history.scene.store.rounds.recompute(history.scene.group.id)
    rebuilt = await history.totals()
    for table in maintained:
        assert maintained[table] == rebuilt[table], table


@settings(
    max_examples=settings().max_examples // 8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(told=st.lists(deeds, min_size=20, max_size=40))
def test_totals_are_what_the_facts_give_and_no_fix_takes_points_away(
    database_url: str, told: list[Deed]
) -> None:
    """One database serves all examples: each has a group of its own."""
    asyncio.run(live_through(database_url, told))
