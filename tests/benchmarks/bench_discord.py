"""Answers through the whole path on Discord: press → durable commit → confirmation, by the real program.

``python -m tests.benchmarks.bench_discord [MEMBERS] [PAIRS]``: against a client of discord.py with the same
settings and number of presses, whose handler only says a sentence.
"""

import asyncio
import sys
from pathlib import Path

from tests.benchmarks.discord.database import asked
from tests.benchmarks.discord.payloads import Click, Guild
from tests.benchmarks.discord.server import LeanDiscord, clicks
from tests.benchmarks.tracks import url
from tests.benchmarks.whole_path import PAIRS, compared

GUILDS, MEMBERS = 5, 5_000
SETTLED = 3.0
"""Seconds that a connection takes to begin, with the two in which discord.py waits for further servers."""

BUSY, CALM = 0, 1
"""Channels of each server."""


class Discord:
    noop = "tests.benchmarks.discord.noop"

    def __init__(self) -> None:
        self._guilds = [Guild(place, channels=2) for place in range(GUILDS)]

    def ask(self, database: Path) -> None:
        self._guilds = asked(database, self._guilds)

    def server(self) -> LeanDiscord:
        return LeanDiscord(self._guilds)

    def settings(self, home: Path, api_url: str) -> dict[str, str]:
        return settings(home, api_url)

    async def connected(self, server: LeanDiscord) -> None:
        await server.identified.wait()
        await asyncio.sleep(SETTLED)

    def clicks(self, members: range, letter: int, *, calm: bool) -> list[Click]:
        return clicks(self._guilds, CALM if calm else BUSY, members, letter)


def main(members: int = MEMBERS, pairs: int = PAIRS) -> int:
    return compared(Discord(), members, pairs)


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


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
