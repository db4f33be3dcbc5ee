"""Added organisers."""

from datetime import datetime

from sqlalchemy import Connection, delete, func, select

from bot.store.engine import Database
from bot.store.portable import insert
from bot.store.tables import accounts, groups, members, organisers


class SqlOrganisers:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def added(self, platform: str, external: str, account: str) -> bool:
        return await self._database.read(_added, platform, external, account)

    async def all(self, group_id: int) -> list[tuple[str, str]]:
        return await self._database.read(_all, group_id)

    async def add(self, group_id: int, account: str, by: str, now: datetime) -> bool:
        return await self._database.write(_add, group_id, account, by, now)

    async def remove(self, group_id: int, account: str) -> bool:
        return await self._database.write(_remove, group_id, account)


def _added(connection: Connection, platform: str, external: str, account: str) -> bool:
    here = groups.c.platform == platform, groups.c.external == external
    asked = select(organisers.c.account).join(groups, groups.c.id == organisers.c.group_id)
    row = connection.execute(asked.where(*here, organisers.c.account == account)).first()
    return row is not None


def _all(connection: Connection, group_id: int) -> list[tuple[str, str]]:
    """Who was never seen here goes by the account's own name."""
    known = (
        select(accounts.c.account, members.c.name, members.c.name_key)
        .join(members, members.c.account_id == accounts.c.id)
        .where(members.c.group_id == group_id)
        .subquery()
    )
    name = func.coalesce(known.c.name, organisers.c.account)
    asked = select(organisers.c.account, name.label("name"))
    asked = asked.join(known, known.c.account == organisers.c.account, isouter=True)
    asked = asked.where(organisers.c.group_id == group_id)
    rows = connection.execute(asked.order_by(known.c.name_key, organisers.c.account))
    return [(row.account, row.name) for row in rows]


def _add(connection: Connection, group_id: int, account: str, by: str, now: datetime) -> bool:
    new = insert(connection, organisers).values(group_id=group_id, account=account, added_by=by, added_at=now)
    return connection.execute(new.on_conflict_do_nothing()).rowcount == 1


def _remove(connection: Connection, group_id: int, account: str) -> bool:
    mine = organisers.c.group_id == group_id, organisers.c.account == account
    return connection.execute(delete(organisers).where(*mine)).rowcount == 1
