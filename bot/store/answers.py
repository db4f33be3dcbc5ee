"""Answers: submitting through the writer, and reading what stands."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, select

from bot.domain.frozen import Response
from bot.domain.streak import StreakState
from bot.errors import NoMember
from bot.ports.answers import Act, Given, StreakDay, Written
from bot.store.cards import Cards
from bot.store.carried import carried
from bot.store.engine import Database
from bot.store.folding import PLAYED, STANDING
from bot.store.tables import answers, away, grants, rounds, streaks
from bot.store.writer import AnswerWriter


class SqlAnswers:
    def __init__(self, database: Database, writer: AnswerWriter, cards: Cards) -> None:
        self._database = database
        self._writer = writer
        self._cards = cards

    async def submit(self, act: Act) -> Written:
        try:
            return await self._writer.submit(act)
        except NoMember:
            self._cards.forget(act.mark)
            raise

    async def given(self, round_id: int, member_id: int) -> Given | None:
        return await self._database.read(_given, round_id, member_id)

    async def count(self, round_id: int) -> int:
        return await self._database.read(_count, round_id)

    async def streaks(self, member_id: int) -> list[tuple[int, StreakState]]:
        return await self._database.read(_streaks, member_id)

    async def streak_days(self, member_id: int, track_id: int) -> tuple[list[StreakDay], list[date]]:
        return await self._database.read(_streak_days, member_id, track_id)

    async def carried(self, member_id: int, track_id: int) -> StreakState | None:
        found = await self._database.read(carried, track_id, [member_id])
        return found.get(member_id)


def _given(connection: Connection, round_id: int, member_id: int) -> Given | None:
    """A withdrawn answer is none. A repeated question's points were given by its first round."""
    mine = answers.c.round_id == round_id, answers.c.member_id == member_id
    row = connection.execute(select(answers).where(*mine, STANDING)).first()
    if row is None:
        return None
    points = 0 if row.counts is False else row.points
    return Given(Response(row.bits, row.text), row.at, row.way, points, row.correct)


def _count(connection: Connection, round_id: int) -> int:
    asked = select(func.count()).select_from(answers).where(answers.c.round_id == round_id, STANDING)
    return connection.execute(asked).scalar_one()


def _streaks(connection: Connection, member_id: int) -> list[tuple[int, StreakState]]:
    asked = select(streaks).where(streaks.c.member_id == member_id).order_by(streaks.c.track_id)
    return [
        (row.track_id, StreakState(row.streak, row.progress, row.held, row.best, row.last_day))
        for row in connection.execute(asked)
    ]


def _streak_days(connection: Connection, member_id: int, track_id: int) -> tuple[list[StreakDay], list[date]]:
    rows = connection.execute(_played_by(member_id, track_id)).all()
    ranges = connection.execute(select(away).where(away.c.member_id == member_id)).all()
    days = [StreakDay(row.day, row.answered, row.excused, _was_away(ranges, row)) for row in rows]
    granted = select(grants.c.day).where(grants.c.member_id == member_id, grants.c.track_id == track_id)
    dates = [row.day for row in connection.execute(granted.order_by(grants.c.day))]
    before = carried(connection, track_id, [member_id]).get(member_id)
    if before is None or before.last is None:
        return _from_first_answered(days), dates
    return [each for each in days if each.day > before.last], [each for each in dates if each > before.last]


def _played_by(member_id: int, track_id: int) -> Any:
    mine = select(answers.c.id).where(
        answers.c.round_id == rounds.c.id, answers.c.member_id == member_id, STANDING
    )
    asked = select(rounds.c.day, rounds.c.excused, rounds.c.closes_at, mine.exists().label("answered"))
    return asked.where(rounds.c.track_id == track_id, PLAYED).order_by(rounds.c.day)


def _was_away(ranges: Sequence[Any], row: Any) -> bool:
    closes_at: datetime = row.closes_at
    return any(each.first_day <= row.day <= each.last_day and each.set_at < closes_at for each in ranges)


def _from_first_answered(days: list[StreakDay]) -> list[StreakDay]:
    for place, each in enumerate(days):
        if each.answered:
            return days[place:]
    return []
