"""The Page port in memory."""

from dataclasses import replace
from typing import Any

from bot.ports.page import PageMessage


class MemoryPage:
    """Messages are numbered from 1, in the order they came."""

    def __init__(self) -> None:
        self._messages: list[PageMessage] = []
        self._gone: set[int] = set()
        self._reactions: dict[int, dict[str, list[str]]] = {}
        self._values: dict[str, str] = {}

    async def add(self, message: PageMessage) -> PageMessage:
        known = await self.by_mark(message.mark) if message.mark else None
        if known is not None:
            return known
        added = replace(message, id=len(self._messages) + 1)
        self._messages.append(added)
        return added

    def forget(self, account: str) -> None:
        """As the store does when somebody deletes their data; numbers are not given again."""
        self._gone |= {message.id for message in self._messages if message.seen_by == account}

    async def replace(self, message_id: int, body: dict[str, Any]) -> PageMessage | None:
        if await self.message(message_id) is None:
            return None
        self._messages[message_id - 1] = changed = replace(self._messages[message_id - 1], body=body)
        return changed

    async def message(self, message_id: int) -> PageMessage | None:
        known = 0 < message_id <= len(self._messages) and message_id not in self._gone
        return self._messages[message_id - 1] if known else None

    async def messages(self, channel: str, limit: int, before: int | None = None) -> list[PageMessage]:
        kept = (message for message in self._messages if message.id not in self._gone)
        here = (message for message in kept if message.channel == channel)
        return [message for message in here if before is None or message.id < before][-limit:]

    async def by_mark(self, mark: str) -> PageMessage | None:
        return next((message for message in self._messages if message.mark == mark), None)

    async def react(self, message_id: int, account: str, symbol: str, on: bool) -> None:
        accounts = self._reactions.setdefault(message_id, {}).setdefault(symbol, [])
        if on and account not in accounts:
            accounts.append(account)
        elif not on and account in accounts:
            accounts.remove(account)

    async def reactions(self, channel: str) -> dict[int, dict[str, list[str]]]:
        return self._reactions

    async def value(self, name: str) -> str | None:
        return self._values.get(name)

    async def set_value(self, name: str, value: str) -> None:
        self._values[name] = value
