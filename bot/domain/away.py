"""A member's own days off: how many there are, overlaps counted once, and how many there may be."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

MOST_AT_ONCE = 30
MOST_A_YEAR = 60
"""Per calendar year."""

Range = tuple[date, date]
"""First and last day, both included."""


def days_of(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def used(ranges: Iterable[Range]) -> dict[int, int]:
    """Year → days away in it."""
    return Counter(day.year for day in {day for each in ranges for day in days_of(*each)})


def allowed(ranges: Iterable[Range], new: Range) -> bool:
    """Whether no year that ``new`` touches has too many days then."""
    after = used([*ranges, new])
    return all(after[year] <= MOST_A_YEAR for year in range(new[0].year, new[1].year + 1))
