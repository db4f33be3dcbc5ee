"""``demo`` as a process: signals end it in order, with an open tab and without."""

import asyncio
import os
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals

import aiohttp
import pytest

from tests.cli.playing import PATIENCE

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def process(home: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """A playground that is open, with its address; it is gone after the block in any case."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DAILYDRILL_HOME": str(home), "HTTP_PORT": "0"}
    pipe = asyncio.subprocess.PIPE
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", cwd=home, env=env, stdout=pipe, stderr=pipe
    )
    try:
        yield started, await _address(started)
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


async def _address(started: asyncio.subprocess.Process) -> str:
    assert started.stdout is not None
    async with asyncio.timeout(PATIENCE):
        while line := (await started.stdout.readline()).decode():
            if line.startswith("http"):
                return line.strip()
    raise AssertionError((await started.communicate())[1].decode())


async def ended(started: asyncio.subprocess.Process, by: Signals) -> tuple[int | None, str, str]:
    """The exit code, and what it printed after its address."""
    started.send_signal(by)
    async with asyncio.timeout(PATIENCE):
        out, err = await started.communicate()
    return started.returncode, out.decode(), err.decode()


def beside(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir())


@pytest.fixture
def made(home: Path, migrated_sqlite: Path) -> Path:
    home.mkdir()
    shutil.copyfile(migrated_sqlite, home / "playground.db")
    return home


async def test_signals_end_it_with_0_and_without_a_word(made: Path) -> None:
    async with process(made) as (started, address), aiohttp.ClientSession(address) as session:
        async with session.get("/healthz") as response:
            assert await response.json() == {"status": "ok"}
        async with session.ws_connect("/ws?as=robin") as socket:
            assert (await socket.receive_json())["type"] == "state"
            ending = asyncio.create_task(ended(started, SIGTERM))
            assert (await socket.receive()).type is aiohttp.WSMsgType.CLOSE
        assert await ending == (0, "", "")
    assert beside(made) == ["bank.cache", "playground.db", "playground.db.lock"], "the database was closed"

    async with process(made) as (started, _):
        assert await ended(started, SIGINT) == (0, "", "")
