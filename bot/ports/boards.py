"""Leaderboards: read from maintained totals, never from answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class BoardQuery:
    """``measure``: "points", "accuracy" or "streak". ``period``: "2026-W47", "2026-11" or "all".

    Members without an answer since ``active_since`` and hidden ones are not shown or counted.
    """

    group_id: int
    period: str
    measure: str
    min_answered: int
    active_since: datetime


@dataclass(frozen=True, slots=True)
class BoardRow:
    """``right`` of ``answered`` is filled for points and accuracy; ``value`` is what ranks."""

    member_id: int
    name: str
    value: float
    answered: int
    right: int


@dataclass(frozen=True, slots=True)
class Place:
    """A member's own place: ``rank`` of ``total``, and the value one needs for the next place up."""

    rank: int
    total: int
    row: BoardRow
    next_value: float | None


class Boards(Protocol):
    async def top(self, query: BoardQuery, limit: int) -> list[BoardRow]:
        """Best first, ties alphabetical; enough rows to show every member of the last tie is not promised."""
        ...

    async def place(self, query: BoardQuery, member_id: int) -> Place | None:
        """None when the member is not on this board (no answers, too few, hidden from others only)."""
        ...
