"""RULES: /help, at most 12 lines, private, what you can do now first."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.base import How
from tests.fakes.bank import make_bank
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, only, posted, said
from tests.service.practising import give, labels, start, tap


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def help_of(world: World, name: str = "ada", *, organiser: bool = False) -> list[str]:
    reply = await world.desk.command(world.who(name, organiser=organiser), "/help")
    assert reply.how is How.PRIVATE
    lines = said(reply).split("\n")
    assert len(lines) <= 12
    return lines


async def test_the_open_question_comes_first_until_it_is_answered(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    assert "Today's question is open" in (await help_of(world))[1]
    await answer(world, round_, "ada", 0)
    assert "Today's question is open" not in "".join(await help_of(world))
    assert "Today's question is open" in (await help_of(world, "alan"))[1]


async def test_in_another_channel_it_says_where_the_question_is(world: World) -> None:
    await posted(world, await world.track(BERLIN))
    reply = await world.desk.command(world.who(channel="c2"), "/help")
    assert "open in #daily-c1: answer it there" in said(reply)


@pytest.mark.parametrize(
    ("kind", "example"), [(Kind.MULTI, "A C"), (Kind.NUMBER, "0.82"), (Kind.ORDER, "CABD")]
)
async def test_the_example_fits_the_kind(make_world: MakeWorld, kind: Kind, example: str) -> None:
    world = await make_world(only(kind))
    await posted(world, await world.track(BERLIN))
    assert f"/answer {example}." in (await help_of(world))[1]


async def test_an_organiser_without_a_track_is_pointed_to_setup(world: World) -> None:
    assert "/daily setup starts one" in (await help_of(world, organiser=True))[1]
    assert "daily" not in "".join((await help_of(world))[1:])


async def test_organisers_see_two_lines_on_daily_and_others_none(world: World) -> None:
    await world.track(BERLIN)
    assert sum("/daily" in line for line in await help_of(world, organiser=True)) == 2
    assert sum("/daily" in line for line in await help_of(world)) == 0


async def test_what_is_due_and_what_is_unfinished_comes_before_the_rest(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="wrong")
    world.clock.advance(timedelta(hours=12))
    await world.desk.command(world.who(), "/review")
    await give(world, await start(world), right=True)
    await posted(world, track, 1)
    lines = await help_of(world, organiser=True)
    assert "open" in lines[1] and "to repeat: /review" in lines[2]
    assert lines[3] == "- Your quiz on Topic has 4 to go: /quiz, or the button below."
    reply = await world.desk.command(world.who(), "/help")
    assert "2 of 5" in said(await tap(world, reply, "Go on"))


async def test_nothing_to_do_now_leaves_what_can_always_be_done(make_world: MakeWorld) -> None:
    world = await make_world(make_bank())
    lines = await help_of(world)
    assert lines[1].startswith("- /quiz alpha: practise five questions now")
    reply = await world.desk.command(world.who(), "/help")
    assert labels(reply) == []
