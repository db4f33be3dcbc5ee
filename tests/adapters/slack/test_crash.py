"""Weeks of questions on Slack, with the program killed at any step and lines that drop, seeded."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from adapters.slack.mentions import Mentions
from adapters.slack.pacer import Pacer
from adapters.slack.poster import SlackPoster
from bot.bank import Bank
from bot.domain.question import Kind
from bot.domain.round import DeliveryKind, Round, RoundState, Track, mark
from bot.domain.schedule import RevealRule, Schedule, next_slot, slot
from bot.ports.store import Store
from bot.ports.tracks import NewTrack
from bot.service.desk import Desk
from bot.service.tick import next_due, tick
from bot.service.tools import Tools, Who
from tests.adapters.slack.town import Town, living
from tests.fakes.clock import ManualClock
from tests.fakes.killer import Deadly, Killed, deadly_store
from tests.platforms.slack.message import Message
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel
from tests.service.day import only

BEGIN = datetime(2026, 10, 19, tzinfo=UTC)
DAYS = 16
DAILY = Schedule("America/New_York", time(1, 30), frozenset(range(7)), RevealRule(time(8), next_day=False))
"""The half hour that there is twice on 1 November."""

WITHOUT_HISTORY = ["commands", "chat:write", "users:read"]
SENDING = "chat.postMessage"
POSTED = (RoundState.POSTED, RoundState.CLOSED, RoundState.REVEALED)
MINUTE = timedelta(minutes=1)


@dataclass
class Fate:
    """Decides, from one seed, where the program dies and when lines drop."""

    source: Random
    deadly: bool = True
    deaths: Counter[str] = field(default_factory=Counter)

    def dies(self) -> bool:
        return self.deadly and self.source.random() < 0.012

    def dies_on_the_wire(self) -> bool:
        return self.deadly and self.source.random() < 0.1

    def drops(self) -> bool:
        return self.deadly and self.source.random() < 0.1

    def struck(self, death: BaseException) -> None:
        while isinstance(death, BaseExceptionGroup):
            death = death.exceptions[0]
        assert isinstance(death, Killed), death
        self.deaths[str(death)] += 1


@dataclass
class Walked:
    """The program, started again after each death, walked through time on one database."""

    town: Town
    fate: Fate
    channels: Mapping[int, Channel]
    tools: Tools
    decided: Counter[str] = field(default_factory=Counter)

    async def until(self, end: datetime) -> None:
        clock = self.town.clock
        while clock.now() < end:
            if self.fate.drops():
                self._drop_one()
            if not await self._woke():
                clock.advance(MINUTE)
                continue
            due = await next_due(self.town.tools)
            await clock.move_to(min(max(due, clock.now() + MINUTE) if due else end, end))

    def _drop_one(self) -> None:
        after = self.fate.source.random() < 0.5
        self.town.server.fail(SENDING, drop=True, after_effect=after)

    async def _woke(self) -> bool:
        try:
            await tick(self.tools)
            await self._decide()
            await self._answer()
        except (Killed, BaseExceptionGroup) as death:
            self.fate.struck(death)
            return False
        return True

    async def _decide(self) -> None:
        """An organiser looks into the channel and says what is there."""
        group = await self.town.store.people.group("slack", self.town.workspace.id, "Team")
        for unsure in await self.town.store.deliveries.unsure(group.id):
            assert unsure.track_id is not None
            channel = self.channels[unsure.track_id]
            word = "there" if with_marks(channel, {unsure.mark}) else "again"
            who = self._who(self.town.grace.id, channel, organiser=True)
            reply = await Desk(self.tools).press(who, f"v1:{word}:{unsure.mark}")
            assert "too late" not in str(reply.intent), reply
            self.decided[word] += 1

    async def _answer(self) -> None:
        for track, channel in self.channels.items():
            recent = await self.town.store.rounds.recent(track, 1)
            if recent and recent[0].state is RoundState.POSTED:
                action = f"v1:answer:{recent[0].mark}:{self.fate.source.randrange(4)}"
                await Desk(self.town.tools).press(self._who(self.town.ada.id, channel), action)

    def _who(self, user: str, channel: Channel, *, organiser: bool = False) -> Who:
        team = self.town.workspace.id
        return Who("slack", team, "Team", f"{team}:{user}", user, organiser, channel.id, channel.name)


def key_of(channel: Channel) -> str:
    return f"key{channel.id}"


async def begun(town: Town, channel: Channel) -> Track:
    """A running track in a channel."""
    group = await town.store.people.group("slack", town.workspace.id, "Team")
    new = NewTrack(key_of(channel), group.id, channel.id, channel.name, DAILY, frozenset(), frozenset())
    organiser = f"{town.workspace.id}:{town.grace.id}"
    draft = await town.store.tracks.draft(new, organiser, town.clock.now())
    first = next_slot(DAILY, after=None, not_before=town.clock.now())
    assert await town.store.tracks.start(draft.id, first, organiser, town.clock.now())
    started = await town.store.tracks.get(draft.id)
    assert started is not None
    return started


async def mortal(town: Town, fate: Fate) -> Tools:
    """The same tools, of which every call may be the last: of the store, the poster, and of the wire."""
    workspaces = town.platform.poster._workspaces
    workspace = await workspaces.of(town.workspace.id)
    assert workspace is not None
    client: Any = workspace.client
    client.api_call = dying(client.api_call, fate.dies_on_the_wire)
    poster = SlackPoster(workspaces, Mentions(""), town.clock, Pacer(between=0.0, window=0.0))
    return replace(
        town.tools, store=deadly_store(town.store, fate.dies), posters={"slack": Deadly(poster, fate.dies)}
    )


def dying(call: Callable[..., Any], when: Callable[[], bool]) -> Callable[..., Any]:
    async def api_call(method: str, **named: Any) -> Any:
        if when():
            raise Killed(f"before wire {method}")
        answer = await call(method, **named)
        if when():
            raise Killed(f"after wire {method}")
        return answer

    return api_call


def marks(messages: list[Message]) -> list[str]:
    """Every message of a delivery carries one."""
    return [one.metadata["event_payload"]["mark"] for one in messages if one.metadata]


def with_marks(channel: Channel, wanted: set[str]) -> list[str]:
    return [one for one in marks(channel.everything) if one in wanted]


@pytest.mark.parametrize(("scopes", "seed"), [(None, 20261121), (WITHOUT_HISTORY, 7)])
async def test_weeks_of_crashes_lose_nothing_and_double_nothing(
    store: Store, scopes: list[str] | None, seed: int
) -> None:
    bank: Bank = only(Kind.CHOICE)
    clock = ManualClock(BEGIN)
    async with SlackServer(clock) as server:
        server.pacing.off = True
        workspace = server.add_workspace("Team", scopes)
        channels = [
            workspace.add_channel("ml-daily", bot=True),
            workspace.add_channel("ops", private=True, bot=True),
        ]
        grace, ada = workspace.add_user("grace", admin=True), workspace.add_user("ada")
        async with living(server, workspace, store, clock, bank) as (tools, platform, presence):
            town = Town(server, workspace, channels[0], ada, grace, tools, platform, presence, clock)
            tracks = {(await begun(town, channel)).id: channel for channel in channels}
            fate = Fate(Random(seed))
            walked = Walked(town, fate, tracks, await mortal(town, fate))
            await walked.until(BEGIN + timedelta(days=DAYS))
            fate.deadly = False
            server.faults.faults.clear()
            await walked.until(BEGIN + timedelta(days=DAYS + 3))
            many_deaths_were_died(fate)
            assert all(walked.decided[word] for word in ("there", "again")) or scopes is None, walked.decided
            for track, channel in tracks.items():
                await nothing_is_missing_or_doubled(store, track, channel)
            told = marks(grace.dm.everything)
            assert len(told) == len(set(told)), "no notice came twice"


def many_deaths_were_died(fate: Fate) -> None:
    inside = {death: count for death, count in fate.deaths.items() if f"wire {SENDING}" in death}
    assert sum(fate.deaths.values()) > 40, fate.deaths
    assert len(inside) == 2 and sum(inside.values()) >= 5, "before and after Slack took it"


async def nothing_is_missing_or_doubled(store: Store, track: int, channel: Channel) -> None:
    rounds = {one.day: one for one in await store.rounds.recent(track, DAYS + 10)}
    every_date_is_accounted_for(rounds)
    for one in rounds.values():
        posts = with_marks(channel, marks_of(channel, one, DeliveryKind.POST))
        reveals = with_marks(channel, marks_of(channel, one, DeliveryKind.REVEAL))
        assert len(posts) == int(one.state in POSTED), one
        assert len(reveals) == int(one.state is RoundState.REVEALED), one


def every_date_is_accounted_for(rounds: Mapping[date, Round]) -> None:
    first = min(rounds)
    for step in range(DAYS):
        day = first + timedelta(days=step)
        assert slot(DAILY, day) is not None and day in rounds, day
        assert rounds[day].state is RoundState.REVEALED or rounds[day].reason, f"{day} {rounds[day].state}"


def marks_of(channel: Channel, one: Round, kind: str) -> set[str]:
    """The first, and those an organiser had sent again."""
    kinds = [kind, *(f"{kind}-{number}" for number in range(2, 9))]
    return {mark(key_of(channel), one.day, each) for each in kinds}
