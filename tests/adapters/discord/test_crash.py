"""Weeks of crashes with the real poster of Discord."""

from dataclasses import dataclass, replace
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
from bot.ports.store import Store
from bot.service.tools import Tools, Who
from tests.adapters.crashes import BEGIN, POSTED, Fate, Walked, answer, begun, dying, rounds_of
from tests.adapters.discord.town import Town, found, opened
from tests.fakes.clock import ManualClock
from tests.fakes.killer import Deadly, deadly_store
from tests.platforms.discord.message import Message
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel
from tests.service.day import only

DAYS = 24
SENDING = ("POST /channels/{channel}/messages", "POST /channels/{channel}/threads")


@dataclass
class Streets:
    """What goes wrong in the town, and who answers in it all the same."""

    town: Town
    fate: Fate
    tracks: dict[int, Channel]

    def drop(self, after: bool) -> None:
        self.town.server.fail(self.fate.source.choice(SENDING), drop=True, after_effect=after)

    async def live(self) -> None:
        guild = str(self.town.guild.id)
        for track, channel in self.tracks.items():
            who = Who("discord", guild, "Team", "1", "Ada", False, str(channel.id), "daily")
            await answer(self.town.tools, who, track, self.fate.source.randrange(4))


def mortal(town: Town, fate: Fate) -> Tools:
    """The same tools, of which every call may be the last: of the store, the poster, and of the wire."""
    client: Any = town.platform.poster.client
    poster = DiscordPoster(client, Mentions(), Gate(permits=100_000))
    client.http.request = dying(
        client.http.request, lambda route: f"{route.method} {route.path}", fate.dies_on_the_wire
    )
    return replace(
        town.tools, store=deadly_store(town.store, fate.dies), posters={"discord": Deadly(poster, fate.dies)}
    )


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
        channels = [there.channel, there.guild.add_forum("daily-forum")]
        async with opened(there, store, clock, bank) as town:
            group, organiser = await town.group(), str(town.grace.id)
            started = [await begun(store, clock, group, str(channel.id), organiser) for channel in channels]
            fate = Fate(Random(seed), on_the_wire=0.04, dropping=0.15)
            tracks = {track.id: channel for track, channel in zip(started, channels, strict=True)}
            streets = Streets(town, fate, tracks)
            healed = server.faults.faults.clear
            walked = Walked(town.tools, mortal(town, fate), clock, fate, streets.drop, healed, streets.live)
            await walked.weeks(DAYS)
            assert sum("/channels" in death for death in fate.deaths) >= 5, fate.deaths
            for track in started:
                for one in await rounds_of(store, track.id, DAYS):
                    messages_agree_with_rows(track, one, tracks[track.id])


def messages_agree_with_rows(track: Track, one: Round, channel: Channel) -> None:
    reveal = mark(track.key, one.day, DeliveryKind.REVEAL)
    posts, reveals = with_mark(channel, one.mark), with_mark(channel, reveal)
    # after the reveal an edit changes the buttons, which carried the mark
    there = [message for message in messages(channel) if str(message.id) == one.post_ref]
    assert len({message.id for message in [*posts, *there]}) == int(one.state in POSTED), one
    assert len(reveals) == int(one.state is RoundState.REVEALED), one
