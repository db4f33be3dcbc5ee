"""RULES: /review, what feeds it, and what My result and a confirmation say of it."""

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from bot.bank import Bank
from bot.domain.question import Kind, Question, Retired, Topic
from bot.intents.base import How, Reply
from bot.intents.interview import InterviewQuestion
from bot.intents.quiz import QuizQuestion
from bot.intents.review import ReviewEnd
from bot.ports.reviews import Due
from bot.ports.rounds import Closing
from bot.service.feeding import feed_reviews
from bot.service.tick import next_due, tick
from tests.fakes.bank import bank_of, choice, question
from tests.fakes.killer import Killed, deadly_store
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, reveal, right_index, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def bank_with_opens(*opens: str) -> Bank:
    """Many questions of choice, and some of topic behavioral, which have no quiz."""
    drilled = tuple(question(f"q{place:02}", "topic", choice()) for place in range(20))
    spoken = tuple(question(name, "behavioral", None) for name in opens)
    topics = {
        "topic": Topic("topic", "Topic", "practice", drilled),
        "behavioral": Topic("behavioral", "Behavioural", "practice", spoken),
    }
    return bank_of(topics)


async def review(world: World, name: str = "ada") -> Reply:
    return await world.desk.command(world.who(name), "/review")


def asked(reply: Reply) -> QuizQuestion:
    assert isinstance(reply.intent, QuizQuestion), said(reply)
    return reply.intent


async def give(world: World, reply: Reply, *, right: bool, name: str = "ada") -> Reply:
    item = asked(reply)
    key = item.question.key.right
    index = key[0] if right else next(i for i in range(4) if i not in key)
    return await world.desk.press(world.who(name), f"v1:quiz:{item.key}:{item.position}:{index}")


async def wrong_once(world: World, names: list[str], name: str = "ada") -> None:
    """Get these questions wrong in an interview, one after the other."""
    for each in names:
        topic = world.tools.bank.questions[each].topic
        reply = await world.desk.command(world.who(name), f"/interview {topic}")
        while not (isinstance(reply.intent, InterviewQuestion) and reply.intent.asked.question.id == each):
            reply = await world.desk.command(world.who(name), f"/interview {topic}")
        await world.desk.press(world.who(name), f"v1:interviewdone:{reply.intent.asked.key}")
        world.clock.advance(timedelta(minutes=1))


async def items(world: World, name: str = "ada") -> list[Due]:
    member = await world.member(name)
    return await world.store.reviews.ahead(member.account_id, nine(-99), 99)


def without(bank: Bank, *names: str) -> Bank:
    """The bank after an upgrade that dropped these questions."""
    kept = {name: one for name, one in bank.questions.items() if name not in names}
    return Bank(bank.topics, kept, "later")


def with_retired(bank: Bank, name: str) -> Bank:
    gone: Question = replace(bank.questions[name], retired=Retired(date(2026, 11, 1), "outdated"))
    return Bank(bank.topics, {**bank.questions, name: gone}, "later")


async def test_a_newcomer_reads_what_review_is_for(world: World) -> None:
    assert said(await review(world)).startswith("Nothing to repeat yet.")


async def test_a_wrong_answer_comes_back_on_the_day_that_my_result_names(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="wrong")
    told = said(await world.desk.press(world.who(), f"v1:result:{round_.mark}"))
    assert told.endswith("You will see this one again on Tue 3 Nov.")
    assert said(await review(world)) == "Nothing is due. Next: Tue 3 Nov."
    await world.clock.move_to(nine(1) - timedelta(hours=8))
    item = asked(await review(world))
    assert round_.question is not None
    assert item.question.question_id == round_.question.question_id, "due that whole day, not from 17:00 on"
    told = said(await world.desk.press(world.who(), f"v1:result:{round_.mark}"))
    assert told.endswith("This one is due: /review.")


