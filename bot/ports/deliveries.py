"""The outbox: one row is at most one message-creating call to a platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.round import Delivery, DeliveryState


@dataclass(frozen=True, slots=True)
class DisplayEdit:
    """A post whose shown state differs from the wanted one: "open:12" or "revealed:22" (answers)."""

    round_id: int
    platform: str
    channel: str
    post_ref: str
    wanted: str


@dataclass(frozen=True, slots=True)
class OpenCount:
    """``shown``: the count the post was last asked to show (0 at first), at ``edited_at``.
    ``answered``: answers standing now."""

    round_id: int
    shown: int
    edited_at: datetime | None
    answered: int


class Deliveries(Protocol):
    async def due(self, platforms: Sequence[str], now: datetime, limit: int) -> list[Delivery]:
        """Rows to work on, oldest due first, reveals before posts of the same instant.

        Waiting rows that are due, and rows in ``sending`` whose lease ran out. A waiting row
        whose ``give_up_at`` has passed is returned as well: the service ends it with a sentence.
        """
        ...

    async def next_due(self, platforms: Sequence[str]) -> datetime | None: ...

    async def claim(self, delivery: Delivery, now: datetime, lease_until: datetime) -> Delivery | None:
        """Conditional UPDATE to ``sending``, one more attempt; None when somebody else holds it."""
        ...

    async def record_sent(self, delivery: Delivery, message_ref: str, at: datetime) -> None:
        """Sent: the round of a post becomes ``posted``, of a reveal ``revealed``, in the same transaction."""
        ...

    async def release(self, delivery: Delivery, retry_at: datetime, reason: str) -> None:
        """Nothing was sent: back to waiting, due again at ``retry_at``."""
        ...

    async def end(self, delivery: Delivery, state: DeliveryState, reason: str) -> None:
        """Unsure, cancelled, expired or failed, for good unless an organiser decides otherwise.

        A post that ends unsent ends its round in the same way and sentence; unsure leaves it planned.
        A reveal that was not sent leaves its round closed, with the sentence.
        """
        ...

    async def add_notice(
        self, group_id: int, track_id: int | None, cause: str, text: str, due_at: datetime, mark: str
    ) -> bool:
        """Enqueue a notice for the organisers (kind = cause, channel ""); False if this mark exists."""
        ...

    async def open_notices(self, group_id: int) -> list[str]:
        """Notices of the last 14 days (by due time of the newest), newest first, at most five."""
        ...

    async def want_display(self, round_id: int, wanted: str, now: datetime) -> None:
        """The post should look like this; a round without a post yet is left alone."""
        ...

    async def displays_due(self, platforms: Sequence[str], limit: int) -> list[DisplayEdit]: ...

    async def display_shown(self, round_id: int, shown: str) -> None:
        """The post looks like this now, or never will: no further edit towards this state."""
        ...

    async def open_counts(self, posted_since: datetime) -> list[OpenCount]:
        """Posted rounds that are not closed, posted after this, with at least one standing answer."""
        ...
