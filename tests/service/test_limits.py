"""RULES: per account 60 clicks a minute, 200 quiz answers an hour, 5 reports a day."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.base import Reply
from bot.ports.practice import Attempt
from bot.service.allowance import Clicks
from tests.fakes.world import START, World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, nine, only, posted, reveal, said
from tests.service.practising import asked, give, start

ENOUGH = "That is enough for now. Thank you."
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def test_after_sixty_clicks_in_a_minute_it_is_enough(world: World) -> None:
    for _ in range(60):
        assert said(await world.desk.press(world.who(), "v1:streakwhy")) != ENOUGH
    assert said(await world.desk.press(world.who(), "v1:streakwhy")) == ENOUGH
    assert said(await world.desk.command(world.who(), "/help")) == ENOUGH
    assert said(await world.desk.submit(world.who(), "v1:form:x", {})) == ENOUGH
    assert said(await world.desk.press(world.who("alan"), "v1:streakwhy")) != ENOUGH
    world.clock.advance(MINUTE)
    assert said(await world.desk.press(world.who(), "v1:streakwhy")) != ENOUGH


async def test_reactions_are_clicks_too(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    assert round_.post_ref is not None
    for _ in range(60):
        await world.desk.react(world.who(), round_.post_ref, "🇦", True)
    await world.desk.react(world.who(), round_.post_ref, "🇦", False)
    assert await world.store.answers.count(round_.id) == 1, "one too many does nothing"
    assert said(await world.desk.command(world.who(), "/help")) == ENOUGH


async def test_a_refused_click_changes_nothing(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    for index in range(60):
        await world.desk.press(world.who(), f"v1:answer:{round_.mark}:{index % 2}")
    await world.desk.press(world.who(), f"v1:answer:{round_.mark}:3")
    given = await world.store.answers.given(round_.id, (await world.member("ada")).id)
    assert given is not None and given.response.indices == (1,)


def test_the_minute_slides() -> None:
    clicks = Clicks()
    for second in range(60):
        assert clicks.allow("fake", "ada", START + timedelta(seconds=second / 2))
    assert not clicks.allow("fake", "ada", START + timedelta(seconds=59))
    assert clicks.allow("fake", "ada", START + timedelta(seconds=60))
    assert not clicks.allow("fake", "ada", START + timedelta(seconds=60.2)), "only one is a minute old"
    assert clicks.allow("fake", "ada", START + timedelta(seconds=60.5))


def test_the_counter_keeps_nobody_who_went_away() -> None:
    clicks = Clicks()
    for number in range(10_000):
        clicks.allow("fake", f"account{number}", START + timedelta(seconds=number))
    assert len(clicks._recent) + len(clicks._before) <= 120


async def answered(world: World, count: int, source: str = "quiz") -> None:
    """So many attempts, a second apart, the last one now."""
    account_id = (await world.member("ada")).account_id
    template = asked(await start(world, "topic 1"))
    session = await world.store.practice.session(template.key)
    assert session is not None
    for number in range(count):
        at = world.clock.now() - timedelta(seconds=count - 1 - number)
        attempt = Attempt(account_id, f"q{number % 40:02}", "topic", "mid", source, True, 100, at)
        assert await world.store.practice.advance(session, 0, attempt)


async def test_after_two_hundred_answers_in_an_hour_it_is_enough(world: World) -> None:
    await answered(world, 199)
    world.clock.advance(MINUTE)
    reply = await give(world, await start(world, "topic 2"), right=True)
    assert "2 of 2" in said(reply)
    assert said(await give(world, reply, right=True)) == ENOUGH
    assert said(await give(world, await start(world, "topic 1"), right=True)) == ENOUGH
    world.clock.advance(timedelta(hours=1))
    assert "2 of 2." in said(await give(world, reply, right=True)), "the quiz goes on where it was"


async def test_the_limit_of_quizzes_never_costs_an_answer_to_the_daily_question(world: World) -> None:
    await answered(world, 200)
    round_ = await posted(world, await world.track(BERLIN))
    world.clock.advance(MINUTE)
    assert said(await give(world, await start(world, "topic 1"), right=True)) != ENOUGH, "two hours later"
    await answered(world, 200)
    assert said(await give(world, await start(world, "topic 1"), right=True)) == ENOUGH
    reply = await world.desk.press(world.who(), f"v1:answer:{round_.mark}:0")
    assert said(reply).startswith("Saved: A.")


async def test_practise_and_review_count_as_well_and_what_comes_once_more_does_not(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="wrong")
    await answered(world, 199, "review")
    world.clock.advance(MINUTE)
    reply = await give(world, await world.desk.press(world.who(), f"v1:practise:{round_.mark}"), right=False)
    assert "once more" in said(reply)
    assert "0 of 1." in said(await give(world, reply, right=True)), "a repetition leaves no attempt"
    reply = await world.desk.press(world.who(), f"v1:practise:{round_.mark}")
    assert said(await give(world, reply, right=True)) == ENOUGH


async def test_interviews_do_not_count_as_quiz_answers(world: World) -> None:
    await answered(world, 200, "interview")
    world.clock.advance(MINUTE)
    assert "1 of 1." in said(await give(world, await start(world, "topic 1"), right=True))


async def test_after_five_reports_in_a_day_it_is_enough(world: World) -> None:
    track = await world.track(BERLIN)
    marks = [(await full_day(world, track, day)).mark for day in (0, 1, 2, 3, 4, 7)]
    for mark in marks[:5]:
        assert "Thank you. The" in said(await report(world, mark))
    assert said(await report(world, marks[5])) == ENOUGH
    assert "Thank you. The" in said(await report(world, marks[0])), "what was reported may be corrected"
    assert "Thank you. The" in said(await report(world, marks[5], "alan"))
    world.clock.advance(timedelta(hours=24))
    assert "Thank you. The" in said(await report(world, marks[5]))


async def test_reports_are_counted_over_all_groups_of_the_account(world: World) -> None:
    await world.at(nine())
    account = await world.member("ada")
    there = await world.store.people.group("fake", "g2", "Elsewhere")
    member = await world.store.people.member(there, "ada", "Ada")
    assert member.account_id == account.account_id
    for number in range(5):
        now = world.clock.now()
        await world.store.reports.report(member.id, f"other{number}", "typo", "", now)
    round_ = await posted(world, await world.track(BERLIN))
    assert said(await report(world, round_.mark)) == ENOUGH
    await world.at(reveal())


async def report(world: World, mark: str, name: str = "ada") -> Reply:
    world.clock.advance(timedelta(seconds=2))
    return await world.desk.submit(world.who(name), f"v1:report:{mark}", {"kind": "typo", "text": "x"})
