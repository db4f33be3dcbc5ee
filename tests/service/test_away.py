"""/streak away: days off for the group, set before the close, 30 at once, 60 a year, and taken back."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.schedule import RevealRule
from bot.intents.base import How
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, reveal, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    """Monday 2 November 2026, before nine."""
    return await make_world(only(Kind.CHOICE, count=80))


async def away(world: World, words: str, name: str = "ada") -> str:
    return said(await world.desk.command(world.who(name), f"/streak away {words}"))


async def held(world: World, name: str = "ada") -> tuple[int, int]:
    """Streak and freezes held in the only track."""
    [(_, state)] = await world.store.answers.streaks((await world.member(name)).id)
    return state.streak, state.held


async def ranges(world: World, name: str = "ada") -> list[tuple[date, date]]:
    found = await world.store.away.ranges((await world.member(name)).id, date(2026, 1, 1))
    return [(each.first, each.last) for each in found]


async def test_a_miss_while_away_changes_nothing_and_an_answer_counts(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right")
    text = await away(world, "2026-11-03 2026-11-05")
    assert text.startswith("Away Tue 3 Nov to Thu 5 Nov: misses change nothing, answers still count.")
    assert "Used: 3 of 60 days in 2026." in text
    await full_day(world, track, 1)
    assert await held(world) == (1, 1) and await held(world, "alan") == (1, 0)
    await full_day(world, track, 2, ada="wrong")
    await full_day(world, track, 3)
    assert await held(world) == (2, 1) and await held(world, "alan") == (0, 0)
    await full_day(world, track, 4)
    assert await held(world) == (2, 0)
    why = said(await world.desk.command(world.who(), "/streak why"))
    assert "- Thu 5 Nov: away, nothing changes" in why and "- Wed 4 Nov: answered, streak 2" in why


async def test_away_holds_in_all_tracks_and_a_recomputation_agrees(world: World) -> None:
    one, two = await world.track(BERLIN), await world.track(BERLIN, channel="c2")
    await world.at(nine())
    for track in (one, two):
        await answer(world, await world.round_of(track), "ada", 0)
    await world.at(reveal())
    await away(world, "tomorrow")
    await world.at(nine(1))
    await world.at(reveal(1))
    states = await world.store.answers.streaks((await world.member("ada")).id)
    assert [(state.streak, state.held) for _, state in states] == [(1, 1), (1, 1)]
    await world.store.rounds.recompute(world.group.id)
    assert await world.store.answers.streaks((await world.member("ada")).id) == states


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2026-12-24 2027-01-01", date(2026, 12, 24), date(2027, 1, 1)),
        ("2026-12-24..2027-01-01", date(2026, 12, 24), date(2027, 1, 1)),
        ("2026-12-24 to 2027-01-01", date(2026, 12, 24), date(2027, 1, 1)),
        ("2026-12-24", date(2026, 12, 24), date(2026, 12, 24)),
        ("today", date(2026, 11, 2), date(2026, 11, 2)),
        ("Today Tomorrow", date(2026, 11, 2), date(2026, 11, 3)),
        ("tomorrow 2026-11-06", date(2026, 11, 3), date(2026, 11, 6)),
        ("24 Dec 1 Jan", date(2026, 12, 24), date(2027, 1, 1)),
    ],
)
async def test_days_are_typed_in_many_ways(world: World, words: str, first: date, last: date) -> None:
    await world.track(BERLIN)
    await away(world, words)
    assert await ranges(world) == [(first, last)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("2026-11-01", "Days that are over stay as they were. Begin today or later."),
        ("2026-10-20 2026-11-09", "Days that are over stay as they were. Begin today or later."),
        ("2026-11-09 2026-11-05", "The range ends before it begins"),
        ("2026-11-09 2026-12-09", "That is 31 days: at most 30 at once."),
        ("2028-11-09", "more than a year ahead"),
        ("soonish", "is no date"),
        ("<@everyone> `x` *y*", "Say from when to when"),
        ("2026-02-30", "is no date"),
        ("9999-12-31", "more than a year ahead"),
    ],
)
async def test_other_days_are_refused_with_a_sentence(world: World, words: str, sentence: str) -> None:
    await world.track(BERLIN)
    assert sentence in await away(world, words)
    assert await ranges(world) == []


async def test_alone_it_says_how_and_what_lies_ahead(world: World) -> None:
    assert "/streak away 2026-12-24 2027-01-01" in await away(world, "")
    await away(world, "2026-12-24 2027-01-01")
    assert (await away(world, "")).startswith("Away Thu 24 Dec to Fri 1 Jan.")


async def test_today_is_fine_until_its_question_closes(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right")
    await world.at(nine(1))
    assert "Away Tue 3 Nov:" in await away(world, "today")
    await world.clock.move_to(reveal(1) - timedelta(seconds=10))
    assert "has closed already. Begin tomorrow." in await away(world, "today", "alan")
    await world.at(reveal(1))
    assert await held(world) == (1, 1) and await held(world, "alan") == (1, 0)
    assert await ranges(world, "alan") == []


async def test_yesterday_is_fine_while_its_question_is_open(world: World) -> None:
    """Revealed the next morning: until then that day has not closed."""
    track = await world.track(replace(BERLIN, reveal=RevealRule(time(8), next_day=True)))
    await posted(world, track)
    await world.clock.move_to(nine(1) - timedelta(hours=3))
    assert "Away Mon 2 Nov to Wed 4 Nov" in await away(world, "2026-11-02 2026-11-04")
    assert "Days that are over" in await away(world, "2026-11-01 2026-11-04")


async def test_a_year_has_sixty_days_and_overlaps_count_once(world: World) -> None:
    await away(world, "2026-11-03 2026-12-02")
    assert "Used: 40 of 60 days in 2026." in await away(world, "2026-11-23 2026-12-12")
    text = await away(world, "2026-12-10 2027-01-05")
    assert "Used: 59 of 60 days in 2026 and 5 of 60 days in 2027." in text
    assert "Used: 60 of 60 days in 2026." in await away(world, "2026-11-02")
    assert "Used: 6 of 60 days in 2027." in await away(world, "2027-01-06")


async def test_a_full_year_refuses_further_days_and_says_what_is_left(world: World) -> None:
    await away(world, "2027-02-01 2027-03-02")
    await away(world, "2027-04-01 2027-04-25")
    kept = await ranges(world)
    assert await away(world, "2027-05-01 2027-05-06") == "A year has at most 60 days away. Left: 5 in 2027."
    assert await ranges(world) == kept


async def test_the_same_days_twice_are_kept_once(world: World) -> None:
    await away(world, "2026-12-24 2027-01-01")
    await away(world, "2026-12-24 2027-01-01")
    assert "Used: 8 of 60 days in 2026 and 1 of" in await away(world, "2026-12-26")
    assert await ranges(world) == [(date(2026, 12, 24), date(2027, 1, 1))]


async def test_it_can_be_taken_back_from_today_on(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await away(world, "2026-11-03 2026-11-10")
    await full_day(world, track, 1)
    await world.at(nine(2))
    assert await away(world, "off") == "No longer away: Wed 4 Nov to Tue 10 Nov. A miss counts again."
    assert await ranges(world) == [(date(2026, 11, 3), date(2026, 11, 3))]
    await world.at(reveal(2))
    assert await held(world) == (1, 0)
    assert "You have no days away ahead." in await away(world, "off")
    before = await world.store.answers.streaks((await world.member("ada")).id)
    await world.store.rounds.recompute(world.group.id)
    assert await world.store.answers.streaks((await world.member("ada")).id) == before


async def test_taking_back_leaves_a_day_alone_that_has_closed(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await away(world, "2026-11-03 2026-11-04")
    await full_day(world, track, 1)
    assert await away(world, "off") == "No longer away: Wed 4 Nov. A miss counts again."
    await world.store.rounds.recompute(world.group.id)
    assert await held(world) == (1, 1)


async def test_cancel_takes_back_that_range_and_only_ones_own(world: World) -> None:
    await away(world, "2026-12-24 2026-12-26")
    reply = await world.desk.command(world.who(), "/streak away 2026-12-30 2026-12-31")
    [cancel] = buttons(reply.intent)
    assert cancel.label == "Cancel"
    stranger = await world.desk.press(world.who("alan"), cancel.action)
    assert "You have no days away ahead." in said(stranger)
    taken = await world.desk.press(world.who(), cancel.action)
    assert taken.how is How.REPLACE and "No longer away: Wed 30 Dec to Thu 31 Dec." in said(taken)
    assert await ranges(world) == [(date(2026, 12, 24), date(2026, 12, 26))]
    again = await world.desk.press(world.who(), cancel.action)
    assert "You have no days away ahead." in said(again)
    assert "damaged" in said(await world.desk.press(world.who(), "v1:awayoff:1 OR 1"))


async def test_streak_shows_days_off(world: World) -> None:
    track = await world.track(BERLIN)
    assert "You have no streak yet." in said(await world.desk.command(world.who(), "/streak"))
    await away(world, "2026-11-03 2026-11-05")
    reply = await world.desk.command(world.who(), "/streak")
    assert "Away Tue 3 Nov to Thu 5 Nov: misses change nothing then." in said(reply)
    assert [button.label for button in buttons(reply.intent)] == ["Cancel days away"]
    await full_day(world, track, 0, ada="right")
    await world.at(nine(1))
    reply = await world.desk.command(world.who(), "/streak")
    assert reply.intent is not None
    assert "Away until Thu 5 Nov: misses change nothing." in plain(reply.intent)
    assert [button.label for button in buttons(reply.intent)] == ["Why?", "Cancel days away"]


async def test_why_tells_every_kind_of_day(world: World) -> None:
    track = await world.track(BERLIN)
    member = await world.member("ada")
    await full_day(world, track, 0, ada="right")
    await away(world, "tomorrow")
    await full_day(world, track, 1)
    await full_day(world, track, 2)
    await world.store.people.grant_freeze(member.id, track.id, date(2026, 11, 5), "grace", world.clock.now())
    await full_day(world, track, 3)
    await full_day(world, track, 4)
    round_ = await posted(world, track, 7)
    await world.store.rounds.void(round_.id, "Withdrawn: disputed", world.clock.now())
    await world.store.people.grant_freeze(member.id, track.id, date(2026, 11, 10), "grace", world.clock.now())
    text = said(await world.desk.command(world.who(), "/streak why")).split("\n")
    assert text[1:] == [
        "1 freeze granted since.",
        "- Mon 9 Nov: excused, Withdrawn: disputed",
        "- Fri 6 Nov: missed, no freeze held, streak 0",
        "- Thu 5 Nov: missed, a freeze covered it, streak 1. 1 freeze granted before",
        "- Wed 4 Nov: missed, a freeze covered it, streak 1",
        "- Tue 3 Nov: away, nothing changes",
        "- Mon 2 Nov: answered, streak 1",
    ]


async def test_why_names_the_downtime_that_excused_a_day(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await world.at(nine(1))
    await world.clock.move_to(nine(1) + timedelta(hours=6, minutes=10))
    assert world.connection is not None
    await world.store.connections.seen(world.connection, world.clock.now())
    await world.clock.move_to(nine(1) + timedelta(hours=8))
    await world.connect()
    await world.at(reveal(1))
    text = said(await world.desk.command(world.who(), "/streak why"))
    assert "- Tue 3 Nov: excused, the bot was down 15:1" in text and "–17:00" in text
