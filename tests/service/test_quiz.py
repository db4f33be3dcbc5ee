"""RULES: /quiz."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.bank import Bank
from bot.domain.question import Kind, Retired
from bot.intents.base import How
from bot.intents.quiz import QuizEnd, QuizQuestion
from bot.service.pools import Pools
from tests.fakes.bank import bank_of, make_bank
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, only, posted, said
from tests.service.practising import asked, finish, give, labelled, labels, start, tap


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def test_five_questions_with_an_immediate_reason_and_an_end(world: World) -> None:
    reply = await start(world)
    assert reply.how is How.PRIVATE and "1 of 5" in said(reply)
    for _ in range(5):
        reply = await give(world, reply, right=True)
        assert "Right: " in said(reply) and "because 0" in said(reply)
    assert "5 of 5. Topic so far: 5 of 5. Practice gives no points." in said(reply)


async def test_wrong_ones_come_once_more_unscored(world: World) -> None:
    reply = await give(world, await start(world, "topic 2"), right=False)
    reply = await give(world, reply, right=True)
    assert "once more, unscored" in said(reply)
    reply = await give(world, reply, right=True)
    assert isinstance(reply.intent, QuizEnd) and "1 of 2." in said(reply)
    assert "1 of 2" in said(reply), "the repetition does not change the tally"


async def test_a_double_click_grades_once(world: World) -> None:
    first = await start(world, "topic 3")
    second = await give(world, first, right=True)
    again = await give(world, first, right=True)
    assert asked(again).position == asked(second).position == 1


async def test_a_quiz_goes_on_after_a_restart(world: World) -> None:
    reply = await give(world, await start(world), right=True)
    other = await World.make(world.store, bank=world.tools.bank, seed=99)
    reply = await give(other, reply, right=True)
    assert "3 of 5" in said(reply)


async def test_a_session_belongs_to_one_person(world: World) -> None:
    reply = await start(world)
    stolen = await give(world, reply, right=True, name="alan")
    assert "not yours" in said(stolen)


async def test_stop_ends_it_with_what_was_answered(world: World) -> None:
    reply = await give(world, await start(world), right=True)
    reply = await world.desk.press(world.who(), labelled(reply, "Stop").action)
    assert "1 of 1." in said(reply)


async def test_repeat_brings_back_the_wrong_ones(world: World) -> None:
    reply = await give(world, await start(world, "topic 1"), right=False)
    reply = await give(world, reply, right=False)
    reply = await world.desk.press(world.who(), labelled(reply, "Repeat 1").action)
    assert "1 of 1" in said(reply)


async def test_alone_it_offers_mistakes_mixed_and_topics(world: World) -> None:
    reply = await give(world, await start(world, "topic 1"), right=False)
    await give(world, reply, right=False)
    menu = await world.desk.command(world.who(), "/quiz")
    assert labels(menu) == ["My mistakes (1)", "Mixed", "Practice"]


async def test_words_come_in_any_order(make_world: MakeWorld) -> None:
    world = await make_world(make_bank())
    reply = await start(world, "senior 3 beta")
    assert "1 of 3 · Beta · senior" in said(reply)


async def test_an_unknown_topic_is_answered_with_the_areas_as_buttons(world: World) -> None:
    reply = await start(world, "cobol")
    assert said(reply) == "There is no topic “cobol”. These are the areas:"
    reply = await world.desk.press(world.who(), labelled(reply, "Practice").action)
    reply = await world.desk.press(world.who(), labelled(reply, "Topic").action)
    assert "1 of 5" in said(reply)


@pytest.mark.parametrize("count", ["0", "21", "99999"])
async def test_a_count_outside_one_to_twenty_is_refused(world: World, count: str) -> None:
    assert "1 to 20" in said(await start(world, f"topic {count}"))


async def test_the_open_question_is_never_served(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=6))
    round_ = await posted(world, await world.track(BERLIN))
    assert round_.question is not None
    reply, served = await start(world, "topic 20"), set()
    while isinstance(reply.intent, QuizQuestion):
        served.add(asked(reply).question.question_id)
        reply = await give(world, reply, right=True)
    assert len(served) == 5 and round_.question.question_id not in served


async def test_practise_serves_the_question_of_the_day_after_its_reveal(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    assert "still open" in said(await world.desk.press(world.who(), f"v1:practise:{round_.mark}"))
    round_ = await full_day(world, track, 0, ada="wrong")
    reply = await world.desk.press(world.who(), f"v1:practise:{round_.mark}")
    assert round_.question is not None
    assert asked(reply).question.question_id == round_.question.question_id


@pytest.mark.parametrize("kind", [Kind.MULTI, Kind.NUMBER, Kind.ORDER])
async def test_every_kind_can_be_practised(make_world: MakeWorld, kind: Kind) -> None:
    world = await make_world(only(kind))
    reply = await start(world, "topic 1")
    question = asked(reply)
    if kind is Kind.MULTI:
        for index in question.question.key.right:
            await world.desk.press(world.who(), f"v1:quiz:{question.key}:0:{index}")
        reply = await world.desk.press(world.who(), f"v1:quizdone:{question.key}:0")
    else:
        right = "0.82" if kind is Kind.NUMBER else "".join("ABCD"[i] for i in question.question.key.right)
        form = await world.desk.press(world.who(), f"v1:quizform:{question.key}:0")
        assert form.form is not None
        reply = await world.desk.submit(world.who(), form.form.action, {"answer": right})
    assert "1 of 1." in said(reply)


async def test_repeat_offers_what_was_wrong_at_first(world: World) -> None:
    reply = await give(world, await start(world, "topic 2"), right=False)
    reply = await finish(world, reply)
    assert said(reply).endswith("1 of 2. Topic so far: 1 of 2. Practice gives no points.")
    assert labels(reply) == ["Repeat 1", "5 more", "Done"]
    assert "Quiz done: 1 of 2." in said(await tap(world, reply, "Done"))


async def test_five_more_asks_for_the_same_again(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(kinds=False))
    reply = await tap(world, await finish(world, await start(world, "beta senior 2")), "5 more")
    for _ in range(5):
        assert (asked(reply).question.topic, asked(reply).question.level) == ("beta", "senior")
        reply = await give(world, reply, right=True)
    assert "5 of 5. Beta so far: 7 of 7." in said(reply)


async def test_several_topics_in_one_go(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(topics=("alpha", "beta", "gamma"), kinds=False))
    reply, served = await start(world, "gamma, alpha 20"), set()
    while isinstance(reply.intent, QuizQuestion):
        served.add(asked(reply).question.topic)
        reply = await give(world, reply, right=True)
    assert served == {"alpha", "gamma"}
    assert "These topics so far: 20 of 20." in said(reply)


async def test_an_area_is_named_at_the_end(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(kinds=False))
    assert "Practice so far: 5 of 5." in said(await finish(world, await start(world, "practice")))


async def test_my_mistakes_by_word_and_by_button(world: World) -> None:
    assert "No mistakes to repeat" in said(await start(world, "my mistakes"))
    wrong = await finish(world, await start(world, "topic 7"), right=False)
    assert "0 of 7" in said(wrong)
    menu = await start(world, "")
    assert "My mistakes (7)" in labels(menu)
    by_button = await tap(world, menu, "My mistakes")
    assert by_button.how is How.REPLACE and "1 of 5" in said(by_button)
    assert "1 of 7" in said(await start(world, "mistakes 20"))
    assert "No mistakes" in said(await start(world, "mistakes senior")), "the bank is all mid"


async def test_a_mistake_that_was_mended_is_none_any_more(world: World) -> None:
    await finish(world, await start(world, "topic 1"), right=False)
    await finish(world, await start(world, "mistakes"))
    assert "No mistakes" in said(await start(world, "mistakes"))


async def test_the_weakest_topic_is_offered_by_its_name(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(kinds=False))
    assert "No topic stands out" in said(await start(world, "weakest"))
    await finish(world, await start(world, "alpha"))
    await finish(world, await start(world, "beta"), right=False)
    menu = await start(world, "")
    assert "Your weakest so far: Beta, 0 of 5 right" in said(menu)
    for reply in (await tap(world, menu, "Weakest: Beta"), await start(world, "my weakest topic")):
        assert asked(reply).question.topic == "beta"
    assert asked(await start(world, "weakest alpha beta")).question.topic == "beta"


async def test_closed_answers_count_for_the_weakest_topic(world: World) -> None:
    track = await world.track(BERLIN)
    for day in range(4):
        await full_day(world, track, day, ada="wrong")
    assert "No topic stands out" in said(await start(world, "weakest"))
    await full_day(world, track, 4, ada="right")
    assert "Your weakest so far: Topic, 1 of 5 right" in said(await start(world, ""))


async def test_mixed_asks_any_topic(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(kinds=False))
    assert "1 of 20" in said(await start(world, "mixed 20"))
    assert "1 of 5" in said(await tap(world, await start(world, ""), "Mixed"))


async def test_a_quiz_can_go_on_from_the_menu_for_a_day(world: World) -> None:
    await give(world, await start(world), right=True)
    world.clock.advance(timedelta(hours=23, minutes=59))
    menu = await start(world, "")
    assert labels(menu)[0] == "Go on: Topic (4 left)"
    assert "2 of 5" in said(await tap(world, menu, "Go on"))
    world.clock.advance(timedelta(minutes=1))
    assert "Go on" not in " ".join(labels(await start(world, "")))


@pytest.mark.parametrize(
    "press", ["quiz:{}:0:0", "quizdone:{}:0", "quizform:{}:0", "quizstop:{}", "quizgo:{}"]
)
async def test_no_button_of_a_quiz_works_after_a_day(world: World, press: str) -> None:
    key = asked(await start(world, "topic 3")).key
    world.clock.advance(timedelta(hours=24))
    reply = await world.desk.press(world.who(), f"v1:{press.format(key)}")
    assert "more than a day old" in said(reply)
    assert "1 of 3" in said(await tap(world, reply, "New quiz")), "the same is offered anew"


@pytest.mark.parametrize("press", ["Repeat 1", "5 more", "Done"])
async def test_nor_do_the_buttons_of_its_end(world: World, press: str) -> None:
    end = await finish(world, await start(world, "topic 1"), right=False)
    world.clock.advance(timedelta(hours=24))
    assert "more than a day old" in said(await tap(world, end, press))


async def test_the_day_begins_anew_with_each_answer(world: World) -> None:
    reply = await start(world)
    for _ in range(3):
        world.clock.advance(timedelta(hours=20))
        reply = await give(world, reply, right=True)
    assert "4 of 5" in said(reply)


async def test_a_new_quiz_leaves_the_unfinished_one_to_go_on_with(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(kinds=False))
    await give(world, await start(world, "alpha"), right=True)
    world.clock.advance(timedelta(minutes=1))
    await give(world, await start(world, "beta"), right=True)
    menu = await start(world, "")
    assert labels(menu)[:2] == ["Go on: Beta (4 left)", "Go on: Alpha (4 left)"]
    assert asked(await tap(world, menu, "Go on: Alpha")).question.topic == "alpha"


async def test_a_stopped_quiz_does_not_go_on(world: World) -> None:
    reply = await start(world)
    assert "Nothing answered." in said(await tap(world, reply, "Stop"))
    assert "Nothing answered." in said(await give(world, reply, right=True))
    assert "Go on" not in " ".join(labels(await start(world, "")))


async def test_a_question_that_was_posted_meanwhile_is_passed_over_when_a_quiz_goes_on(
    make_world: MakeWorld,
) -> None:
    world = await make_world(only(Kind.CHOICE, count=2))
    reply = await start(world, "topic 2")
    first = asked(reply)
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    assert round_.question is not None
    withheld = round_.question.question_id
    served = set()
    reply = await world.desk.press(world.who(), f"v1:quizgo:{first.key}")
    while isinstance(reply.intent, QuizQuestion):
        served.add(asked(reply).question.question_id)
        reply = await give(world, reply, right=False)
    assert len(served) == 1 and withheld not in served
    assert isinstance(reply.intent, QuizEnd) and "0 of 1." in said(reply), "the total shrinks with it"


async def test_a_click_on_a_question_that_was_posted_meanwhile_says_nothing_of_its_key(
    make_world: MakeWorld,
) -> None:
    world = await make_world(only(Kind.CHOICE, count=1))
    reply = await start(world, "topic 1")
    await posted(world, await world.track(BERLIN))
    reply = await give(world, reply, right=True)
    assert "because" not in said(reply) and "Nothing answered." in said(reply)
    assert await world.store.practice.tally((await world.member("ada")).account_id, ["topic"]) == (0, 0)


async def test_a_wrong_one_that_is_posted_meanwhile_is_not_repeated(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=1))
    reply = await give(world, await start(world, "topic 1"), right=False)
    await posted(world, await world.track(BERLIN))
    reply = await give(world, reply, right=True)
    assert "0 of 1." in said(reply) and labels(reply) == ["5 more", "Done"]
    key = labelled(reply, "Done").action.rpartition(":")[2]
    assert "nothing to practise" in said(await world.desk.press(world.who(), f"v1:quizrepeat:{key}"))
    assert "No mistakes" in said(await start(world, "mistakes"))


async def test_a_question_that_is_open_in_another_group_of_the_account_is_not_served(
    make_world: MakeWorld,
) -> None:
    world = await make_world(only(Kind.CHOICE, count=1))
    await posted(world, await world.track(BERLIN))
    await world.member("ada")
    elsewhere = replace(world.who(), group="g2", group_name="Elsewhere")
    assert "nothing to practise" in said(await world.desk.command(elsewhere, "/quiz topic"))
    stranger = replace(world.who("alan"), group="g2", group_name="Elsewhere")
    assert "1 of 1" in said(await world.desk.command(stranger, "/quiz topic"))


async def test_retired_and_vanished_questions_of_an_upgraded_bank_are_passed_over(world: World) -> None:
    reply = await start(world, "topic 20")
    first, *_ = await own_items(world, asked(reply).key)
    kept = world.tools.bank.topics["topic"].questions
    gone = Retired(date(2026, 11, 1), "wrong", None)
    questions = [
        replace(one, retired=gone) if number % 2 else one
        for number, one in enumerate(kept)
        if one.id != first
    ]
    upgraded = bank_of({"topic": replace(world.tools.bank.topics["topic"], questions=tuple(questions))})
    world = with_bank(world, upgraded)
    served = []
    reply = await world.desk.press(world.who(), f"v1:quizgo:{asked(reply).key}")
    while isinstance(reply.intent, QuizQuestion):
        served.append(asked(reply).question.question_id)
        reply = await give(world, reply, right=True)
    assert served and first not in served
    assert all(upgraded.questions[name].retired is None for name in served)
    assert f"{len(served)} of {len(served)}." in said(reply)


async def own_items(world: World, key: str) -> list[str]:
    session = await world.store.practice.session(key)
    assert session is not None
    return [item.question_id for item in session.items]


def with_bank(world: World, bank: Bank) -> World:
    """The same bot after an upgrade."""
    tools = replace(world.tools, bank=bank, pools=Pools(bank))
    return replace(world, tools=tools, desk=replace(world.desk, tools=tools))


async def test_practise_of_a_question_that_left_the_bank_says_so(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0, ada="wrong")
    assert round_.question is not None
    kept = world.tools.bank.topics["topic"]
    rest = tuple(one for one in kept.questions if one.id != round_.question.question_id)
    world = with_bank(world, bank_of({"topic": replace(kept, questions=rest)}))
    assert "has left the bank" in said(await world.desk.press(world.who(), f"v1:practise:{round_.mark}"))


async def test_a_quiz_sends_nothing_to_the_channel(world: World) -> None:
    await finish(world, await start(world))
    await world.at(datetime(2026, 11, 2, 7, 0, tzinfo=UTC))
    assert world.platform.log == []
