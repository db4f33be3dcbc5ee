"""Points: grading a round's answers, which of them count, and their part in the totals."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Boolean, Connection, Date, Integer, Row, delete, func, select

from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import counts_as_right, points
from bot.domain.schedule import periods, season
from bot.store.batch import Batch, typed
from bot.store.carried import carried_to, is_settled, kept_periods
from bot.store.folding import PLAYED, STANDING
from bot.store.tables import answers, groups, rounds, scores

VOID_OPEN, VOID_CLOSED = "open", "closed"
"""How a round was withdrawn: before its close it gives nothing, after it the points given stay."""

_GRADE = Batch(
    """
    UPDATE answers SET points = w.points, correct = w.correct,
      counts = CASE WHEN :settled AND w.counts AND answers.counts IS NOT NULL THEN answers.counts
        ELSE w.counts END
    FROM {rows} AS w
    WHERE answers.round_id = :round AND answers.bits = w.bits
      AND COALESCE(answers.text, '') = COALESCE(w.text, '')
      AND (answers.bits <> 0 OR answers.text IS NOT NULL)""",
    {"bits": "int", "text": "text", "points": "int", "correct": "bool", "counts": "bool"},
    types={"settled": Boolean()},
)
_FIRST_COUNTS = Batch(
    """
    WITH placed AS (
      SELECT a.id, ROW_NUMBER() OVER (PARTITION BY a.member_id ORDER BY r.closed_at, t.key, r.day) AS place
      FROM {rows} AS w JOIN rounds r ON r.id = w.id JOIN tracks t ON t.id = r.track_id
      JOIN answers a ON a.round_id = r.id AND (a.bits <> 0 OR a.text IS NOT NULL)
      WHERE a.member_id IS NOT NULL)
    UPDATE answers SET counts = (placed.place = 1) FROM placed WHERE placed.id = answers.id""",
    {"id": "int"},
)
_CONTRIBUTE = Batch(
    """
    INSERT INTO scores (group_id, period, member_id, points, answered, correct, accuracy)
    SELECT :group, p.period, a.member_id, :sign * a.points, :seen,
      CASE WHEN a.correct THEN :seen ELSE 0 END,
      CAST(CASE WHEN a.correct THEN :seen ELSE 0 END + 3 AS double precision) / (:seen + 6)
    FROM answers a CROSS JOIN {rows} AS p
    WHERE a.round_id = :round AND a.counts AND a.member_id IS NOT NULL
    ON CONFLICT (group_id, period, member_id) DO UPDATE SET
      points = scores.points + excluded.points,
      answered = scores.answered + excluded.answered,
      correct = scores.correct + excluded.correct,
      accuracy = CAST(scores.correct + excluded.correct + 3 AS double precision)
        / (scores.answered + excluded.answered + 6)""",
    {"period": "text"},
    types={"group": Integer(), "sign": Integer(), "seen": Integer()},
)
_SEEN = typed(
    """
    UPDATE members SET last_answer_day = :day
    WHERE (last_answer_day IS NULL OR last_answer_day < :day) AND id IN
      (SELECT member_id FROM answers WHERE round_id = :round AND (bits <> 0 OR text IS NOT NULL))""",
    day=Date,
)


def standing(connection: Connection, round_id: int) -> dict[Response, int]:
    """How often each standing response was given."""
    asked = select(answers.c.bits, answers.c.text, func.count().label("times"))
    asked = asked.where(answers.c.round_id == round_id, STANDING).group_by(answers.c.bits, answers.c.text)
    return {Response(row.bits, row.text): row.times for row in connection.execute(asked)}


def grade(
    connection: Connection, round_id: int, question: FrozenQuestion, given: Iterable[Response], voided: bool
) -> None:
    """Write points and whether right; of a withdrawn round 0 and neither right nor wrong."""
    graded = [(each.bits, each.text, *_marks(question, each, voided)) for each in given]
    _GRADE.run(connection, graded, round=round_id, settled=_settled(connection, round_id))


def _settled(connection: Connection, round_id: int) -> bool:
    asked = select(rounds.c.day, groups.c.carried_to).join(groups, groups.c.id == rounds.c.group_id)
    row = connection.execute(asked.where(rounds.c.id == round_id)).one()
    return is_settled(row.day, row.carried_to)


def _marks(question: FrozenQuestion, response: Response, voided: bool) -> tuple[int, bool | None, bool]:
    """Points, whether right, whether it counts."""
    if voided:
        return 0, None, False
    return points(question, response), counts_as_right(question, response), True


def score(connection: Connection, round_: Row[Any]) -> None:
    """Move the totals by a round that was just graded. A question counts once per member and season:
    where other rounds of the group asked it too, who answered which first is settled anew for all of them,
    unless retention has taken some of those answers from their members.
    """
    rivals = rivals_of(connection, round_)
    for rival in rivals:
        contribute(connection, rival, -1)
    if rivals and not is_settled(round_.day, carried_to(connection, round_.group_id)):
        let_first_count(connection, [round_, *rivals])
    for each in (round_, *rivals):
        contribute(connection, each, 1)
    for rival in rivals:
        drop_empty(connection, rival.group_id, rival.day)


def rivals_of(connection: Connection, round_: Row[Any]) -> Sequence[Row[Any]]:
    asked = select(rounds).where(
        rounds.c.group_id == round_.group_id,
        rounds.c.question_id == round_.question_id,
        rounds.c.id != round_.id,
        PLAYED,
        func.coalesce(rounds.c.voided, "") != VOID_OPEN,
    )
    same = [row for row in connection.execute(asked) if season(row.day) == season(round_.day)]
    return same if round_.voided != VOID_OPEN else []


def let_first_count(connection: Connection, family: Iterable[Row[Any]]) -> None:
    _FIRST_COUNTS.run(connection, [(round_.id,) for round_ in family])


def contribute(connection: Connection, round_: Row[Any], sign: int) -> None:
    """Add (1) or take back (-1) what a round's counting answers give to the totals of its periods."""
    seen = 0 if round_.voided else sign
    facts = {"group": round_.group_id, "round": round_.id, "sign": sign, "seen": seen}
    kept = kept_periods(round_.day, carried_to(connection, round_.group_id))
    _CONTRIBUTE.run(connection, [(period,) for period in kept], **facts)


def drop_empty(connection: Connection, group_id: int, day: date) -> None:
    """A row that says nothing would put its member on a board."""
    nothing = scores.c.points == 0, scores.c.answered == 0
    connection.execute(
        delete(scores).where(scores.c.group_id == group_id, scores.c.period.in_(periods(day)), *nothing)
    )


def note_last_answers(connection: Connection, round_: Row[Any]) -> None:
    connection.execute(_SEEN, {"round": round_.id, "day": round_.day})
