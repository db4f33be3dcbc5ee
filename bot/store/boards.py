"""Leaderboards from maintained totals: what they cost follows the group's size, never its answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, literal, select

from bot.ports.boards import BoardQuery, BoardRow, Place, SeasonAsked, SeasonBest
from bot.store.engine import Database
from bot.store.seasons import seasons
from bot.store.tables import HOLDS_CHANNEL, members, scores, streaks, tracks


class SqlBoards:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def top(self, query: BoardQuery, limit: int) -> list[BoardRow]:
        return await self._database.read(_top, query, limit)

    async def place(self, query: BoardQuery, member_id: int) -> Place | None:
        return await self._database.read(_place, query, member_id)

    async def tied(self, query: BoardQuery, value: float) -> int:
        return await self._database.read(_tied, query, value)

    async def seasons(
        self, asked: Sequence[SeasonAsked], now: datetime, active_since: datetime
    ) -> dict[int, SeasonBest | None]:
        return await self._database.read(seasons, asked, now, active_since)


def _top(connection: Connection, query: BoardQuery, limit: int) -> list[BoardRow]:
    return [_row(row) for row in connection.execute(top_rows(query, limit))]


def top_rows(query: BoardQuery, limit: int) -> Select[Any]:
    asked, value = _entries(query)
    alphabetical = members.c.name_key, members.c.name, members.c.id
    return asked.where(_shown(query)).order_by(value.desc(), *alphabetical).limit(limit)


def _row(row: Row[Any]) -> BoardRow:
    return BoardRow(row.member_id, row.name, float(row.value), row.answered, row.correct)


def _entries(query: BoardQuery) -> tuple[Select[Any], ColumnElement[Any]]:
    """Everybody with a figure on this board, shown or not, and the figure that ranks."""
    return _by_streak(query) if query.measure == "streak" else _by_score(query)


def _by_score(query: BoardQuery) -> tuple[Select[Any], ColumnElement[Any]]:
    value = scores.c.accuracy if query.measure == "accuracy" else scores.c.points
    asked = _columns(scores.c.member_id, value, scores.c.answered, scores.c.correct)
    asked = asked.join_from(scores, members, members.c.id == scores.c.member_id)
    here = scores.c.group_id == query.group_id, scores.c.period == query.period
    return asked.where(*here, scores.c.answered >= query.min_answered), value


def _by_streak(query: BoardQuery) -> tuple[Select[Any], ColumnElement[Any]]:
    """A member's best current one; a track that has ended has no current streaks."""
    best = select(streaks.c.member_id, func.max(streaks.c.streak).label("value"))
    best = best.join(tracks, tracks.c.id == streaks.c.track_id)
    best = best.where(streaks.c.group_id == query.group_id, HOLDS_CHANNEL, streaks.c.streak > 0)
    each = best.group_by(streaks.c.member_id).subquery("best")
    nothing = literal(0)
    asked = _columns(each.c.member_id, each.c.value, nothing, nothing)
    return asked.join_from(each, members, members.c.id == each.c.member_id), each.c.value


def _columns(
    member_id: ColumnElement[int],
    value: ColumnElement[Any],
    answered: ColumnElement[int],
    correct: ColumnElement[int],
) -> Select[Any]:
    return select(
        member_id.label("member_id"),
        members.c.name,
        members.c.last_answer_day,
        members.c.hidden,
        value.label("value"),
        answered.label("answered"),
        correct.label("correct"),
    )


def _shown(query: BoardQuery) -> ColumnElement[bool]:
    return members.c.hidden.is_(False) & _active(query)


def _active(query: BoardQuery) -> ColumnElement[bool]:
    return members.c.last_answer_day >= query.active_since.date()


def _place(connection: Connection, query: BoardQuery, member_id: int) -> Place | None:
    """Who is hidden still sees where he would stand among those who are shown."""
    asked, _ = _entries(query)
    own = connection.execute(asked.where(_active(query), members.c.id == member_id)).first()
    if own is None:
        return None
    total, above, next_value = connection.execute(around(query, own.value)).one()
    following = None if next_value is None else float(next_value)
    return Place(above + 1, total + own.hidden, _row(own), following)


def _tied(connection: Connection, query: BoardQuery, figure: float) -> int:
    return int(connection.execute(tied_rows(query, figure)).scalar_one())


def tied_rows(query: BoardQuery, figure: float) -> Select[Any]:
    asked, value = _entries(query)
    return asked.where(_shown(query), value == figure).with_only_columns(func.count())


def around(query: BoardQuery, own: float) -> Select[Any, Any, Any]:
    """How many are shown, how many of them stand higher, and the lowest of those figures."""
    asked, value = _entries(query)
    higher = value > own
    return asked.where(_shown(query)).with_only_columns(
        func.count(), func.count().filter(higher), func.min(value).filter(higher)
    )
