"""The playground's memory: what its channel page shows, kept in its own database file."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class PageMessage:
    """One message of the page. ``body`` is plain JSON data made by the web adapter.

    ``seen_by``: account that alone sees it, None for everyone. ``thread_of``: id of the message
    whose thread it stands in. ``mark``: the delivery's public mark, unique where present.
    """

    id: int
    channel: str
    author: str
    at: datetime
    body: dict[str, Any]
    mark: str | None = None
    seen_by: str | None = None
    thread_of: int | None = None
    sample: bool = False


class Page(Protocol):
    async def add(self, message: PageMessage) -> PageMessage:
        """Store with a new id; a known mark returns the message that has it."""
        ...

    async def replace(self, message_id: int, body: dict[str, Any]) -> PageMessage | None: ...

    async def message(self, message_id: int) -> PageMessage | None: ...

    async def messages(self, channel: str, limit: int, before: int | None = None) -> list[PageMessage]:
        """The newest ``limit`` messages, oldest first; ``before``: of those with a smaller id."""
        ...

    async def by_mark(self, mark: str) -> PageMessage | None: ...

    async def react(self, message_id: int, account: str, symbol: str, on: bool) -> None: ...

    async def reactions(self, channel: str) -> dict[int, dict[str, list[str]]]:
        """message id → symbol → accounts, in order of first use."""
        ...

    async def value(self, name: str) -> str | None:
        """A small setting of the page (the clock's offset, sample people, ticked steps)."""
        ...

    async def set_value(self, name: str, value: str) -> None: ...
