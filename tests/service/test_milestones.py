"""Milestones and names in the reveal: of those who allow it, of nobody who hides, and told once."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.reveal import MILESTONES
from tests.fakes.platform import Mood
from tests.fakes.text import plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, only, posted, reveal, right_index

WEEKDAYS = [day for day in range(21) if day % 7 < 5]


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE, count=80))


async def allow(world: World, *names: str) -> None:
    for name in names:
        await world.store.people.set_milestones((await world.member(name)).id, True)


def reveals(world: World) -> list[str]:
    return [plain(sent.intent) for sent in world.platform.log if sent.target.silent]


def test_milestones_are_those_of_a_year() -> None:
    assert MILESTONES == (7, 30, 50, 100, 200, 365)


async def test_only_those_who_allow_it_are_named_and_only_on_the_day(world: World) -> None:
    track = await world.track(BERLIN)
    await allow(world, "ada", "kim")
    await world.desk.command(world.who("kim"), "/privacy hide")
    for day in WEEKDAYS[:8]:
        await full_day(world, track, day, ada="right", alan="right", kim="wrong")
    told = [text for text in reveals(world) if "Streaks reached" in text]
    assert len(told) == 1 and told[0] == reveals(world)[6]
    assert "Streaks reached today: Ada: 7 days" in told[0]
    assert "Alan" not in told[0] and "Kim" not in told[0]


async def test_a_late_reveal_tells_what_was_reached_then(world: World) -> None:
    """The reveal goes out after the next round has closed, which one of them missed."""
    track = await world.track(BERLIN)
    await allow(world, "ada", "alan")
    for day in WEEKDAYS[:6]:
        await full_day(world, track, day, ada="right", alan="right")
    round_ = await posted(world, track, WEEKDAYS[6])
    for name in ("ada", "alan"):
        await answer(world, round_, name, right_index(round_))
    await world.clock.move_to(reveal(WEEKDAYS[6]) - timedelta(minutes=1))
    world.platform.mood = lambda: Mood.BUSY
    await world.at(reveal(WEEKDAYS[6]))
    world.platform.mood = lambda: Mood.FINE
    for number in (7, 8, 9):
        before = len(reveals(world))
        tally = await world.store.rounds.tally(round_.id)
        assert tally.milestones == (("Ada", 7), ("Alan", 7)), number
        await full_day(world, track, WEEKDAYS[number], ada="right")
        assert len(reveals(world)) > before


async def test_hidden_people_are_not_among_the_right_and_others_close_up(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    await world.desk.command(world.who("kim"), "/privacy hide")
    for name in ("zoe", "kim", "ada", "alan", "grace"):
        await answer(world, round_, name, right_index(round_))
    await world.at(reveal())
    assert "Right: Ada, Alan, Grace and Zoe" in reveals(world)[0] and "more" not in reveals(world)[0]


async def test_ten_names_of_the_right_then_how_many_more(world: World) -> None:
    track = await world.track(BERLIN)
    await world.desk.command(world.who("m00"), "/privacy hide")
    await full_day(world, track, 0, **{f"m{number:02}": "right" for number in range(14)}, zed="wrong")
    text = reveals(world)[0]
    assert "Right: M01, M02, M03, M04, M05, M06, M07, M08, M09, M10 and 3 more" in text
    assert "Zed" not in text


async def test_fewer_than_five_answers_mean_no_shares_and_no_names(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right", kim="wrong", zoe="right")
    text = reveals(world)[0]
    assert "4 answered." in text and "%" not in text and "Right:" not in text and "Ada" not in text


async def test_no_names_where_the_group_wants_none(world: World) -> None:
    track = await world.track(BERLIN)
    await world.store.people.change_settings(world.group.id, {"names": False})
    await full_day(world, track, 0, **dict.fromkeys(("ada", "alan", "kim", "zoe", "grace"), "right"))
    assert "Right:" not in reveals(world)[0] and "5 of 5 right (100 %)" in reveals(world)[0]
