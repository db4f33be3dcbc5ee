"""Groups, accounts, members; away ranges and granted freezes."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from bot.domain.round import new_key
from bot.errors import StoreError
from bot.ports.people import Group, GroupSettings, Member
from bot.store.codec import NAME_LENGTH, clean
from bot.store.engine import Database
from bot.store.folding import refold
from bot.store.portable import insert
from bot.store.tables import accounts, away, grants, groups, members

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
        if found is not None and found.name == name:
            return found
        key = new_key(self._token_bytes(KEY_BYTES))
        return await self._database.write(_put_group, key, platform, external, name)

    async def get_group(self, group_id: int) -> Group:
        found = await self._database.read(_get_group, group_id)
        if found is None:
            raise StoreError(f"There is no group {group_id}.")
        return found

    async def member(self, group: Group, account: str, name: str) -> Member:
        name = clean(name, NAME_LENGTH)
        found = await self._database.read(_find_member, group, account)
        if found is not None and found.name == name:
            return found
        return await self._database.write(_put_member, group, account, name)

    async def names(self, member_ids: list[int]) -> Mapping[int, str]:
        return await self._database.read(_names, member_ids)

    async def name_of(self, group_id: int, account: str) -> str | None:
        return await self._database.read(_name_of, group_id, account)

    async def set_hidden(self, member_id: int, hidden: bool) -> None:
        await self._database.write(_set_hidden, member_id, hidden)

    async def set_away(self, member_id: int, first: date, last: date, now: datetime) -> None:
        await self._database.write(_set_away, member_id, first, last, now)

    async def grant_freeze(self, member_id: int, track_id: int, day: date, by: str, now: datetime) -> None:
        await self._database.write(_grant, member_id, track_id, day, by, now)


def _find_group(connection: Connection, platform: str, external: str) -> Group | None:
    same = groups.c.platform == platform, groups.c.external == external
    row = connection.execute(select(groups).where(*same)).first()
    return group_of(row) if row else None


def _get_group(connection: Connection, group_id: int) -> Group | None:
    row = connection.execute(select(groups).where(groups.c.id == group_id)).first()
    return group_of(row) if row else None


def _put_group(connection: Connection, key: str, platform: str, external: str, name: str) -> Group:
    new = insert(connection, groups).values(
        key=key, platform=platform, external=external, name=name, settings=asdict(GroupSettings())
    )
    kept = new.on_conflict_do_update(
        index_elements=["platform", "external"], set_={"name": new.excluded.name}
    )
    return group_of(connection.execute(kept.returning(groups)).one())


def group_of(row: Row[Any]) -> Group:
    return Group(row.id, row.key, row.platform, row.external, row.name, GroupSettings(**row.settings))


def _find_member(connection: Connection, group: Group, account: str) -> Member | None:
    same = accounts.c.platform == group.platform, accounts.c.account == account
    row = connection.execute(MEMBER.where(*same, members.c.group_id == group.id)).first()
    return member_of(row) if row else None


def _put_member(connection: Connection, group: Group, account: str, name: str) -> Member:
    account_id = _put_account(connection, group.platform, account)
    new = insert(connection, members).values(
        group_id=group.id, account_id=account_id, name=name, name_key=name.casefold()
    )
    kept = new.on_conflict_do_update(
        index_elements=["group_id", "account_id"],
        set_={"name": new.excluded.name, "name_key": new.excluded.name_key},
    )
    connection.execute(kept)
    found = _find_member(connection, group, account)
    assert found is not None
    return found


def _put_account(connection: Connection, platform: str, account: str) -> int:
    new = insert(connection, accounts).values(platform=platform, account=account)
    # An update that changes nothing, as only a touched row is returned.
    kept = new.on_conflict_do_update(
        index_elements=["platform", "account"], set_={"account": new.excluded.account}
    )
    return int(connection.execute(kept.returning(accounts.c.id)).scalar_one())


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


def _set_hidden(connection: Connection, member_id: int, hidden: bool) -> None:
    connection.execute(update(members).where(members.c.id == member_id).values(hidden=hidden))


def _set_away(connection: Connection, member_id: int, first: date, last: date, now: datetime) -> None:
    connection.execute(away.insert().values(member_id=member_id, first_day=first, last_day=last, set_at=now))


def _grant(connection: Connection, member_id: int, track_id: int, day: date, by: str, now: datetime) -> None:
    connection.execute(
        grants.insert().values(
            member_id=member_id, track_id=track_id, day=day, granted_by=clean(by, NAME_LENGTH), granted_at=now
        )
    )
    refold(connection, track_id, [member_id])
