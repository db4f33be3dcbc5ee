"""Boards at their edges: off, shared, tied past the ten, tiny groups, leavers, and who is not on them yet."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.base import How, Ranking
from bot.intents.board import HOW_ACCURACY_RANKS
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, only, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def board(world: World, words: str = "", name: str = "ada") -> list[str]:
    return said(await world.desk.command(world.who(name), f"/leaderboard {words}")).split("\n")


def crowd(count: int, how: str = "right") -> dict[str, str]:
    return {f"m{number:02}": how for number in range(count)}


async def test_a_tie_past_the_ten_is_counted(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, zoe="right", **crowd(13, "wrong"))
    lines = await board(world, name="m12")
    assert lines[1].startswith("1. Zoe 15 points") and lines[10].startswith("2. M08 0 points")
    assert lines[11:] == ["and 4 more on rank 2.", "You: 2nd of 14, 15 points to the next."]


async def test_a_tie_that_fits_is_not_counted(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, **crowd(10))
    assert len(await board(world, name="m00")) == 11


async def test_one_and_two_members_read_well(world: World) -> None:
    track = await world.track(BERLIN)
    assert await board(world) == ["Points, this season: nobody yet. The board moves when a question closes."]
    await full_day(world, track, 0, ada="right")
    assert await board(world) == ["Points, this season", "1. Ada 15 points (1 of 1 right)"]
    await full_day(world, track, 1, ada="right", alan="wrong")
    assert (await board(world, name="alan"))[1:] == [
        "1. Ada 30 points (2 of 2 right)",
        "2. Alan 0 points (0 of 1 right)",
    ]
    assert (await board(world, "streak"))[1:] == ["1. Ada 2 days", "2. Alan 1 day"]


async def test_only_hidden_members_leave_an_empty_board_and_an_own_rank(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    await world.desk.command(world.who("ada"), "/privacy hide")
    assert "nobody yet" in (await board(world, name="alan"))[0]
    reply = await world.desk.command(world.who("ada"), "/leaderboard")
    assert said(reply).split("\n")[1] == "You: 1st of 1."
    assert all(button.label != "Share" for button in buttons(reply.intent))


async def test_an_accuracy_board_says_what_is_missing_and_how_it_ranks(world: World) -> None:
    track = await world.track(BERLIN)
    for day in range(3):
        late = {"zoe": "right"} if day == 2 else {}
        await full_day(world, track, day, ada="right", **late)
    lines = await board(world, "accuracy week", "zoe")
    assert lines[1:] == ["1. Ada 100 % (3 of 3)", HOW_ACCURACY_RANKS, "You: 1 of the 3 answers it takes."]


async def test_a_shared_board_marks_nobody_and_says_no_private_rank(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="wrong", **crowd(11))
    for name in ("ada", "m00"):
        shared = await world.desk.press(world.who(name), "v1:share:season:points")
        assert shared.how is How.PUBLIC and shared.intent is not None
        assert "You:" not in plain(shared.intent)
        [ranking] = [block for block in shared.intent.said().blocks if isinstance(block, Ranking)]
        assert not any(row.me for row in ranking.rows)
        assert "and 1 more on rank 1." in plain(shared.intent)


async def test_a_shared_board_has_no_hidden_member_and_hides_even_the_sharer(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right", alan="right")
    await world.desk.command(world.who("ada"), "/privacy hide")
    shared = await world.desk.press(world.who("ada"), "v1:share:season:points")
    assert said(shared).split("\n") == [
        "Shared by Ada",
        "Points, this season",
        "1. Alan 15 points (1 of 1 right)",
    ]


async def test_boards_off_say_how_to_turn_them_on_and_show_own_figures(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right")
    await world.store.people.change_settings(world.group.id, {"boards": False})
    assert await board(world) == [
        "Boards are off here. An organiser turns them on with /daily settings boards on.",
        "You: 15 points (1 of 1 right), this season.",
    ]
    assert (await board(world, "streak"))[1] == "You: 1 day."
    assert (await board(world, "all accuracy"))[1] == "You: 100 % (1 of 1), all time."
    assert len(await board(world, name="grace")) == 1
    shared = await world.desk.press(world.who("ada"), "v1:share:season:points")
    assert shared.how is How.PRIVATE


async def test_who_was_silent_for_sixty_days_comes_back_with_the_next_answer(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right")
    for day in range(1, 64):
        if day % 7 < 5:
            await full_day(world, track, day, alan="wrong")
    assert not any("Ada" in line for line in await board(world, "all", "alan"))
    assert "You:" not in "".join(await board(world, "all", "ada"))
    await full_day(world, track, 64, ada="wrong", alan="wrong")
    assert "1. Ada 15 points (1 of 2 right)" in await board(world, "all", "alan")


@pytest.mark.parametrize(
    "action",
    ["v1:share:<b>:points", "v1:board:season:salary", "v1:board:season", "v1:share:season:points' OR 1=1"],
)
async def test_a_tampered_button_shows_and_shares_nothing(world: World, action: str) -> None:
    reply = await world.desk.press(world.who(), action)
    assert reply.how is How.PRIVATE
    assert "A board takes" in said(reply) or "another version" in said(reply)


async def test_a_board_names_no_neighbours_below_the_ten(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, **crowd(12), ada="wrong", neighbour="wrong")
    lines = await board(world)
    assert lines[-1] == "You: 13th of 14, 15 points to the next."
    assert not any("Neighbour" in line for line in lines)
    world.clock.advance(timedelta(days=61))
    assert "nobody yet" in (await board(world, "all"))[0]
