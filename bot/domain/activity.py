"""A year of taking part, day by day: how much was done, and what that looks like in a few words."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

YEAR = 365
DAILY_WEIGHT = 3
"""A daily answer weighs as much as three practice answers: it comes once, and all answer the same."""
STEPS = (1, 3, 6, 12)
"""The least weight of the strengths 1 to 4: a little practice, the daily question, more besides, a lot."""


@dataclass(frozen=True, slots=True)
class Done:
    """What an account did on one local date."""

    day: date
    answers: int
    attempts: int

    @property
    def strength(self) -> int:
        """0 nothing, 1 to 4 from little to much."""
        weight = DAILY_WEIGHT * self.answers + self.attempts
        return sum(weight >= step for step in STEPS)


@dataclass(frozen=True, slots=True)
class YearInWords:
    """``best_month``: the first day of the month with the most days, of equal ones the latest."""

    days: int
    active: int
    longest_run: int
    best_month: date | None


def year_in_words(year: Sequence[Done]) -> YearInWords:
    """Of consecutive days, oldest first."""
    active = [done.day for done in year if done.strength]
    months = Counter(day.replace(day=1) for day in active)
    best = max(months, key=lambda month: (months[month], month), default=None)
    return YearInWords(len(year), len(active), _longest_run(done.strength > 0 for done in year), best)


def _longest_run(active: Iterable[bool]) -> int:
    longest = run = 0
    for each in active:
        run = run + 1 if each else 0
        longest = max(longest, run)
    return longest
