"""What a reveal shows of a round's answers."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from bot.intents.reveal import MILESTONES
from bot.ports.rounds import Tally
from bot.store.folding import PLAYED, STANDING, facts_of, fold_facts, played_in
from bot.store.scoring import standing
from bot.store.tables import answers, members, rounds, streaks

MOST_NAMES = 100


def tally_of(connection: Connection, round_id: int) -> Tally:
    responses = standing(connection, round_id)
    right = connection.execute(_right(round_id, func.count())).scalar_one()
    named = _right(round_id, func.count()).join(members, members.c.id == answers.c.member_id)
    return Tally(
        sum(responses.values()),
        right,
        responses,
        tuple(row.name for row in connection.execute(_right_names(round_id))),
        tuple(_milestones(connection, round_id)),
        connection.execute(named.where(members.c.hidden.is_(False))).scalar_one(),
    )


def _right(round_id: int, *columns: Any) -> Select[Any]:
    asked = select(*columns).select_from(answers)
    return asked.where(answers.c.round_id == round_id, answers.c.correct.is_(True), STANDING)


def _right_names(round_id: int) -> Select[Any]:
    asked = _right(round_id, members.c.name).join(members, members.c.id == answers.c.member_id)
    asked = asked.where(members.c.hidden.is_(False))
    return asked.order_by(members.c.name_key, members.c.name, members.c.id).limit(MOST_NAMES)


def _milestones(connection: Connection, round_id: int) -> list[tuple[str, int]]:
    """Reached by this very round, of members who want it told; longest first, then by name."""
    near = connection.execute(_near_milestones(round_id)).all()
    then = _streaks_then(connection, near) if near else {}
    reached = [(row.name, then[row.id]) for row in near if then[row.id] in MILESTONES]
    return sorted(reached, key=lambda each: -each[1])[:MOST_NAMES]


def _near_milestones(round_id: int) -> Select[Any]:
    """Who answered the round, wants milestones told and has ever had a streak that long; by name."""
    asked = select(members.c.id, members.c.name, streaks.c.track_id, rounds.c.day, streaks.c.streak)
    asked = asked.join(answers, answers.c.member_id == members.c.id)
    asked = asked.join(rounds, rounds.c.id == answers.c.round_id).join(
        streaks, (streaks.c.track_id == rounds.c.track_id) & (streaks.c.member_id == members.c.id)
    )
    asked = asked.where(answers.c.round_id == round_id, STANDING, streaks.c.best >= MILESTONES[0])
    asked = asked.where(members.c.milestones.is_(True), members.c.hidden.is_(False))
    return asked.order_by(members.c.name_key, members.c.name, members.c.id)


def _streaks_then(connection: Connection, near: Sequence[Row[Any]]) -> dict[int, int]:
    """By member, as they stood after the round: a reveal may be days late, and later rounds have closed."""
    track_id, day = near[0].track_id, near[0].day
    later = select(rounds.c.id).where(rounds.c.track_id == track_id, rounds.c.day > day, PLAYED).limit(1)
    if connection.execute(later).first() is None:
        return {row.id: row.streak for row in near}
    played = played_in(connection, track_id)
    facts = facts_of(connection, track_id, [row.id for row in near])
    return {row.id: fold_facts(played, facts[row.id], day)[0].streak for row in near}
