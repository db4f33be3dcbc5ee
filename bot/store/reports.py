"""Reports and parked questions."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, delete, func, select, text, union, update

from bot.errors import NoMember
from bot.ports.reports import QuestionReports, Reported, ReportLine
from bot.store.codec import NAME_LENGTH, clean
from bot.store.engine import Database
from bot.store.portable import insert
from bot.store.tables import groups, members
from bot.store.tables_practice import parked, reports

REPORTERS = 3
"""So many reporters park a question in their group."""
LONGEST_REPORT = 1000
OPEN = text("reports.settled_at IS NULL")


class SqlReports:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def report(self, member_id: int, question_id: str, kind: str, text: str, at: datetime) -> bool:
        return await self._database.write(_report, member_id, question_id, kind, text, at)

    async def others_since(self, account_id: int, question_id: str, since: datetime) -> int:
        return await self._database.read(_others_since, account_id, question_id, since)

    async def parked(self, group_ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        return await self._database.read(_parked, group_ids)

    async def open_in(self, group_id: int) -> list[Reported]:
        return await self._database.read(_open_in, group_id)

    async def put_back(self, group_id: int, question_id: str, now: datetime) -> bool:
        return await self._database.write(_put_back, group_id, question_id, now)

    async def keep_parked(self, group_id: int, question_id: str, by: str, now: datetime) -> bool:
        return await self._database.write(_keep_parked, group_id, question_id, by, now)

    async def of_question(self, question_id: str) -> QuestionReports:
        return await self._database.read(_of_question, question_id)


def _report(
    connection: Connection, member_id: int, question_id: str, kind: str, words: str, at: datetime
) -> bool:
    group_id = _hold_group_of(connection, member_id)
    before = _count_open(connection, group_id, question_id)
    new = insert(connection, reports).values(
        group_id=group_id,
        member_id=member_id,
        question_id=question_id,
        kind=kind,
        text=clean(words, LONGEST_REPORT),
        at=at,
    )
    kept = {name: new.excluded[name] for name in ("kind", "text", "at")} | {"settled_at": None}
    connection.execute(new.on_conflict_do_update(index_elements=["member_id", "question_id"], set_=kept))
    now = _count_open(connection, group_id, question_id)
    kept_out = connection.execute(select(parked).where(*_same(parked, group_id, question_id))).first()
    return before < REPORTERS <= now and kept_out is None


def _hold_group_of(connection: Connection, member_id: int) -> int:
    """PostgreSQL: reports of a group one after the other, so that one of them is the third."""
    mine = select(members.c.group_id).where(members.c.id == member_id).scalar_subquery()
    held = select(groups.c.id).where(groups.c.id == mine).with_for_update(key_share=True)
    group_id = connection.execute(held).scalar()
    if group_id is None:
        raise NoMember("There is no such member.")
    return int(group_id)


def _count_open(connection: Connection, group_id: int, question_id: str) -> int:
    asked = select(func.count()).select_from(reports).where(OPEN, *_same(reports, group_id, question_id))
    return int(connection.execute(asked).scalar_one())


def _others_since(connection: Connection, account_id: int, question_id: str, since: datetime) -> int:
    mine = select(members.c.id).where(members.c.account_id == account_id)
    asked = select(func.count()).select_from(reports).where(reports.c.member_id.in_(mine))
    others = asked.where(reports.c.at > since, reports.c.question_id != question_id)
    return int(connection.execute(others).scalar_one())


def _same(table: Any, group_id: int, question_id: str) -> tuple[Any, Any]:
    return table.c.group_id == group_id, table.c.question_id == question_id


def _parked(connection: Connection, group_ids: Sequence[int]) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(union(_often_reported(group_ids), _kept_out(group_ids))):
        found[row.group_id].add(row.question_id)
    return {group_id: frozenset(found[group_id]) for group_id in group_ids}


def _often_reported(group_ids: Sequence[int]) -> Select[Any]:
    asked = select(reports.c.group_id, reports.c.question_id).where(OPEN, reports.c.group_id.in_(group_ids))
    asked = asked.group_by(reports.c.group_id, reports.c.question_id)
    return asked.having(func.count() >= REPORTERS)


def _kept_out(group_ids: Sequence[int]) -> Select[Any]:
    return select(parked.c.group_id, parked.c.question_id).where(parked.c.group_id.in_(group_ids))


def _open_in(connection: Connection, group_id: int) -> list[Reported]:
    lines: dict[str, list[ReportLine]] = defaultdict(list)
    asked = select(reports).where(OPEN, reports.c.group_id == group_id)
    for row in connection.execute(asked.order_by(reports.c.at.desc(), reports.c.id.desc())):
        lines[row.question_id].append(_line(row))
    kept = [
        row.question_id for row in connection.execute(_kept_out([group_id]).order_by(text("kept_at DESC")))
    ]
    out = set(kept)
    found = [
        Reported(name, tuple(told), name in out or len(told) >= REPORTERS) for name, told in lines.items()
    ]
    return [*found, *(Reported(name, (), parked=True) for name in kept if name not in lines)]


def _line(row: Row[Any]) -> ReportLine:
    return ReportLine(row.kind, row.text, row.at)


def _settle(connection: Connection, group_id: int, question_id: str, now: datetime) -> bool:
    settled = update(reports).where(OPEN, *_same(reports, group_id, question_id)).values(settled_at=now)
    return connection.execute(settled).rowcount > 0


def _put_back(connection: Connection, group_id: int, question_id: str, now: datetime) -> bool:
    settled = _settle(connection, group_id, question_id, now)
    freed = connection.execute(delete(parked).where(*_same(parked, group_id, question_id)))
    return settled or freed.rowcount > 0


def _keep_parked(connection: Connection, group_id: int, question_id: str, by: str, now: datetime) -> bool:
    settled = _settle(connection, group_id, question_id, now)
    new = insert(connection, parked).values(
        group_id=group_id, question_id=question_id, kept_by=clean(by, NAME_LENGTH), kept_at=now
    )
    kept = connection.execute(new.on_conflict_do_nothing())
    return settled or kept.rowcount > 0


def _of_question(connection: Connection, question_id: str) -> QuestionReports:
    asked = select(reports).where(reports.c.question_id == question_id)
    rows = connection.execute(asked.order_by(reports.c.at.desc(), reports.c.id.desc())).all()
    still = [row for row in rows if row.settled_at is None]
    often = defaultdict[int, int](int)
    for row in still:
        often[row.group_id] += 1
    kept = select(parked.c.group_id).where(parked.c.question_id == question_id)
    out = {row.group_id for row in connection.execute(kept)}
    out |= {group_id for group_id, count in often.items() if count >= REPORTERS}
    lines = tuple(_line(row) for row in rows)
    return QuestionReports(lines, len(still), len({row.group_id for row in rows}), len(out))
