"""Answers through the whole path on Slack: press → durable commit → acknowledgement and reply, by the real program.

``python -m tests.benchmarks.bench_slack [MEMBERS] [PAIRS]``: against an app of slack-bolt with the same settings
and number of requests, whose handler only says a sentence.
"""

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.programs import on_processor, running
from tests.benchmarks.slack.database import asked
from tests.benchmarks.slack.payloads import Channel, clicks
from tests.benchmarks.slack.server import LeanSlack
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

CHANNELS, MEMBERS = 5, 3_000
SETTLED = 1.0
"""Seconds that a connection takes to begin."""


def main(members: int = MEMBERS, pairs: int = PAIRS) -> int:
    with tempfile.TemporaryDirectory() as folder, on_processor(1):
        home = Path(folder)
        channels = asked(home / "asked.db", 2 * CHANNELS)
        made = [
            (_ours(home, channels, members), asyncio.run(_noop(home, channels, members)))
            for _ in range(pairs)
        ]
    return judged(made, members)


def _ours(home: Path, channels: Sequence[Channel], members: int) -> Run:
    path = shutil.copyfile(home / "asked.db", home / "dailydrill.db")
    run, said = asyncio.run(_with_the_bot(home, channels, members))
    check_kept(path, members, said)
    for file in home.glob("dailydrill.db*"):
        file.unlink()
    return run


async def _with_the_bot(home: Path, channels: Sequence[Channel], members: int) -> tuple[Run, dict[str, int]]:
    async with LeanSlack(channels) as server:
        environment = settings(home, server.api_url)
        async with running(["-m", "bot", "run"], environment, home / "run.log"):
            return await _measured(server, channels, members), dict(server.said)


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


async def _noop(home: Path, channels: Sequence[Channel], members: int) -> Run:
    async with LeanSlack(channels) as server:
        program = ["-m", "tests.benchmarks.slack.noop", server.api_url]
        async with running(program, {}, home / "noop.log"):
            return await _measured(server, channels, members)


async def _measured(server: LeanSlack, channels: Sequence[Channel], members: int) -> Run:
    """Whoever answers first under a second question is known from the first one."""
    async with asyncio.timeout(30):
        await server.connected.wait()
    await asyncio.sleep(SETTLED)
    busy, steady = channels[:CHANNELS], channels[CHANNELS:]
    everybody, some = range(members), range(FIRST_AGAIN)
    await server.saturated(clicks(busy, range(members, members + WARM_UP), 0), IN_FLIGHT)
    first = await server.saturated(clicks(busy, everybody, 1), IN_FLIGHT)
    second = await server.saturated(clicks(busy, everybody, 2), IN_FLIGHT)
    calm = [*clicks(steady, some, 1), *clicks(steady, some[:CHANGED_AGAIN], 2)]
    waited = await server.steady(calm, A_SECOND)
    return Run(members / first, members / second, waited, server.acknowledged)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
