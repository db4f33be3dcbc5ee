"""RULES, answering: through the desk, with the real store."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.domain.question import Kind
from bot.errors import StoreError
from bot.intents.base import How
from bot.ports.answers import Act
from bot.service.desk import Desk
from tests.fakes.killer import PORTS
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import (
    BERLIN,
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


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def test_the_first_answer_ever_is_explained(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    text = said(await answer(world, round_, "ada", 1))
    assert text == (
        "Saved: B. Only you see this. Change it until 17:00 (in 8 h). Points for being right, streak for "
        "taking part. Stay off the board: /privacy hide."
    )


async def test_a_later_answer_tells_the_streak(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    round_ = await posted(world, track, 1)
    assert (
        said(await answer(world, round_, "ada", 1))
        == "Saved: B. Change it until 17:00 (in 8 h). Streak: 2 days."
    )


async def test_a_changed_answer_names_both(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", 1)
    world.clock.advance(timedelta(minutes=1))
    assert said(await answer(world, round_, "ada", 3)) == "Changed from B to D."
    given = await world.store.answers.given(round_.id, (await world.member("ada")).id)
    assert given is not None and given.response.indices == (3,)


async def test_the_same_letter_twice_is_no_change(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", 1)
    assert "Saved: B." in said(await answer(world, round_, "ada", 1))


async def test_an_answer_a_millisecond_before_the_close_counts(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await world.clock.move_to(round_.closes_at - timedelta(milliseconds=1))
    assert "Saved" in said(await answer(world, round_, "ada", right_index(round_)))


async def test_an_answer_at_the_close_is_late_and_offers_practice(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await world.clock.move_to(round_.closes_at)
    reply = await answer(world, round_, "ada", right_index(round_))
    assert said(reply) == "This closed at 17:00. You can still learn from it."
    assert reply.intent is not None
    assert [button.label for button in buttons(reply.intent)] == ["Practise"]
    assert await world.store.answers.count(round_.id) == 0


async def test_an_answer_made_in_time_but_heard_late_counts_until_the_round_is_closed(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    made = round_.closes_at - timedelta(seconds=1)
    await world.clock.move_to(round_.closes_at + timedelta(seconds=5))
    await world.desk.press(world.who("ada"), f"v1:answer:{round_.mark}:0", made)
    assert await world.store.answers.count(round_.id) == 1
    await world.at(reveal())
    late = await world.desk.press(world.who("alan"), f"v1:answer:{round_.mark}:0", made)
    assert "closed" in said(late)
    assert await world.store.answers.count(round_.id) == 1


async def test_an_older_act_never_replaces_a_newer_one(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    now = world.clock.now()
    await world.desk.press(world.who(), f"v1:answer:{round_.mark}:2", now)
    reply = await world.desk.press(world.who(), f"v1:answer:{round_.mark}:0", now - timedelta(seconds=1))
    assert "Saved: C." in said(reply), "the confirmation shows what stands"


async def test_a_restarted_streak_names_the_best(world: World) -> None:
    track = await world.track(BERLIN)
    for day in (0, 1, 2):
        await full_day(world, track, day, ada="right")
    for day in (3, 4):
        await full_day(world, track, day)
    round_ = await posted(world, track, 7)
    assert "New streak: 1 day. Your best is 3." in said(await answer(world, round_, "ada", 0))


async def test_a_spent_freeze_is_told_once(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await full_day(world, track, 1)
    round_ = await posted(world, track, 2)
    assert "A freeze covered Tuesday. 0 left." in said(await answer(world, round_, "ada", 0))
    await world.at(reveal(2))
    round_ = await posted(world, track, 3)
    assert "freeze" not in said(await answer(world, round_, "ada", 0))


async def test_yesterdays_wrong_answer_is_recalled(world: World) -> None:
    track = await world.track(BERLIN)
    yesterday = await full_day(world, track, 0, ada="wrong")
    round_ = await posted(world, track, 1)
    chosen, right = letter(wrong_index(yesterday)), letter(right_index(yesterday))
    assert f"Last one: you chose {chosen}, it was {right}." in said(await answer(world, round_, "ada", 0))


async def test_a_letter_the_question_does_not_have_is_refused(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    assert "no such letter" in said(await answer(world, round_, "ada", 4))
    assert await world.store.answers.count(round_.id) == 0


async def test_multi_letters_flip_and_the_empty_set_withdraws(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.MULTI))
    round_ = await posted(world, await world.track(BERLIN))
    assert "Saved: B." in said(await answer(world, round_, "ada", 1))
    world.clock.advance(timedelta(seconds=1))
    text = said(await answer(world, round_, "ada", 3))
    assert text.startswith("Saved: B, D. Tap a letter to add or remove it; several may be right.")
    world.clock.advance(timedelta(seconds=1))
    assert "Saved: D." in said(await answer(world, round_, "ada", 1))
    world.clock.advance(timedelta(seconds=1))
    assert said(await answer(world, round_, "ada", 3)).startswith("Withdrawn")
    assert await world.store.answers.count(round_.id) == 0


async def test_a_double_click_of_a_multi_letter_flips_once(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.MULTI))
    round_ = await posted(world, await world.track(BERLIN))
    now = world.clock.now()
    press = f"v1:answer:{round_.mark}:1"
    replies = [await world.desk.press(world.who(), press, now) for _ in range(2)]
    assert all("Saved: B." in said(reply) for reply in replies)


async def test_a_number_is_asked_for_in_a_form_and_understood_with_a_comma(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.NUMBER))
    round_ = await posted(world, await world.track(BERLIN))
    asked = await world.desk.press(world.who(), f"v1:form:{round_.mark}")
    assert asked.how is How.FORM and asked.form is not None
    assert asked.form.fields[0].label == "Your answer in s"
    assert "Saved: 0.82 s." in said(
        await world.desk.submit(world.who(), asked.form.action, {"answer": "0,82"})
    )


async def test_an_order_is_typed_as_letters(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.ORDER))
    round_ = await posted(world, await world.track(BERLIN))
    asked = await world.desk.press(world.who(), f"v1:form:{round_.mark}")
    assert asked.form is not None and asked.form.fields[0].label == "Letters in order, e.g. CABD"
    assert "Saved: C A B D." in said(
        await world.desk.submit(world.who(), asked.form.action, {"answer": "cabd"})
    )
    wrong = await world.desk.submit(world.who(), asked.form.action, {"answer": "CAB"})
    assert "all 4 letters" in said(wrong)


async def test_the_command_answers_everywhere(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    assert "Saved: B." in said(await world.desk.command(world.who(), "/answer b"))
    assert await world.store.answers.count(round_.id) == 1


async def test_the_bare_command_shows_my_answer_and_never_the_key(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    assert said(await world.desk.command(world.who(), "/answer")).startswith("You have not answered yet.")
    await answer(world, round_, "ada", right_index(round_))
    text = said(await world.desk.command(world.who(), "/answer"))
    assert text == f"Your answer: {letter(right_index(round_))}. Change it until 17:00 (in 8 h)."


async def test_a_reaction_counts_and_taking_it_back_withdraws_it(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    post = world.platform.log[-1].ref
    await world.desk.react(world.who(), post, "🇧", True)
    assert await world.store.answers.count(round_.id) == 1
    world.clock.advance(timedelta(seconds=1))
    await world.desk.react(world.who(), post, "🇧", False)
    assert await world.store.answers.count(round_.id) == 0


async def test_taking_back_a_reaction_leaves_a_button_answer_alone(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    post = world.platform.log[-1].ref
    await world.desk.react(world.who(), post, "🇧", True)
    world.clock.advance(timedelta(seconds=1))
    await answer(world, round_, "ada", 2)
    world.clock.advance(timedelta(seconds=1))
    await world.desk.react(world.who(), post, "🇧", False)
    assert await world.store.answers.count(round_.id) == 1


@pytest.mark.parametrize("symbol", ["👍", "🇫", "B", ""])
async def test_other_reactions_are_ignored(world: World, symbol: str) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await world.desk.react(world.who(), world.platform.log[-1].ref, symbol, True)
    assert await world.store.answers.count(round_.id) == 0


async def test_saved_is_never_said_when_the_commit_failed(world: World) -> None:
    class FullDisk:
        async def submit(self, act: Act) -> None:
            raise StoreError("The disk is full.")

    round_ = await posted(world, await world.track(BERLIN))
    store = SimpleNamespace(**{name: getattr(world.store, name) for name in PORTS} | {"answers": FullDisk()})
    desk = Desk(replace(world.tools, store=store))
    assert said(await desk.press(world.who(), f"v1:answer:{round_.mark}:0")) == "The disk is full."


async def test_my_result_gives_the_reasons_after_the_close(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="wrong", alan="right")
    press = f"v1:result:{round_.mark}"
    wrong = said(await world.desk.press(world.who("ada"), press))
    assert wrong.startswith(f"You chose {letter(wrong_index(round_))}: not right.")
    assert f"Why {letter(wrong_index(round_))} fails: " in wrong
    assert f"{letter(right_index(round_))} is right: " in wrong
    assert "15 points" in said(await world.desk.press(world.who("alan"), press))
    assert said(await world.desk.press(world.who("grace"), press)).startswith("You did not answer this one.")


async def test_the_day_after_the_old_button_still_answers(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="right")
    await world.at(nine(1))
    assert said(await answer(world, round_, "alan", 0)).startswith("This closed at")
