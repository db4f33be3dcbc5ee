"""Weeks of questions on Discord, with the program killed at any step and lines that drop, seeded."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from adapters.discord.components import carries
from adapters.discord.mentions import Mentions
from adapters.discord.pacer import Gate
from adapters.discord.poster import DiscordPoster
from bot.bank import Bank
from bot.domain.question import Kind
from bot.domain.round import DeliveryKind, Round, RoundState, Track, mark
from bot.domain.schedule import RevealRule, Schedule, next_slot, slot
from bot.ports.store import Store
from bot.ports.tracks import NewTrack
from bot.service.desk import Desk
from bot.service.tick import next_due, tick
from bot.service.tools import Tools, Who
from tests.adapters.discord.town import Town, found, opened
from tests.fakes.clock import ManualClock
from tests.fakes.killer import Deadly, Killed, deadly_store
from tests.platforms.discord.message import Message
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel
from tests.service.day import only

BEGIN = datetime(2026, 10, 19, tzinfo=UTC)
DAYS = 24
DAILY = Schedule("America/New_York", time(1, 30), frozenset(range(7)), RevealRule(time(8), next_day=False))
"""The half hour that there is twice on 1 November."""

POSTED = (RoundState.POSTED, RoundState.CLOSED, RoundState.REVEALED)
SENDING = ("POST /channels/{channel}/messages", "POST /channels/{channel}/threads")
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
        return self.deadly and self.source.random() < 0.04

    def struck(self, death: BaseException) -> None:
        while isinstance(death, BaseExceptionGroup):
            death = death.exceptions[0]
        self.deaths[str(death)] += 1

    def drops(self) -> bool:
        return self.deadly and self.source.random() < 0.15


@dataclass
class Walked:
    """The program, started again after each death, walked through time on one database."""

    town: Town
    fate: Fate
    tracks: list[Track]
    tools: Tools

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
        source = self.fate.source
        server, after = self.town.server, source.random() < 0.5
        server.fail(source.choice(SENDING), drop=True, after_effect=after)

    async def _woke(self) -> bool:
        try:
            await tick(self.tools)
            await self._answer()
        except (Killed, BaseExceptionGroup) as death:
            self.fate.struck(death)
            return False
        return True

    async def _answer(self) -> None:
        for track in self.tracks:
            recent = await self.town.store.rounds.recent(track.id, 1)
            if recent and recent[0].state is RoundState.POSTED:
                who = Who(
                    "discord", str(self.town.guild.id), "Team", "1", "Ada", False, track.channel, "daily"
                )
                action = f"v1:answer:{recent[0].mark}:{self.fate.source.randrange(4)}"
                await Desk(self.town.tools).press(who, action)


async def begun(town: Town, channel: Channel) -> Track:
    """A running track in a channel."""
    group = await town.group()
    new = NewTrack(
        f"key{channel.name}", group.id, str(channel.id), channel.name, DAILY, frozenset(), frozenset()
    )
    draft = await town.store.tracks.draft(new, str(town.grace.id), town.clock.now())
    first = next_slot(DAILY, after=None, not_before=town.clock.now())
    assert await town.store.tracks.start(draft.id, first, str(town.grace.id), town.clock.now())
    started = await town.store.tracks.get(draft.id)
    assert started is not None
    return started


def mortal(town: Town, fate: Fate) -> Tools:
    """The same tools, of which every call may be the last: of the store, the poster, and of the wire."""
    client = town.platform.poster.client
    poster = DiscordPoster(client, Mentions(), Gate(permits=100_000))
    client.http.request = dying(client.http.request, fate.dies_on_the_wire)  # type: ignore[method-assign]
    return replace(
        town.tools, store=deadly_store(town.store, fate.dies), posters={"discord": Deadly(poster, fate.dies)}
    )


def dying(request: Callable[..., Any], when: Callable[[], bool]) -> Callable[..., Any]:
    async def call(route: Any, **named: Any) -> Any:
        if when():
            raise Killed(f"before {route.method} {route.path}")
        answer = await request(route, **named)
        if when():
            raise Killed(f"after {route.method} {route.path}")
        return answer

    return call


def messages(channel: Channel) -> list[Message]:
    """In the channel and in its threads."""
    everywhere = [channel, *channel.threads]
    return [message for place in everywhere for message in place.messages if message.buttons]


def with_mark(channel: Channel, wanted: str) -> list[Message]:
    return [
        message
        for message in messages(channel)
        if any(carries(button["custom_id"], wanted) for button in message.buttons)
    ]


@pytest.mark.parametrize(("ignore_nonce", "seed"), [(True, 20261121), (False, 7)])
async def test_weeks_of_crashes_lose_nothing_and_double_nothing(
    store: Store, ignore_nonce: bool, seed: int
) -> None:
    bank: Bank = only(Kind.CHOICE)
    clock = ManualClock(BEGIN)
    async with DiscordServer(clock, ignore_nonce=ignore_nonce) as server:
        server.pacing.overall(100_000)
        server.pacing.default = (100_000, 1.0)
        there = found(server)
        forum = there.guild.add_forum("daily-forum")
        async with opened(there, store, clock, bank) as town:
            tracks = [await begun(town, channel) for channel in (town.channel, forum)]
            fate = Fate(Random(seed))
            walked = Walked(town, fate, tracks, mortal(town, fate))
            await walked.until(BEGIN + timedelta(days=DAYS))
            fate.deadly = False
            server.faults.faults.clear()
            await walked.until(BEGIN + timedelta(days=DAYS + 3))
            on_the_wire = [death for death in fate.deaths if "/channels" in death]
            assert sum(fate.deaths.values()) > 40 and len(on_the_wire) >= 5, fate.deaths
            for track, channel in zip(tracks, (town.channel, forum), strict=True):
                rounds = {one.day: one for one in await store.rounds.recent(track.id, DAYS + 10)}
                every_date_is_accounted_for(rounds)
                for one in rounds.values():
                    messages_agree_with_rows(track, one, channel)


def every_date_is_accounted_for(rounds: dict[Any, Round]) -> None:
    first = min(rounds)
    for step in range(DAYS):
        day = first + timedelta(days=step)
        assert slot(DAILY, day) is not None and day in rounds, day
        assert rounds[day].state is RoundState.REVEALED or rounds[day].reason, f"{day} {rounds[day].state}"


def messages_agree_with_rows(track: Track, one: Round, channel: Channel) -> None:
    reveal = mark(track.key, one.day, DeliveryKind.REVEAL)
    posts, reveals = with_mark(channel, one.mark), with_mark(channel, reveal)
    # after the reveal an edit changes the buttons, which carried the mark
    there = [message for message in messages(channel) if str(message.id) == one.post_ref]
    assert len({message.id for message in [*posts, *there]}) == int(one.state in POSTED), one
    assert len(reveals) == int(one.state is RoundState.REVEALED), one
