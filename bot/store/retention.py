"""Retention: old answers lose their member, and what they meant for that member is carried over.

One step is one transaction about one round. Rounds are taken by date, so that a member's answers in a
track go from the oldest on, and what was carried over always stands for all before its date.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, Row, select, text, update

from bot.domain.streak import StreakState
from bot.store.batch import Batch
from bot.store.carried import TokenBytes, carry_over, kept_periods, reach
from bot.store.folding import STANDING, Facts, Played, facts_of, fold_facts, played_in
from bot.store.tables import answers, groups, rounds
from bot.store.unlinking import unlink

LINKED = text("rounds.state IN ('closed', 'revealed') AND NOT rounds.unlinked")

_CARRY_SCORES = Batch(
    """
    INSERT INTO carry_scores (group_id, period, member_id, points, answered, correct)
    SELECT :group, w.period, a.member_id, a.points, :seen, CASE WHEN a.correct THEN :seen ELSE 0 END
    FROM {rows} AS w JOIN answers a ON a.id = w.id WHERE a.counts AND (a.points > 0 OR :seen > 0)
    ON CONFLICT (group_id, period, member_id) DO UPDATE SET
      points = carry_scores.points + excluded.points,
      answered = carry_scores.answered + excluded.answered,
      correct = carry_scores.correct + excluded.correct""",
    {"id": "int", "period": "text"},
    types={"group": Integer(), "seen": Integer()},
)


def anything_before(connection: Connection, cut: date) -> bool:
    """By index."""
    return connection.execute(_oldest(cut)).first() is not None


def unlink_step(connection: Connection, cut: date, limit: int, token_bytes: TokenBytes) -> int:
    """Rounds that nobody's answer is left in are passed over."""
    while row := _held(connection, cut):
        worked = _unlink_some(connection, row, limit, token_bytes)
        if worked:
            return worked
    return 0


def _oldest(cut: date) -> Any:
    asked = select(rounds).where(LINKED, rounds.c.day < cut)
    return asked.order_by(rounds.c.day, rounds.c.id).limit(1)


def _held(connection: Connection, cut: date) -> Row[Any] | None:
    """The oldest round, its group locked as for a close; PostgreSQL shows what another one did meanwhile."""
    found = connection.execute(_oldest(cut)).first()
    if found is None or connection.dialect.name == "sqlite":
        return found
    lock = select(groups.c.id).where(groups.c.id == found.group_id).with_for_update(key_share=True)
    connection.execute(lock)
    return connection.execute(select(rounds).where(rounds.c.id == found.id, LINKED)).first() or _held(
        connection, cut
    )


def _unlink_some(connection: Connection, round_: Row[Any], limit: int, token_bytes: TokenBytes) -> int:
    asked = select(answers.c.id, answers.c.member_id, STANDING.label("stands"))
    asked = asked.where(answers.c.round_id == round_.id, answers.c.member_id.is_not(None))
    found = connection.execute(asked.order_by(answers.c.member_id).limit(limit)).all()
    standing = [row for row in found if row.stands]
    reached = reach(connection, round_.group_id, round_.day)
    _carry_scores(connection, round_, standing, reached)
    _carry_streaks(connection, round_, [row.member_id for row in standing])
    unlink(connection, answers.c.id.in_([row.id for row in found]), token_bytes)
    if len(found) < limit:
        connection.execute(update(rounds).where(rounds.c.id == round_.id).values(unlinked=True))
    return len(found)


def _carry_scores(
    connection: Connection, round_: Row[Any], standing: Sequence[Row[Any]], reached: date
) -> None:
    kept = kept_periods(round_.day, reached)
    given = [(row.id, period) for row in standing for period in kept]
    _CARRY_SCORES.run(connection, given, group=round_.group_id, seen=0 if round_.voided else 1)


def _carry_streaks(connection: Connection, round_: Row[Any], member_ids: Sequence[int]) -> None:
    if not member_ids:
        return
    played = played_in(connection, round_.track_id)
    found = facts_of(connection, round_.track_id, member_ids, round_.id)
    states = {member_id: _state(played, facts, round_.day) for member_id, facts in found.items()}
    carry_over(connection, round_.track_id, states)


def _state(played: Sequence[Played], facts: Facts, day: date) -> StreakState:
    """A round that was closed so late that later ones are carried over already changes nothing."""
    state, _ = fold_facts(played, facts, day)
    return state
