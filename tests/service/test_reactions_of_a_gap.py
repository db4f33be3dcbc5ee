"""Reactions that nobody heard are read once when the line is back."""

from datetime import timedelta

import pytest

from bot.domain.question import LETTERS, Kind
from bot.domain.round import Round
from bot.ports.poster import Reaction
from bot.service.reacting import reread
from tests.fakes.platform import Mood
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, only, posted, reveal


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def standing(world: World, round_: Round, name: str) -> str:
    """The letters of the standing answer, "" for none."""
    given = await world.store.answers.given(round_.id, (await world.member(name)).id)
    return "".join(LETTERS[index] for index in given.response.indices) if given else ""


async def gap(world: World) -> None:
    """The line was cut, and a new connection begins."""
    world.clock.advance(timedelta(minutes=1))
    await reread(world.tools, world.platform.platform)


async def reacted_unheard(world: World, round_: Round, name: str, *symbols: str) -> None:
    assert round_.post_ref is not None
    met = world.platform.reacted.setdefault(round_.post_ref, [])
    met.extend(Reaction(name, name.title(), symbol) for symbol in symbols)


async def test_reactions_of_a_gap_are_read_once(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "grace", 0)
    await reacted_unheard(world, round_, "ada", "🇧")
    await reacted_unheard(world, round_, "alan", "🇦", "🇨")
    await reacted_unheard(world, round_, "grace", "🇧")
    await reacted_unheard(world, round_, "robin", "🇪", "👍", "🇩")
    await gap(world)
    stands = {name: await standing(world, round_, name) for name in ("ada", "alan", "grace", "robin")}
    assert stands == {"ada": "B", "alan": "", "grace": "A", "robin": "D"}
    world.clock.advance(timedelta(seconds=1))
    await answer(world, round_, "ada", 2)
    await gap(world)
    assert await standing(world, round_, "ada") == "C", "a second reading changes nobody's answer"


async def test_reactions_are_not_read_where_they_do_not_count_or_the_round_is_over(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await reacted_unheard(world, round_, "ada", "🇧")
    await world.desk.command(world.who(organiser=True), "/daily settings reactions ignore")
    await gap(world)
    assert await standing(world, round_, "ada") == ""
    await world.desk.command(world.who(organiser=True), "/daily settings reactions count")
    await world.at(reveal())
    await gap(world)
    assert await standing(world, round_, "ada") == ""


async def test_a_post_whose_reactions_cannot_be_read_stops_no_other(world: World) -> None:
    first = await posted(world, await world.track(BERLIN, channel="one"))
    second = await posted(world, await world.track(BERLIN, channel="two"))
    for round_ in (first, second):
        await reacted_unheard(world, round_, "ada", "🇧")
    moods = iter((Mood.LOST_BEFORE, Mood.FINE))
    world.platform.mood = lambda: next(moods)
    await gap(world)
    assert sorted(filter(None, [await standing(world, each, "ada") for each in (first, second)])) == ["B"]
