"""What an account has answered and practised, everywhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Asked:
    """How often a daily question was answered, and how often right, in rounds that have closed."""

    question_id: str
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Practised:
    """Attempts of one topic and level."""

    topic: str
    level: str
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A local date and the instants (UTC) it begins and ends at."""

    day: date
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class DayCount:
    """``answers``: daily questions of that date, open ones too. ``attempts``: practice within its span."""

    answers: int
    attempts: int


class Stats(Protocol):
    async def daily(self, account_id: int) -> list[Asked]:
        """Withdrawn rounds are left out: they are neither right nor wrong."""
        ...

    async def practised(self, account_id: int) -> list[Practised]: ...

    async def days(self, account_id: int, spans: Sequence[DaySpan]) -> Mapping[date, DayCount]:
        """Of those dates the ones on which something was done."""
        ...
