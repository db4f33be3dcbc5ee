"""A track on paper: the same dates, times and questions as the real one, and nothing stored."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.question import Level
from bot.domain.schedule import RevealRule, Schedule
from bot.errors import UsageError
from bot.service.pools import Pools
from bot.service.simulate import DayAhead, simulate
from tests.fakes.bank import make_bank
from tests.fakes.world import World
from tests.service.day import BERLIN, MONDAY, full_day

POOL = Pools(make_bank()).pool(frozenset(), frozenset())
DAILY = frozenset(range(7))


def days(schedule: Schedule, first: date, count: int) -> list[DayAhead]:
    return list(simulate(schedule, POOL, first, count, "seed"))


async def test_it_asks_what_the_real_track_asks_at_the_same_times(world: World) -> None:
    track = await world.track(BERLIN, key="the-key")
    rounds = [await full_day(world, track, day) for day in range(5)]
    ahead = list(simulate(BERLIN, POOL, MONDAY, 5, "the-key"))
    told = [(one.day, one.slot and one.slot.closes_at, one.question and one.question.id) for one in ahead]
    assert told == [(one.day, one.closes_at, one.question and one.question.question_id) for one in rounds]


def test_the_same_arguments_give_the_same_days() -> None:
    assert days(BERLIN, MONDAY, 60) == days(BERLIN, MONDAY, 60)
    other = list(simulate(BERLIN, POOL, MONDAY, 60, "another"))
    assert [one.question for one in other] != [one.question for one in days(BERLIN, MONDAY, 60)]


def test_off_days_are_left_out_and_skipped_ones_say_so() -> None:
    ahead = days(replace(BERLIN, skips=frozenset({date(2026, 11, 4)})), MONDAY, 7)
    assert [one.day.day for one in ahead] == [2, 3, 4, 5, 6]
    assert [one.why for one in ahead] == ["", "", "skipped", "", ""]
    assert ahead[2].slot is None and ahead[2].question is None


def test_a_clock_that_goes_back_is_told_on_its_day() -> None:
    before, day, after = days(replace(BERLIN, weekdays=DAILY), date(2026, 10, 24), 3)
    assert (before.notes, day.notes, after.notes) == ((), ("clock goes back 1 h",), ())
    assert before.slot and day.slot
    assert day.slot.opens_at - before.slot.opens_at == timedelta(hours=25)
    assert day.slot.opens_at == datetime(2026, 10, 25, 8, tzinfo=UTC)


def test_a_clock_that_changed_on_an_off_day_is_told_with_the_next_post() -> None:
    friday, monday = days(BERLIN, date(2026, 3, 27), 4)
    assert friday.notes == () and monday.notes == ("clock went forward 1 h on Sun 29 Mar",)


def test_a_time_in_the_gap_and_one_that_comes_twice_say_what_counts() -> None:
    early = Schedule("America/New_York", time(2, 30), DAILY, RevealRule(time(17), next_day=False))
    gap = days(early, date(2026, 3, 8), 1)[0]
    assert gap.notes == ("clock goes forward 1 h", "post: 02:30 does not exist, 03:00 instead")
    assert gap.slot and gap.slot.opens_at == datetime(2026, 3, 8, 7, tzinfo=UTC)
    twice = days(replace(early, at=time(1, 30)), date(2026, 11, 1), 1)[0]
    assert "post: 01:30 comes twice, the first counts" in twice.notes


def test_a_date_that_a_place_left_out_has_no_round() -> None:
    samoa = replace(BERLIN, zone="Pacific/Apia", weekdays=DAILY)
    ahead = days(samoa, date(2011, 12, 29), 3)
    assert [one.why for one in ahead] == ["", "there is no such date there", ""]


def test_a_pool_that_is_used_up_begins_again_with_the_longest_unseen() -> None:
    pool = Pools(make_bank(per_topic=3)).pool(frozenset(), frozenset())
    ahead = list(simulate(replace(BERLIN, weekdays=DAILY), pool, MONDAY, 9, "seed"))
    asked = [one.question.id for one in ahead if one.question]
    assert len(set(asked[:6])) == 6 and asked[6:] == asked[:3]
    assert [one.again for one in ahead] == [False] * 6 + [True] * 3


def test_a_pool_without_a_question_fails_each_day() -> None:
    pool = Pools(make_bank()).pool(frozenset({"nothing"}), frozenset({Level.MID}))
    (ahead,) = simulate(BERLIN, pool, MONDAY, 1, "seed")
    assert ahead.question is None and ahead.slot is not None and ahead.why


def test_a_schedule_that_cannot_be_kept_is_refused() -> None:
    with pytest.raises(UsageError, match="at least 2 h after the post"):
        days(replace(BERLIN, reveal=RevealRule(time(10), next_day=False)), MONDAY, 1)
