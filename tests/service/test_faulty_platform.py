"""What a platform does that nobody foresaw stays with its own row, and comes to an end."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import RoundState, TrackState
from bot.errors import DeliveryError, Gone, Refused
from bot.intents.base import Intent
from bot.ports.poster import Target
from tests.fakes.platform import FakePlatform, Mood
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, nine, only, posted

SOON = timedelta(minutes=2)


class Faulty(FakePlatform):
    """``unreadable``: what reading the history ends with. One channel's edits have a bug."""

    unreadable: DeliveryError | None = None
    buggy: str = ""

    async def find(self, target: Target, mark: str, since: datetime) -> str | None:
        if self.unreadable is not None:
            raise self.unreadable
        return await super().find(target, mark, since)

    async def edit(self, target: Target, ref: str, intent: Intent) -> None:
        if target.channel == self.buggy:
            raise RuntimeError("a bug")
        await super().edit(target, ref, intent)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    made = await make_world(only(Kind.CHOICE))
    faulty = Faulty(made.clock)
    made.platform = faulty
    made.tools = replace(made.tools, posters={"fake": faulty})
    return made


@pytest.fixture
def faulty(world: World) -> Faulty:
    assert isinstance(world.platform, Faulty)
    return world.platform


async def test_a_bug_in_one_edit_stops_no_other(world: World, faulty: Faulty) -> None:
    first, second = await world.track(BERLIN, channel="c1"), await world.track(BERLIN, channel="c2")
    faulty.buggy = "c1"
    rounds = [await posted(world, track) for track in (first, second)]
    for round_ in rounds:
        await answer(world, round_, "ada", 0)
    await world.at(nine() + SOON)
    assert [ref for ref, _ in faulty.edits] == [(await world.round_of(second)).post_ref]


async def lost(world: World, faulty: Faulty) -> None:
    """An attempt of which nobody knows whether it arrived."""
    moods = iter([Mood.LOST_BEFORE])
    faulty.mood = lambda: next(moods, Mood.FINE)
    await world.at(nine())


async def test_a_channel_gone_after_an_attempt_ends_the_round_and_pauses(
    world: World, faulty: Faulty
) -> None:
    track = await world.track(BERLIN)
    await lost(world, faulty)
    faulty.unreadable = Gone("The channel does not exist any more.")
    await world.at(nine() + SOON)
    assert (await world.round_of(track)).state is RoundState.FAILED
    known = await world.store.tracks.get(track.id)
    assert known is not None and known.state is TrackState.PAUSED


@pytest.mark.parametrize(("permanent", "after"), [(True, SOON), (False, timedelta(hours=7))])
async def test_a_history_closed_to_us_or_for_too_long_is_the_organisers_matter(
    world: World, faulty: Faulty, permanent: bool, after: timedelta
) -> None:
    track = await world.track(BERLIN)
    await lost(world, faulty)
    faulty.unreadable = Refused("I cannot see the channel.", permanent=permanent)
    await world.at(nine() + SOON)
    round_ = await world.round_of(track)
    assert (await world.store.deliveries.unsure_of(round_.id) is not None) is permanent
    await world.at(nine() + after)
    assert await world.store.deliveries.unsure_of(round_.id) is not None
