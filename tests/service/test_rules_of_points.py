"""Points by level and kind, what decides for a question asked twice, seasons and weeks, and who is counted."""

from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.question import Kind, Level, Topic
from bot.domain.round import Round
from tests.fakes.bank import bank_of, choice, make_bank, question
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import (
    BERLIN,
    answer,
    full_day,
    nine,
    only,
    posted,
    reveal,
    right_index,
    said,
    wrong_index,
)
from tests.service.organising import command


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def of_level(level: Level) -> Bank:
    questions = tuple(question(f"q{place:02}", "topic", choice(), level) for place in range(5))
    return bank_of({"topic": Topic("topic", "Topic", "practice", questions)})


async def board(world: World, words: str = "", name: str = "ada") -> str:
    return said(await world.desk.command(world.who(name), f"/leaderboard {words}"))


async def first_line(world: World, words: str = "", name: str = "ada") -> str:
    return (await board(world, words, name)).split("\n")[1]


@pytest.mark.parametrize(("level", "points"), [(Level.JUNIOR, 10), (Level.MID, 15), (Level.SENIOR, 20)])
async def test_a_right_answer_is_worth_its_level_and_a_wrong_one_nothing(
    make_world: MakeWorld, level: Level, points: int
) -> None:
    world = await make_world(of_level(level))
    await full_day(world, await world.track(BERLIN), 0, ada="right", alan="wrong")
    assert await board(world) == (
        f"Points, this season\n1. Ada {points} points (1 of 1 right)\n2. Alan 0 points (0 of 1 right)"
    )


async def test_nothing_is_given_for_speed(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "zoe", right_index(round_))
    world.clock.advance(timedelta(hours=7, minutes=59))
    await answer(world, round_, "ada", right_index(round_))
    await world.at(reveal())
    assert "1. Ada 15 points (1 of 1 right)\n1. Zoe 15 points (1 of 1 right)" in await board(world)


def typed(round_: Round, how: str) -> str:
    """An answer in the letters of the round as shown."""
    assert round_.question is not None
    right = ["ABCDE"[index] for index in round_.question.key.right]
    wrong = [letter for letter in "ABCDE"[: len(round_.question.options)] if letter not in right]
    return {
        "all": " ".join(right),
        "all but one": " ".join(right[:-1]),
        "all and one false": " ".join([*right, *wrong[:1]]),
        "everything": " ".join([*right, *wrong]),
        "one swap": " ".join([*right[1::-1], *right[2:]]),
        "backwards": " ".join(reversed(right)),
    }.get(how, how)


@pytest.mark.parametrize(
    ("kind", "how", "told"),
    [
        (Kind.MULTI, "all", "15 points (1 of 1 right)"),
        (Kind.MULTI, "all but one", "10 points (0 of 1 right)"),
        (Kind.MULTI, "all and one false", "7 points (0 of 1 right)"),
        (Kind.MULTI, "everything", "0 points (0 of 1 right)"),
        (Kind.ORDER, "all", "15 points (1 of 1 right)"),
        (Kind.ORDER, "one swap", "7 points (0 of 1 right)"),
        (Kind.ORDER, "backwards", "0 points (0 of 1 right)"),
        (Kind.NUMBER, "0.82", "15 points (1 of 1 right)"),
        (Kind.NUMBER, "0,83", "15 points (1 of 1 right)"),
        (Kind.NUMBER, "0.8301", "0 points (0 of 1 right)"),
    ],
)
async def test_partly_right_gives_part_of_the_points_and_only_full_marks_count_as_right(
    make_world: MakeWorld, kind: Kind, how: str, told: str
) -> None:
    world = await make_world(only(kind))
    round_ = await posted(world, await world.track(BERLIN))
    await world.desk.command(world.who("ada"), f"/answer {typed(round_, how)}")
    await world.at(reveal())
    assert await first_line(world) == f"1. Ada {told}"


async def test_a_question_asked_again_in_its_season_counts_for_the_streak_alone(
    make_world: MakeWorld,
) -> None:
    world = await make_world(only(Kind.CHOICE, 2))
    track = await world.track(BERLIN)
    asked = [await full_day(world, track, day, ada="wrong") for day in (0, 1)]
    again = await full_day(world, track, 2, ada="right")
    assert again.question is not None
    assert again.question.question_id in [one.question.question_id for one in asked if one.question]
    assert await first_line(world) == "1. Ada 0 points (0 of 2 right)"
    assert await first_line(world, "streak") == "1. Ada 3 days"


async def test_a_new_season_gives_points_for_the_same_question(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, 2))
    track = await world.track(BERLIN)
    for day in (0, 1, 2, 29):
        await full_day(world, track, day, ada="right")
    assert await first_line(world, "season") == "1. Ada 15 points (1 of 1 right)"
    assert await first_line(world, "all") == "1. Ada 45 points (3 of 3 right)"


async def test_a_round_belongs_to_the_week_and_month_of_its_own_date_not_of_its_close(world: World) -> None:
    """Posted on Monday 30 November, revealed on Tuesday 1 December."""
    track = await world.track(BERLIN)
    await world.at(nine(27) + timedelta(hours=12))
    round_ = await posted(world, track, 28)
    assert f"{round_.day:%d %b}" == "30 Nov"
    await answer(world, round_, "ada", right_index(round_))
    await world.at(reveal(28))
    assert await first_line(world, "season") == "1. Ada 15 points (1 of 1 right)"
    world.clock.advance(timedelta(days=1))
    assert "nobody yet" in await board(world, "season")
    assert await first_line(world, "week") == "1. Ada 15 points (1 of 1 right)"
    world.clock.advance(timedelta(days=6))
    assert "nobody yet" in await board(world, "week")


