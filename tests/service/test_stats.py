"""/stats: results by topic and level, the year in a picture and in words, by one's own rows alone."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.bank import Bank
from bot.domain.question import Level, Topic
from bot.domain.schedule import local_date
from bot.intents.base import Calendar, How
from bot.ports.practice import Attempt, QuizItem, QuizSession
from bot.service.stats import year_spans
from tests.fakes.bank import bank_of, choice, question
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, posted, said


def small_bank(topics: int = 2) -> Bank:
    made = {}
    for place in range(topics):
        name = f"topic{place:02}"
        questions = tuple(question(f"{name}-{n}", name, choice()) for n in range(20))
        made[name] = Topic(name, name.title(), "practice", questions)
    return bank_of(made)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(small_bank())


async def told(world: World, name: str = "ada") -> str:
    return said(await world.desk.command(world.who(name), "/stats"))


async def try_(
    world: World, name: str, right: bool = True, topic: str = "topic00", level: Level = Level.MID
) -> None:
    """One attempt, now."""
    member = await world.member(name)
    score = 100 if right else 0
    attempt = Attempt(member.account_id, f"{topic}-1", topic, level, "quiz", right, score, world.clock.now())
    await keep(world, attempt)


async def keep(world: World, attempt: Attempt) -> None:
    key = f"s{world.tools.token(6).hex()}"
    items = (QuizItem(attempt.question_id, "0123"),)
    session = QuizSession(key, attempt.account_id, world.group.id, (attempt.topic,), items, 0, attempt.at)
    await world.store.practice.start(session)
    assert await world.store.practice.advance(session, 0, attempt)


async def test_an_empty_account_is_told_what_to_do_first(world: World) -> None:
    reply = await world.desk.command(world.who(), "/stats")
    assert reply.how is How.PRIVATE and reply.intent is not None
    assert said(reply).startswith(
        "Nothing here yet. Answer the daily question, or practise alone with /quiz mixed"
    )
    assert len(reply.intent.said().blocks) == 1


async def test_daily_answers_count_from_their_close_on(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    await answer(world, round_, "ada", 0)
    text = await told(world)
    assert "Your first result comes with the reveal" in text
    assert "1 of the last 365 days with practice; longest run 1 day; most in November 2026." in text
    await full_day(world, track, 1, ada="right", alan="wrong")
    text = await told(world)
    assert "Daily questions: " in text and " of 2 right" in text
    assert "Practice: " not in text


async def test_practice_and_daily_questions_stand_beside_each_other_by_topic_and_level(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    round_ = await world.round_of((await world.store.tracks.of_group(world.group.id))[0])
    assert round_.question is not None
    topic = round_.question.topic
    for right in (True, True, False):
        await try_(world, "ada", right, topic)
    await try_(world, "ada", True, topic, Level.SENIOR)
    lines = (await told(world)).split("\n")
    assert "Daily questions: 1 of 1 right (100 %)." in lines
    assert "Practice: 3 of 4 right (75 %)." in lines
    assert "Right by level: mid 3 of 4, senior 1 of 1." in lines
    title = world.tools.bank.topics[topic].title
    assert f"- {title} 4 of 5 right (80 %): 1 of 1 daily, 3 of 4 in practice" in lines
    assert f"Weakest so far: {title}, 4 of 5 right (80 %). Practise it: /quiz {topic}" in lines


async def test_stats_are_the_accounts_own_in_every_group(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right", alan="wrong")
    other = await world.store.people.group("fake", "g2", "Other")
    elsewhere = await world.store.people.member(other, "ada", "Ada")
    here = await world.member("ada")
    assert elsewhere.account_id == here.account_id
    who = world.who("ada")
    away = replace(who, group="g2", group_name="Other")
    assert "1 of 1 right" in said(await world.desk.command(away, "/stats"))
    assert "0 of 1 right" in await told(world, "alan")
    assert "Nothing here yet" in await told(world, "grace")


async def test_hidden_people_see_their_own(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    await world.desk.command(world.who("ada"), "/privacy hide")
    assert "1 of 1 right" in await told(world)


async def test_a_withdrawn_question_is_neither_right_nor_wrong(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="wrong")
    await world.store.rounds.void(round_.id, "Withdrawn: disputed", world.clock.now())
    assert "Daily questions" not in await told(world)


async def test_the_most_answered_twelve_topics_are_shown_and_the_rest_counted(make_world: MakeWorld) -> None:
    world = await make_world(small_bank(15))
    for place in range(15):
        for _ in range(1 + (place == 14)):
            await try_(world, "ada", True, f"topic{place:02}")
    lines = [line for line in (await told(world)).split("\n") if line.startswith("- ")]
    assert len(lines) == 12 and lines[0].startswith("- Topic14 2 of 2")
    assert "and 3 more." in await told(world)


async def test_questions_that_left_the_bank_are_still_counted(world: World) -> None:
    await try_(world, "ada", False, "gone")
    text = await told(world)
    assert "- Questions that have left the bank 0 of 1 right (0 %)" in text
    assert "Weakest" not in text


async def test_the_calendar_has_365_days_and_says_the_same_in_words(world: World) -> None:
    for _ in range(3):
        await try_(world, "ada")
        world.clock.advance(timedelta(days=1))
    for _ in range(12):
        await try_(world, "ada")
    reply = await world.desk.command(world.who(), "/stats")
    assert reply.intent is not None
    [calendar] = [block for block in reply.intent.said().blocks if isinstance(block, Calendar)]
    assert len(calendar.days) == 365
    assert [day.strength for day in calendar.days[-4:]] == [1, 1, 1, 4]
    sentence = "4 of the last 365 days with practice; longest run 4 days; most in November 2026."
    assert calendar.alt == f"Calendar of the last 365 days. {sentence}"
    assert sentence in said(reply) and "█" not in said(reply)


async def test_days_begin_at_midnight_in_the_tracks_zone(world: World) -> None:
    await world.track(BERLIN)
    await world.clock.move_to(datetime(2026, 11, 2, 23, 30, tzinfo=UTC))
    await try_(world, "ada")
    reply = await world.desk.command(world.who(), "/stats")
    assert reply.intent is not None
    [calendar] = [block for block in reply.intent.said().blocks if isinstance(block, Calendar)]
    assert calendar.days[-1].day == date(2026, 11, 3) and calendar.days[-1].strength == 1
    assert "A day begins at midnight in Europe/Berlin." in said(reply)


async def test_what_is_older_than_a_year_leaves_the_calendar_not_the_results(world: World) -> None:
    await try_(world, "ada")
    world.clock.advance(timedelta(days=366))
    text = await told(world)
    assert "No practice in the last 365 days." in text and "Practice: 1 of 1 right (100 %)." in text


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/Santiago", "Africa/Cairo", "Pacific/Apia"])
def test_the_days_of_a_year_leave_no_gap_and_do_not_overlap(zone: str) -> None:
    for now in (datetime(2026, 11, 2, 23, 30, tzinfo=UTC), datetime(2012, 6, 1, tzinfo=UTC)):
        spans = year_spans(now, zone)
        assert len(spans) == 365 and spans[-1].day == local_date(now, zone)
        assert all(one.ends == two.begins for one, two in pairwise(spans))
        assert spans[-1].begins <= now < spans[-1].ends
        assert all(local_date(span.begins, zone) == span.day for span in spans if span.begins < span.ends)


async def test_a_day_with_the_daily_question_alone_is_stronger_than_one_attempt(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await world.at(nine(1))
    await try_(world, "ada")
    reply = await world.desk.command(world.who(), "/stats")
    assert reply.intent is not None
    [calendar] = [block for block in reply.intent.said().blocks if isinstance(block, Calendar)]
    assert [day.strength for day in calendar.days[-2:]] == [2, 1]
