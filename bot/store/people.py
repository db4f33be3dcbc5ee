"""Groups, accounts, members; granted freezes."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.domain.round import new_key
from bot.errors import NoMember, StoreError
from bot.ports.answers import Actor
from bot.ports.people import Group, GroupSettings, Member
from bot.store.codec import NAME_LENGTH, clean
from bot.store.engine import Database
from bot.store.folding import refold
from bot.store.meeting import put_members
from bot.store.portable import insert
from bot.store.tables import accounts, grants, groups, members

KEY_BYTES = 15
MEMBER = select(members, accounts.c.platform, accounts.c.account).join(
    accounts, accounts.c.id == members.c.account_id
)


class SqlPeople:
    def __init__(self, database: Database, token_bytes: Callable[[int], bytes]) -> None:
        self._database = database
        self._token_bytes = token_bytes

    async def group(self, platform: str, external: str, name: str) -> Group:
        name = clean(name, NAME_LENGTH)
        found = await self._database.read(_find_group, platform, external)
        if found is not None and (not name or found.name == name):
            return found
        key = new_key(self._token_bytes(KEY_BYTES))
        return await self._database.write(_put_group, key, platform, external, name)

    async def get_group(self, group_id: int) -> Group:
        return await self._database.read(get_group, group_id)

    async def member(self, group: Group, account: str, name: str) -> Member:
        name = clean(name, NAME_LENGTH)
        found = await self._database.read(_find_member, group, account)
        if found is not None and (not name or found.name == name):
            return found
        return await self._database.write(_put_member, group, account, name)

    async def names(self, member_ids: list[int]) -> Mapping[int, str]:
        return await self._database.read(_names, member_ids)

    async def name_of(self, group_id: int, account: str) -> str | None:
        return await self._database.read(_name_of, group_id, account)

    async def find(self, group_id: int, typed: str, limit: int) -> list[Member]:
        return await self._database.read(_find, group_id, clean(typed, NAME_LENGTH), limit)

    async def get_member(self, group_id: int, member_id: int) -> Member | None:
        return await self._database.read(_get_member, group_id, member_id)

    async def change_settings(self, group_id: int, changes: Mapping[str, bool | str | None]) -> None:
        await self._database.write(_change_settings, group_id, changes)

    async def set_hidden(self, member_id: int, hidden: bool) -> None:
        await self._database.write(partial(_set_everywhere, hidden=hidden), member_id)

    async def set_milestones(self, member_id: int, told: bool) -> None:
        await self._database.write(partial(_set_everywhere, milestones=told), member_id)

    async def grant_freeze(self, member_id: int, track_id: int, day: date, by: str, now: datetime) -> None:
        await self._database.write(_grant, member_id, track_id, day, by, now)


def _find_group(connection: Connection, platform: str, external: str) -> Group | None:
    """A group the bot was removed from is not found: who acts there proves that it is back."""
    same = groups.c.platform == platform, groups.c.external == external
    row = connection.execute(select(groups).where(*same, groups.c.removed_at.is_(None))).first()
    return group_of(row) if row else None


def get_group(connection: Connection, group_id: int) -> Group:
    row = connection.execute(select(groups).where(groups.c.id == group_id)).first()
    if row is None:
        raise StoreError(f"There is no group {group_id}.")
    return group_of(row)


def _put_group(connection: Connection, key: str, platform: str, external: str, name: str) -> Group:
    new = insert(connection, groups).values(
        key=key, platform=platform, external=external, name=name, settings=asdict(GroupSettings())
    )
    kept = new.on_conflict_do_update(
        index_elements=["platform", "external"], set_={"name": new.excluded.name, "removed_at": None}
    )
    return group_of(connection.execute(kept.returning(groups)).one())


def group_of(row: Row[Any]) -> Group:
    return Group(row.id, row.key, row.platform, row.external, row.name, GroupSettings(**row.settings))


def _find_member(connection: Connection, group: Group, account: str) -> Member | None:
    same = accounts.c.platform == group.platform, accounts.c.account == account
    row = connection.execute(MEMBER.where(*same, members.c.group_id == group.id)).first()
    return member_of(row) if row else None


def _put_member(connection: Connection, group: Group, account: str, name: str) -> Member:
    put_members(connection, [Actor(group.platform, group.external, group.name, account, name)])
    found = _find_member(connection, group, account)
    if found is None:
        raise NoMember("There is no such group any more.")
    return found


def member_of(row: Row[Any]) -> Member:
    return Member(
        row.id,
        row.account_id,
        row.group_id,
        row.platform,
        row.account,
        row.name,
        row.hidden,
        row.milestones,
    )


def _names(connection: Connection, member_ids: list[int]) -> dict[int, str]:
    asked = select(members.c.id, members.c.name).where(members.c.id.in_(member_ids))
    return {row.id: row.name for row in connection.execute(asked)}


def _name_of(connection: Connection, group_id: int, account: str) -> str | None:
    asked = MEMBER.where(members.c.group_id == group_id, accounts.c.account == account)
    row = connection.execute(asked).first()
    return row.name if row else None


def _find(connection: Connection, group_id: int, typed: str, limit: int) -> list[Member]:
    here = MEMBER.where(members.c.group_id == group_id).order_by(members.c.name_key, members.c.id)
    key = typed.casefold()
    for meant in (
        accounts.c.account == typed,
        members.c.name_key == key,
        members.c.name_key.startswith(key, autoescape=True),
    ):
        found = [member_of(row) for row in connection.execute(here.where(meant).limit(limit))]
        if found:
            return found
    return []


def _get_member(connection: Connection, group_id: int, member_id: int) -> Member | None:
    asked = MEMBER.where(members.c.group_id == group_id, members.c.id == member_id)
    row = connection.execute(asked).first()
    return member_of(row) if row else None


def _change_settings(connection: Connection, group_id: int, changes: Mapping[str, Any]) -> None:
    """Read under a lock, so that of two changes at once none is lost."""
    asked = select(groups.c.settings).where(groups.c.id == group_id).with_for_update()
    changed = replace(GroupSettings(**connection.execute(asked).scalar_one()), **changes)
    connection.execute(update(groups).where(groups.c.id == group_id).values(settings=asdict(changed)))


def _set_everywhere(connection: Connection, member_id: int, **wish: bool) -> None:
    account_id = select(members.c.account_id).where(members.c.id == member_id).scalar_subquery()
    connection.execute(update(members).where(members.c.account_id == account_id).values(**wish))


def _grant(connection: Connection, member_id: int, track_id: int, day: date, by: str, now: datetime) -> None:
    connection.execute(
        grants.insert().values(
            member_id=member_id, track_id=track_id, day=day, granted_by=clean(by, NAME_LENGTH), granted_at=now
        )
    )
    refold(connection, track_id, [member_id])
