"""An account's own results and days: read by its own rows, whatever everybody else has answered."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Integer, Select, func, select

from bot.ports.stats import Asked, DayCount, DaySpan, Practised
from bot.store.batch import Batch
from bot.store.columns import stamp
from bot.store.engine import Database
from bot.store.folding import PLAYED, STANDING
from bot.store.tables import answers, members, rounds
from bot.store.tables_practice import attempts

_ATTEMPTS = Batch(
    """
    SELECT day, times FROM (SELECT w.day, (SELECT count(*) FROM attempts
        WHERE account_id = :account AND at >= w.begins AND at < w.ends) AS times FROM {rows} AS w) AS counted
    WHERE times > 0""",
    {"day": "text", "begins": "instant", "ends": "instant"},
    types={"account": Integer()},
)


class SqlStats:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def daily(self, account_id: int) -> list[Asked]:
        return await self._database.read(_daily, account_id)

    async def practised(self, account_id: int) -> list[Practised]:
        return await self._database.read(_practised, account_id)

    async def days(self, account_id: int, spans: Sequence[DaySpan]) -> dict[date, DayCount]:
        return await self._database.read(_days, account_id, spans)


def _answers_of(asked: Select[Any], account_id: int) -> Select[Any]:
    asked = asked.join_from(members, answers, answers.c.member_id == members.c.id)
    asked = asked.join(rounds, rounds.c.id == answers.c.round_id)
    return asked.where(members.c.account_id == account_id, STANDING)


def _daily(connection: Connection, account_id: int) -> list[Asked]:
    right = func.count().filter(answers.c.correct.is_(True))
    asked = _answers_of(select(rounds.c.question_id, func.count(), right), account_id)
    asked = asked.where(PLAYED, rounds.c.voided.is_(None), answers.c.correct.is_not(None))
    return [Asked(*row) for row in connection.execute(asked.group_by(rounds.c.question_id))]


def _practised(connection: Connection, account_id: int) -> list[Practised]:
    right = func.count().filter(attempts.c.correct.is_(True))
    asked = select(attempts.c.topic, attempts.c.level, func.count(), right)
    asked = asked.where(attempts.c.account_id == account_id).group_by(attempts.c.topic, attempts.c.level)
    return [Practised(*row) for row in connection.execute(asked)]


def _days(connection: Connection, account_id: int, spans: Sequence[DaySpan]) -> dict[date, DayCount]:
    first, last = spans[0].day, spans[-1].day
    asked = _answers_of(select(rounds.c.day, func.count().label("times")), account_id)
    asked = asked.where(rounds.c.day >= first, rounds.c.day <= last).group_by(rounds.c.day)
    answered = {row.day: row.times for row in connection.execute(asked)}
    rows = [(span.day.isoformat(), stamp(span.begins), stamp(span.ends)) for span in spans]
    found = _ATTEMPTS.run(connection, rows, account=account_id)
    attempted = {date.fromisoformat(row.day): row.times for row in found}
    both = answered.keys() | attempted.keys()
    return {day: DayCount(answered.get(day, 0), attempted.get(day, 0)) for day in both}
