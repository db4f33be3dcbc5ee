"""When a round is excused because the bot was down."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.uptime import excuse_for_downtime
from tests.domain.making import utc

OPENS, CLOSES = utc("2026-11-20 08:00"), utc("2026-11-20 16:00")
MINUTE = timedelta(minutes=1)


def at(clock: str) -> datetime:
    return utc(f"2026-11-20 {clock}")


def excuse(*alive: tuple[str, str], zone: str = "UTC") -> str | None:
    return excuse_for_downtime(OPENS, CLOSES, [(at(since), at(seen)) for since, seen in alive], zone)


def test_a_bot_that_was_up_excuses_nothing() -> None:
    assert excuse(("07:00", "16:30")) is None


def test_a_bot_that_was_down_all_the_time_is_an_excuse() -> None:
    assert excuse() == "the bot was down 08:00–16:00"
    assert excuse(("01:00", "07:00"), ("17:00", "18:00")) == "the bot was down 08:00–16:00"


def test_three_quarters_of_the_open_time_are_enough() -> None:
    assert excuse(("08:00", "10:59"), ("13:00", "16:00")) is None
    assert excuse(("08:00", "10:58"), ("13:00", "16:00")) == "the bot was down 10:59–13:00"


def test_ten_minutes_of_the_last_hour_are_too_many() -> None:
    assert excuse(("08:00", "15:10"), ("15:20", "16:00")) is None
    assert excuse(("08:00", "15:10"), ("15:21", "16:00")) == "the bot was down 15:11–15:21"
    assert excuse(("08:00", "15:49")) == "the bot was down 15:50–16:00"
    assert excuse(("08:00", "15:50")) is None


def test_ten_minutes_before_the_last_hour_are_not() -> None:
    assert excuse(("08:00", "14:40"), ("15:05", "16:00")) is None
    assert excuse(("08:00", "14:29"), ("15:10", "16:00")) == "the bot was down 14:30–15:10"


def test_short_gaps_of_the_last_hour_add_up() -> None:
    shaky = ("08:00", "15:04"), ("15:10", "15:19"), ("15:25", "16:00")
    assert excuse(*shaky) == "the bot was down 15:05–15:10 and 15:20–15:25"
    four = ("08:00", "15:03"), ("15:07", "15:09"), ("15:15", "15:19"), ("15:22", "16:00")
    assert excuse(*four) == "the bot was down 15:10–15:15 and 2 more times"


def test_only_gaps_that_matter_are_named() -> None:
    assert excuse(("08:00", "10:58"), ("13:00", "15:59")) == "the bot was down 10:59–13:00"
    assert excuse(("08:00", "14:49"), ("15:00", "15:30")) == "the bot was down 15:31–16:00"


def test_a_gap_inside_a_minute_is_counted_but_not_named() -> None:
    blink = [(OPENS + timedelta(seconds=2), at("08:01")), (at("15:00"), at("16:00"))]
    assert excuse_for_downtime(OPENS, CLOSES, blink, "UTC") == "the bot was down 08:02–15:00"


def test_a_connection_counts_for_a_minute_after_it_was_seen() -> None:
    assert excuse(("08:00", "12:00"), ("12:01", "16:00")) is None
    shaky = [(OPENS + number * 2 * MINUTE, OPENS + (number * 2 + 1) * MINUTE) for number in range(240)]
    assert excuse_for_downtime(OPENS, CLOSES, shaky, "UTC") is None


def test_connections_that_overlap_count_once() -> None:
    assert (
        excuse(("08:00", "12:00"), ("09:00", "12:00"), ("10:00", "12:00")) == "the bot was down 12:01–16:00"
    )
    assert excuse(("08:00", "15:59"), ("09:00", "09:30")) is None


def test_the_clock_is_that_of_the_zone() -> None:
    assert excuse(("08:00", "14:09"), zone="Europe/Berlin") == "the bot was down 15:10–17:00"
    night = excuse(("08:00", "10:00"), zone="Pacific/Kiritimati")
    assert night == "the bot was down 00:01–06:00"
    assert excuse(zone="Pacific/Kiritimati") == "the bot was down Fri 22:00–Sat 06:00"


def test_a_round_that_never_was_open_needs_no_excuse() -> None:
    assert excuse_for_downtime(OPENS, OPENS, [], "UTC") is None


@given(st.lists(st.tuples(st.integers(-60, 540), st.integers(0, 200)), max_size=8))
def test_the_excuse_agrees_with_counting_minutes(connections: list[tuple[int, int]]) -> None:
    alive = [(OPENS + since * MINUTE, OPENS + (since + length) * MINUTE) for since, length in connections]
    up = [any(since <= minute <= since + length for since, length in connections) for minute in range(480)]
    expected = sum(up) < 360 or up[420:].count(False) >= 10
    assert (excuse_for_downtime(OPENS, CLOSES, alive, "UTC") is not None) == expected
