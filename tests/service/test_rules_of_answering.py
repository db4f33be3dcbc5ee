"""What stands after many acts, and what whoever acts is told."""

from datetime import timedelta

import pytest

from bot.domain.question import LETTERS, Kind
from bot.domain.round import Round, RoundState
from bot.intents.base import Reply
from bot.intents.refusals import UNKNOWN_QUESTION
from bot.intents.result import MyResult
from bot.service.reacting import FIRST_LETTER_EMOJI
from bot.service.tools import Who
from tests.fakes.platform import Mood
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import (
    BERLIN,
    NINE,
    answer,
    full_day,
    letter,
    nine,
    only,
    posted,
    reveal,
    right_index,
    said,
    wrong_index,
)

SECOND = timedelta(seconds=1)
ELSEWHERE = Who("fake", "g2", "Other group", "ada", "Ada", False, "c9", "elsewhere")


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def react(world: World, round_: Round, name: str, index: int, on: bool = True) -> None:
    assert round_.post_ref is not None
    await world.desk.react(world.who(name), round_.post_ref, chr(FIRST_LETTER_EMOJI + index), on)


async def standing(world: World, round_: Round, name: str = "ada") -> str:
    """The letters of the standing answer, "" for none."""
    given = await world.store.answers.given(round_.id, (await world.member(name)).id)
    return "".join(LETTERS[index] for index in given.response.indices) if given else ""


async def act(world: World, round_: Round, step: str) -> None:
    """ "tapB", "typeB", "reactB" or "unreactB"."""
    way, index = step[:-1], LETTERS.index(step[-1])
    if way == "tap":
        await answer(world, round_, "ada", index)
    elif way == "type":
        await world.desk.command(world.who("ada"), f"/answer {LETTERS[index]}")
    else:
        await react(world, round_, "ada", index, way == "react")


@pytest.mark.parametrize(
    ("steps", "stands"),
    [
        ("tapA reactB", "B"),
        ("reactB tapA", "A"),
        ("reactB typeC tapD", "D"),
        ("reactB unreactB", ""),
        ("reactB reactC unreactB", "C"),
        ("reactB reactC unreactC", ""),
        ("reactB tapC unreactB", "C"),
        ("reactB unreactB tapA", "A"),
        ("unreactB", ""),
    ],
)
async def test_the_newest_act_stands_whatever_its_way(world: World, steps: str, stands: str) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    for step in steps.split():
        world.clock.advance(SECOND)
        await act(world, round_, step)
    assert await standing(world, round_) == stands


@pytest.mark.parametrize("kind", [Kind.MULTI, Kind.NUMBER, Kind.ORDER])
async def test_a_reaction_answers_nothing_but_a_choice(make_world: MakeWorld, kind: Kind) -> None:
    world = await make_world(only(kind))
    round_ = await posted(world, await world.track(BERLIN))
    await react(world, round_, "ada", 1)
    assert await world.store.answers.count(round_.id) == 0


async def test_a_reaction_after_the_close_changes_nothing(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0, ada="right")
    await react(world, round_, "ada", wrong_index(round_))
    await react(world, round_, "alan", 0)
    assert await standing(world, round_) == letter(right_index(round_))
    assert await world.store.answers.count(round_.id) == 1


async def test_an_older_flip_of_a_multi_changes_nothing_and_shows_the_set_that_stands(
    make_world: MakeWorld,
) -> None:
    world = await make_world(only(Kind.MULTI))
    round_ = await posted(world, await world.track(BERLIN))
    now = world.clock.now()
    acts = ((1, now), (3, now + SECOND), (0, now))
    replies = [
        await world.desk.press(world.who("ada"), f"v1:answer:{round_.mark}:{index}", at) for index, at in acts
    ]
    assert said(replies[-1]).startswith(
        "Saved: B, D. Tap a letter to add or remove it; several may be right."
    )


async def test_a_multi_without_letters_is_withdrawn_and_can_be_taken_up_again(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.MULTI))
    round_ = await posted(world, await world.track(BERLIN))
    texts = []
    for index in (2, 2, 4):
        world.clock.advance(SECOND)
        texts.append(said(await answer(world, round_, "ada", index)))
    assert texts[1].startswith("Withdrawn: you have no answer now.") and "Saved: E." in texts[2]
    assert await standing(world, round_) == "E"


