"""Corrections that an organiser has been shown and not yet confirmed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class FixDraft:
    """``key`` is random and names it in buttons. ``answer``: what is to be accepted, as one types it;
    ``keys``: how many keys the round had when it was shown."""

    key: str
    group_id: int
    round_id: int
    answer: str
    why: str
    keys: int
    made_at: datetime


class Fixes(Protocol):
    async def keep(self, draft: FixDraft) -> None: ...

    async def take(self, key: str, group_id: int) -> FixDraft | None:
        """The draft, which is gone with it, so that of two clicks one finds it."""
        ...

    async def forget(self, before: datetime) -> None:
        """Delete drafts made before this."""
        ...
