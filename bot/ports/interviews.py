"""Interviews: one open question at a time, ticked off by the person who answered it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ports.practice import Attempt


@dataclass(frozen=True, slots=True)
class Interview:
    """``key`` is random and names the interview in buttons. ``words``: what was asked for, so that
    *Another* asks for the same; ``review``: it was begun by ``/review``. ``note``: what the person typed,
    for that person alone. ``ticks``: bit i is key point i."""

    key: str
    account_id: int
    group_id: int
    question_id: str
    started_at: datetime
    words: str = ""
    review: bool = False
    note: str = ""
    ticks: int = 0
    ended_at: datetime | None = None


class Interviews(Protocol):
    async def start(self, interview: Interview) -> None: ...

    async def get(self, key: str) -> Interview | None: ...

    async def asked(self, account_id: int) -> dict[str, datetime]:
        """Question id → when the account was last asked it in an interview."""
        ...

    async def note(self, key: str, text: str) -> None:
        """Keep what was typed; an interview that has ended keeps what it had."""
        ...

    async def tick(self, key: str, point: int, said: bool) -> None:
        """Tick a key point or take the tick off; nothing happens once the interview has ended."""
        ...

    async def finish(self, interview: Interview, attempt: Attempt) -> bool:
        """End it with its attempt, which feeds the review item in the same transaction. False if it has
        ended already, or other points are ticked by now than ``interview`` says."""
        ...
