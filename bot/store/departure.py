"""A group the bot was removed from: it falls silent at once, and is deleted in steps when its grace is over."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, delete, exists, select, tuple_, update

from bot.domain.round import DeliveryState, RoundState, TrackState
from bot.intents.reasons import REMOVED
from bot.store.tables import (
    accounts,
    answers,
    carry_scores,
    deliveries,
    groups,
    members,
    rounds,
    scores,
    streaks,
    tracks,
)

PIECES: tuple[Table, ...] = (deliveries, scores, carry_scores, streaks)
"""Big tables that know their group; deleted piece by piece, so that nobody waits long for the writer."""


def groups_of(connection: Connection, platform: str) -> list[str]:
    there = groups.c.platform == platform, groups.c.removed_at.is_(None)
    return list(connection.execute(select(groups.c.external).where(*there)).scalars())


def left_groups(connection: Connection, platform: str) -> list[str]:
    left = groups.c.platform == platform, groups.c.removed_at.is_not(None)
    return list(connection.execute(select(groups.c.external).where(*left)).scalars())


def remove_group(connection: Connection, platform: str, external: str, now: datetime) -> bool:
    same = groups.c.platform == platform, groups.c.external == external, groups.c.removed_at.is_(None)
    gone = update(groups).where(*same).values(removed_at=now).returning(groups.c.id)
    group_id = connection.execute(gone).scalar()
    if group_id is None:
        return False
    _pause(connection, group_id)
    _send_nothing(connection, group_id)
    return True


def _pause(connection: Connection, group_id: int) -> None:
    running = tracks.c.group_id == group_id, tracks.c.state == TrackState.ACTIVE.value
    connection.execute(
        update(tracks)
        .where(*running)
        .values(state=TrackState.PAUSED.value, reason=REMOVED, next_day=None, next_at=None)
    )


def _send_nothing(connection: Connection, group_id: int) -> None:
    """What may be out already ends by itself: an open round still closes, a row being sent is answered for."""
    waiting = deliveries.c.group_id == group_id, deliveries.c.state == DeliveryState.WAITING.value
    ended = update(deliveries).where(*waiting).values(state=DeliveryState.CANCELLED.value, outcome=REMOVED)
    connection.execute(ended)
    trying = exists().where(
        deliveries.c.round_id == rounds.c.id, deliveries.c.state == DeliveryState.SENDING.value
    )
    planned = rounds.c.group_id == group_id, rounds.c.state == RoundState.PLANNED.value, ~trying
    connection.execute(
        update(rounds).where(*planned).values(state=RoundState.CANCELLED.value, reason=REMOVED)
    )
    here = update(rounds).where(rounds.c.group_id == group_id, rounds.c.display_wanted.is_not(None))
    connection.execute(here.values(display_shown=rounds.c.display_wanted))


def restore_group(connection: Connection, platform: str, external: str) -> bool:
    same = groups.c.platform == platform, groups.c.external == external
    back = update(groups).where(*same, groups.c.removed_at.is_not(None)).values(removed_at=None)
    return connection.execute(back).rowcount > 0


def oldest_removed(connection: Connection, before: datetime) -> Row[Any] | None:
    asked = select(groups.c.id).where(groups.c.removed_at < before)
    return connection.execute(asked.order_by(groups.c.removed_at, groups.c.id).limit(1)).first()


def purge_step(connection: Connection, before: datetime, limit: int) -> int:
    group = oldest_removed(connection, before)
    if group is None:
        return 0
    for deleted in _pieces(connection, group.id, limit):
        if deleted:
            return deleted
    return connection.execute(delete(groups).where(groups.c.id == group.id)).rowcount


def _pieces(connection: Connection, group_id: int, limit: int) -> Iterator[int]:
    theirs = select(rounds.c.id).where(rounds.c.group_id == group_id)
    yield _some(connection, answers, answers.c.round_id.in_(theirs), limit)
    for table in PIECES:
        yield _some(connection, table, table.c.group_id == group_id, limit)
    yield _people(connection, group_id, limit)
    yield _some(connection, rounds, rounds.c.group_id == group_id, limit)


def _some(connection: Connection, table: Table, which: ColumnElement[bool], limit: int) -> int:
    key = table.primary_key.columns.values()
    some = select(*key).where(which).limit(limit)
    return connection.execute(delete(table).where(_in(key, some))).rowcount


def _in(key: Any, some: Any) -> ColumnElement[bool]:
    return (key[0] if len(key) == 1 else tuple_(*key)).in_(some)


def _people(connection: Connection, group_id: int, limit: int) -> int:
    """Members, and those accounts that were in this group alone, with all their practice."""
    asked = select(members.c.id, members.c.account_id).where(members.c.group_id == group_id)
    some = connection.execute(asked.limit(limit)).all()
    connection.execute(delete(members).where(members.c.id.in_([row.id for row in some])))
    elsewhere = exists().where(members.c.account_id == accounts.c.id)
    alone = accounts.c.id.in_([row.account_id for row in some]), ~elsewhere
    connection.execute(delete(accounts).where(*alone))
    return len(some)
