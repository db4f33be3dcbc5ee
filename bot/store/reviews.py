"""What is due for an account, and feeding closed rounds in steps of a bounded size."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select, text, update

from bot.ports.reviews import Due, Place
from bot.store.engine import Database
from bot.store.feeding import Pair, feed
from bot.store.practice import withheld
from bot.store.tables import members, rounds, streaks
from bot.store.tables_practice import review_items

ROUNDS_AT_ONCE = 50
UNFED = text("rounds.state IN ('closed', 'revealed') AND NOT rounds.reviewed")


class SqlReviews:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, account_id: int, group_id: int, until: datetime, limit: int) -> list[Due]:
        return await self._database.read(_due, account_id, group_id, until, limit)

    async def ahead(self, account_id: int, since: datetime, limit: int) -> list[Due]:
        return await self._database.read(_ahead, account_id, since, limit)

    async def due_at(self, account_id: int, question_id: str) -> datetime | None:
        return await self._database.read(_due_at, account_id, question_id)

    async def feed(self, after: Place | None, limit: int) -> Place | None:
        return await self._database.write(_feed, after, limit)

    async def unfed(self) -> datetime | None:
        return await self._database.read(_unfed)

    async def feed_account(self, account_id: int) -> None:
        if changed := await self._database.read(_unfed_of, account_id):
            await self._database.write(feed, changed)


def _due(connection: Connection, account_id: int, group_id: int, until: datetime, limit: int) -> list[Due]:
    asked = _of(account_id).where(review_items.c.due_at < until).limit(limit)
    closed_off = withheld(connection, account_id, group_id)
    return [due for due in _dues(connection, asked) if due.question_id not in closed_off]


def _ahead(connection: Connection, account_id: int, since: datetime, limit: int) -> list[Due]:
    return _dues(connection, _of(account_id).where(review_items.c.due_at >= since).limit(limit))


def _of(account_id: int) -> Select[Any]:
    asked = select(review_items.c.question_id, review_items.c.due_at)
    asked = asked.where(review_items.c.account_id == account_id)
    return asked.order_by(review_items.c.due_at, review_items.c.question_id)


def _dues(connection: Connection, asked: Select[Any]) -> list[Due]:
    return [Due(row.question_id, row.due_at) for row in connection.execute(asked)]


def _due_at(connection: Connection, account_id: int, question_id: str) -> datetime | None:
    asked = _of(account_id).where(review_items.c.question_id == question_id)
    row = connection.execute(asked).first()
    return row.due_at if row else None


def _unfed(connection: Connection) -> datetime | None:
    return connection.execute(select(func.min(rounds.c.closed_at)).where(UNFED)).scalar()


def _unfed_of(connection: Connection, account_id: int) -> dict[Pair, datetime]:
    asked = select(rounds.c.question_id, rounds.c.closed_at, members.c.account_id)
    asked = asked.join(members, members.c.group_id == rounds.c.group_id).join(streaks, _there())
    return _earliest(connection.execute(asked.where(UNFED, members.c.account_id == account_id)))


def _there() -> Any:
    """Whoever ever answered in a track has a streak there, be it of no days."""
    return (streaks.c.track_id == rounds.c.track_id) & (streaks.c.member_id == members.c.id)


def _earliest(rows: Iterable[Row[Any]]) -> dict[Pair, datetime]:
    changed: dict[Pair, datetime] = {}
    for row in rows:
        pair = row.account_id, row.question_id
        changed[pair] = min(row.closed_at, changed.get(pair, row.closed_at))
    return changed


def _feed(connection: Connection, after: Place | None, limit: int) -> Place | None:
    waiting = _waiting(connection)
    if not waiting:
        return None
    goes_on = after and after == Place(waiting[0].id, after.member_id, _facts_of(waiting[0]))
    people = _people(connection, waiting, after.member_id if after and goes_on else 0, limit)
    feed(connection, _earliest(people))
    whole = waiting if len(people) < limit else waiting[: _place(waiting, people[-1].round_id)]
    _mark_fed(connection, [row.id for row in whole])
    if len(people) < limit:
        return None
    cut = waiting[len(whole)]
    return Place(cut.id, people[-1].member_id, _facts_of(cut))


def _waiting(connection: Connection) -> Sequence[Row[Any]]:
    """The oldest rounds, on PostgreSQL held: a correction waits, one that another process has is left."""
    asked: Select[Any] = select(rounds.c.id, rounds.c.voided, rounds.c.excused, rounds.c.more_keys)
    asked = asked.where(UNFED).order_by(rounds.c.closed_at, rounds.c.id).limit(ROUNDS_AT_ONCE)
    return connection.execute(asked.with_for_update(key_share=True, skip_locked=True)).all()


def _facts_of(row: Row[Any]) -> str:
    """What may be changed in a closed round: where it was, feeding it begins anew."""
    return repr((row.voided, row.excused, row.more_keys))


def _people(connection: Connection, waiting: Iterable[Row[Any]], after: int, limit: int) -> list[Row[Any]]:
    """The first ``limit`` members of these rounds' tracks, of the first round those after ``after``. A
    statement a round: one for all would sort every member of all of them."""
    people: list[Row[Any]] = []
    for row in waiting:
        people += connection.execute(_members_of(row.id, after).limit(limit - len(people))).all()
        if len(people) == limit:
            break
        after = 0
    return people


def _members_of(round_id: int, after: int) -> Select[Any]:
    round_facts = rounds.c.id.label("round_id"), rounds.c.question_id, rounds.c.closed_at
    asked = select(*round_facts, streaks.c.member_id, members.c.account_id)
    asked = asked.join(streaks, streaks.c.track_id == rounds.c.track_id)
    asked = asked.join(members, members.c.id == streaks.c.member_id)
    asked = asked.where(rounds.c.id == round_id, streaks.c.member_id > after)
    return asked.order_by(streaks.c.member_id)


def _place(waiting: Sequence[Row[Any]], round_id: int) -> int:
    return next(place for place, row in enumerate(waiting) if row.id == round_id)


def _mark_fed(connection: Connection, round_ids: Sequence[int]) -> None:
    if round_ids:
        connection.execute(update(rounds).where(rounds.c.id.in_(round_ids)).values(reviewed=True))
