"""Whom the platform's own organisers have added, per group."""

from datetime import datetime
from typing import Protocol


class Organisers(Protocol):
    async def added(self, platform: str, external: str, account: str) -> bool:
        """Whether this account was added in the group with the platform's id ``external``."""
        ...

    async def all(self, group_id: int) -> list[tuple[str, str]]:
        """(account, display name as last seen) of everyone added, by name."""
        ...

    async def add(self, group_id: int, account: str, by: str, now: datetime) -> bool:
        """False if the account was added before."""
        ...

    async def remove(self, group_id: int, account: str) -> bool:
        """False if nobody had added the account."""
        ...
