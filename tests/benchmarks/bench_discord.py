"""Answers through the whole path on Discord: press → durable commit → confirmation, by the real program.

``python -m tests.benchmarks.bench_discord [MEMBERS] [PAIRS]``: against a client of discord.py with the same
settings and number of presses, whose handler only says a sentence.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.discord.database import asked
from tests.benchmarks.discord.payloads import Guild
from tests.benchmarks.discord.server import LeanDiscord, clicks
from tests.benchmarks.programs import on_processor, running
from tests.benchmarks.tracks import url
from tests.benchmarks.whole_path import (
    A_SECOND,
    CHANGED_AGAIN,
    FIRST_AGAIN,
    IN_FLIGHT,
    PAIRS,
    WARM_UP,
    Run,
    check_kept,
    judged,
)

GUILDS, MEMBERS = 5, 5_000
SETTLED = 3.0
"""Seconds that a connection takes to begin, with the two in which discord.py waits for further servers."""


def main(members: int = MEMBERS, pairs: int = PAIRS) -> int:
    with tempfile.TemporaryDirectory() as folder, on_processor(1):
        home = Path(folder)
        guilds = asked(home / "asked.db", [Guild(place, channels=2) for place in range(GUILDS)])
        made = [
            (_ours(home, guilds, members), asyncio.run(_noop(home, guilds, members))) for _ in range(pairs)
        ]
    return judged(made, members)


def _ours(home: Path, guilds: Sequence[Guild], members: int) -> Run:
    path = shutil.copyfile(home / "asked.db", home / "dailydrill.db")
    run, said = asyncio.run(_with_the_bot(home, guilds, members))
    check_kept(path, members, said)
    for file in home.glob("dailydrill.db*"):
        file.unlink()
    return run


async def _with_the_bot(home: Path, guilds: Sequence[Guild], members: int) -> tuple[Run, dict[str, int]]:
    async with LeanDiscord(guilds) as server:
        environment = settings(home, server.api_url)
        async with running(["-m", "bot", "run"], environment, home / "run.log"):
            return await _measured(server, members), dict(server.said)


def settings(home: Path, api_url: str) -> dict[str, str]:
    """Of the real program."""
    return {
        "DAILYDRILL_HOME": str(home),
        "DATABASE_URL": url(home / "dailydrill.db"),
        "DISCORD_TOKEN": "token",
        "DISCORD_API_URL": api_url,
        "HTTP_PORT": "0",
        "LOG_LEVEL": "WARNING",
    }


async def _noop(home: Path, guilds: Sequence[Guild], members: int) -> Run:
    async with LeanDiscord(guilds) as server:
        program = ["-m", "tests.benchmarks.discord.noop", server.api_url]
        async with running(program, {}, home / "noop.log"):
            return await _measured(server, members)


async def _measured(server: LeanDiscord, members: int) -> Run:
    """Whoever answers first under a second question is known from the first one."""
    async with asyncio.timeout(30):
        await server.identified.wait()
    await asyncio.sleep(SETTLED)
    guilds, everybody, some = server.guilds, range(members), range(FIRST_AGAIN)
    await server.saturated(clicks(guilds, 0, range(members, members + WARM_UP), 0), IN_FLIGHT)
    first = await server.saturated(clicks(guilds, 0, everybody, 1), IN_FLIGHT)
    second = await server.saturated(clicks(guilds, 0, everybody, 2), IN_FLIGHT)
    steady = [*clicks(guilds, 1, some, 1), *clicks(guilds, 1, some[:CHANGED_AGAIN], 2)]
    waited = await server.steady(steady, A_SECOND)
    return Run(members / first, members / second, waited)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
