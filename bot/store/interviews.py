"""Interviews: one row each, from the question asked to the points ticked."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, text, update

from bot.ports.interviews import Interview
from bot.ports.practice import Attempt
from bot.store.codec import clean
from bot.store.engine import Database
from bot.store.practice import keep_attempt
from bot.store.tables_practice import interviews

LONGEST_NOTE = 4000
LONGEST_WORDS = 200
MOST_POINTS = 30
"""Bits of a number that both engines store."""
UNFINISHED = text("interviews.ended_at IS NULL")


class SqlInterviews:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, interview: Interview) -> None:
        await self._database.write(_start, interview)

    async def get(self, key: str) -> Interview | None:
        return await self._database.read(_get, key)

    async def asked(self, account_id: int) -> dict[str, datetime]:
        return await self._database.read(_asked, account_id)

    async def note(self, key: str, text: str) -> None:
        await self._database.write(_set, key, {"note": clean(text, LONGEST_NOTE)})

    async def tick(self, key: str, point: int, said: bool) -> None:
        if 0 <= point < MOST_POINTS:
            await self._database.write(_tick, key, 1 << point, said)

    async def finish(self, interview: Interview, attempt: Attempt) -> bool:
        return await self._database.write(_finish, interview, attempt)


def _start(connection: Connection, interview: Interview) -> None:
    values = {name: getattr(interview, name) for name in Interview.__slots__}
    words = clean(interview.words, LONGEST_WORDS)
    connection.execute(insert(interviews).values(**{**values, "words": words}))


def _get(connection: Connection, key: str) -> Interview | None:
    row = connection.execute(select(interviews).where(interviews.c.key == key)).first()
    return _interview_of(row) if row else None


def _interview_of(row: Row[Any]) -> Interview:
    values = {name: getattr(row, name) for name in Interview.__slots__}
    return Interview(**{**values, "note": row.note or ""})


def _asked(connection: Connection, account_id: int) -> dict[str, datetime]:
    asked = select(interviews.c.question_id, func.max(interviews.c.started_at).label("last"))
    asked = asked.where(interviews.c.account_id == account_id).group_by(interviews.c.question_id)
    return {row.question_id: row.last for row in connection.execute(asked)}


def _tick(connection: Connection, key: str, bit: int, said: bool) -> None:
    ticks = interviews.c.ticks
    rest = ticks - ticks.op("&")(bit)
    _set(connection, key, {"ticks": rest + bit if said else rest})


def _set(connection: Connection, key: str, values: dict[str, Any]) -> None:
    connection.execute(update(interviews).where(UNFINISHED, interviews.c.key == key).values(**values))


def _finish(connection: Connection, interview: Interview, attempt: Attempt) -> bool:
    same = interviews.c.key == interview.key, interviews.c.ticks == interview.ticks
    ended = update(interviews).where(UNFINISHED, *same).values(ended_at=attempt.at)
    if connection.execute(ended).rowcount != 1:
        return False
    keep_attempt(connection, attempt)
    return True
