"""The outbox: one row is at most one message-creating call to a platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.round import Delivery, DeliveryState, Round, Track
from bot.ports.people import Group


@dataclass(frozen=True, slots=True)
class DisplayEdit:
    """A post whose shown state differs from the wanted one: "open:12" or "revealed:22" (answers), after a
    correction "revealed:22:2" (keys)."""

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

    async def count_waiting(self) -> int:
        """Of all platforms, due or not, by index."""
        ...

    async def about(self, delivery: Delivery) -> tuple[Group, Track | None, Round | None]:
        """Its group, and its track and round if it has them, as they stand now."""
        ...

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

    async def untold(self, platform: str, external: str, since: datetime) -> list[str]:
        """Notices of the group due after ``since`` that were given up on and told to nobody, newest first."""
        ...

    async def tell(self, group_id: int, now: datetime) -> list[str]:
        """The same, for whoever asks first: from now on they count as told, whenever they were due."""
        ...

    async def unsure(self, group_id: int) -> list[Delivery]:
        """Deliveries of the group's rounds that wait for an organiser's word, newest first, at most five."""
        ...

    async def unsure_of(self, round_id: int) -> Delivery | None:
        """The newest of this round that waits for an organiser's word."""
        ...

    async def by_mark(self, mark: str) -> Delivery | None: ...

    async def send_again(self, delivery: Delivery, due_at: datetime, give_up_at: datetime) -> bool:
        """End an unsure delivery and enqueue the next of its kind; False when it is unsure no more."""
        ...

    async def it_is_there(self, delivery: Delivery, at: datetime) -> bool:
        """An unsure delivery did arrive, nobody knows under which reference: its round goes on as if it was
        recorded ``at``, or at its first attempt. False when it is unsure no more."""
        ...

    async def want_display(self, round_id: int, wanted: str, now: datetime) -> None:
        """The post should look like this; a round without a post yet is left alone."""
        ...

    async def displays_due(self, platforms: Sequence[str], limit: int) -> list[DisplayEdit]: ...

    async def display_shown(self, round_id: int, shown: str) -> None:
        """The post looks like this now, or never will: no further edit towards this state."""
        ...

    async def open_counts(self, posted_since: datetime) -> list[OpenCount]:
        """Posted rounds that are not closed, posted after this, with at least one standing answer; none of a
        channel in which a reveal waits."""
        ...
