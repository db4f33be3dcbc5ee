"""Deliveries of which nobody can tell whether they arrived, and what an organiser decides on them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, literal, select, text, update

from bot.domain.round import Delivery, DeliveryKind, DeliveryState, RoundState, again, mark
from bot.intents.reasons import SENT_AGAIN
from bot.store.codec import delivery_of
from bot.store.columns import Instant
from bot.store.tables import deliveries, rounds, tracks

MOST = 5
UNSURE = text("deliveries.state = 'unsure'")
UNSURE = text("deliveries.state = 'unsure'")
GOING_ON = tuple(
    state.value for state in (RoundState.PLANNED, RoundState.POSTED, RoundState.CLOSED, RoundState.REVEALED)
)
COPIED = ("track_id", "round_id", "group_id", "platform", "channel", "text")


def unsure_in(connection: Connection, group_id: int) -> list[Delivery]:
    """Not of rounds that ended without it: there is nothing to decide any more."""
    going_on = select(rounds.c.id).where(rounds.c.id == deliveries.c.round_id, rounds.c.state.in_(GOING_ON))
    asked = _unsure((deliveries.c.group_id == group_id) & going_on.exists())
    return [delivery_of(row) for row in connection.execute(asked.limit(MOST))]


def unsure_of(connection: Connection, round_id: int) -> Delivery | None:
    row = connection.execute(_unsure(deliveries.c.round_id == round_id).limit(1)).first()
    return delivery_of(row) if row else None


def _unsure(which: ColumnElement[bool]) -> Select[Any]:
    asked = select(deliveries).where(which, UNSURE)
    return asked.order_by(deliveries.c.due_at.desc(), deliveries.c.id.desc())


def by_mark(connection: Connection, mark: str) -> Delivery | None:
    row = connection.execute(select(deliveries).where(deliveries.c.mark == mark)).first()
    return delivery_of(row) if row else None


def send_again(connection: Connection, delivery: Delivery, due_at: datetime, give_up_at: datetime) -> bool:
    if not _decided(connection, delivery, DeliveryState.CANCELLED, SENT_AGAIN):
        return False
    kind = _next_kind(connection, delivery)
    connection.execute(
        insert(deliveries).values(
            mark=_mark(connection, delivery, kind),
            kind=kind,
            due_at=due_at,
            give_up_at=give_up_at,
            state=DeliveryState.WAITING.value,
            **{name: getattr(delivery, name) for name in COPIED},
        )
    )
    return True


def _decided(connection: Connection, delivery: Delivery, state: DeliveryState, outcome: str | None) -> bool:
    """Of two organisers one decides."""
    still = deliveries.c.id == delivery.id, deliveries.c.state == DeliveryState.UNSURE.value
    decided = update(deliveries).where(*still).values(state=state.value, outcome=outcome)
    return connection.execute(decided).rowcount == 1


def _next_kind(connection: Connection, delivery: Delivery) -> str:
    asked = select(deliveries.c.kind).where(deliveries.c.round_id == delivery.round_id)
    known, kind = {row.kind for row in connection.execute(asked)}, again(delivery.kind)
    while kind in known:
        kind = again(kind)
    return kind


def _mark(connection: Connection, delivery: Delivery, kind: str) -> str:
    asked = select(tracks.c.key, rounds.c.day).join_from(rounds, tracks, tracks.c.id == rounds.c.track_id)
    row = connection.execute(asked.where(rounds.c.id == delivery.round_id)).one()
    return mark(row.key, row.day, kind)


def it_is_there(connection: Connection, delivery: Delivery, at: datetime) -> bool:
    """The round first, as everywhere."""
    held = select(rounds.c.id).where(rounds.c.id == delivery.round_id).with_for_update(key_share=True)
    connection.execute(held)
    if not _decided(connection, delivery, DeliveryState.SENT, None):
        return False
    if delivery.kind.startswith(DeliveryKind.POST):
        _posted(connection, delivery, at)
    elif delivery.kind.startswith(DeliveryKind.REVEAL):
        closed = rounds.c.id == delivery.round_id, rounds.c.state == RoundState.CLOSED.value
        revealed = update(rounds).where(*closed).values(state=RoundState.REVEALED.value, reason=None)
        connection.execute(revealed)
    return True


def _posted(connection: Connection, delivery: Delivery, at: datetime) -> None:
    """Its reference stays unknown, so nothing of the post is ever edited."""
    posted = update(rounds).where(rounds.c.id == delivery.round_id)
    when = func.coalesce(rounds.c.posted_at, literal(delivery.first_attempt_at or at, Instant))
    connection.execute(posted.values(posted_at=when))
    planned = posted.where(rounds.c.state == RoundState.PLANNED.value)
    connection.execute(planned.values(state=RoundState.POSTED.value))
