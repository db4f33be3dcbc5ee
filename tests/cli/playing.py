"""``demo`` in this process, and talking to it."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.cli.demo import demo
from bot.settings import Settings

PATIENCE = 60
"""Seconds; a start takes one or two, and many on a machine that is busy."""


def settings_for(home: Path, **more: Any) -> Settings:
    return Settings(dailydrill_home=home, **{"http_port": 0, **more})


@asynccontextmanager
async def playing(
    settings: Settings, capsys: pytest.CaptureFixture[str], *, fresh: bool = False
) -> AsyncIterator["Visitor"]:
    """Serve while the block runs, then stop it as a signal would."""
    async with visiting(demo(settings, fresh=fresh), capsys) as visitor:
        yield visitor


@asynccontextmanager
async def visiting(
    serve: Coroutine[Any, Any, None], capsys: pytest.CaptureFixture[str]
) -> AsyncIterator["Visitor"]:
    capsys.readouterr()
    task = asyncio.create_task(serve)
    try:
        address = await _address(task, capsys)
        async with aiohttp.ClientSession(address) as session:
            yield Visitor(address, session)
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


async def _address(task: asyncio.Task[None], capsys: pytest.CaptureFixture[str]) -> str:
    """The last line printed, once it is one."""
    printed = ""
    async with asyncio.timeout(PATIENCE):
        while "http" not in printed:
            if task.done():
                await task
            printed += capsys.readouterr().out
            await asyncio.sleep(0.01)
    return printed.splitlines()[-1]


class Visitor:
    def __init__(self, address: str, session: aiohttp.ClientSession) -> None:
        self.address = address
        self._session = session

    async def get(self, path: str) -> dict[str, Any]:
        async with self._session.get(path) as response:
            assert response.status == 200
            return dict(await response.json())

    async def post(self, path: str, **data: Any) -> dict[str, Any]:
        async with self._session.post(path, json=data) as response:
            assert response.status == 200, await response.text()
            return dict(await response.json())

    async def state(self) -> dict[str, Any]:
        return await self.get("/api/state")
