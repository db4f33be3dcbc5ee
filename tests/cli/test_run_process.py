"""``run`` as a process, against a Discord on this machine."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from signal import SIGTERM

import pytest

from tests.cli.playing import PATIENCE
from tests.cli.running import fetched
from tests.cli.test_process import ROOT, beside, ended
from tests.platforms.discord.server import TOKEN, DiscordServer

LAZY = "import sys, bot.cli.run; print({'discord', 'adapters.discord', 'adapters.web'} & set(sys.modules))"


@asynccontextmanager
async def process(
    home: Path, server: DiscordServer, token: str = TOKEN
) -> AsyncIterator[asyncio.subprocess.Process]:
    settings = {
        "DAILYDRILL_HOME": str(home),
        "DISCORD_TOKEN": token,
        "DISCORD_API_URL": server.api_url,
        "HTTP_PORT": "0",
        "LOG_FORMAT": "json",
    }
    env = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    pipe = asyncio.subprocess.PIPE
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", cwd=home, env=env, stdout=pipe, stderr=pipe
    )
    try:
        yield started
    finally:
        if started.returncode is None:
            started.kill()
        await started.communicate()


@pytest.fixture
def made(home: Path) -> Path:
    home.mkdir()
    return home


async def health(started: asyncio.subprocess.Process) -> str:
    """The server's address, from the log."""
    assert started.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while line := await started.stderr.readline():
            if line.startswith(b"{") and "health" in (told := json.loads(line)):
                return str(told["health"]).removesuffix("healthz")
    raise AssertionError("it ended")


async def ready(address: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while (await fetched(address, "readyz"))[0] != 200:  # noqa: ASYNC110 - another process tells nobody
            await asyncio.sleep(0.05)


async def test_it_serves_discord_until_a_signal_ends_it_with_0(made: Path) -> None:
    async with DiscordServer() as server, process(made, server) as started:
        address = await health(started)
        await ready(address)
        assert 'dailydrill_connected{platform="discord"} 1.0' in (await fetched(address, "metrics"))[1]
        code, out, err = await ended(started, SIGTERM)
    assert (code, out) == (0, "") and "Traceback" not in err
    assert beside(made) == ["bank.cache", "dailydrill.db", "dailydrill.db.lock"], "the database was closed"


async def test_a_token_that_discord_refuses_ends_it_with_2_and_is_not_repeated(made: Path) -> None:
    async with DiscordServer() as server, process(made, server, "not-the-token") as started:
        async with asyncio.timeout(PATIENCE):
            _, err = await started.communicate()
    assert started.returncode == 2
    assert b"dailydrill: Discord does not accept DISCORD_TOKEN" in err.splitlines()[-1]
    assert b"not-the-token" not in err and b"Traceback" not in err


async def test_no_platform_is_imported_before_it_is_made() -> None:
    pipe = asyncio.subprocess.PIPE
    asked = await asyncio.create_subprocess_exec(sys.executable, "-c", LAZY, cwd=ROOT, stdout=pipe)
    out, _ = await asked.communicate()
    assert out.decode().strip() == "set()"
