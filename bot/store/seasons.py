"""The result of a season: when it is settled, who was best, and telling it to a group once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Date, Row, select, update

from bot.domain.schedule import LATE_LIMIT
from bot.ports.boards import SeasonAsked, SeasonBest
from bot.ports.people import Group
from bot.ports.rounds import SeasonNews
from bot.store.batch import Batch
from bot.store.columns import Instant
from bot.store.people import group_of
from bot.store.tables import groups

LONGEST_OPEN = timedelta(days=7)
"""No round stays open longer, so none that began earlier is looked for."""
MOST_NAMES = 3

# A track that is due this minute is planned in the same step; what it missed by more can never be posted.
_UNSETTLED = Batch(
    """
    SELECT DISTINCT w.group_id FROM {rows} AS w
    JOIN tracks t ON t.group_id = w.group_id AND t.state IN ('active', 'paused')
    WHERE (t.state = 'active' AND t.next_day < w.first AND t.next_at > :late) OR EXISTS (
      SELECT 1 FROM rounds r WHERE r.track_id = t.id AND r.day >= w.since AND r.day < w.first
        AND r.state IN ('planned', 'posted'))""",
    {"group_id": "int", "since": "date", "first": "date"},
    types={"late": Instant()},
)
_SHOWN = "NOT m.hidden AND m.last_answer_day >= :active"
_BEST = Batch(
    f"""
    WITH best AS (
      SELECT w.group_id, w.season, MAX(s.points) AS points
      FROM {{rows}} AS w JOIN scores s ON s.group_id = w.group_id AND s.period = w.season
      JOIN members m ON m.id = s.member_id
      WHERE s.points > 0 AND {_SHOWN} GROUP BY w.group_id, w.season)
    SELECT * FROM (
      SELECT b.group_id, b.season, b.points, m.name,
        COUNT(*) OVER (PARTITION BY b.group_id, b.season) AS tied,
        ROW_NUMBER() OVER (PARTITION BY b.group_id, b.season ORDER BY m.name_key, m.name, m.id) AS place
      FROM best b JOIN scores s ON s.group_id = b.group_id AND s.period = b.season AND s.points = b.points
      JOIN members m ON m.id = s.member_id WHERE {_SHOWN}) AS placed
    WHERE place <= {MOST_NAMES} ORDER BY group_id, season DESC, place""",
    {"group_id": "int", "season": "text"},
    types={"active": Date()},
)
_TOLD = Batch(
    """
    UPDATE groups SET season_told = w.season FROM {rows} AS w
    WHERE groups.id = w.id AND (groups.season_told IS NULL OR groups.season_told < w.season)
    RETURNING groups.id""",
    {"id": "int", "season": "text"},
)
_LINES = Batch(
    "UPDATE rounds SET season_line = w.line FROM {rows} AS w WHERE rounds.mark = w.mark",
    {"mark": "text", "line": "text"},
)


def seasons(
    connection: Connection, asked: Sequence[SeasonAsked], now: datetime, active_since: datetime
) -> dict[int, SeasonBest | None]:
    unsettled = _unsettled(connection, asked, now)
    settled = [each for each in asked if each.group_id not in unsettled]
    pairs = [(each.group_id, season) for each in settled for season in each.seasons]
    found = _BEST.run(connection, pairs, active=active_since.date()).all()
    best = {group_id: list(rows) for group_id, rows in groupby(found, key=lambda row: row.group_id)}
    known = _groups(connection, list(best))
    return {each.group_id: _newest(best.get(each.group_id), known.get(each.group_id)) for each in settled}


def _unsettled(connection: Connection, asked: Sequence[SeasonAsked], now: datetime) -> set[int]:
    rows = [(each.group_id, each.first - LONGEST_OPEN, each.first) for each in asked]
    return {row.group_id for row in _UNSETTLED.run(connection, rows, late=now - LATE_LIMIT)}


def _groups(connection: Connection, ids: Sequence[int]) -> dict[int, Group]:
    return {row.id: group_of(row) for row in connection.execute(select(groups).where(groups.c.id.in_(ids)))}


def _newest(rows: Sequence[Row[Any]] | None, group: Group | None) -> SeasonBest | None:
    if not rows or group is None:
        return None
    names = tuple(row.name for row in rows if row.season == rows[0].season)
    return SeasonBest(group, rows[0].season, rows[0].points, rows[0].tied, names)


@dataclass(frozen=True, slots=True)
class News:
    """What the round with this mark has to tell its group."""

    group_id: int
    mark: str
    season: SeasonNews


def hold_groups(connection: Connection, news: Sequence[News]) -> None:
    """PostgreSQL: a close takes its group's row before its track's, so does a plan with news."""
    if news and connection.dialect.name == "postgresql":
        held = select(groups.c.id).where(groups.c.id.in_([each.group_id for each in news]))
        connection.execute(held.order_by(groups.c.id).with_for_update(key_share=True))


def tell(connection: Connection, news: Sequence[News]) -> dict[str, str]:
    """Mark → line of those rounds whose group did not know yet."""
    if not news:
        return {}
    told = _TOLD.run(connection, [(each.group_id, each.season.season) for each in news])
    first = {row.id for row in told}
    lines = {each.mark: each.season.line for each in news if each.group_id in first and each.season.line}
    if lines:
        _LINES.run(connection, list(lines.items()))
    return {mark: line for mark, line in lines.items() if line}


def tell_again(connection: Connection, round_: Row[Any]) -> None:
    """The round ended unsent: its group has not been told after all."""
    if round_.season_line is not None:
        connection.execute(update(groups).where(groups.c.id == round_.group_id).values(season_told=None))
