"""Answers through the whole path on Slack: press → durable commit → acknowledgement and reply, by the real program.

``python -m tests.benchmarks.bench_slack [MEMBERS] [PAIRS]``: against an app of slack-bolt with the same settings
and number of requests, whose handler only says a sentence.
"""

import asyncio
import sys
from pathlib import Path

from tests.benchmarks.slack.database import asked
from tests.benchmarks.slack.payloads import Channel, Click, clicks
from tests.benchmarks.slack.server import LeanSlack
from tests.benchmarks.tracks import url
from tests.benchmarks.whole_path import PAIRS, compared

CHANNELS, MEMBERS = 5, 3_000
SETTLED = 1.0
"""Seconds that a connection takes to begin."""


class Slack:
    noop = "tests.benchmarks.slack.noop"

    def __init__(self) -> None:
        self._channels: list[Channel] = []

    def ask(self, database: Path) -> None:
        self._channels = asked(database, 2 * CHANNELS)

    def server(self) -> LeanSlack:
        return LeanSlack(self._channels)

    def settings(self, home: Path, api_url: str) -> dict[str, str]:
        return settings(home, api_url)

    async def connected(self, server: LeanSlack) -> None:
        await server.connected.wait()
        await asyncio.sleep(SETTLED)

    def clicks(self, members: range, letter: int, *, calm: bool) -> list[Click]:
        return clicks(self._channels[CHANNELS:] if calm else self._channels[:CHANNELS], members, letter)


def main(members: int = MEMBERS, pairs: int = PAIRS) -> int:
    return compared(Slack(), members, pairs)


def settings(home: Path, api_url: str) -> dict[str, str]:
    """Of the real program."""
    return {
        "DAILYDRILL_HOME": str(home),
        "DATABASE_URL": url(home / "dailydrill.db"),
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_APP_TOKEN": "xapp-1",
        "SLACK_API_URL": api_url,
        "HTTP_PORT": "0",
        "LOG_LEVEL": "WARNING",
    }


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
