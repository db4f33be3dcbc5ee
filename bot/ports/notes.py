"""Small things that a platform's adapter must remember."""

from typing import Protocol


class Notes(Protocol):
    async def read(self, platform: str, name: str) -> str | None: ...

    async def write(self, platform: str, name: str, value: str) -> None: ...
