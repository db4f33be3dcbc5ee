"""Review items of accounts, and feeding them from what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Due:
    """A question of an account and when (UTC) it comes back."""

    question_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Place:
    """Where feeding stopped: within this round, after this member; ``facts``: what of the round may be
    corrected, as it was then."""

    round_id: int
    member_id: int
    facts: str


class Reviews(Protocol):
    """An item follows from facts that are stored elsewhere (answers, missed rounds, attempts), so that
    feeding may be repeated, interrupted and done by two at once without losing or doubling any."""

    async def due(self, account_id: int, group_id: int, until: datetime, limit: int) -> list[Due]:
        """What is due before ``until``, longest due first, without the questions of rounds that are
        planned or posted and not yet closed, in this group or any of the account's."""
        ...

    async def ahead(self, account_id: int, since: datetime, limit: int) -> list[Due]:
        """What is due at ``since`` or later, soonest first."""
        ...

    async def due_at(self, account_id: int, question_id: str) -> datetime | None: ...

    async def feed(self, after: Place | None, limit: int) -> Place | None:
        """One step of feeding closed rounds, oldest first: at most ``limit`` members, one transaction.

        Returns where to go on inside the round begun, None when the step ended with a whole round or
        nothing was left; ``unfed`` tells which.
        """
        ...

    async def unfed(self) -> datetime | None:
        """When the oldest closed round that was not fed yet was closed; by index."""
        ...

    async def feed_account(self, account_id: int) -> None:
        """What closed rounds not fed yet mean for this account, at once; reads only if they mean nothing."""
        ...
