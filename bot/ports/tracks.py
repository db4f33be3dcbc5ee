"""Tracks: the daily series and their next due date."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.question import Level
from bot.domain.round import Track, TrackState
from bot.domain.schedule import Schedule, Slot


@dataclass(frozen=True, slots=True)
class NewTrack:
    """``key`` is random and made by the caller; ``channel`` is the platform's own id."""

    key: str
    group_id: int
    channel: str
    channel_name: str
    schedule: Schedule
    topics: frozenset[str]
    levels: frozenset[Level]


class Tracks(Protocol):
    async def draft(self, new: NewTrack, by: str, now: datetime) -> Track:
        """What ``/daily setup`` proposes: state ``draft``, no next slot, no claim on the channel."""
        ...

    async def start(self, track_id: int, upcoming: Slot | None, by: str, now: datetime) -> bool:
        """Draft → active. False when it is no draft any more, or the channel has a track that has
        not ended: two organisers set up at once, one wins (a partial unique index decides)."""
        ...

    async def forget_drafts(self, before: datetime) -> None:
        """Delete drafts last changed before this."""
        ...

    async def get(self, track_id: int) -> Track | None: ...

    async def of_group(self, group_id: int) -> list[Track]:
        """The group's active and paused tracks, oldest first."""
        ...

    async def due(self, now: datetime, limit: int) -> list[Track]:
        """Active tracks whose ``next_at`` is not after ``now``, most overdue first, by index."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest ``next_at`` of any active track, by index."""
        ...

    async def change(
        self,
        track_id: int,
        *,
        schedule: Schedule,
        channel: str,
        channel_name: str,
        topics: frozenset[str],
        levels: frozenset[Level],
        upcoming: Slot | None,
        by: str,
        now: datetime,
    ) -> None:
        """Everything an organiser may edit, with the next slot that follows from it."""
        ...

    async def set_state(
        self,
        track_id: int,
        state: TrackState,
        reason: str | None,
        upcoming: Slot | None,
        by: str | None,
        now: datetime,
    ) -> None:
        """``by``: the account of the organiser; None when the program did it, which keeps the last one.

        Made active again, a track counts its rounds without an answer from nought.
        """
        ...

    async def change_settings(
        self, track_id: int, changes: Mapping[str, bool | str | None], by: str, now: datetime
    ) -> None:
        """Set these fields of ``TrackSettings`` and leave the others as they are."""
        ...

    async def count_reactions(self, platform: str, *, by_default: bool) -> bool:
        """Whether any group or running track of the platform counts reactions; ``by_default`` where it has
        no group yet."""
        ...

    async def tell_few(self, track_id: int, told: bool) -> None:
        """Remember whether organisers know that few unseen questions are left."""
        ...

    async def last_day(self, track_id: int) -> date | None:
        """The newest local date that has a round, whatever its state."""
        ...
