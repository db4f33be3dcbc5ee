"""Leaderboards: read from maintained totals, never from answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.ports.people import Group


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


@dataclass(frozen=True, slots=True)
class SeasonAsked:
    """``seasons``: those that may be told ("2026-10"), the newest first; ``first``: the first day after
    them."""

    group_id: int
    seasons: tuple[str, ...]
    first: date


@dataclass(frozen=True, slots=True)
class SeasonBest:
    """The highest points of a season, how many members have them, and the first three of their names."""

    group: Group
    season: str
    points: int
    tied: int
    names: tuple[str, ...]


class Boards(Protocol):
    async def top(self, query: BoardQuery, limit: int) -> list[BoardRow]:
        """Best first, ties alphabetical; enough rows to show every member of the last tie is not promised."""
        ...

    async def place(self, query: BoardQuery, member_id: int) -> Place | None:
        """None when the member is not on this board: no answers, too few, or none for long."""
        ...

    async def tied(self, query: BoardQuery, value: float) -> int:
        """How many of those shown have just this figure."""
        ...

    async def seasons(
        self, asked: Sequence[SeasonAsked], now: datetime, active_since: datetime
    ) -> Mapping[int, SeasonBest | None]:
        """Per group the best of the newest season in which somebody scored, None for nobody. A group is
        missing as long as one of its rounds before ``first`` is open or may still come."""
        ...
