"""Closing a round, withdrawing it, excusing it: each one set-based transaction that needs no platform."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from bot.domain.frozen import Response
from bot.domain.round import DeliveryKind, DeliveryState, RoundState, mark
from bot.domain.schedule import REVEAL_LIMIT
from bot.intents.correction import POINTS_STAY, Correction
from bot.intents.reasons import REMOVED, withdrawn_because
from bot.ports.rounds import Closed, Closing
from bot.store.codec import clean, round_of, select_rounds
from bot.store.corrections import correct
from bot.store.folding import refold_absent, step_track
from bot.store.scoring import (
    VOID_CLOSED,
    VOID_OPEN,
    contribute,
    drop_empty,
    grade,
    note_last_answers,
    score,
    standing,
)
from bot.store.seasons import tell_again
from bot.store.tables import deliveries, groups, rounds, tracks

NEVER_POSTED = "The post did not go out before the close."
OPEN = (RoundState.PLANNED, RoundState.POSTED)
OVER = (RoundState.CLOSED, RoundState.REVEALED)


def hold_round(connection: Connection, round_id: int) -> Row[Any] | None:
    """The round, locked. PostgreSQL: one close of a group at a time, and answers being written to the
    round are waited for; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        group_id = select(rounds.c.group_id).where(rounds.c.id == round_id).scalar_subquery()
        for lock in (
            select(groups.c.id).where(groups.c.id == group_id),
            select(rounds.c.id).where(rounds.c.id == round_id),
        ):
            connection.execute(lock.with_for_update(key_share=True))
    return _row(connection, round_id)


def _row(connection: Connection, round_id: int) -> Row[Any] | None:
    asked = select_rounds().add_columns(
        tracks.c.key.label("track_key"), groups.c.platform, groups.c.removed_at, tracks.c.unanswered
    )
    asked = asked.join(tracks, tracks.c.id == rounds.c.track_id).join(
        groups, groups.c.id == rounds.c.group_id
    )
    return connection.execute(asked.where(rounds.c.id == round_id)).first()


def set_round(connection: Connection, round_id: int, **values: Any) -> None:
    connection.execute(update(rounds).where(rounds.c.id == round_id).values(**values))


def close_round(connection: Connection, round_id: int, closing: Closing) -> Closed | None:
    row = hold_round(connection, round_id)
    if row is None or row.state not in OPEN:
        return None
    if row.state == RoundState.PLANNED and not standing(connection, round_id):
        return _expire(connection, row)
    return _close(connection, row, row.excused or closing.excused, None, closing.now)


def _expire(connection: Connection, row: Row[Any]) -> Closed:
    set_round(connection, row.id, state=RoundState.EXPIRED, reason=NEVER_POSTED)
    tell_again(connection, row)
    end_waiting_post(connection, row.id, DeliveryState.EXPIRED, NEVER_POSTED)
    return Closed(round_of(_again(connection, row.id)), 0, row.unanswered)


def _again(connection: Connection, round_id: int) -> Row[Any]:
    row = _row(connection, round_id)
    assert row is not None
    return row


def _close(
    connection: Connection, row: Row[Any], excused: str | None, voided: str | None, now: datetime
) -> Closed:
    set_round(connection, row.id, state=RoundState.CLOSED, closed_at=now, excused=excused, voided=voided)
    row = _again(connection, row.id)
    given = standing(connection, row.id)
    if given:
        _score(connection, row, given)
    step_track(connection, row)
    _enqueue_reveal(connection, row, now)
    return Closed(round_of(row), sum(given.values()), _count_unanswered(connection, row, bool(given)))


def _score(connection: Connection, row: Row[Any], given: dict[Response, int]) -> None:
    question = round_of(row).question
    assert question is not None
    grade(connection, row.id, question, given, row.voided is not None)
    score(connection, row)
    note_last_answers(connection, row)


def _enqueue_reveal(connection: Connection, row: Row[Any], now: datetime) -> None:
    """Where the bot was removed it stays unsent."""
    connection.execute(
        insert(deliveries).values(
            mark=mark(row.track_key, row.day, DeliveryKind.REVEAL),
            kind=DeliveryKind.REVEAL.value,
            track_id=row.track_id,
            round_id=row.id,
            group_id=row.group_id,
            platform=row.platform,
            channel=row.channel,
            due_at=now,
            give_up_at=row.closes_at + REVEAL_LIMIT,
            state=(DeliveryState.CANCELLED if row.removed_at else DeliveryState.WAITING).value,
            outcome=REMOVED if row.removed_at else None,
        )
    )


def _count_unanswered(connection: Connection, row: Row[Any], answered: bool) -> int:
    """Rounds in a row without an answer; an excused one proves nothing."""
    count = 0 if answered else row.unanswered + (row.excused is None)
    if count != row.unanswered:
        connection.execute(update(tracks).where(tracks.c.id == row.track_id).values(unanswered=count))
    return count


def end_waiting_post(connection: Connection, round_id: int, state: DeliveryState, reason: str) -> bool:
    """End the post that nobody has begun to send; False when there is none."""
    ended = (
        update(deliveries)
        .where(deliveries.c.round_id == round_id, deliveries.c.state == DeliveryState.WAITING.value)
        .values(state=state.value, outcome=reason)
    )
    return connection.execute(ended).rowcount > 0


def cancel_round(connection: Connection, round_id: int, state: RoundState, reason: str) -> bool:
    row = hold_round(connection, round_id)
    if row is None or row.state != RoundState.PLANNED:
        return False
    if not end_waiting_post(connection, round_id, DeliveryState(state.value), reason):
        return False
    set_round(connection, round_id, state=state, reason=reason)
    tell_again(connection, row)
    return True


def void_round(connection: Connection, round_id: int, reason: str, now: datetime) -> None:
    """A planned round whose post may be out already is treated as open."""
    reason = clean(reason)
    if cancel_round(connection, round_id, RoundState.CANCELLED, reason):
        return
    row = hold_round(connection, round_id)
    if row is None:
        return
    if row.state in OPEN:
        _close(connection, row, reason, VOID_OPEN, now)
    elif row.state in OVER and row.voided is None:
        _void_closed(connection, row, reason)
        correct(connection, row, Correction("", withdrawn_because(reason), POINTS_STAY), now)


def _void_closed(connection: Connection, row: Row[Any], reason: str) -> None:
    """Points given stay; the round leaves accuracy and review, and absence is forgiven."""
    contribute(connection, row, -1)
    set_round(connection, row.id, voided=VOID_CLOSED, excused=reason, reviewed=False)
    contribute(connection, _again(connection, row.id), 1)
    drop_empty(connection, row.group_id, row.day)
    if row.excused is None:
        refold_absent(connection, row.track_id, row.id)


def excuse_round(connection: Connection, round_id: int, reason: str) -> None:
    row = hold_round(connection, round_id)
    if row is None or row.voided is not None:
        return
    set_round(connection, round_id, excused=clean(reason), reviewed=False)
    if row.state in OVER and row.excused is None:
        refold_absent(connection, row.track_id, round_id)
