"""Moving the clock: every due moment is lived through in order, and the walk always arrives."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import RoundState
from bot.errors import Refused
from bot.intents.question_post import QuestionPost
from bot.intents.reveal import Reveal
from bot.ports.poster import Reaction, Target
from bot.service.walk import Walk
from tests.fakes.clock import ManualClock
from tests.fakes.platform import FakePlatform, Mood
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, nine, only, reveal

HOUR = timedelta(hours=1)
QUARTERS_A_DAY = 96


@dataclass
class Steps:
    """The world's clock, with every stop a walk made."""

    clock: ManualClock
    stops: list[datetime] = field(default_factory=list)

    def now(self) -> datetime:
        return self.clock.now()

    async def move_to(self, instant: datetime) -> None:
        self.stops.append(instant)
        await self.clock.move_to(instant)


class Jammed(FakePlatform):
    """Its pacer never lets anything into the channels named: rows stay due and are never claimed."""

    jammed: frozenset[str] = frozenset()

    async def permit(self, target: Target) -> None:
        if target.channel in self.jammed:
            raise Refused("The pacer is stuck.", permanent=False)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def walk_of(world: World) -> tuple[Walk, Steps]:
    steps = Steps(world.clock)
    return Walk(world.tools, steps, "fake"), steps


def jam(world: World, *channels: str) -> Jammed:
    platform = Jammed(world.clock)
    platform.jammed = frozenset(channels)
    world.tools = replace(world.tools, posters={"fake": platform})
    return platform


def story(platform: FakePlatform, channel: str = "c1") -> list[tuple[str, datetime]]:
    """What came into a channel, and when."""
    told = {QuestionPost: "post", Reveal: "reveal"}
    return [
        (told[type(one.intent)], one.at)
        for one in platform.log
        if type(one.intent) in told and one.target.channel == channel
    ]


def days(*numbers: int) -> list[tuple[str, datetime]]:
    return [one for day in numbers for one in (("post", nine(day)), ("reveal", reveal(day)))]


async def test_two_weeks_are_one_post_and_one_reveal_a_working_day_in_order(world: World) -> None:
    await world.track(BERLIN)
    walk, steps = walk_of(world)
    await walk.connect()
    await walk.to(nine(13))
    assert story(world.platform) == days(0, 1, 2, 3, 4, 7, 8, 9, 10, 11)
    assert world.clock.now() == nine(13)
    assert len(steps.stops) <= 24, "one stop for each due moment, few more for notices"


async def test_walking_in_many_small_steps_tells_the_same_story(world: World) -> None:
    await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    for hour in range(1, 60):
        await walk.to(nine() + hour * HOUR)
    assert story(world.platform) == days(0, 1, 2)


async def test_a_walk_to_a_moment_that_has_passed_stays_where_it_is(world: World) -> None:
    await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    await walk.to(nine())
    await walk.to(nine() - HOUR)
    assert walk.now() == nine()
    assert len(world.platform.log) == 1


async def test_nothing_happens_while_the_bot_is_down(world: World) -> None:
    await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    await walk.to(nine() + HOUR)
    await walk.set_down(True)
    await walk.to(nine(1) + HOUR)
    await walk.wake()
    await walk.sweep()
    assert walk.down
    assert story(world.platform) == [("post", nine())]


async def test_up_again_it_catches_up_and_the_round_it_missed_is_excused(world: World) -> None:
    track = await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    await walk.to(nine() + HOUR)
    await walk.set_down(True)
    await walk.to(nine(1) + HOUR)
    await walk.set_down(False)
    late = nine(1) + HOUR
    assert story(world.platform) == [("post", nine()), ("post", late), ("reveal", late)]
    newest, older = await world.store.rounds.recent(track.id, 2)
    assert (newest.state, older.state) == (RoundState.POSTED, RoundState.REVEALED)
    assert older.excused == "the bot was down 10:01–17:00"


