"""Which slot comes next, which were missed, when a post is too late, and which schedules are refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import (
    CATCH_UP_DAYS,
    CLOSE_GRACE,
    LATE_LIMIT,
    MIN_WINDOW,
    ON_TIME,
    REVEAL_GAP,
    REVEAL_LIMIT,
    Schedule,
    Slot,
    check_schedule,
    missed_slots,
    next_slot,
    slot,
    slot_on_demand,
    too_late,
)
from bot.errors import UsageError
from tests.domain.making import EVERY_DAY, WORKDAYS, schedule, utc

SECOND = timedelta(seconds=1)
ZONES = ["Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Nuuk", "Pacific/Kiritimati"]


def test_a_slot_that_opens_now_is_next() -> None:
    found = next_slot(schedule("UTC"), after=None, not_before=utc("2026-11-20 09:00"))
    assert found is not None and found.day == date(2026, 11, 20)


def test_a_slot_that_opened_is_not_next() -> None:
    found = next_slot(schedule("UTC"), after=None, not_before=utc("2026-11-20 09:00") + SECOND)
    assert found is not None and found.day == date(2026, 11, 21)


def test_a_track_moved_to_the_afternoon_and_back_has_one_round_that_day() -> None:
    today, posted = date(2026, 11, 20), utc("2026-11-20 09:00")
    later = next_slot(schedule("UTC", at="17:00", reveal="20:00"), after=today, not_before=posted)
    back = next_slot(schedule("UTC"), after=today, not_before=posted)
    assert later is not None and later.opens_at == utc("2026-11-21 17:00")
    assert back is not None and back.opens_at == utc("2026-11-21 09:00")


def test_a_track_moved_before_its_post_still_posts_that_day() -> None:
    rule = schedule("UTC", at="17:00", reveal="20:00")
    found = next_slot(rule, after=date(2026, 11, 19), not_before=utc("2026-11-20 08:00"))
    assert found is not None and found.opens_at == utc("2026-11-20 17:00")


def test_a_date_planned_ahead_is_not_planned_again() -> None:
    found = next_slot(schedule("UTC"), after=date(2026, 12, 1), not_before=utc("2026-11-20 08:00"))
    assert found is not None and found.day == date(2026, 12, 2)


def test_the_weekend_is_stepped_over() -> None:
    rule = schedule("UTC", weekdays=WORKDAYS)
    found = next_slot(rule, after=date(2026, 11, 20), not_before=utc("2026-11-20 09:00"))
    assert found is not None and found.day == date(2026, 11, 23)


def test_a_date_whose_end_is_a_gap_still_comes() -> None:
    rule = schedule("America/Nuuk", at="23:30", reveal="08:00", next_day=True)
    found = next_slot(rule, after=None, not_before=utc("2024-03-31 01:00"))
    assert found is not None and found.day == date(2024, 3, 30)


def test_a_date_whose_end_is_a_gap_comes_once() -> None:
    rule = schedule("America/Nuuk", at="23:30", reveal="08:00", next_day=True)
    found = next_slot(rule, after=date(2024, 3, 30), not_before=utc("2024-03-31 01:00"))
    assert found is not None and found.day == date(2024, 3, 31)


def test_nobody_looks_ahead_for_ever() -> None:
    start = date(2026, 1, 1)
    skips = tuple(start + timedelta(days=number) for number in range(1000))
    assert next_slot(schedule("UTC", skips=skips), after=None, not_before=utc("2026-01-01 00:00")) is None
    assert next_slot(schedule("UTC", skips=skips[:700]), after=None, not_before=utc("2026-01-01 00:00"))


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    zone, at = (
        draw(st.sampled_from(ZONES)),
        draw(st.sampled_from(["00:00", "00:30", "02:30", "09:00", "23:30"])),
    )
    weekdays = draw(st.frozensets(st.integers(0, 6), min_size=1))
    skips = draw(st.lists(st.dates(date(2026, 3, 1), date(2026, 5, 31)), max_size=5))
    return schedule(zone, at, "07:00", next_day=True, weekdays=weekdays, skips=tuple(skips))


@given(schedules(), st.integers(0, 90 * 24 * 60), st.none() | st.integers(0, 90))
def test_the_next_slot_is_the_first_of_all_that_qualify(
    rule: Schedule, minutes: int, after: int | None
) -> None:
    now = utc("2026-03-01 00:00") + timedelta(minutes=minutes)
    last = None if after is None else date(2026, 3, 1) + timedelta(days=after)
    days = [date(2026, 2, 20) + timedelta(days=number) for number in range(150)]
    slots = [found for day in days if (found := slot(rule, day))]
    allowed = [found for found in slots if found.opens_at >= now and (last is None or found.day > last)]
    assert next_slot(rule, after=last, not_before=now) == allowed[0]


@given(schedules(), st.integers(0, 90 * 24 * 60), st.integers(0, 90))
def test_missed_slots_are_the_newest_that_have_opened(rule: Schedule, minutes: int, first: int) -> None:
    now = utc("2026-03-01 00:00") + timedelta(minutes=minutes)
    first_day = date(2026, 3, 1) + timedelta(days=first)
    days = [first_day + timedelta(days=number) for number in range(100)]
    opened = [found for day in days if (found := slot(rule, day)) and found.opens_at <= now]
    assert missed_slots(rule, first_day, now) == opened[-CATCH_UP_DAYS:]


def test_after_years_of_downtime_31_dates_are_caught_up() -> None:
    found = missed_slots(schedule("UTC"), date(2000, 1, 1), utc("2026-11-20 09:00"))
    assert len(found) == 31
    assert (found[0].day, found[-1].day) == (date(2026, 10, 21), date(2026, 11, 20))


def test_the_limits_are_those_of_the_rules() -> None:
    assert (timedelta(hours=4), timedelta(hours=2)) == (LATE_LIMIT, MIN_WINDOW)
    assert (timedelta(minutes=15), timedelta(seconds=10)) == (REVEAL_GAP, CLOSE_GRACE)
    assert (timedelta(days=7), 31, timedelta(minutes=5)) == (REVEAL_LIMIT, CATCH_UP_DAYS, ON_TIME)


def a_slot(hours: float) -> Slot:
    opens_at = utc("2026-11-20 09:00")
    return Slot(opens_at.date(), opens_at, opens_at + timedelta(hours=hours))


def test_a_post_may_be_four_hours_late_and_no_longer() -> None:
    late = a_slot(8)
    assert too_late(late, late.opens_at + LATE_LIMIT) is None
    assert "4 h" in str(too_late(late, late.opens_at + LATE_LIMIT + SECOND))


def test_a_post_needs_two_hours_before_the_close() -> None:
    late = a_slot(5)
    assert too_late(late, late.closes_at - MIN_WINDOW) is None
    assert "2 h" in str(too_late(late, late.closes_at - MIN_WINDOW + SECOND))


def test_a_post_on_time_in_the_shortest_window_is_allowed() -> None:
    short = a_slot(2)
    assert too_late(short, short.opens_at) is None
    assert too_late(short, short.opens_at + ON_TIME) is None
    assert too_late(short, short.opens_at + ON_TIME + SECOND) is not None


def test_a_post_now_closes_at_that_days_reveal() -> None:
    found = slot_on_demand(schedule("UTC"), date(2026, 11, 20), utc("2026-11-20 07:10"))
    assert found == Slot(date(2026, 11, 20), utc("2026-11-20 07:10"), utc("2026-11-20 17:00"))


def test_a_post_now_late_in_the_day_stays_open_for_two_hours() -> None:
    for opens_at in (utc("2026-11-20 15:01"), utc("2026-11-20 19:00")):
        found = slot_on_demand(schedule("UTC"), date(2026, 11, 20), opens_at)
        assert found.closes_at == opens_at + MIN_WINDOW


def test_a_post_now_closes_before_the_next_regular_post() -> None:
    night = schedule("UTC", at="00:30", reveal="08:00", weekdays=WORKDAYS)
    found = slot_on_demand(night, date(2026, 11, 22), utc("2026-11-22 23:00"))
    assert found.closes_at == utc("2026-11-23 00:15")
    rare = schedule("UTC", reveal="12:00", next_day=True, weekdays=frozenset({0, 2}))
    found = slot_on_demand(rare, date(2026, 11, 24), utc("2026-11-24 10:00"))
    assert found.closes_at == utc("2026-11-25 08:45")


def test_a_post_now_is_open_for_half_an_hour_at_least() -> None:
    night = schedule("UTC", at="00:30", reveal="08:00", weekdays=WORKDAYS)
    found = slot_on_demand(night, date(2026, 11, 22), utc("2026-11-22 23:45"))
    assert found.closes_at == utc("2026-11-23 00:15")
    found = slot_on_demand(night, date(2026, 11, 22), utc("2026-11-22 23:46"))
    assert found.closes_at == utc("2026-11-23 01:46")


def test_a_post_now_needs_no_regular_post_after_it() -> None:
    day = date(2026, 11, 20)
    rule = schedule("UTC", skips=tuple(day + timedelta(days=number) for number in range(1, 1000)))
    assert slot_on_demand(rule, day, utc("2026-11-20 08:00")).closes_at == utc("2026-11-20 17:00")


def test_a_post_now_that_nobody_could_answer_in_time_keeps_its_two_hours() -> None:
    night = schedule("UTC", at="00:30", reveal="08:00", weekdays=WORKDAYS)
    found = slot_on_demand(night, date(2026, 11, 22), utc("2026-11-23 00:10"))
    assert found.closes_at == utc("2026-11-23 02:10")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        (schedule(at="09:00", reveal="10:59"), "at least 2 h after the post: the nearest is 11:00."),
        (schedule(at="09:00", reveal="08:00"), "the nearest is 11:00."),
        (schedule(at="22:00", reveal="23:00"), "the nearest is 00:00 the next day."),
        (schedule(at="23:00", reveal="23:30"), "the nearest is 01:00 the next day."),
        (schedule(at="23:00", reveal="00:59", next_day=True), "the nearest is 01:00 the next day."),
        (
            schedule(at="09:00", reveal="08:46", next_day=True),
            "15 min before the next post: the nearest is 08:45",
        ),
        (schedule(at="00:05", reveal="00:01", next_day=True), "the nearest is 23:50 the same day."),
        (schedule(at="00:05", reveal="23:59"), "the nearest is 23:50."),
        (schedule(weekdays=frozenset()), "weekday"),
        (schedule(weekdays=frozenset({7})), "weekday"),
        (schedule(zone="Berlin"), "time zone"),
    ],
)
def test_a_schedule_that_cannot_be_kept_is_refused_with_the_nearest(rule: Schedule, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_schedule(rule)
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    "rule",
    [
        schedule(),
        schedule(at="09:00", reveal="11:00"),
        schedule(at="09:00", reveal="08:45", next_day=True),
        schedule(at="23:00", reveal="01:00", next_day=True),
        schedule(at="09:00", reveal="12:00", next_day=True, weekdays=frozenset({0, 2, 4})),
    ],
)
def test_what_is_just_allowed_is_allowed(rule: Schedule) -> None:
    check_schedule(rule)


def test_sunday_and_monday_follow_each_other() -> None:
    with pytest.raises(UsageError):
        check_schedule(schedule(reveal="09:00", next_day=True, weekdays=frozenset({0, 6})))
    check_schedule(schedule(reveal="09:00", next_day=True, weekdays=frozenset({1, 6})))


@given(st.integers(0, 23), st.integers(0, 23), st.booleans())
def test_the_nearest_that_is_offered_is_allowed(at: int, reveal: int, next_day: bool) -> None:
    rule = schedule(at=f"{at:02}:05", reveal=f"{reveal:02}:00", next_day=next_day, weekdays=EVERY_DAY)
    try:
        check_schedule(rule)
    except UsageError as error:
        nearest = str(error).partition("the nearest is ")[2].removesuffix(".")
        on_next = nearest.endswith("next day")
        check_schedule(schedule(at=f"{at:02}:05", reveal=nearest[:5], next_day=on_next))