async def test_a_right_answer_comes_back_later_than_a_wrong_one(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="wrong")
    (right,), (wrong,) = await items(world, "ada"), await items(world, "alan")
    assert right.due_at > wrong.due_at


async def test_an_open_round_feeds_nothing(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", right_index(round_))
    await tick(world.tools)
    assert await items(world) == []


async def test_a_missed_round_comes_back_for_who_took_part_lately(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    missed = await full_day(world, track, 1, alan="right")
    names = [each.question_id for each in await items(world)]
    assert missed.question is not None and missed.question.question_id in names and len(names) == 2
    assert len(await items(world, "alan")) == 1


async def test_review_serves_the_longest_due_first_and_says_when_the_next_one_is(world: World) -> None:
    names = ["q07", "q03", "q11"]
    await wrong_once(world, names)
    world.clock.advance(timedelta(days=1))
    reply, served = await review(world), []
    assert reply.how is How.PRIVATE and "1 of 3" in said(reply)
    for right in (True, True, False):
        served.append(asked(reply).question.question_id)
        reply = await give(world, reply, right=right)
    assert served == names and "once more, unscored" in said(reply)
    reply = await give(world, reply, right=True)
    assert isinstance(reply.intent, ReviewEnd)
    assert said(reply).endswith("2 of 3. Nothing more is due. Next: Wed 4 Nov.")
    assert said(await review(world)) == "Nothing is due. Next: Wed 4 Nov."


async def test_what_was_repeated_counts_as_a_review(world: World) -> None:
    await wrong_once(world, ["q01"])
    world.clock.advance(timedelta(days=1))
    before = await items(world)
    await give(world, await review(world), right=True)
    after = await items(world)
    assert after[0].due_at > before[0].due_at + timedelta(days=1)


async def test_a_double_click_feeds_once(world: World) -> None:
    await wrong_once(world, ["q01", "q02"])
    world.clock.advance(timedelta(days=1))
    first = await review(world)
    await give(world, first, right=True)
    once = await items(world)
    await give(world, first, right=True)
    assert await items(world) == once


async def test_a_review_goes_on_after_a_restart(world: World) -> None:
    await wrong_once(world, ["q01", "q02"])
    world.clock.advance(timedelta(days=1))
    reply = await give(world, await review(world), right=True)
    other = await World.make(world.store, bank=world.tools.bank, seed=99, start=world.clock.now())
    assert isinstance((await give(other, reply, right=True)).intent, ReviewEnd)


async def test_a_second_review_takes_over_what_the_first_left(world: World) -> None:
    await wrong_once(world, ["q01", "q02"])
    world.clock.advance(timedelta(days=1))
    first = await give(world, await review(world), right=True)
    second = await review(world)
    assert "1 of 1" in said(second)
    assert isinstance((await give(world, first, right=True)).intent, ReviewEnd), "the first one is over"


async def test_at_most_twenty_at_once_then_it_goes_on(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=23))
    await wrong_once(world, sorted(world.tools.bank.questions))
    world.clock.advance(timedelta(days=1))
    reply = await review(world)
    assert "1 of 20" in said(reply)
    reply = await world.desk.press(world.who(), f"v1:quizstop:{asked(reply).key}")
    assert "0 of 0. 23 more are due." in said(reply)
    assert reply.intent is not None and [each.label for each in buttons(reply.intent)] == ["Go on (23 left)"]
    reply = await world.desk.press(world.who(), "v1:reviewgo")
    assert reply.how is How.REPLACE and "1 of 20" in said(reply)


async def test_questions_without_a_quiz_come_as_interviews_after_the_others(make_world: MakeWorld) -> None:
    world = await make_world(bank_with_opens("conflict", "failure"))
    await wrong_once(world, ["failure", "q01", "conflict"])
    world.clock.advance(timedelta(days=1))
    reply = await give(world, await review(world), right=True)
    assert "1 of 1. 2 more are due." in said(reply)
    reply = await world.desk.press(world.who(), "v1:reviewgo")
    assert isinstance(reply.intent, InterviewQuestion) and reply.intent.asked.question.id == "failure"
    reply = await world.desk.press(world.who(), f"v1:interviewdone:{reply.intent.asked.key}")
    assert reply.intent is not None and [each.label for each in buttons(reply.intent)] == ["Go on (1 left)"]


async def test_the_open_question_is_never_served_and_comes_later(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=2))
    await wrong_once(world, ["q00", "q01"])
    track = await world.track(BERLIN)
    round_ = await posted(world, track, 1)
    assert round_.question is not None
    reply = await review(world)
    assert "1 of 1" in said(reply)
    assert asked(reply).question.question_id != round_.question.question_id