async def test_up_again_it_counts_the_reactions_nobody_heard(world: World) -> None:
    track = await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    await walk.to(nine())
    await walk.set_down(True)
    world.platform.reacted["m0"] = [Reaction("ada", "Ada", "🇧")]
    await walk.to(nine() + HOUR)
    await walk.set_down(False)
    assert await world.store.answers.count((await world.round_of(track)).id) == 1


async def test_a_post_that_was_slept_through_leaves_a_row_with_its_reason(world: World) -> None:
    track = await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.set_down(True)
    await walk.to(nine() + 5 * HOUR)
    await walk.set_down(False)
    assert world.platform.log == []
    assert (await world.round_of(track)).state is RoundState.EXPIRED


async def test_switching_twice_the_same_way_changes_nothing(world: World) -> None:
    await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    for down in (True, True, False, False):
        await walk.set_down(down)
    await walk.to(reveal())
    assert story(world.platform) == days(0)


async def test_an_open_bot_that_was_walked_is_not_excused(world: World) -> None:
    track = await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    await walk.to(reveal())
    assert (await world.round_of(track)).excused is None


async def test_sweeps_and_wake_ups_during_a_walk_double_nothing(world: World) -> None:
    await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(walk.to(nine(3)))
        for _ in range(20):
            tasks.create_task(walk.sweep())
            tasks.create_task(walk.wake())
    assert story(world.platform) == [*days(0, 1, 2), ("post", nine(3))]
    assert world.platform.doubled() == {}


async def test_a_walk_that_was_broken_off_can_be_taken_up(world: World) -> None:
    await world.track(BERLIN)
    walk, _ = walk_of(world)
    await walk.connect()
    walking = asyncio.create_task(walk.to(nine(3)))
    async with asyncio.timeout(10):
        while not world.platform.log:  # noqa: ASYNC110 - the fake tells nobody
            await asyncio.sleep(0)
    walking.cancel()
    await asyncio.wait([walking])
    assert walking.cancelled()
    await walk.to(nine(3))
    kinds = [kind for kind, _ in story(world.platform)]
    assert kinds == ["post", "reveal"] * 3 + ["post"]


async def test_a_platform_that_is_busy_for_ever_cannot_hold_the_walk(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    walk, steps = walk_of(world)
    await walk.connect()
    await walk.to(nine(3) - HOUR)
    assert world.clock.now() == nine(3) - HOUR
    rounds = await world.store.rounds.recent(track.id, 5)
    assert {one.state for one in rounds} == {RoundState.EXPIRED}
    assert len(steps.stops) <= 3 * 30, "retries with their back-off, until it is too late to post"


async def test_a_row_that_stays_due_is_asked_four_times_an_hour_at_most(world: World) -> None:
    await world.track(BERLIN)
    jam(world, "c1")
    walk, steps = walk_of(world)
    await walk.connect()
    await walk.to(nine(2) - HOUR)
    assert world.clock.now() == nine(2) - HOUR
    assert len(steps.stops) <= 2 * QUARTERS_A_DAY + 40


async def test_a_channel_that_is_stuck_makes_no_other_late(world: World) -> None:
    await world.track(BERLIN, channel="c1")
    await world.track(BERLIN, channel="c2")
    platform = jam(world, "c1")
    walk, _ = walk_of(world)
    await walk.connect()
    await walk.to(nine(1))
    assert story(platform, "c1") == []
    assert story(platform, "c2") == [*days(0), ("post", nine(1))]


async def test_what_got_stuck_is_sent_once_the_way_is_free(world: World) -> None:
    await world.track(BERLIN)
    platform = jam(world, "c1")
    walk, _ = walk_of(world)
    await walk.connect()
    await walk.to(nine() + HOUR)
    platform.jammed = frozenset()
    await walk.to(nine() + 2 * HOUR)
    ((kind, at),) = story(platform)
    assert kind == "post"
    assert at - (nine() + HOUR) <= timedelta(minutes=15)
