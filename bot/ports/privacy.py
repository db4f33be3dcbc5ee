"""What is kept about people: showing it, handing it over, forgetting it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Protocol

from bot.domain.held import Held

Export = Mapping[str, list[dict[str, Any]]]
"""Plain name of a kind ("answers") → its rows, plain JSON data; times are ISO 8601, UTC."""


class Privacy(Protocol):
    """Nothing here is an error for an account or a group that was never seen, or not any more."""

    async def account_id(self, platform: str, account: str) -> int | None:
        """The account's row, by the platform's own user id; it is not made here."""
        ...

    async def held(self, account_id: int) -> Held: ...

    async def export(self, account_id: int) -> Export:
        """Everything of the account, in all groups; kinds without a row are there as well."""
        ...

    async def delete(self, account_id: int) -> None:
        """Everything but the answers, which stay under a fresh random number each. Afterwards the
        account is as if it had never been seen, and a SQLite file no longer holds what was deleted."""
        ...

    async def unlink_before(self, cut: date, limit: int) -> int:
        """One step of retention: at most ``limit`` answers to rounds of local dates before ``cut`` lose
        their member, whose totals and streaks are carried over in the same transaction.

        Returns how many answers were worked on; 0 when none is left.
        """
        ...

    async def groups_of(self, platform: str) -> list[str]:
        """The platform's own ids of the groups that the bot is in, as far as it knows."""
        ...

    async def left_groups(self, platform: str) -> list[str]:
        """Those that it was removed from and that are not purged yet."""
        ...

    async def remove_group(self, platform: str, external: str, now: datetime) -> bool:
        """The bot was removed there: tracks pause, nothing waiting is sent. False if it is known already."""
        ...

    async def restore_group(self, platform: str, external: str) -> bool:
        """The bot is back: everything stands, tracks stay paused. False if it was not removed."""
        ...

    async def purge_groups(self, before: datetime, limit: int) -> int:
        """One step of deleting groups removed before this, with accounts that are in no other group.

        At most about ``limit`` rows; returns how many were deleted, 0 when nothing is left.
        """
        ...
