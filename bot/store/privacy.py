"""What is kept about people: counting it, handing it over, forgetting it."""

import asyncio
from datetime import date, datetime

from sqlalchemy import Connection, select

from bot.domain.held import Held
from bot.ports.privacy import Export
from bot.store.carried import TokenBytes
from bot.store.departure import (
    groups_of,
    left_groups,
    oldest_removed,
    purge_step,
    remove_group,
    restore_group,
)
from bot.store.engine import Database
from bot.store.export import export_of
from bot.store.forgetting import forget
from bot.store.held import held_of
from bot.store.retention import anything_before, unlink_step
from bot.store.tables import accounts

SCRUBS = 50
SCRUB_EVERY = 0.02
"""Seconds; a reader is gone long before the last try."""


class SqlPrivacy:
    def __init__(self, database: Database, token_bytes: TokenBytes) -> None:
        """``token_bytes`` makes the numbers of answers that have lost their member."""
        self._database = database
        self._token_bytes = token_bytes

    async def account_id(self, platform: str, account: str) -> int | None:
        return await self._database.read(_account_id, platform, account)

    async def held(self, account_id: int) -> Held:
        return await self._database.read(held_of, account_id)

    async def export(self, account_id: int) -> Export:
        return await self._database.read(export_of, account_id)

    async def delete(self, account_id: int) -> None:
        await self._database.write(forget, account_id, self._token_bytes)
        await self._scrub()

    async def unlink_before(self, cut: date, limit: int) -> int:
        if not await self._database.read(anything_before, cut):
            return 0
        return await self._database.write(unlink_step, cut, limit, self._token_bytes)

    async def groups_of(self, platform: str) -> list[str]:
        return await self._database.read(groups_of, platform)

    async def left_groups(self, platform: str) -> list[str]:
        return await self._database.read(left_groups, platform)

    async def remove_group(self, platform: str, external: str, now: datetime) -> bool:
        return await self._database.write(remove_group, platform, external, now)

    async def restore_group(self, platform: str, external: str) -> bool:
        return await self._database.write(restore_group, platform, external)

    async def purge_groups(self, before: datetime, limit: int) -> int:
        if await self._database.read(oldest_removed, before) is None:
            return 0
        return await self._database.write(purge_step, before, limit)

    async def _scrub(self) -> None:
        for _ in range(SCRUBS):
            if await self._database.scrub():
                return
            await asyncio.sleep(SCRUB_EVERY)


def _account_id(connection: Connection, platform: str, account: str) -> int | None:
    same = accounts.c.platform == platform, accounts.c.account == account
    return connection.execute(select(accounts.c.id).where(*same)).scalar()
