"""A year of taking part in few words, and days off counted."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.activity import Done, year_in_words
from bot.domain.away import MOST_A_YEAR, allowed, days_of, used

FIRST = date(2025, 12, 1)


def year(*answers: int, first: date = FIRST) -> list[Done]:
    return [Done(first + timedelta(days=place), count, 0) for place, count in enumerate(answers)]


@pytest.mark.parametrize(
    ("answers", "attempts", "strength"),
    [(0, 0, 0), (0, 1, 1), (0, 2, 1), (1, 0, 2), (0, 5, 2), (1, 3, 3), (2, 0, 3), (0, 12, 4), (1, 9, 4)],
)
def test_a_day_is_as_strong_as_what_was_done(answers: int, attempts: int, strength: int) -> None:
    assert Done(FIRST, answers, attempts).strength == strength


def test_an_empty_year_has_no_best_month() -> None:
    told = year_in_words(year(0, 0, 0))
    assert (told.days, told.active, told.longest_run, told.best_month) == (3, 0, 0, None)


def test_the_longest_run_is_of_days_in_a_row() -> None:
    assert year_in_words(year(1, 1, 0, 1, 1, 1, 0, 1)).longest_run == 3


def test_of_equal_months_the_latest_is_the_best() -> None:
    told = year_in_words(year(*[1] + [0] * 30, *[1] + [0] * 9))
    assert told.best_month == date(2026, 1, 1)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 40)), max_size=8))
def test_overlapping_days_off_count_once(ranges: list[tuple[int, int]]) -> None:
    spans = [
        (FIRST + timedelta(days=start), FIRST + timedelta(days=start + length)) for start, length in ranges
    ]
    days = {day for first, last in spans for day in days_of(first, last)}
    assert sum(used(spans).values()) == len(days)


def test_a_year_has_sixty_days_off_and_no_more() -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 1) + timedelta(days=MOST_A_YEAR - 1)
    assert allowed([], (first, last))
    assert allowed([(first, last)], (first, first))
    assert not allowed([(first, last)], (date(2026, 12, 31), date(2027, 1, 1)))
    assert allowed([(first, last)], (date(2027, 1, 1), date(2027, 1, 1)))
