"""Weeks of crashes with the real poster of Slack."""

from collections import Counter
from dataclasses import dataclass, field, replace
from random import Random
from typing import Any

import pytest

from adapters.slack.mentions import Mentions
from adapters.slack.pacer import Pacer
from adapters.slack.poster import SlackPoster
from bot.bank import Bank
from bot.domain.question import Kind
from bot.domain.round import DeliveryKind, Round, RoundState, Track, mark
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.tools import Tools, Who
from tests.adapters.crashes import BEGIN, POSTED, Fate, Walked, answer, begun, dying, rounds_of
from tests.adapters.slack.town import Town, living
from tests.fakes.clock import ManualClock
from tests.fakes.killer import Deadly, deadly_store
from tests.platforms.slack.message import Message
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel
from tests.service.day import only

DAYS = 16
WITHOUT_HISTORY = ["commands", "chat:write", "users:read"]
SENDING = "chat.postMessage"


@dataclass
class Streets:
    """What goes wrong in the town, who answers in it all the same, and an organiser who looks after it;
    ``decided``: what she said of messages that may or may not be there."""

    town: Town
    fate: Fate
    tracks: dict[int, Channel]
    mortal: Tools
    decided: Counter[str] = field(default_factory=Counter)

    def drop(self, after: bool) -> None:
        self.town.server.fail(SENDING, drop=True, after_effect=after)

    async def live(self) -> None:
        await self._decide()
        for track, channel in self.tracks.items():
            ada = self._who(self.town.ada.id, channel)
            await answer(self.town.tools, ada, track, self.fate.source.randrange(4))

    async def _decide(self) -> None:
        """An organiser looks into the channel and says what is there."""
        group = await self.town.store.people.group("slack", self.town.workspace.id, "Team")
        for unsure in await self.town.store.deliveries.unsure(group.id):
            assert unsure.track_id is not None
            channel = self.tracks[unsure.track_id]
            word = "there" if with_marks(channel, {unsure.mark}) else "again"
            who = self._who(self.town.grace.id, channel, organiser=True)
            reply = await Desk(self.mortal).press(who, f"v1:{word}:{unsure.mark}")
            assert "too late" not in str(reply.intent), reply
            self.decided[word] += 1

    def _who(self, user: str, channel: Channel, *, organiser: bool = False) -> Who:
        team = self.town.workspace.id
        return Who("slack", team, "Team", f"{team}:{user}", user, organiser, channel.id, channel.name)


async def mortal(town: Town, fate: Fate) -> Tools:
    """The same tools, of which every call may be the last: of the store, the poster, and of the wire."""
    workspaces = town.platform.poster._workspaces
    workspace = await workspaces.of(town.workspace.id)
    assert workspace is not None
    client: Any = workspace.client
    client.api_call = dying(client.api_call, str, fate.dies_on_the_wire)
    poster = SlackPoster(workspaces, Mentions(""), town.clock, Pacer(between=0.0, window=0.0))
    return replace(
        town.tools, store=deadly_store(town.store, fate.dies), posters={"slack": Deadly(poster, fate.dies)}
    )


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
            group = await store.people.group("slack", workspace.id, "Team")
            organiser = f"{workspace.id}:{grace.id}"
            started = [await begun(store, clock, group, channel.id, organiser) for channel in channels]
            fate = Fate(Random(seed), on_the_wire=0.1, dropping=0.1)
            tracks = {track.id: channel for track, channel in zip(started, channels, strict=True)}
            streets = Streets(town, fate, tracks, await mortal(town, fate))
            healed = server.faults.faults.clear
            walked = Walked(tools, streets.mortal, clock, fate, streets.drop, healed, streets.live)
            await walked.weeks(DAYS)
            it_died_while_it_sent(fate)
            assert all(streets.decided[word] for word in ("there", "again")) or scopes is None
            for track in started:
                for one in await rounds_of(store, track.id, DAYS):
                    messages_agree_with_rows(track, one, tracks[track.id])
            told = marks(grace.dm.everything)
            assert len(told) == len(set(told)), "no notice came twice"


def it_died_while_it_sent(fate: Fate) -> None:
    inside = {death: count for death, count in fate.deaths.items() if f"wire {SENDING}" in death}
    assert len(inside) == 2 and sum(inside.values()) >= 5, "before and after Slack took it"


def messages_agree_with_rows(track: Track, one: Round, channel: Channel) -> None:
    posts = with_marks(channel, marks_of(track, one, DeliveryKind.POST))
    reveals = with_marks(channel, marks_of(track, one, DeliveryKind.REVEAL))
    assert len(posts) == int(one.state in POSTED), one
    assert len(reveals) == int(one.state is RoundState.REVEALED), one


def marks_of(track: Track, one: Round, kind: str) -> set[str]:
    """The first, and those an organiser had sent again."""
    kinds = [kind, *(f"{kind}-{number}" for number in range(2, 9))]
    return {mark(track.key, one.day, each) for each in kinds}
