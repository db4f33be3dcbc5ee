"""The outbox: claims by conditional UPDATE, and what sending or giving up does to the round."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, case, func, select, text, update

from bot.domain.round import Delivery, DeliveryKind, DeliveryState, Round, RoundState, Track
from bot.ports.deliveries import DisplayEdit, OpenCount
from bot.ports.people import Group
from bot.store import display, unsure
from bot.store.codec import clean, delivery_of
from bot.store.engine import Database
from bot.store.people import get_group
from bot.store.portable import insert
from bot.store.rounds import get_round, mark_posted
from bot.store.tables import deliveries, groups, rounds
from bot.store.tracks import get_track

NOTICE_LIMIT = timedelta(days=7)
NOTICES_SHOWN = timedelta(days=14)
MOST_NOTICES = 5
WAITING = text("deliveries.state = 'waiting'")
SENDING = text("deliveries.state = 'sending'")
GIVEN_UP = (DeliveryState.FAILED.value, DeliveryState.EXPIRED.value, DeliveryState.UNSURE.value)
NOTICES = and_(deliveries.c.text.is_not(None), deliveries.c.round_id.is_(None))
UNTOLD = and_(NOTICES, deliveries.c.told_at.is_(None), deliveries.c.state.in_(GIVEN_UP))
REVEALS_FIRST = case((deliveries.c.kind.startswith(DeliveryKind.REVEAL.value), 0), else_=1)


class SqlDeliveries:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, platforms: Sequence[str], now: datetime, limit: int) -> list[Delivery]:
        return await self._database.read(_due, platforms, now, limit)

    async def next_due(self, platforms: Sequence[str]) -> datetime | None:
        return await self._database.read(_next_due, platforms)

    async def count_waiting(self) -> int:
        return await self._database.read(_count_waiting)

    async def about(self, delivery: Delivery) -> tuple[Group, Track | None, Round | None]:
        return await self._database.read(_about, delivery)

    async def claim(self, delivery: Delivery, now: datetime, lease_until: datetime) -> Delivery | None:
        return await self._database.write(_claim, delivery, now, lease_until)

    async def record_sent(self, delivery: Delivery, message_ref: str, at: datetime) -> None:
        await self._database.write(_record_sent, delivery, message_ref, at)

    async def release(self, delivery: Delivery, retry_at: datetime, reason: str) -> None:
        await self._database.write(_release, delivery, retry_at, reason)

    async def end(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        await self._database.write(_end, delivery, state, reason)

    async def add_notice(
        self, group_id: int, track_id: int | None, cause: str, text: str, due_at: datetime, mark: str
    ) -> bool:
        values = {
            "group_id": group_id,
            "track_id": track_id,
            "kind": cause,
            "mark": mark,
            "text": clean(text),
        }
        return await self._database.write(_add_notice, values, due_at)

    async def open_notices(self, group_id: int) -> list[str]:
        return await self._database.read(_open_notices, group_id)

    async def untold(self, platform: str, external: str, since: datetime) -> list[str]:
        return await self._database.read(_untold, platform, external, since)

    async def tell(self, group_id: int, now: datetime) -> list[str]:
        return await self._database.write(_tell, group_id, now)

    async def unsure(self, group_id: int) -> list[Delivery]:
        return await self._database.read(unsure.unsure_in, group_id)

    async def unsure_of(self, round_id: int) -> Delivery | None:
        return await self._database.read(unsure.unsure_of, round_id)

    async def by_mark(self, mark: str) -> Delivery | None:
        return await self._database.read(unsure.by_mark, mark)

    async def send_again(self, delivery: Delivery, due_at: datetime, give_up_at: datetime) -> bool:
        return await self._database.write(unsure.send_again, delivery, due_at, give_up_at)

    async def it_is_there(self, delivery: Delivery, at: datetime) -> bool:
        return await self._database.write(unsure.it_is_there, delivery, at)

    async def want_display(self, round_id: int, wanted: str, now: datetime) -> None:
        await self._database.write(display.want, round_id, wanted, now)

    async def displays_due(self, platforms: Sequence[str], limit: int) -> list[DisplayEdit]:
        return await self._database.read(display.due, platforms, limit)

    async def display_shown(self, round_id: int, shown: str) -> None:
        await self._database.write(display.shown, round_id, shown)

    async def open_counts(self, posted_since: datetime) -> list[OpenCount]:
        return await self._database.read(display.open_counts, posted_since)


def _about(connection: Connection, delivery: Delivery) -> tuple[Group, Track | None, Round | None]:
    """In one read, as a hop to SQLite's thread takes longer than what is asked there."""
    track_id, round_id = delivery.track_id, delivery.round_id
    return (
        get_group(connection, delivery.group_id),
        get_track(connection, track_id) if track_id else None,
        get_round(connection, round_id) if round_id else None,
    )


