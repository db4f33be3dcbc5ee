"""RULES: /answer alone and with a value, with one and with several open rounds in a channel."""

import pytest

from bot.domain.question import Kind
from bot.domain.round import Round
from bot.intents.trouble import Broken
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, only, posted, said, wrong_index


async def two_open(world: World) -> tuple[Round, Round]:
    """The track ends with its round open, a new one starts and posts at once in the same channel."""
    first = await posted(world, await world.track(BERLIN))
    organiser = world.who("grace", organiser=True)
    [yes, *_] = buttons((await world.desk.command(organiser, "/daily end")).intent)
    await world.desk.press(organiser, yes.action)
    track = await world.track(BERLIN, key="second")
    await world.desk.command(organiser, "/daily now")
    await world.at(world.clock.now())
    return first, await world.round_of(track)


async def test_alone_with_several_open_it_asks_which(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE))
    rounds = await two_open(world)
    await world.desk.press(world.who(), f"v1:answer:{rounds[0].mark}:1")
    reply = await world.desk.command(world.who(), "/answer")
    assert said(reply) == "Which question do you mean?"
    shown = [said(await world.desk.press(world.who(), each.action)) for each in buttons(reply.intent)]
    assert sorted(text.split(".")[0] for text in shown) == ["You have not answered yet", "Your answer: B"]


async def test_an_answer_that_fits_no_open_question_says_how_to_answer(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE))
    await two_open(world)
    assert said(await world.desk.command(world.who(), "/answer 0.82")).startswith("Answer with one letter")


async def test_an_answer_too_long_for_a_button_is_refused_and_not_cut(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.NUMBER))
    rounds = await two_open(world)
    reply = await world.desk.command(world.who(), f"/answer {'1' * 29}{' ' * 90}.5 s")
    assert not isinstance(reply.intent, Broken)
    for round_ in rounds:
        assert await world.store.answers.count(round_.id) == 0


async def test_after_the_close_alone_is_my_result(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE))
    round_ = await full_day(world, await world.track(BERLIN), 0, ada="wrong")
    text = said(await world.desk.command(world.who(), "/answer"))
    assert text.startswith(f"You chose {'ABCD'[wrong_index(round_)]}: not right.")
    assert "This closed at" in said(await world.desk.command(world.who(), "/answer B"))


@pytest.mark.parametrize("typed", ["/answer", "/answer B"])
async def test_where_nothing_was_asked_it_says_so(make_world: MakeWorld, typed: str) -> None:
    world = await make_world(only(Kind.CHOICE))
    assert "There was no question in this channel yet." in said(await world.desk.command(world.who(), typed))