@pytest.mark.parametrize(("period", "needed"), [("week", 3), ("season", 8), ("all", 20)])
async def test_accuracy_takes_three_eight_and_twenty_answers(world: World, period: str, needed: int) -> None:
    assert f"It takes {needed} answered questions." in await board(world, f"{period} accuracy")


async def test_accuracy_is_drawn_towards_a_half(world: World) -> None:
    """5 of 5 stands at 8/11 and 3 of 3 at 6/9, though both are 100 %."""
    track = await world.track(BERLIN)
    for day in range(5):
        some = {"ada": "right"} if day < 3 else {}
        await full_day(world, track, day, zoe="right", alan="wrong" if day else "right", **some)
    lines = (await board(world, "week accuracy")).split("\n")[1:4]
    assert lines == ["1. Zoe 100 % (5 of 5)", "2. Ada 100 % (3 of 3)", "3. Alan 20 % (1 of 5)"]


async def test_a_board_shows_ten_lines_and_the_own_rank_however_many_there_are(world: World) -> None:
    track = await world.track(BERLIN)
    names = {f"m{number:03}": "right" for number in range(40)}
    await full_day(world, track, 0, **names, ada="wrong")
    lines = (await board(world)).split("\n")
    assert len(lines) == 13 and lines[-1] == "You: 41st of 41, 15 points to the next."
    assert lines[-2] == "and 30 more on rank 1."


async def test_a_voided_round_gives_no_points_and_keeps_the_streak(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right")
    round_ = await posted(world, track, 1)
    await answer(world, round_, "ada", right_index(round_))
    await command(world, f"/daily void {round_.day} wrong facts")
    assert await first_line(world) == "1. Ada 15 points (1 of 1 right)"
    assert (await board(world, "streak")).split("\n")[1:] == ["1. Ada 2 days", "2. Alan 1 day"]
    why = said(await world.desk.command(world.who("alan"), "/streak why"))
    assert "Tue 3 Nov: excused, withdrawn: wrong facts" in why


async def test_the_longest_streak_stays_when_a_new_one_begins(world: World) -> None:
    track = await world.track(BERLIN)
    for day in (0, 1, 2):
        await full_day(world, track, day, ada="right")
    for day in (3, 4):
        await full_day(world, track, day)
    assert "nobody yet" in await board(world, "streak")
    round_ = await posted(world, track, 7)
    assert "New streak: 1 day. Your best is 3." in said(await answer(world, round_, "ada", 0))
    assert "1 day. Best: 3." in said(await world.desk.command(world.who(), "/streak"))


async def test_an_open_round_is_never_a_miss(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await posted(world, track, 1)
    text = said(await world.desk.command(world.who(), "/streak"))
    assert "1 day." in text and "1 freeze held" in text and "still open" in text


async def test_of_several_tracks_the_best_current_streak_is_shown(world: World) -> None:
    first = await world.track(BERLIN)
    second = await world.track(BERLIN, channel="c2")
    for day in range(2):
        await world.at(nine(day))
        for track in (first, second) if day else (first,):
            round_ = await world.round_of(track)
            await answer(world, round_, "ada", wrong_index(round_))
        await world.at(reveal(day))
    assert (await board(world, "streak")).split("\n")[1:] == ["1. Ada 2 days"]


async def test_streak_why_tells_the_last_fourteen_days(world: World) -> None:
    track = await world.track(BERLIN)
    for day in [week + weekday for week in (0, 7, 14) for weekday in range(5)]:
        await full_day(world, track, day, ada="right")
    lines = said(await world.desk.command(world.who(), "/streak why")).split("\n")
    assert len(lines) == 15 and lines[1].startswith("- Fri 20 Nov: answered, streak 15")


async def test_who_left_counts_in_no_rank(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, gone="right")
    world.clock.advance(timedelta(days=59))
    await full_day(world, track, 63, ada="wrong")
    assert await board(world, "all") == "Points, all time\n1. Ada 0 points (0 of 1 right)"


async def test_a_fix_takes_points_from_nobody_and_says_so_in_the_thread(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="right", alan="wrong")
    letter = "ABCDE"[wrong_index(round_)]
    preview = await command(world, f"/daily fix {round_.day} accept {letter} because both work")
    yes = buttons(preview.intent)[0]
    await world.desk.press(world.who("grace", organiser=True), yes.action)
    await world.at(world.clock.now())
    told = plain(world.platform.log[-1].intent)
    assert f"Correction: {letter} is right as well" in told
    assert "1 person gained 15 points. Nobody lost any." in told
    assert (await board(world)).split("\n")[1:] == [
        "1. Ada 15 points (1 of 1 right)",
        "1. Alan 15 points (1 of 1 right)",
    ]


async def test_every_kind_and_level_agrees_with_a_recomputation(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(per_topic=6))
    track = await world.track(BERLIN)
    for day in [0, 1, 2, 3, 4, 7, 8, 9, 10, 11]:
        round_ = await posted(world, track, day)
        assert round_.question is not None
        for name, answered in (("ada", "A"), ("alan", "A C"), ("kim", "ABCD"), ("zoe", "0.82")):
            await world.desk.command(world.who(name), f"/answer {answered}")
        await world.at(reveal(day))
    words = ("", "week", "all", "season accuracy", "streak")
    before = [await board(world, each) for each in words]
    await world.store.rounds.recompute(world.group.id)
    assert [await board(world, each) for each in words] == before