def _due(connection: Connection, platforms: Sequence[str], now: datetime, limit: int) -> list[Delivery]:
    """Two indexes, so two questions; together they are never more than twice ``limit`` rows."""
    here = deliveries.c.platform.in_(platforms)
    waiting = select(deliveries).where(WAITING, here, deliveries.c.due_at <= now)
    stuck = select(deliveries).where(SENDING, here, deliveries.c.lease_until <= now)
    order = deliveries.c.due_at, REVEALS_FIRST, deliveries.c.id
    found = [
        delivery_of(row)
        for asked in (waiting, stuck)
        for row in connection.execute(asked.order_by(*order).limit(limit))
    ]
    return sorted(found, key=_urgency)[:limit]


def _urgency(delivery: Delivery) -> tuple[datetime, bool, int]:
    return delivery.due_at, not delivery.kind.startswith(DeliveryKind.REVEAL), delivery.id


def _next_due(connection: Connection, platforms: Sequence[str]) -> datetime | None:
    here = deliveries.c.platform.in_(platforms)
    moments = [
        connection.execute(asked.where(here)).scalar()
        for asked in (
            select(func.min(deliveries.c.due_at)).where(WAITING),
            select(func.min(deliveries.c.lease_until)).where(SENDING),
        )
    ]
    return min((moment for moment in moments if moment is not None), default=None)


def _count_waiting(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(deliveries).where(WAITING)).scalar_one()


def _claim(
    connection: Connection, delivery: Delivery, now: datetime, lease_until: datetime
) -> Delivery | None:
    """The row must still be as it was read: the state and the number of attempts say so."""
    lease_over = deliveries.c.lease_until.is_(None) | (deliveries.c.lease_until <= now)
    claimed = (
        update(deliveries)
        .where(deliveries.c.id == delivery.id, deliveries.c.state == delivery.state.value, lease_over)
        .where(deliveries.c.attempts == delivery.attempts)
        .where(deliveries.c.state.in_((DeliveryState.WAITING.value, DeliveryState.SENDING.value)))
        .values(
            state=DeliveryState.SENDING.value,
            attempts=deliveries.c.attempts + 1,
            first_attempt_at=delivery.first_attempt_at or now,
            lease_until=lease_until,
        )
        .returning(deliveries)
    )
    row = connection.execute(claimed).first()
    return delivery_of(row) if row else None


def _record_sent(connection: Connection, delivery: Delivery, message_ref: str, at: datetime) -> None:
    """The round first, as everywhere: two transactions that lock in the same order cannot lock each other."""
    if delivery.round_id is not None:
        if delivery.kind.startswith(DeliveryKind.POST):
            mark_posted(connection, delivery.round_id, message_ref, at)
        elif delivery.kind.startswith(DeliveryKind.REVEAL):
            _mark_revealed(connection, delivery.round_id)
    _set(
        connection,
        delivery,
        state=DeliveryState.SENT.value,
        message_ref=message_ref,
        lease_until=None,
        outcome=None,
    )


def _mark_revealed(connection: Connection, round_id: int) -> None:
    closed = rounds.c.id == round_id, rounds.c.state == RoundState.CLOSED.value
    connection.execute(update(rounds).where(*closed).values(state=RoundState.REVEALED.value, reason=None))


