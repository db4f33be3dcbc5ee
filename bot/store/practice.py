"""Quiz sessions, attempts, and which questions must not be served now."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, or_, select, text, update
from sqlalchemy import insert as plain_insert

from bot.ports.practice import Attempt, QuizSession
from bot.store.codec import items_of, packed
from bot.store.engine import Database
from bot.store.feeding import feed
from bot.store.folding import PLAYED, STANDING
from bot.store.tables import answers, members, rounds
from bot.store.tables_practice import attempts, quiz_sessions

UNFINISHED = text("quiz_sessions.ended_at IS NULL")
OPEN_ROUNDS = text("rounds.state IN ('planned', 'posted')")


class SqlPractice:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, session: QuizSession) -> None:
        await self._database.write(_start, session)

    async def session(self, key: str) -> QuizSession | None:
        return await self._database.read(_session, key)

    async def open_session(self, account_id: int, since: datetime, kind: str = "quiz") -> QuizSession | None:
        return next(iter(await self.open_sessions(account_id, since, 1, kind)), None)

    async def open_sessions(
        self, account_id: int, since: datetime, limit: int, kind: str = "quiz"
    ) -> list[QuizSession]:
        return await self._database.read(_open_sessions, account_id, since, limit, kind)

    async def answered_since(self, account_id: int, since: datetime, limit: int) -> int:
        return await self._database.read(_answered_since, account_id, since, limit)

    async def advance(self, session: QuizSession, expected_position: int, attempt: Attempt | None) -> bool:
        return await self._database.write(_advance, session, expected_position, attempt)

    async def tally(self, account_id: int, topics: Sequence[str]) -> tuple[int, int]:
        return await self._database.read(_tally, account_id, topics)

    async def mistakes(self, account_id: int) -> list[str]:
        return await self._database.read(_mistakes, account_id)

    async def attempted(self, account_id: int) -> dict[str, datetime]:
        return await self._database.read(_attempted, account_id)

    async def withheld(self, account_id: int, group_id: int) -> frozenset[str]:
        return await self._database.read(withheld, account_id, group_id)


def _start(connection: Connection, session: QuizSession) -> None:
    connection.execute(
        plain_insert(quiz_sessions).values(
            key=session.key,
            account_id=session.account_id,
            group_id=session.group_id,
            started_at=session.started_at,
            kind=session.kind,
            words=session.words,
            **_standing(session),
        )
    )


def _standing(session: QuizSession) -> dict[str, Any]:
    return {
        "topics": list(session.topics),
        "items": packed(session.items),
        "position": session.position,
        "continued_at": session.touched_at,
        "ended_at": session.ended_at,
    }


def session_of(row: Row[Any]) -> QuizSession:
    return QuizSession(
        row.key,
        row.account_id,
        row.group_id,
        tuple(row.topics),
        items_of(row.items),
        row.position,
        row.started_at,
        row.ended_at,
        row.kind,
        row.words,
        row.continued_at if row.continued_at > row.started_at else None,
    )


def _session(connection: Connection, key: str) -> QuizSession | None:
    row = connection.execute(select(quiz_sessions).where(quiz_sessions.c.key == key)).first()
    return session_of(row) if row else None


def _open_sessions(
    connection: Connection, account_id: int, since: datetime, limit: int, kind: str
) -> list[QuizSession]:
    asked = select(quiz_sessions).where(UNFINISHED, quiz_sessions.c.account_id == account_id)
    asked = asked.where(quiz_sessions.c.continued_at > since, quiz_sessions.c.kind == kind)
    newest = asked.order_by(quiz_sessions.c.continued_at.desc(), quiz_sessions.c.started_at.desc())
    return [session_of(row) for row in connection.execute(newest.limit(limit))]


def _answered_since(connection: Connection, account_id: int, since: datetime, limit: int) -> int:
    asked = select(attempts.c.id).where(attempts.c.account_id == account_id, attempts.c.at > since)
    counted = asked.where(attempts.c.source != "interview").limit(limit).subquery()
    return int(connection.execute(select(func.count()).select_from(counted)).scalar_one())


def _advance(
    connection: Connection, session: QuizSession, expected_position: int, attempt: Attempt | None
) -> bool:
    stands = quiz_sessions.c.key == session.key, quiz_sessions.c.position == expected_position
    moved = update(quiz_sessions).where(UNFINISHED, *stands).values(**_standing(session))
    if connection.execute(moved).rowcount != 1:
        return False
    if attempt is not None:
        keep_attempt(connection, attempt)
    return True


def keep_attempt(connection: Connection, attempt: Attempt) -> None:
    """With what it means for the review item."""
    connection.execute(plain_insert(attempts).values(**_attempt(attempt)))
    feed(connection, {(attempt.account_id, attempt.question_id): attempt.at})


def _attempt(attempt: Attempt) -> dict[str, Any]:
    values = {name: getattr(attempt, name) for name in Attempt.__slots__ if name != "right"}
    return {**values, "correct": attempt.right}


def _tally(connection: Connection, account_id: int, topics: Sequence[str]) -> tuple[int, int]:
    asked = select(func.count(), func.count().filter(attempts.c.correct))
    asked = asked.where(attempts.c.account_id == account_id, attempts.c.topic.in_(topics))
    everything, right = connection.execute(asked).one()
    return right, everything


def _mistakes(connection: Connection, account_id: int) -> list[str]:
    newest: dict[str, tuple[datetime, bool]] = {}
    for asked in (_tried(account_id), _answered(account_id)):
        for row in connection.execute(asked):
            known = newest.get(row.question_id)
            if known is None or row.at >= known[0]:
                newest[row.question_id] = (row.at, row.correct)
    wrong = [(at, question_id) for question_id, (at, right) in newest.items() if not right]
    return [question_id for _, question_id in sorted(wrong)]


def _tried(account_id: int) -> Any:
    asked = select(attempts.c.question_id, attempts.c.at, attempts.c.correct)
    return asked.where(attempts.c.account_id == account_id).order_by(attempts.c.at, attempts.c.id)


def _answered(account_id: int) -> Any:
    """Withdrawn rounds teach nothing."""
    asked = select(rounds.c.question_id, answers.c.at, answers.c.correct)
    asked = asked.join(answers, answers.c.round_id == rounds.c.id)
    asked = asked.join(members, members.c.id == answers.c.member_id)
    mine = members.c.account_id == account_id, PLAYED, STANDING
    return asked.where(*mine, rounds.c.voided.is_(None), answers.c.correct.is_not(None))


def _attempted(connection: Connection, account_id: int) -> dict[str, datetime]:
    asked = select(attempts.c.question_id, func.max(attempts.c.at).label("last"))
    asked = asked.where(attempts.c.account_id == account_id).group_by(attempts.c.question_id)
    return {row.question_id: row.last for row in connection.execute(asked)}


def withheld(connection: Connection, account_id: int, group_id: int) -> frozenset[str]:
    mine = select(members.c.group_id).where(members.c.account_id == account_id)
    asked = select(rounds.c.question_id).where(OPEN_ROUNDS, rounds.c.question_id.is_not(None))
    asked = asked.where(or_(rounds.c.group_id == group_id, rounds.c.group_id.in_(mine)))
    return frozenset(row.question_id for row in connection.execute(asked.distinct()))
