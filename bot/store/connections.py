"""When the bot was there: one row per platform connection."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from bot.store.engine import Database
from bot.store.tables_practice import connections


class SqlConnections:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def up(self, platform: str, now: datetime) -> int:
        return await self._database.write(_up, platform, now)

    async def seen(self, connection_id: int, now: datetime) -> None:
        await self._database.write(_seen, connection_id, now)

    async def alive(self, platform: str, since: datetime) -> list[tuple[datetime, datetime]]:
        return await self._database.read(_alive, platform, since)

    async def forget(self, before: datetime) -> None:
        await self._database.write(_forget, before)


def _up(connection: Connection, platform: str, now: datetime) -> int:
    new = insert(connections).values(platform=platform, up_since=now, last_seen=now)
    return int(connection.execute(new.returning(connections.c.id)).scalar_one())


def _seen(connection: Connection, connection_id: int, now: datetime) -> None:
    connection.execute(update(connections).where(connections.c.id == connection_id).values(last_seen=now))


def _alive(connection: Connection, platform: str, since: datetime) -> list[tuple[datetime, datetime]]:
    asked = select(connections).where(connections.c.platform == platform, connections.c.last_seen > since)
    rows = connection.execute(asked.order_by(connections.c.up_since, connections.c.id))
    return [(row.up_since, row.last_seen) for row in rows]


def _forget(connection: Connection, before: datetime) -> None:
    connection.execute(delete(connections).where(connections.c.last_seen < before))
