"""Members' own days off: absence on them changes nothing, answers count."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AwayRange:
    """First and last day by the tracks' local dates, both included."""

    id: int
    first: date
    last: date


class Away(Protocol):
    async def ranges(self, member_id: int, since: date) -> list[AwayRange]:
        """Those that end on ``since`` or later, by their first day."""
        ...

    async def add(self, member_id: int, first: date, last: date, now: datetime) -> AwayRange | None:
        """It holds for rounds that close after ``now``. A range that is covered already is not
        kept twice. None, and nothing kept, where a year would have too many days away."""
        ...

    async def take_back(self, member_id: int, today: date, range_id: int | None = None) -> list[AwayRange]:
        """End this range, or all: what lies before ``today``, and any round that has closed, stay as they
        were. Returns what was taken back."""
        ...
