"""Wall clocks of real places, on the dates on which they do something odd."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.schedule import instant, local_date, next_slot, periods, season, slot, week, zone_info
from bot.errors import UsageError
from tests.domain.making import WORKDAYS, schedule, utc


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08 07:00"),
        ("America/New_York", "2026-03-08", "02:00", "2026-03-08 07:00"),
        ("America/New_York", "2026-03-08", "01:59", "2026-03-08 06:59"),
        ("America/New_York", "2026-03-08", "03:00", "2026-03-08 07:00"),
        ("Africa/Cairo", "2026-04-24", "00:00", "2026-04-23 22:00"),
        ("Africa/Cairo", "2026-04-24", "00:45", "2026-04-23 22:00"),
        ("America/Santiago", "2026-09-06", "00:00", "2026-09-06 04:00"),
        ("Asia/Beirut", "2026-03-29", "00:30", "2026-03-28 22:00"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-03 15:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:30", "2026-10-03 15:30"),
        ("America/Nuuk", "2024-03-30", "23:30", "2024-03-31 01:00"),
    ],
)
def test_a_time_in_a_gap_is_the_first_instant_after_it(zone: str, day: str, at: str, expected: str) -> None:
    assert instant(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "day", "at", "expected"),
    [
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01 05:30"),
        ("America/New_York", "2026-11-01", "02:00", "2026-11-01 07:00"),
        ("Africa/Cairo", "2026-10-29", "23:30", "2026-10-29 20:30"),
        ("Asia/Beirut", "2026-10-24", "23:30", "2026-10-24 20:30"),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04 14:45"),
    ],
)
def test_a_time_that_comes_twice_is_the_first(zone: str, day: str, at: str, expected: str) -> None:
    assert instant(date.fromisoformat(day), time.fromisoformat(at), zone) == utc(expected)


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Pacific/Kiritimati", "2026-06-14 19:00"),
        ("Pacific/Apia", "2026-06-14 20:00"),
        ("Asia/Kolkata", "2026-06-15 03:30"),
        ("UTC", "2026-06-15 09:00"),
    ],
)
def test_zones_without_dst_and_far_from_utc(zone: str, expected: str) -> None:
    assert instant(date(2026, 6, 15), time(9), zone) == utc(expected)


def test_instants_are_in_utc() -> None:
    found = instant(date(2026, 6, 15), time(9), "Asia/Kolkata")
    after_gap = instant(date(2026, 3, 8), time(2, 30), "America/New_York")
    assert found is not None and found.tzinfo is UTC
    assert after_gap is not None and after_gap.tzinfo is UTC


@pytest.mark.parametrize("at", [time(0), time(9), time(23, 59)])
def test_the_date_samoa_left_out_has_no_instant(at: time) -> None:
    assert instant(date(2011, 12, 30), at, "Pacific/Apia") is None


def test_a_gap_at_midnight_keeps_its_date() -> None:
    for zone, day in [("Africa/Cairo", date(2026, 4, 24)), ("America/Santiago", date(2026, 9, 6))]:
        found = instant(day, time(0), zone)
        assert found is not None
        assert local_date(found, zone) == day


@given(
    st.sampled_from(
        ["America/New_York", "Africa/Cairo", "Australia/Lord_Howe", "America/Nuuk", "Asia/Kolkata"]
    ),
    st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)),
)
def test_an_instant_is_the_first_moment_whose_wall_clock_has_reached_it(
    zone: str, day: date, at: time
) -> None:
    found = instant(day, at, zone)
    assert found is not None
    asked, place = datetime.combine(day, at), ZoneInfo(zone)
    assert found.astimezone(place).replace(tzinfo=None) >= asked
    assert (found - timedelta(seconds=1)).astimezone(place).replace(tzinfo=None) < asked


@pytest.mark.parametrize(
    "zone", ["Berlin", "", "../etc/passwd", "Europe", "right/UTC", "localtime", "a" * 5000, "Europe/\0"]
)
def test_an_unknown_zone_says_how_zones_look(zone: str) -> None:
    with pytest.raises(UsageError, match="Europe/Berlin") as caught:
        zone_info(zone)
    assert len(str(caught.value)) < 200


def test_a_day_has_its_slot() -> None:
    found = slot(schedule("Europe/Berlin"), date(2026, 11, 20))
    assert found is not None
    assert (found.day, found.opens_at) == (date(2026, 11, 20), utc("2026-11-20 08:00"))
    assert found.closes_at == utc("2026-11-20 16:00")


def test_an_off_day_and_a_skipped_day_have_none() -> None:
    rule = schedule(weekdays=WORKDAYS, skips=(date(2026, 11, 19),))
    assert slot(rule, date(2026, 11, 21)) is None
    assert slot(rule, date(2026, 11, 19)) is None
    assert slot(rule, date(2026, 11, 18)) is not None


def test_a_date_that_does_not_exist_has_no_slot_and_breaks_nothing() -> None:
    rule = schedule("Pacific/Apia")
    assert slot(rule, date(2011, 12, 30)) is None
    following = next_slot(rule, after=date(2011, 12, 29), not_before=utc("2011-12-29 20:00"))
    assert following is not None and following.day == date(2011, 12, 31)


def test_a_reveal_on_a_date_that_does_not_exist_comes_on_the_one_after() -> None:
    found = slot(schedule("Pacific/Apia", reveal="08:00", next_day=True), date(2011, 12, 29))
    assert found is not None
    assert found.closes_at == instant(date(2011, 12, 31), time(8), "Pacific/Apia")


def test_fridays_reveal_never_waits_for_monday() -> None:
    friday = date(2026, 11, 20)
    same = slot(schedule(weekdays=WORKDAYS), friday)
    following = slot(schedule(weekdays=WORKDAYS, reveal="08:00", next_day=True), friday)
    assert same is not None and same.closes_at == utc("2026-11-20 16:00")
    assert following is not None and following.closes_at == utc("2026-11-21 07:00")


def test_a_skipped_day_does_not_move_the_reveal_before_it() -> None:
    rule = schedule(reveal="08:00", next_day=True, skips=(date(2026, 11, 20),))
    found = slot(rule, date(2026, 11, 19))
    assert found is not None and found.closes_at == utc("2026-11-20 07:00")


def test_a_gap_inside_a_window_leaves_two_hours() -> None:
    found = slot(schedule("America/New_York", at="01:00", reveal="03:15"), date(2026, 3, 8))
    assert found is not None
    assert found.opens_at == utc("2026-03-08 06:00")
    assert found.closes_at == utc("2026-03-08 08:00")


def test_the_leap_day_has_a_round() -> None:
    found = next_slot(schedule("UTC"), after=date(2028, 2, 28), not_before=utc("2028-02-28 09:00"))
    assert found is not None and found.day == date(2028, 2, 29)


def test_the_year_ends_in_week_53_and_its_own_month() -> None:
    assert week(date(2026, 12, 31)) == week(date(2027, 1, 3)) == "2026-W53"
    assert week(date(2027, 1, 4)) == "2027-W01"
    assert season(date(2027, 1, 3)) == "2027-01"
    assert periods(date(2026, 11, 20)) == ("2026-W47", "2026-11", "all")


def test_the_local_date_is_the_one_on_the_wall() -> None:
    now = utc("2026-11-20 11:00")
    assert local_date(now, "Pacific/Kiritimati") == date(2026, 11, 21)
    assert local_date(now, "Pacific/Pago_Pago") == date(2026, 11, 20)
