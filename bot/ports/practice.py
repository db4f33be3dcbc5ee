"""Quiz sessions and attempts: practice outside the rounds, belonging to the account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.frozen import Response


@dataclass(frozen=True, slots=True)
class QuizItem:
    """One place in a session. ``order``: shown order. ``again``: a wrong one served once more, unscored.
    ``passed``: it could not be asked when its turn came."""

    question_id: str
    order: str
    again: bool = False
    response: Response | None = None
    right: bool | None = None
    passed: bool = False


@dataclass(frozen=True, slots=True)
class QuizSession:
    """``key`` is random and names the session in buttons. ``position`` is the item to answer next.
    ``kind``: "quiz" or "review". ``words``: what was asked for, so that one may ask for more of the same.
    ``continued_at``: the newest answer, None before the first."""

    key: str
    account_id: int
    group_id: int
    topics: tuple[str, ...]
    items: tuple[QuizItem, ...]
    position: int
    started_at: datetime
    ended_at: datetime | None = None
    kind: str = "quiz"
    words: str = ""
    continued_at: datetime | None = None

    @property
    def touched_at(self) -> datetime:
        """When something was last done in it."""
        return self.continued_at or self.started_at


@dataclass(frozen=True, slots=True)
class Attempt:
    """Append-only. ``source``: "quiz", "practise", "review" or "interview". ``score`` in percent."""

    account_id: int
    question_id: str
    topic: str
    level: str
    source: str
    right: bool
    score: int
    at: datetime


class Practice(Protocol):
    async def start(self, session: QuizSession) -> None: ...

    async def session(self, key: str) -> QuizSession | None: ...

    async def open_session(self, account_id: int, since: datetime, kind: str = "quiz") -> QuizSession | None:
        """The account's newest unfinished session of a kind started or continued after ``since``."""
        ...

    async def open_sessions(
        self, account_id: int, since: datetime, limit: int, kind: str = "quiz"
    ) -> list[QuizSession]:
        """The newest unfinished ones, newest first."""
        ...

    async def advance(self, session: QuizSession, expected_position: int, attempt: Attempt | None) -> bool:
        """Store the session and the attempt, if it still stands at ``expected_position`` (double clicks).

        The attempt's review item moves with it, in the same transaction.
        """
        ...

    async def answered_since(self, account_id: int, since: datetime, limit: int) -> int:
        """Answers in quizzes and reviews after ``since``, counted up to ``limit``."""
        ...

    async def tally(self, account_id: int, topics: Sequence[str]) -> tuple[int, int]:
        """(right, all) attempts of the account on these topics."""
        ...

    async def mistakes(self, account_id: int) -> list[str]:
        """Question ids whose newest attempt or closed answer of the account was wrong, oldest first."""
        ...

    async def attempted(self, account_id: int) -> dict[str, datetime]:
        """Question id → last attempt."""
        ...

    async def withheld(self, account_id: int, group_id: int) -> frozenset[str]:
        """Questions of rounds planned or posted and not yet closed, in this group or any of the account's."""
        ...
