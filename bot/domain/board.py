"""Boards: ranks that ties share, accuracy that few answers cannot win, and how a rank is said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

ACTIVE_FOR = timedelta(days=60)
"""Nobody is asked who left: without an answer for so long a member is not shown or counted."""
MIN_ANSWERED = {"week": 3, "season": 8, "all": 20}
"""Answers needed before an accuracy is shown on a board."""


@dataclass(frozen=True, slots=True)
class Row:
    """A member's figure: points, streak, or accuracy as an exact fraction."""

    name: str
    value: int | Fraction
    member_id: int


@dataclass(frozen=True, slots=True)
class Ranked:
    rank: int
    name: str
    value: int | Fraction
    member_id: int


def ranked(rows: Iterable[Row]) -> list[Ranked]:
    """Highest first; equal values share a rank (1, 2, 2, 4) and stand in alphabetical order."""
    ordered = sorted(rows, key=lambda row: (-row.value, row.name.casefold(), row.name, row.member_id))
    result: list[Ranked] = []
    for place, row in enumerate(ordered, start=1):
        tied = result and result[-1].value == row.value
        rank = result[-1].rank if tied else place
        result.append(Ranked(rank, row.name, row.value, row.member_id))
    return result


def accuracy(right: int, answered: int) -> Fraction:
    """The share of right answers, drawn towards a half so that a lucky few do not lead."""
    return Fraction(right + 3, answered + 6)


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 37th."""
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"
