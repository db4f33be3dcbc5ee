"""Answers through the whole path on Discord: press → durable commit → confirmation, by the real program.

``python -m tests.benchmarks.bench_discord``: against a client of discord.py with the same settings and number
of presses, whose handler only says a sentence; ratios side by side, median of 5 alternating pairs, program and
server each on a processor of its own.
"""

import asyncio
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.discord.database import asked, url
from tests.benchmarks.discord.payloads import Guild
from tests.benchmarks.discord.server import LeanDiscord, clicks
from tests.benchmarks.programs import on_processor, running

GUILDS, MEMBERS, IN_FLIGHT, PAIRS = 5, 5_000, 256, 5
A_SECOND, FIRST_AGAIN, CHANGED_AGAIN = 200, 1_000, 500
WARM_UP = 300
RATE_TARGET, MIDDLE_TARGET, SLOWEST_TARGET, SLOWEST_MS = 0.6, 2.0, 2.0, 15.0
SETTLED = 3.0
"""Seconds that a connection takes to begin, with the two in which discord.py waits for further servers."""


@dataclass(frozen=True, slots=True)
class Run:
    """Answers a second of the first and of the second round of presses; seconds each steady press waited."""

    first: float
    second: float
    waited: tuple[float, ...]

    def percentile(self, percent: int) -> float:
        """Milliseconds."""
        return quantiles(self.waited, n=100)[percent - 1] * 1e3


def main(members: int = MEMBERS, pairs: int = PAIRS) -> int:
    with tempfile.TemporaryDirectory() as folder, on_processor(1):
        home = Path(folder)
        guilds = asked(home / "asked.db", [Guild(place, channels=2) for place in range(GUILDS)])
        made = [
            (_ours(home, guilds, members), asyncio.run(_noop(home, guilds, members))) for _ in range(pairs)
        ]
    _say(f"{members:,} members, first answers and changes, {IN_FLIGHT} in flight, median of {pairs} pairs")
    checks = [*_rates(made), *_waits(made)]
    return 0 if all(checks) else 1


def _rates(made: list[tuple[Run, Run]]) -> list[bool]:
    return [
        _check("first answers", [(ours.first, noop.first) for ours, noop in made]),
        _check("changes", [(ours.second, noop.second) for ours, noop in made]),
    ]


def _check(what: str, pairs: list[tuple[float, float]]) -> bool:
    ours, noop = (median(rates) for rates in zip(*pairs, strict=True))
    ratio = median(a / b for a, b in pairs)
    figures = f"{ours:,.0f}/s; no-op: {noop:,.0f}/s; ratio {ratio:.2f}"
    return _verdict(ratio >= RATE_TARGET, f"{what}: {figures} (target ≥ {RATE_TARGET})")


def _waits(made: list[tuple[Run, Run]]) -> list[bool]:
    checks = []
    for percent, target, enough in ((50, MIDDLE_TARGET, 0.0), (99, SLOWEST_TARGET, SLOWEST_MS)):
        pairs = [(ours.percentile(percent), noop.percentile(percent)) for ours, noop in made]
        ours, noop = (median(waits) for waits in zip(*pairs, strict=True))
        ratio = median(a / b for a, b in pairs)
        told = f"target ≤ {target:g}" + (f", or {enough:g} ms" if enough else "")
        line = f"at {A_SECOND}/s p{percent}: {ours:.2f} ms; no-op: {noop:.2f} ms; ratio {ratio:.2f} ({told})"
        checks.append(_verdict(ratio <= target or ours <= enough, line))
    return checks


def _ours(home: Path, guilds: Sequence[Guild], members: int) -> Run:
    path = shutil.copyfile(home / "asked.db", home / "dailydrill.db")
    environment = {
        "DAILYDRILL_HOME": str(home),
        "DATABASE_URL": url(path),
        "DISCORD_TOKEN": "token",
        "HTTP_PORT": "0",
        "LOG_LEVEL": "WARNING",
    }
    run, said = asyncio.run(_with_the_bot(home, guilds, members, environment))
    _check_kept(path, members, said)
    for file in home.glob("dailydrill.db*"):
        file.unlink()
    return run


async def _with_the_bot(
    home: Path, guilds: Sequence[Guild], members: int, environment: dict[str, str]
) -> tuple[Run, dict[str, int]]:
    async with LeanDiscord(guilds) as server:
        more = {**environment, "DISCORD_API_URL": server.api_url}
        async with running(["-m", "bot", "run"], more, home / "run.log"):
            return await _measured(server, members), dict(server.said)


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
    return Run(members / first, members / second, tuple(waited))


def _check_kept(path: Path, members: int, said: dict[str, int]) -> None:
    """Every press was confirmed, and the last of each member stands."""
    with closing(sqlite3.connect(path)) as connection:
        standing = dict(connection.execute("SELECT bits, count(*) FROM answers GROUP BY bits").fetchall())
    assert standing == {1: WARM_UP, 2: FIRST_AGAIN - CHANGED_AGAIN, 4: members + CHANGED_AGAIN}, standing
    assert said == {"Saved": WARM_UP + members + FIRST_AGAIN, "Changed": members + CHANGED_AGAIN}, said


def _verdict(passed: bool, line: str) -> bool:
    _say(f"  {'PASS' if passed else 'FAIL'}: {line}")
    return passed


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
