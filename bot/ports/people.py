"""Groups, accounts and members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What an organiser may set for the group; None means the platform's default."""

    names: bool | None = None
    boards: bool | None = None
    reactions: bool | None = None
    notices: str | None = None
    thread: bool | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """``external`` is the platform's own id; ``key`` is random, made with the group."""

    id: int
    key: str
    platform: str
    external: str
    name: str
    settings: GroupSettings = field(default_factory=GroupSettings)


@dataclass(frozen=True, slots=True)
class Member:
    """An account in a group. ``account`` is the platform's own user id."""

    id: int
    account_id: int
    group_id: int
    platform: str
    account: str
    name: str
    hidden: bool = False
    milestones: bool = False


class People(Protocol):
    async def group(self, platform: str, external: str, name: str) -> Group:
        """The group, made on first sight; its name is kept as last seen."""
        ...

    async def member(self, group: Group, account: str, name: str) -> Member:
        """The member, made with its account on first sight; the name is kept as last seen."""
        ...

    async def names(self, member_ids: list[int]) -> Mapping[int, str]: ...

    async def set_hidden(self, member_id: int, hidden: bool) -> None: ...

    async def name_of(self, group_id: int, account: str) -> str | None:
        """The display name as last seen of an account in the group."""
        ...

    async def get_group(self, group_id: int) -> Group: ...

    async def set_away(self, member_id: int, first: date, last: date, now: datetime) -> None: ...

    async def grant_freeze(
        self, member_id: int, track_id: int, day: date, by: str, now: datetime
    ) -> None: ...