@pytest.mark.parametrize("typed", ["/answer A C", "/answer ac", "/answer C, A"])
async def test_the_command_takes_several_letters(make_world: MakeWorld, typed: str) -> None:
    world = await make_world(only(Kind.MULTI))
    await posted(world, await world.track(BERLIN))
    assert said(await world.desk.command(world.who(), typed)).startswith("Saved: A, C.")


@pytest.mark.parametrize("typed", ["0.82", "0,82", "82 %", "0.82 s"])
async def test_the_command_takes_a_number_as_people_write_it(make_world: MakeWorld, typed: str) -> None:
    world = await make_world(only(Kind.NUMBER))
    await posted(world, await world.track(BERLIN))
    assert said(await world.desk.command(world.who(), f"/answer {typed}")).startswith("Saved: 0.82 s.")


async def test_the_form_of_a_closed_question_is_not_opened(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.NUMBER))
    round_ = await full_day(world, await world.track(BERLIN), 0)
    reply = await world.desk.press(world.who(), f"v1:form:{round_.mark}")
    assert reply.form is None and said(reply).startswith("This closed at 17:00.")


async def test_a_form_sent_after_the_close_is_late(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.NUMBER))
    round_ = await full_day(world, await world.track(BERLIN), 0)
    reply = await world.desk.submit(world.who(), f"v1:form:{round_.mark}", {"answer": "0.82"})
    assert said(reply).startswith("This closed at 17:00.")
    assert await world.store.answers.count(round_.id) == 0


async def test_late_practice_is_that_very_question_and_gives_no_points(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0)
    late = await answer(world, round_, "ada", 0)
    [practise] = buttons(late.intent)
    assert "Tell me which?" in said(await world.desk.press(world.who(), practise.action))


async def test_a_withdrawn_question_says_when_it_closed(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    world.clock.advance(timedelta(hours=2))
    await world.desk.command(world.who("grace", organiser=True), "/daily void 2026-11-02 two keys are right")
    assert said(await answer(world, round_, "ada", 0)).startswith("This closed at 11:00.")


async def test_between_the_close_and_its_step_the_result_is_near(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await world.clock.move_to(round_.closes_at)
    assert "in a few seconds" in said(await world.desk.command(world.who(), "/answer"))


async def test_a_question_that_never_closed_says_why_it_has_no_result(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await world.at(nine())
    await world.at(reveal())
    round_ = await world.round_of(track)
    assert round_.state is RoundState.EXPIRED and round_.reason
    assert said(await world.desk.press(world.who(), f"v1:result:{round_.mark}")) == (
        f"The question of Mon 2 Nov has no result: {round_.reason}"
    )


@pytest.mark.parametrize("verb", ["answer", "result"])
async def test_a_button_of_another_group_finds_no_question(world: World, verb: str) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    reply = await world.desk.press(ELSEWHERE, f"v1:{verb}:{round_.mark}:0")
    assert said(reply) == UNKNOWN_QUESTION
    assert await world.store.answers.count(round_.id) == 0


async def test_a_channel_with_one_open_question_does_not_ask_which(world: World) -> None:
    tracks = [await world.track(BERLIN, channel=channel) for channel in ("c1", "c2")]
    await world.at(NINE)
    for track in tracks:
        await world.desk.command(world.who(channel=track.channel), "/answer B")
        assert await standing(world, await world.round_of(track)) == "B"


async def test_with_several_open_the_command_asks_which_and_keeps_what_was_typed(world: World) -> None:
    first = await posted(world, await world.track(BERLIN))
    organiser = world.who("grace", organiser=True)
    [asked] = buttons((await world.desk.command(organiser, "/daily end")).intent)[:1]
    await world.desk.press(organiser, asked.action)
    second_track = await world.track(BERLIN, key="second")
    await world.desk.command(organiser, "/daily now")
    await world.at(NINE + timedelta(minutes=1))
    second = await world.round_of(second_track)
    reply = await world.desk.command(world.who(), "/answer B")
    assert said(reply) == "Which question do you mean?"
    chosen = next(button for button in buttons(reply.intent) if first.mark in button.action)
    assert said(await world.desk.press(world.who(), chosen.action)).startswith("Saved: B.")
    assert (await standing(world, first), await standing(world, second)) == ("B", "")


async def test_my_result_says_when_it_comes_back(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0, ada="wrong")
    reply: Reply = await world.desk.press(world.who("ada"), f"v1:result:{round_.mark}")
    assert isinstance(reply.intent, MyResult)
    assert "You will see this one again" in said(reply)
