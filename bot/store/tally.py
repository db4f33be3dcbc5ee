"""What a reveal shows of a round's answers."""

from typing import Any

from sqlalchemy import Connection, Select, func, select

from bot.intents.reveal import MILESTONES
from bot.ports.rounds import Tally
from bot.store.folding import STANDING
from bot.store.scoring import standing
from bot.store.tables import answers, members, rounds, streaks

MOST_NAMES = 100


def tally_of(connection: Connection, round_id: int) -> Tally:
    responses = standing(connection, round_id)
    right = select(func.count()).where(answers.c.round_id == round_id, answers.c.correct.is_(True), STANDING)
    return Tally(
        sum(responses.values()),
        connection.execute(right).scalar_one(),
        responses,
        tuple(row.name for row in connection.execute(_right_names(round_id))),
        tuple((row.name, row.streak) for row in connection.execute(_milestones(round_id))),
    )


def _right_names(round_id: int) -> Select[Any]:
    asked = select(members.c.name).join(answers, answers.c.member_id == members.c.id)
    asked = asked.where(answers.c.round_id == round_id, answers.c.correct.is_(True), STANDING)
    asked = asked.where(members.c.hidden.is_(False))
    return asked.order_by(members.c.name_key, members.c.name, members.c.id).limit(MOST_NAMES)


def _milestones(round_id: int) -> Select[Any]:
    """Reached by this very round, of members who want it told."""
    asked = select(members.c.name, streaks.c.streak).join(streaks, streaks.c.member_id == members.c.id)
    asked = asked.join(rounds, rounds.c.track_id == streaks.c.track_id)
    asked = asked.where(rounds.c.id == round_id, streaks.c.last_day == rounds.c.day)
    asked = asked.where(streaks.c.streak.in_(MILESTONES))
    asked = asked.where(members.c.milestones.is_(True), members.c.hidden.is_(False))
    return asked.order_by(streaks.c.streak.desc(), members.c.name_key, members.c.id).limit(MOST_NAMES)
