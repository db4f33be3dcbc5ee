"""Groups, accounts and members."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """What an organiser may set for the group; None means the platform's default. ``notices``: a channel
    of the platform; ``notices_name`` is that channel's name, for reading."""

    names: bool | None = None
    boards: bool | None = None
    reactions: bool | None = None
    notices: str | None = None
    notices_name: str = ""
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
        """The group, made on first sight; its name is kept as last seen, "" where it is not told."""
        ...

    async def member(self, group: Group, account: str, name: str) -> Member:
        """The member, made with its account on first sight; the name is kept as last seen, "" where it is
        not told."""
        ...

    async def names(self, member_ids: list[int]) -> Mapping[int, str]: ...

    async def set_hidden(self, member_id: int, hidden: bool) -> None:
        """Of the member's account in all its groups, and in those it joins later."""
        ...

    async def set_milestones(self, member_id: int, told: bool) -> None:
        """Whether milestones are told with the name; everywhere, as ``set_hidden``."""
        ...

    async def name_of(self, group_id: int, account: str) -> str | None:
        """The display name as last seen of an account in the group."""
        ...

    async def find(self, group_id: int, typed: str, limit: int) -> list[Member]:
        """Members meant by what was typed: the account itself, else this display name whatever its case,
        else names that begin so, by name."""
        ...

    async def get_member(self, group_id: int, member_id: int) -> Member | None:
        """None for a member of another group."""
        ...

    async def get_group(self, group_id: int) -> Group: ...

    async def change_settings(self, group_id: int, changes: Mapping[str, bool | str | None]) -> None:
        """Set these fields of ``GroupSettings`` and leave the others as they are."""
        ...

    async def grant_freeze(
        self, member_id: int, track_id: int, day: date, by: str, now: datetime
    ) -> None: ...
