"""A further key for a round: grading its answers again, moving the totals, correcting what was said."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from bot.domain.freezing import regraded
from bot.domain.frozen import FrozenQuestion, Key, Response
from bot.domain.grading import counts_as_right, points
from bot.domain.round import RoundState
from bot.intents.correction import Correction, gained
from bot.intents.question_post import Display
from bot.ports.rounds import Gains, Regrade
from bot.store.batch import Batch
from bot.store.closing import OVER, hold_round, set_round
from bot.store.codec import more_keys, question_of, select_rounds
from bot.store.corrections import correct
from bot.store.folding import STANDING
from bot.store.scoring import contribute, standing
from bot.store.tables import answers, rounds

_REGRADE = Batch(
    """
    UPDATE answers SET points = w.points, correct = w.correct FROM {rows} AS w
    WHERE answers.round_id = :round AND answers.bits = w.bits
      AND COALESCE(answers.text, '') = COALESCE(w.text, '')
      AND (answers.bits <> 0 OR answers.text IS NOT NULL)""",
    {"bits": "int", "text": "text", "points": "int", "correct": "bool"},
)


def gains_of(connection: Connection, round_id: int, key: Key) -> Gains:
    row = connection.execute(select_rounds().where(rounds.c.id == round_id)).first()
    question = question_in(row)
    if row is None or question is None or row.state not in OVER:
        return Gains()
    return _gains(connection, round_id, regraded(question, key))


def question_in(row: Row[Any] | None) -> FrozenQuestion | None:
    return None if row is None else question_of(row.body, row.shown_order, row.more_keys)


def _gains(connection: Connection, round_id: int, question: FrozenQuestion) -> Gains:
    """Only of answers that count and belong to somebody."""
    asked = select(answers.c.bits, answers.c.text, answers.c.points, func.count().label("members"))
    asked = asked.where(answers.c.round_id == round_id, STANDING, answers.c.counts.is_(True))
    asked = asked.where(answers.c.member_id.is_not(None))
    won = [
        (points(question, Response(row.bits, row.text)) - row.points, row.members)
        for row in connection.execute(asked.group_by(answers.c.bits, answers.c.text, answers.c.points))
    ]
    more = [(each, members) for each, members in won if each > 0]
    if not more:
        return Gains()
    amounts = [each for each, _ in more]
    return Gains(sum(members for _, members in more), min(amounts), max(amounts))


def regrade_round(connection: Connection, round_id: int, regrade: Regrade) -> Gains | None:
    row = hold_round(connection, round_id)
    question = question_in(row)
    if row is None or question is None or not _may_be_regraded(row, question, regrade):
        return None
    keys = (*question.keys, regrade.key)
    set_round(connection, round_id, more_keys=more_keys(row.more_keys, regrade.key))
    if row.state not in OVER:
        return Gains()
    return _regrade_closed(connection, row, replace(question, keys=keys), regrade)


def _may_be_regraded(row: Row[Any], question: FrozenQuestion, regrade: Regrade) -> bool:
    asked = row.state in (RoundState.POSTED.value, *OVER)
    return asked and row.voided is None and len(question.keys) == regrade.keys


def _regrade_closed(
    connection: Connection, row: Row[Any], question: FrozenQuestion, regrade: Regrade
) -> Gains:
    gains = _gains(connection, row.id, question)
    given = standing(connection, row.id)
    contribute(connection, row, -1)
    graded = [
        (each.bits, each.text, points(question, each), counts_as_right(question, each)) for each in given
    ]
    _REGRADE.run(connection, graded, round=row.id)
    contribute(connection, row, 1)
    set_round(connection, row.id, reviewed=False)
    effect = gained(gains.members, gains.least, gains.most)
    correct(connection, row, Correction(regrade.answer, regrade.why, effect), regrade.now)
    _redraw(connection, row, sum(given.values()), len(question.keys), regrade.now)
    return gains


def _redraw(connection: Connection, row: Row[Any], answered: int, keys: int, now: datetime) -> None:
    """A post that shows what was right shows it anew: the number of keys tells the two apart."""
    wanted = f"{Display.REVEALED}:{answered}:{keys}"
    there = rounds.c.id == row.id, rounds.c.display_wanted.startswith(f"{Display.REVEALED}:")
    connection.execute(update(rounds).where(*there).values(display_wanted=wanted, display_wanted_at=now))
