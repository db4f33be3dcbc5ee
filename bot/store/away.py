"""Days off: kept while they leave a year its share, cut short without touching what has closed."""

from datetime import date, datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.domain.away import allowed
from bot.ports.away import AwayRange
from bot.store.engine import Database
from bot.store.folding import PLAYED
from bot.store.tables import away, members, rounds, streaks

ONE_DAY = timedelta(days=1)


class SqlAway:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def ranges(self, member_id: int, since: date) -> list[AwayRange]:
        return await self._database.read(_ranges, member_id, since)

    async def add(self, member_id: int, first: date, last: date, now: datetime) -> AwayRange | None:
        return await self._database.write(_add, member_id, first, last, now)

    async def take_back(self, member_id: int, today: date, range_id: int | None = None) -> list[AwayRange]:
        return await self._database.write(_take_back, member_id, today, range_id)


def _ranges(connection: Connection, member_id: int, since: date) -> list[AwayRange]:
    asked = select(away).where(away.c.member_id == member_id, away.c.last_day >= since)
    found = connection.execute(asked.order_by(away.c.first_day, away.c.id))
    return [AwayRange(row.id, row.first_day, row.last_day) for row in found]


def _add(connection: Connection, member_id: int, first: date, last: date, now: datetime) -> AwayRange | None:
    _hold(connection, member_id)
    known = _ranges(connection, member_id, first.replace(month=1, day=1))
    if covering := next((each for each in known if each.first <= first and last <= each.last), None):
        return covering
    if not allowed([(each.first, each.last) for each in known], (first, last)):
        return None
    new = insert(away).values(member_id=member_id, first_day=first, last_day=last, set_at=now)
    return AwayRange(connection.execute(new.returning(away.c.id)).scalar_one(), first, last)


def _hold(connection: Connection, member_id: int) -> None:
    """PostgreSQL: one change of a member's days at a time; SQLite has one writer anyway."""
    connection.execute(select(members.c.id).where(members.c.id == member_id).with_for_update(key_share=True))


def _take_back(connection: Connection, member_id: int, today: date, range_id: int | None) -> list[AwayRange]:
    _hold(connection, member_id)
    begins = max(today, _after_last_closed(connection, member_id, today))
    found = [each for each in _ranges(connection, member_id, begins) if range_id in (None, each.id)]
    return [_cut(connection, each, begins) for each in found]


def _after_last_closed(connection: Connection, member_id: int, today: date) -> date:
    """The first day on which no round has closed yet in the tracks the member takes part in."""
    mine = select(streaks.c.track_id).where(streaks.c.member_id == member_id)
    asked = select(func.max(rounds.c.day)).where(rounds.c.track_id.in_(mine), rounds.c.day >= today, PLAYED)
    last = connection.execute(asked).scalar()
    return today if last is None else last + ONE_DAY


def _cut(connection: Connection, each: AwayRange, begins: date) -> AwayRange:
    if each.first >= begins:
        connection.execute(delete(away).where(away.c.id == each.id))
        return each
    connection.execute(update(away).where(away.c.id == each.id).values(last_day=begins - ONE_DAY))
    return AwayRange(each.id, begins, each.last)
