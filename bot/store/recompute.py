"""Everything that is maintained, built again from the facts alone: rounds, answers, excuses, away, grants."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, delete, select

from bot.domain.schedule import season
from bot.store.batch import Batch, typed
from bot.store.carried import carried_to, is_settled, kept_periods
from bot.store.codec import round_of, select_rounds
from bot.store.folding import PLAYED, refold
from bot.store.scoring import VOID_OPEN, grade, let_first_count, standing
from bot.store.tables import groups, rounds, scores, tracks

_SCORES = Batch(
    """
    INSERT INTO scores (group_id, period, member_id, points, answered, correct, accuracy)
    SELECT :group, period, member_id, points, answered, correct,
      CAST(correct + 3 AS double precision) / (answered + 6)
    FROM (SELECT period, member_id, SUM(points) AS points, SUM(answered) AS answered, SUM(correct) AS correct
      FROM (SELECT w.period, a.member_id, a.points, w.seen AS answered,
            CASE WHEN a.correct THEN w.seen ELSE 0 END AS correct
          FROM {rows} AS w JOIN answers a ON a.round_id = w.round_id
          WHERE a.counts AND a.member_id IS NOT NULL
        UNION ALL SELECT period, member_id, points, answered, correct FROM carry_scores
          WHERE group_id = :group) AS parts
      GROUP BY period, member_id) AS totals
    WHERE points > 0 OR answered > 0""",
    {"round_id": "int", "period": "text", "seen": "int"},
)
_LAST_DAYS = typed(
    """
    UPDATE members SET last_answer_day = (SELECT MAX(r.day) FROM answers a JOIN rounds r ON r.id = a.round_id
      WHERE a.member_id = members.id AND r.group_id = :group AND r.state IN ('closed', 'revealed')
        AND (a.bits <> 0 OR a.text IS NOT NULL))
    WHERE group_id = :group"""
)
_CARRIED_DAYS = typed(
    """
    UPDATE members SET last_answer_day = c.last_day
    FROM (SELECT s.member_id, MAX(s.day) AS last_day FROM carry_streaks s
      JOIN tracks t ON t.id = s.track_id WHERE t.group_id = :group GROUP BY s.member_id) AS c
    WHERE members.id = c.member_id AND (last_answer_day IS NULL OR last_answer_day < c.last_day)"""
)


def recompute_group(connection: Connection, group_id: int) -> None:
    connection.execute(select(groups.c.id).where(groups.c.id == group_id).with_for_update(key_share=True))
    asked = select_rounds().where(rounds.c.group_id == group_id, PLAYED)
    played = list(connection.execute(asked))
    reached = carried_to(connection, group_id)
    _regrade(connection, played, reached)
    _total(connection, group_id, played, reached)
    for row in connection.execute(select(tracks.c.id).where(tracks.c.group_id == group_id)).all():
        refold(connection, row.id)
    for statement in (_LAST_DAYS, _CARRIED_DAYS):
        connection.execute(statement, {"group": group_id})


def _regrade(connection: Connection, played: list[Row[Any]], reached: date | None) -> None:
    families: dict[tuple[str, str], list[Row[Any]]] = {}
    for row in played:
        question = round_of(row).question
        if question is None:
            continue
        void = row.voided == VOID_OPEN
        grade(connection, row.id, question, standing(connection, row.id), void)
        if not void and not is_settled(row.day, reached):
            families.setdefault((row.question_id, season(row.day)), []).append(row)
    for family in families.values():
        if len(family) > 1:
            let_first_count(connection, family)


def _total(connection: Connection, group_id: int, played: list[Row[Any]], reached: date | None) -> None:
    connection.execute(delete(scores).where(scores.c.group_id == group_id))
    given = [
        (row.id, period, 0 if row.voided else 1)
        for row in played
        for period in kept_periods(row.day, reached)
    ]
    _SCORES.run(connection, given, group=group_id)
