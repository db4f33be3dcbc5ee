"""What organisers type, read forgivingly."""

from datetime import date, time, timedelta

import pytest

from bot.domain.schedule import RevealRule
from bot.errors import UsageError
from bot.service.channel_words import Named, read_channel
from bot.service.date_words import read_dates
from bot.service.schedule_words import read_days, read_reveal, read_time
from bot.service.zone_words import read_zone

MONDAY = date(2026, 11, 2)


@pytest.mark.parametrize("typed", ["9", "9am", "9:00", "09.00", "9h", "09h00", "0900", "9 a.m.", " 9 AM "])
def test_nine_o_clock_in_many_hands(typed: str) -> None:
    assert read_time(typed) == time(9)


@pytest.mark.parametrize(
    ("typed", "expected"), [("21h", time(21)), ("9pm", time(21)), ("12am", time(0)), ("12 pm", time(12))]
)
def test_the_other_half_of_the_day(typed: str, expected: time) -> None:
    assert read_time(typed) == expected


@pytest.mark.parametrize("typed", ["24", "9:60", "13pm", "0am", "nine", "", "9:0", "12345"])
def test_no_time_of_day_is_refused(typed: str) -> None:
    with pytest.raises(UsageError, match="no time of day"):
        read_time(typed)


@pytest.mark.parametrize(
    "typed", ["08:00 next day", "01:00 the next day", "next day 8", "8:00, next day", "8 +1"]
)
def test_a_reveal_may_be_on_the_next_day(typed: str) -> None:
    assert read_reveal(typed).next_day
    assert read_reveal("17") == RevealRule(time(17), next_day=False)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Mon–Fri", {0, 1, 2, 3, 4}),
        ("weekdays", {0, 1, 2, 3, 4}),
        ("mon wed fri", {0, 2, 4}),
        ("Mo, We", {0, 2}),
        ("tuesdays and thursday", {1, 3}),
        ("Fri to Mon", {4, 5, 6, 0}),
        ("daily", set(range(7))),
        ("weekends", {5, 6}),
    ],
)
def test_weekdays(typed: str, expected: set[int]) -> None:
    assert read_days(typed) == expected


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/berlin", "Europe/Berlin"),
        ("berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("America/new york", "America/New_York"),
        ("cet", "Europe/Berlin"),
        ("PST", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("Buenos Aires", "America/Buenos_Aires"),
    ],
)
def test_zones(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


def test_an_unknown_zone_names_the_likeliest() -> None:
    with pytest.raises(UsageError, match="Did you mean Europe/Berlin"):
        read_zone("belrin")
    with pytest.raises(UsageError, match="named after a big city"):
        read_zone("xyzzy")


@pytest.mark.parametrize(
    ("typed", "first", "days"),
    [
        ("2026-12-24", date(2026, 12, 24), 1),
        ("2026-12-24..2027-01-01", date(2026, 12, 24), 9),
        ("24 Dec to 1 Jan", date(2026, 12, 24), 9),
        ("Thu 24 Dec", date(2026, 12, 24), 1),
        ("today", MONDAY, 1),
        ("tomorrow..fri", MONDAY + timedelta(days=1), 4),
        ("mon", MONDAY, 1),
        ("29 feb", date(2028, 2, 29), 1),
    ],
)
def test_dates_and_ranges(typed: str, first: date, days: int) -> None:
    found = read_dates(typed.split(), MONDAY)
    assert (found[0], len(found)) == (first, days)


@pytest.mark.parametrize("typed", ["31 feb", "2026-13-01", "soon", "..", "2026-12-24 2026-12-25", "a..b..c"])
def test_no_date_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        read_dates(typed.split(), MONDAY)


def test_channels_come_as_references_or_names() -> None:
    assert read_channel("<#C024|ops>") == Named("C024", "ops")
    assert read_channel("<#24>") == Named("24", "24")
    assert read_channel("#ops") == Named("", "ops")
    assert [read_channel(word) for word in ("ops", "#", "<#>", "<@U1>")] == [None] * 4
