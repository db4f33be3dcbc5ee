"""A group, its tracks and their days, with only what a test cares about spelled out.

Day ``n`` is the n-th of November 2026: posted 09:00, closed 17:00 UTC.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.freezing import snapshot, snapshot_id
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.question import Level
from bot.domain.round import Delivery, DeliveryKind, Round, RoundState, Track, mark
from bot.domain.schedule import Slot, slot
from bot.ports.answers import Act, Actor, Written
from bot.ports.boards import BoardQuery
from bot.ports.people import Group, Member
from bot.ports.rounds import Closed, Closing, Plan, PlannedRound
from bot.ports.tracks import NewTrack
from bot.store.open import SqlStore
from tests.domain.making import question, schedule

START = datetime(2026, 11, 1, tzinfo=UTC)
DAILY = schedule("UTC")
A, B, C, D = (Response(bits=1 << place) for place in range(4))
RIGHT, WRONG = B, A


def day(number: int) -> date:
    return date(2026, 11, 1) + timedelta(number - 1)


def at(number: int, clock: str) -> datetime:
    return datetime.combine(day(number), time.fromisoformat(clock), UTC)


def made_slot(number: int) -> Slot:
    made = slot(DAILY, day(number))
    assert made is not None
    return made


def copy_of(name: str, level: Level = Level.MID) -> FrozenQuestion:
    """Four options, B is right."""
    return snapshot(question(name, level=level), "MLflow")


@dataclass
class Scene:
    store: SqlStore
    group: Group

    @classmethod
    async def make(cls, store: SqlStore) -> "Scene":
        return cls(store, await store.people.group("fake", "g1", "Study group"))

    async def member(self, name: str, group: Group | None = None) -> Member:
        return await self.store.people.member(group or self.group, name.lower(), name)

    async def members(self, *names: str) -> list[Member]:
        return [await self.member(name) for name in names]

    def new_track(self, key: str = "t1", channel: str | None = None, group: Group | None = None) -> NewTrack:
        group_id = (group or self.group).id
        channel = channel or f"channel-{key}"
        return NewTrack(
            key, group_id, channel, channel.title(), DAILY, frozenset({"mlflow"}), frozenset(Level)
        )

    async def track(self, key: str = "t1", channel: str | None = None, group: Group | None = None) -> Track:
        """Running, first due on day 1."""
        draft = await self.store.tracks.draft(self.new_track(key, channel, group), "grace", START)
        assert await self.store.tracks.start(draft.id, made_slot(1), "grace", START)
        return await self.fresh(draft)

    async def fresh(self, track: Track) -> Track:
        found = await self.store.tracks.get(track.id)
        assert found is not None
        return found

    def planned(self, track: Track, number: int, question: FrozenQuestion | None = None) -> PlannedRound:
        copy = question or copy_of(f"q{number}")
        made = mark(track.key, day(number), "round")
        order = "".join(map(str, range(len(copy.options))))
        return PlannedRound(made, made_slot(number), RoundState.PLANNED, None, snapshot_id(copy), copy, order)

    async def plan(self, track: Track, number: int, question: FrozenQuestion | None = None) -> Round:
        """The track stands on day ``number`` and moves on to the next."""
        track = await self.stand_on(track, number)
        plan = Plan(track, (self.planned(track, number, question),), made_slot(number + 1))
        written = await self.store.rounds.save_plans([plan], at(number, "09:00"))
        assert len(written) == 1
        return written[0]

    async def stand_on(self, track: Track, number: int) -> Track:
        track = await self.fresh(track)
        await self.store.tracks.change(
            track.id,
            schedule=track.schedule,
            channel=track.channel,
            channel_name=track.channel_name,
            topics=track.topics,
            levels=track.levels,
            upcoming=made_slot(number),
            by=track.changed_by or "grace",
            now=START,
        )
        return await self.fresh(track)

    async def post(self, track: Track, number: int, question: FrozenQuestion | None = None) -> Round:
        round_ = await self.plan(track, number, question)
        await self.deliver(round_, DeliveryKind.POST, at(number, "09:00"))
        return await self.again(round_)

    async def again(self, round_: Round) -> Round:
        found = await self.store.rounds.get(round_.id)
        assert found is not None
        return found

    async def waiting(self, round_: Round, kind: str) -> Delivery | None:
        found = await self.store.deliveries.due(["fake"], START + timedelta(400), 1000)
        return next((each for each in found if each.round_id == round_.id and each.kind == kind), None)

    async def claim(self, round_: Round, kind: str, now: datetime) -> Delivery:
        waiting = await self.waiting(round_, kind)
        assert waiting is not None
        claimed = await self.store.deliveries.claim(waiting, now, now + timedelta(seconds=90))
        assert claimed is not None
        return claimed

    async def deliver(self, round_: Round, kind: str, now: datetime) -> Delivery:
        claimed = await self.claim(round_, kind, now)
        await self.store.deliveries.record_sent(claimed, f"ref-{claimed.mark}", now)
        return claimed

    def act(
        self,
        round_: Round,
        member: Member,
        response: Response = RIGHT,
        when: datetime | None = None,
        way: str = "button",
        *,
        flip: bool = False,
        withdraws: bool = False,
    ) -> Act:
        """In the scene's own group."""
        actor = Actor("fake", self.group.external, "", member.account, "")
        return Act(round_.mark, actor, response, when or at(1, "10:00"), way, flip, withdraws)

    async def answer(
        self, round_: Round, member: Member, response: Response = RIGHT, when: datetime | None = None
    ) -> Written:
        act = self.act(round_, member, response, when or round_.opens_at + timedelta(hours=1))
        if round_.group_id != self.group.id:
            group = await self.store.people.get_group(round_.group_id)
            act = act._replace(actor=act.actor._replace(group=group.external))
        return await self.store.answers.submit(act)

    async def close(self, round_: Round, excused: str | None = None, now: datetime | None = None) -> Closed:
        closing = Closing(excused, now or round_.closes_at + timedelta(seconds=10))
        closed = await self.store.rounds.close(round_.id, closing)
        assert closed is not None
        return closed

    async def play(
        self, track: Track, number: int, right: Sequence[Member] = (), wrong: Sequence[Member] = ()
    ) -> Round:
        """A whole day of a track."""
        round_ = await self.post(track, number)
        for member in right:
            await self.answer(round_, member, RIGHT)
        for member in wrong:
            await self.answer(round_, member, WRONG)
        return (await self.close(round_)).round

    async def streak(self, member: Member, track: Track) -> tuple[int, int, int, int]:
        """Streak, progress, freezes held, best."""
        states = dict(await self.store.answers.streaks(member.id))
        state = states[track.id]
        return state.streak, state.progress, state.held, state.best

    async def board(
        self, measure: str = "points", period: str = "all", **more: int
    ) -> list[tuple[str, float]]:
        rows = await self.store.boards.top(self.query(measure, period, **more), 10)
        return [(row.name, row.value) for row in rows]

    def query(
        self, measure: str = "points", period: str = "all", minimum: int = 0, since: int = 1
    ) -> BoardQuery:
        return BoardQuery(self.group.id, period, measure, minimum, at(since, "00:00"))
