"""Events that were taken, each by who came first."""

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.store.engine import Database
from bot.store.portable import insert
from bot.store.tables_platforms import seen_events


class SqlSeenEvents:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def first_time(self, platform: str, event_id: str, now: datetime) -> bool:
        return await self._database.write(_first_time, platform, event_id, now)

    async def give_back(self, platform: str, event_id: str) -> None:
        await self._database.write(_give_back, platform, event_id)

    async def forget(self, before: datetime) -> None:
        await self._database.write(_forget, before)


def _first_time(connection: Connection, platform: str, event_id: str, now: datetime) -> bool:
    new = insert(connection, seen_events).values(platform=platform, event_id=event_id, at=now)
    return connection.execute(new.on_conflict_do_nothing()).rowcount > 0


def _give_back(connection: Connection, platform: str, event_id: str) -> None:
    same = seen_events.c.platform == platform, seen_events.c.event_id == event_id
    connection.execute(delete(seen_events).where(*same))


def _forget(connection: Connection, before: datetime) -> None:
    connection.execute(delete(seen_events).where(seen_events.c.at < before))
