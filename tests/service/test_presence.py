"""A connection is a row that ends where it was last seen."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.question import Kind
from bot.ports.poster import Reaction, Target
from bot.service.presence import Presence
from tests.fakes.platform import FakePlatform
from tests.fakes.world import START, World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, only, posted

MINUTE = timedelta(minutes=1)
ASLEEP = 3 * MINUTE


async def lines(world: World) -> list[tuple[datetime, datetime]]:
    """Of the platform "line", which no fixture connects."""
    return await world.store.connections.alive("line", START - MINUTE)


def line(world: World, *, asleep: timedelta | None = ASLEEP) -> Presence:
    return Presence(world.tools, "line", asleep=asleep)


async def test_up_seen_and_down_are_one_row_with_its_end(world: World) -> None:
    presence = line(world)
    await presence.up()
    assert presence.connected
    world.clock.advance(MINUTE)
    await presence.seen()
    assert await lines(world) == [(START, START + MINUTE)]
    world.clock.advance(MINUTE)
    await presence.down()
    assert await lines(world) == [(START, START + 2 * MINUTE)]


async def test_it_is_not_connected_before_and_after(world: World) -> None:
    presence = line(world)
    known = [presence.connected]
    for step in (presence.up, presence.up, presence.down, presence.down):
        await step()
        known.append(presence.connected)
    assert known == [False, True, True, False, False]


async def test_up_while_up_begins_no_second_row(world: World) -> None:
    presence = line(world)
    await presence.up()
    await presence.up()
    assert len(await lines(world)) == 1


async def test_down_twice_and_seen_while_down_change_nothing(world: World) -> None:
    presence = line(world)
    await presence.seen()
    await presence.up()
    await presence.down()
    world.clock.advance(MINUTE)
    await presence.down()
    await presence.seen()
    assert await lines(world) == [(START, START)]


async def test_up_again_after_down_is_a_gap_between_two_rows(world: World) -> None:
    presence = line(world)
    await presence.up()
    await presence.down()
    world.clock.advance(MINUTE)
    await presence.up()
    assert await lines(world) == [(START, START), (START + MINUTE, START + MINUTE)]


async def test_a_machine_that_slept_was_not_there_meanwhile(world: World) -> None:
    presence = line(world)
    await presence.up()
    world.clock.advance(timedelta(hours=3))
    await presence.seen()
    woken = START + timedelta(hours=3)
    assert await lines(world) == [(START, START), (woken, woken)]
    assert presence.connected


async def test_a_line_found_dead_after_the_machine_slept_ended_where_it_was_last_seen(world: World) -> None:
    presence = line(world)
    await presence.up()
    world.clock.advance(timedelta(hours=3))
    await presence.down()
    assert await lines(world) == [(START, START)]


async def test_a_clock_that_is_moved_by_hand_never_sleeps(world: World) -> None:
    presence = line(world, asleep=None)
    await presence.up()
    world.clock.advance(timedelta(hours=3))
    await presence.seen()
    assert await lines(world) == [(START, START + timedelta(hours=3))]


async def test_a_connection_begins_then_reads_reactions_then_asks_for_what_is_due(
    make_world: MakeWorld,
) -> None:
    world = await make_world(only(Kind.CHOICE))
    round_ = await posted(world, await world.track(BERLIN))
    assert round_.post_ref is not None
    story: list[str] = []

    class Told(FakePlatform):
        async def reactions(self, target: Target, ref: str) -> list[Reaction]:
            story.append("read")
            return [Reaction("ada", "Ada", "🇧")]

    posters = {"fake": Told(world.clock)}
    tools = replace(world.tools, posters=posters, nudge=lambda: story.append("nudge"))
    await Presence(tools, "fake", lambda: story.append("begins")).up()
    assert story[0] == "begins" and story[1] == "read" and story[-1] == "nudge"
    assert await world.store.answers.count(round_.id) == 1