def _release(connection: Connection, delivery: Delivery, retry_at: datetime, reason: str) -> None:
    """Never later than ``give_up_at``, when the service ends it with a sentence."""
    _set(
        connection,
        delivery,
        state=DeliveryState.WAITING.value,
        due_at=min(retry_at, delivery.give_up_at),
        lease_until=None,
        outcome=reason,
    )


def _end(connection: Connection, delivery: Delivery, state: DeliveryState, reason: str) -> None:
    if delivery.round_id is not None:
        if delivery.kind.startswith(DeliveryKind.REVEAL):
            _explain_missing_reveal(connection, delivery.round_id, reason)
        elif state is not DeliveryState.UNSURE:
            _end_round(connection, delivery.round_id, state, reason)
    _set(connection, delivery, state=state.value, outcome=reason, lease_until=None)


def _explain_missing_reveal(connection: Connection, round_id: int, reason: str) -> None:
    closed = rounds.c.id == round_id, rounds.c.state == RoundState.CLOSED.value
    connection.execute(update(rounds).where(*closed).values(reason=reason))


def _end_round(connection: Connection, round_id: int | None, state: DeliveryState, reason: str) -> None:
    planned = rounds.c.id == round_id, rounds.c.state == RoundState.PLANNED.value
    ended = update(rounds).where(*planned).values(state=RoundState(state.value).value, reason=reason)
    connection.execute(ended)


def _set(connection: Connection, delivery: Delivery, **values: Any) -> None:
    connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(**values))


def _add_notice(connection: Connection, values: dict[str, Any], due_at: datetime) -> bool:
    """Where the bot was removed there is nobody to tell."""
    removed = select(groups.c.removed_at).where(groups.c.id == values["group_id"])
    if connection.execute(removed).scalar() is not None:
        return False
    platform = select(groups.c.platform).where(groups.c.id == values["group_id"]).scalar_subquery()
    new = insert(connection, deliveries).values(
        **values,
        platform=platform,
        channel="",
        due_at=due_at,
        give_up_at=due_at + NOTICE_LIMIT,
        state=DeliveryState.WAITING.value,
    )
    return connection.execute(new.on_conflict_do_nothing()).rowcount == 1


def _open_notices(connection: Connection, group_id: int) -> list[str]:
    """Without those about unsure deliveries, which are told for as long as they are unsure."""
    asked = _notices(group_id).where(deliveries.c.kind.not_like("unsure-%"))
    asked = asked.order_by(deliveries.c.due_at.desc(), deliveries.c.id.desc())
    rows: list[Row[Any]] = list(connection.execute(asked.limit(MOST_NOTICES)))
    return [row.text for row in rows if row.due_at > rows[0].due_at - NOTICES_SHOWN]


def _untold(connection: Connection, platform: str, external: str, since: datetime) -> list[str]:
    group_id = select(groups.c.id).where(groups.c.platform == platform, groups.c.external == external)
    asked = select(deliveries.c.text).where(deliveries.c.group_id == group_id.scalar_subquery(), UNTOLD)
    asked = asked.where(deliveries.c.due_at > since)
    newest = asked.order_by(deliveries.c.due_at.desc(), deliveries.c.id.desc())
    return [row.text for row in connection.execute(newest)]


def _tell(connection: Connection, group_id: int, now: datetime) -> list[str]:
    told = update(deliveries).where(deliveries.c.group_id == group_id, UNTOLD).values(told_at=now)
    rows = connection.execute(told.returning(deliveries.c.text, deliveries.c.due_at, deliveries.c.id))
    newest = sorted(rows, key=lambda row: (row.due_at, row.id), reverse=True)
    return [row.text for row in newest if row.due_at > now - NOTICES_SHOWN]


def _notices(group_id: int) -> Select[Any]:
    return select(deliveries.c.text, deliveries.c.due_at).where(deliveries.c.group_id == group_id, NOTICES)