async def test_my_result_waits_for_the_reveal_in_another_channel(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=1))
    later = replace(BERLIN, at=BERLIN.at.replace(hour=18), reveal=replace(BERLIN.reveal, next_day=True))
    first = await world.track(BERLIN)
    await world.track(later, channel="c2")
    round_ = await full_day(world, first, 0, ada="wrong")
    assert "again on" in said(await world.desk.press(world.who(), f"v1:result:{round_.mark}"))
    await world.at(reveal(0) + timedelta(hours=2))
    told = said(await world.desk.press(world.who(), f"v1:result:{round_.mark}"))
    assert (
        told == "This question is open in another channel right now: see your result after its reveal there."
    )


async def test_retired_questions_and_such_that_left_the_bank_are_passed_over(world: World) -> None:
    await wrong_once(world, ["q01", "q02", "q03"])
    world.clock.advance(timedelta(days=1))
    bank = with_retired(without(world.tools.bank, "q01"), "q03")
    later = await World.make(world.store, bank=bank, start=world.clock.now())
    reply = await review(later)
    assert "1 of 1" in said(reply) and asked(reply).question.question_id == "q02"


async def test_a_confirmation_says_how_many_are_due(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await wrong_once(world, ["q30", "q31"])
    await world.at(nine(3))
    open_now = await world.round_of(track)
    assert said(await answer(world, open_now, "ada", 0)).endswith("\n3 to repeat: /review.")
    assert "to repeat" not in said(await answer(world, open_now, "ada", 1)), "said once"
    await world.at(reveal(3))


async def test_the_last_wrong_answer_takes_the_place_of_the_count(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="wrong")
    told = said(await answer(world, await posted(world, track, 1), "ada", 0))
    assert "Last one: you chose" in told and "to repeat" not in told


async def test_a_withdrawn_round_leaves_review(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="wrong")
    assert len(await items(world)) == 1
    await world.desk.command(world.who(organiser=True), f"/daily void {round_.day} wrong key")
    await tick(world.tools)
    assert await items(world) == []


async def test_after_feeding_nothing_is_due_until_the_next_post(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    assert await world.store.reviews.unfed() is None
    assert await next_due(world.tools) == nine(1)


@pytest.mark.parametrize("seed", range(3))
async def test_killed_between_any_two_steps_feeding_loses_and_doubles_nothing(
    make_world: MakeWorld, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.service.feeding.STEP", 1)
    world, source = await make_world(only(Kind.CHOICE)), Random(seed)
    track = await world.track(BERLIN)
    mortal = replace(world.tools, store=deadly_store(world.store, lambda: source.random() < 0.3))
    for day in range(3):
        round_ = await posted(world, track, day)
        for name in ("ada", "alan", "grace"):
            await answer(world, round_, name, right_index(round_))
        await world.store.rounds.close(round_.id, Closing(None, reveal(day)))
        while await world.store.reviews.unfed() is not None:
            try:
                await feed_reviews(mortal)
            except Killed:
                continue
        await world.at(reveal(day))
    due = [[each.due_at for each in await items(world, name)] for name in ("ada", "alan", "grace")]
    assert due == [[reveal(day) + timedelta(days=2) for day in range(3)]] * 3
