"""The playground's page: messages, reactions and small settings."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from bot.ports.page import PageMessage
from bot.store.codec import clean
from bot.store.engine import Database
from bot.store.portable import insert
from bot.store.tables_practice import page_messages, page_reactions, page_values


class SqlPage:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, message: PageMessage) -> PageMessage:
        return await self._database.write(_add, message)

    async def replace(self, message_id: int, body: dict[str, Any]) -> PageMessage | None:
        return await self._database.write(_replace, message_id, body)

    async def message(self, message_id: int) -> PageMessage | None:
        return await self._database.read(_first, page_messages.c.id == message_id)

    async def messages(self, channel: str, limit: int, before: int | None = None) -> list[PageMessage]:
        return await self._database.read(_messages, channel, limit, before)

    async def by_mark(self, mark: str) -> PageMessage | None:
        return await self._database.read(_first, page_messages.c.mark == mark)

    async def react(self, message_id: int, account: str, symbol: str, on: bool) -> None:
        await self._database.write(_react, message_id, account, symbol, on)

    async def reactions(self, channel: str) -> dict[int, dict[str, list[str]]]:
        return await self._database.read(_reactions, channel)

    async def value(self, name: str) -> str | None:
        return await self._database.read(_value, name)

    async def set_value(self, name: str, value: str) -> None:
        await self._database.write(_set_value, name, value)


_GIVEN = ("channel", "author", "at", "body", "mark", "seen_by", "thread_of", "sample")


def _add(connection: Connection, message: PageMessage) -> PageMessage:
    new = insert(connection, page_messages).values(**{name: getattr(message, name) for name in _GIVEN})
    made = new.on_conflict_do_nothing(index_elements=["mark"]).returning(page_messages)
    row = connection.execute(made).first()
    if row is not None:
        return _message(row)
    known = _first(connection, page_messages.c.mark == message.mark)
    assert known is not None
    return known


def _replace(connection: Connection, message_id: int, body: dict[str, Any]) -> PageMessage | None:
    changed = update(page_messages).where(page_messages.c.id == message_id).values(body=body)
    row = connection.execute(changed.returning(page_messages)).first()
    return _message(row) if row else None


def _message(row: Row[Any]) -> PageMessage:
    return PageMessage(id=row.id, **{name: getattr(row, name) for name in _GIVEN})


def _first(connection: Connection, condition: Any) -> PageMessage | None:
    row = connection.execute(select(page_messages).where(condition)).first()
    return _message(row) if row else None


def _messages(connection: Connection, channel: str, limit: int, before: int | None) -> list[PageMessage]:
    asked = select(page_messages).where(page_messages.c.channel == channel)
    if before is not None:
        asked = asked.where(page_messages.c.id < before)
    rows = connection.execute(asked.order_by(page_messages.c.id.desc()).limit(limit)).all()
    return [_message(row) for row in reversed(rows)]


def _react(connection: Connection, message_id: int, account: str, symbol: str, on: bool) -> None:
    same = {"message_id": message_id, "account": account, "symbol": clean(symbol)}
    if on:
        connection.execute(insert(connection, page_reactions).values(**same).on_conflict_do_nothing())
    else:
        connection.execute(
            delete(page_reactions).where(*(page_reactions.c[name] == value for name, value in same.items()))
        )


def _reactions(connection: Connection, channel: str) -> dict[int, dict[str, list[str]]]:
    asked = select(page_reactions).join(page_messages, page_messages.c.id == page_reactions.c.message_id)
    asked = asked.where(page_messages.c.channel == channel).order_by(page_reactions.c.id)
    found: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for row in connection.execute(asked):
        found[row.message_id].setdefault(row.symbol, []).append(row.account)
    return dict(found)


def _value(connection: Connection, name: str) -> str | None:
    return connection.execute(select(page_values.c.value).where(page_values.c.name == name)).scalar()


def _set_value(connection: Connection, name: str, value: str) -> None:
    new = insert(connection, page_values).values(name=name, value=value)
    connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"value": new.excluded.value}))
