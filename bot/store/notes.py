"""What adapters remember."""

from sqlalchemy import Connection, select

from bot.store.engine import Database
from bot.store.portable import insert
from bot.store.tables_practice import notes


class SqlNotes:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, platform: str, name: str) -> str | None:
        return await self._database.read(_read, platform, name)

    async def write(self, platform: str, name: str, value: str) -> None:
        await self._database.write(_write, platform, name, value)


def _read(connection: Connection, platform: str, name: str) -> str | None:
    asked = select(notes.c.value).where(notes.c.platform == platform, notes.c.name == name)
    return connection.execute(asked).scalar()


def _write(connection: Connection, platform: str, name: str, value: str) -> None:
    new = insert(connection, notes).values(platform=platform, name=name, value=value)
    connection.execute(
        new.on_conflict_do_update(index_elements=["platform", "name"], set_={"value": new.excluded.value})
    )
