"""RULES: points, streaks, boards; hidden people; the season."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.base import How
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, reveal, right_index, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def board(world: World, words: str = "", name: str = "ada") -> str:
    return said(await world.desk.command(world.who(name), f"/leaderboard {words}"))


async def test_the_board_moves_when_a_question_closes_and_not_before(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", right_index(round_))
    assert "nobody yet" in await board(world)
    await world.at(reveal())
    assert "1. Ada 15 points (1 of 1 right)" in await board(world)


async def test_ties_share_a_rank_and_stand_in_alphabetical_order(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, zoe="right", ada="right", alan="wrong", kim="right")
    lines = (await board(world)).split("\n")[1:]
    assert [line.split(" 1")[0].split(" 0")[0] for line in lines] == ["1. Ada", "1. Kim", "1. Zoe", "4. Alan"]


async def test_wrong_answers_cost_nothing(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await full_day(world, track, 1, ada="wrong")
    assert "Ada 15 points (1 of 2 right)" in await board(world)


async def test_a_hidden_member_is_on_no_board_and_sees_the_own_rank(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="wrong")
    await world.desk.command(world.who("ada"), "/privacy hide")
    assert "Ada" not in await board(world, name="alan")
    assert "You: 1st of" in await board(world, name="ada")
    await world.desk.command(world.who("ada"), "/privacy show")
    assert "1. Ada" in await board(world, name="alan")


async def test_below_rank_ten_only_the_own_place_is_told(world: World) -> None:
    track = await world.track(BERLIN)
    winners = {f"m{number:02}": "right" for number in range(11)}
    await full_day(world, track, 0, **winners, ada="wrong")
    text = await board(world)
    assert "You: 12th of 12, 15 points to the next." in text
    assert text.count("right)") == 10


async def test_accuracy_needs_enough_answers(world: World) -> None:
    track = await world.track(BERLIN)
    for day in range(2):
        await full_day(world, track, day, ada="right")
    assert "It takes 3 answered questions" in await board(world, "week accuracy")
    await full_day(world, track, 2, ada="wrong")
    assert "1. Ada 67 % (2 of 3)" in await board(world, "week accuracy")


async def test_nobody_is_shown_after_sixty_days_without_an_answer(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right")
    world.clock.advance(timedelta(days=61))
    assert "nobody yet" in await board(world, "all")


async def test_sharing_a_board_is_public_and_has_no_own_line(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    reply = await world.desk.command(world.who("ada"), "/leaderboard")
    assert reply.how is How.PRIVATE and reply.intent is not None
    share = next(button for button in buttons(reply.intent) if button.label == "Share")
    shared = await world.desk.press(world.who("ada"), share.action)
    assert shared.how is How.PUBLIC and shared.intent is not None
    assert "Shared by Ada" in plain(shared.intent) and buttons(shared.intent) == []


async def test_streak_why_explains_each_day(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await full_day(world, track, 1)
    await full_day(world, track, 2)
    await full_day(world, track, 3, ada="wrong")
    text = said(await world.desk.command(world.who(), "/streak why"))
    assert text.split("\n")[1:] == [
        "- Thu 5 Nov: answered, streak 1",
        "- Wed 4 Nov: missed, no freeze held, streak 0",
        "- Tue 3 Nov: missed, a freeze covered it, streak 1",
        "- Mon 2 Nov: answered, streak 1",
    ]


async def test_seven_answers_earn_a_freeze_and_two_is_the_most(world: World) -> None:
    track = await world.track(BERLIN)
    member = await world.member("ada")
    held = []
    for day in [week + weekday for week in range(0, 28, 7) for weekday in range(5)]:
        await full_day(world, track, day, ada="right")
        held.append(dict(await world.store.answers.streaks(member.id))[track.id].held)
    assert held[5] == 1 and held[6] == 2 and max(held) == 2


async def test_the_streak_counts_today_before_the_close(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    round_ = await posted(world, track, 1)
    assert "1 day." in said(await world.desk.command(world.who(), "/streak"))
    await answer(world, round_, "ada", 0)
    text = said(await world.desk.command(world.who(), "/streak"))
    assert "2 days." in text and "Today is answered." in text


async def test_a_question_gives_points_once_a_season(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=1))
    first = await world.track(BERLIN)
    await full_day(world, first, 0, ada="right")
    second = await world.track(BERLIN, channel="c2")
    await world.at(nine(1))
    round_ = await world.round_of(second)
    if round_.question is not None:
        await answer(world, round_, "ada", right_index(round_))
    await world.at(reveal(1))
    assert "Ada 15 points (1 of 1 right)" in await board(world, "season")


async def test_totals_equal_a_recomputation(world: World) -> None:
    track = await world.track(BERLIN)
    for day in (0, 1, 2, 4, 7, 8):
        await full_day(world, track, day, ada="right", alan="wrong" if day % 2 else "right")
    before = [await board(world, words) for words in ("", "week", "all accuracy", "streak")]
    await world.store.rounds.recompute(world.group.id)
    assert [await board(world, words) for words in ("", "week", "all accuracy", "streak")] == before
