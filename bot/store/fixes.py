"""Corrections that wait for their confirmation."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert

from bot.ports.fixes import FixDraft
from bot.store.codec import clean
from bot.store.engine import Database
from bot.store.tables_practice import fixes

LONGEST_WHY = 200


class SqlFixes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, draft: FixDraft) -> None:
        await self._database.write(_keep, draft)

    async def take(self, key: str, group_id: int) -> FixDraft | None:
        return await self._database.write(_take, key, group_id)

    async def forget(self, before: datetime) -> None:
        await self._database.write(_forget, before)


def _keep(connection: Connection, draft: FixDraft) -> None:
    values = {name: getattr(draft, name) for name in FixDraft.__slots__}
    connection.execute(insert(fixes).values({**values, "why": clean(draft.why, LONGEST_WHY)}))


def _take(connection: Connection, key: str, group_id: int) -> FixDraft | None:
    mine = fixes.c.key == key, fixes.c.group_id == group_id
    row = connection.execute(delete(fixes).where(*mine).returning(fixes)).first()
    return FixDraft(**{name: getattr(row, name) for name in FixDraft.__slots__}) if row else None


def _forget(connection: Connection, before: datetime) -> None:
    connection.execute(delete(fixes).where(fixes.c.made_at < before))
