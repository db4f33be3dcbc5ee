"""Answers through the whole path, the real program beside one that only says a sentence: what is measured of
each, and when it is good enough. Both run at the same time and take turns, as the machine's pace changes from one
second to the next; programs and servers each on a processor of their own."""

import asyncio
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack, closing
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any, Protocol

from tests.benchmarks.presses import Presses
from tests.benchmarks.programs import on_processor, running

IN_FLIGHT, PAIRS = 256, 5
A_SECOND, FIRST_AGAIN, CHANGED_AGAIN = 200, 1_000, 500
WARM_UP = 300
TURN = 100
"""Steady presses, half a second of them."""
PAGES, FLUSHES, ROUNDS = 4, 50, 6
PROCESSORS = 0, 1
RATE_TARGET, MIDDLE_TARGET, SLOWEST_TARGET, SLOWEST_MS = 0.6, 2.0, 2.0, 15.0


@dataclass(slots=True)
class Run:
    """Answers a second of the first and of the second round of presses; seconds each steady press waited for
    what somebody sees, and for an acknowledgement where there is one of its own."""

    first: float = 0.0
    second: float = 0.0
    waited: list[float] = field(default_factory=list)
    acknowledged: list[float] = field(default_factory=list)


Pair = tuple[Run, Run]
"""The bot, and the program that only says a sentence."""


class Platform(Protocol):
    """``noop``: the module of the program that only says a sentence."""

    noop: str

    def ask(self, database: Path) -> None:
        """Make it, with questions that are open in busy and in calm channels."""
        ...

    def server(self) -> AbstractAsyncContextManager[Any]:
        """Presses, of the platform's own clicks."""
        ...

    def settings(self, home: Path, api_url: str) -> dict[str, str]: ...

    async def connected(self, server: Any) -> None:
        """Wait until presses can be sent."""
        ...

    def clicks(self, members: range, letter: int, *, calm: bool) -> Sequence[Any]:
        """Each member presses that letter once."""
        ...


def compared(platform: Platform, members: int, pairs: int) -> int:
    """Measure, and say how the two compare; 1 if a target is missed."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        flush, processor = _quickest(home / "flushed")
        platform.ask(home / "asked.db")
        trial = Trial(platform, home, members, processor)
        with on_processor(1 - processor):
            made = [trial.pair() for _ in range(pairs)]
    return _judged(made, members, flush)


@dataclass(frozen=True, slots=True)
class Trial:
    """``processor``: the programs', the one that hears of the disk first; on the other each flush would have to
    be woken from there. That one is the servers'."""

    platform: Platform
    home: Path
    members: int
    processor: int

    def pair(self) -> Pair:
        database = shutil.copyfile(self.home / "asked.db", self.home / "dailydrill.db")
        made, said = asyncio.run(self._pair())
        _check_kept(database, self.members, said)
        for file in self.home.glob("dailydrill.db*"):
            file.unlink()
        return made

    async def _pair(self) -> tuple[Pair, dict[str, int]]:
        async with AsyncExitStack() as stack:
            ours, noop = [await stack.enter_async_context(self.platform.server()) for _ in range(2)]
            settings = self.platform.settings(self.home, ours.api_url)
            await stack.enter_async_context(self._running(["-m", "bot", "run"], settings, "run.log"))
            program = ["-m", self.platform.noop, noop.api_url]
            await stack.enter_async_context(self._running(program, {}, "noop.log"))
            return await _measured(self.platform, (ours, noop), self.members), dict(ours.said)

    def _running(
        self, program: Sequence[str], settings: Mapping[str, str], log: str
    ) -> AbstractAsyncContextManager[Any]:
        return running(program, settings, self.home / log, self.processor)


def _quickest(file: Path) -> tuple[float, int]:
    """How long the disk alone takes to keep what an answer changes, at the pace of the steady presses, as each of
    those waits for it, and on which processor. Both take turns; without the pauses a disk is several times as
    fast."""
    file.write_bytes(bytes(PAGES * 4096))
    taken: dict[int, list[float]] = {place: [] for place in PROCESSORS}
    with file.open("r+b", buffering=0) as handle:
        for _ in range(ROUNDS):
            for place in PROCESSORS:
                with on_processor(place):
                    taken[place] += asyncio.run(_flushes(handle))
    return min((median(seconds), place) for place, seconds in taken.items())


async def _flushes(file: FileIO) -> list[float]:
    return [await _kept(file) for _ in range(FLUSHES)]


async def _kept(file: FileIO) -> float:
    await asyncio.sleep(1 / A_SECOND)
    begun = perf_counter()
    file.seek(0)
    file.write(bytes(PAGES * 4096))
    os.fsync(file.fileno())
    return perf_counter() - begun


async def _measured(platform: Platform, both: tuple[Presses[Any], Presses[Any]], members: int) -> Pair:
    """Whoever answers first under a second question is known from the first one."""
    clicks, everybody, some = platform.clicks, range(members), range(FIRST_AGAIN)
    ours, noop = Run(), Run()
    for server in both:
        async with asyncio.timeout(30):
            await platform.connected(server)
        await server.saturated(clicks(range(members, members + WARM_UP), 0, calm=False), IN_FLIGHT)
    for run, server in zip((ours, noop), both, strict=True):
        run.first = members / await server.saturated(clicks(everybody, 1, calm=False), IN_FLIGHT)
    for run, server in zip((ours, noop), both, strict=True):
        run.second = members / await server.saturated(clicks(everybody, 2, calm=False), IN_FLIGHT)
    steady = [*clicks(some, 1, calm=True), *clicks(some[:CHANGED_AGAIN], 2, calm=True)]
    for begin in range(0, len(steady), TURN):
        for run, server in zip((ours, noop), both, strict=True):
            run.waited += await server.steady(steady[begin : begin + TURN], A_SECOND)
            run.acknowledged += server.acknowledged
    return ours, noop


def _judged(made: Sequence[Pair], members: int, flush: float) -> int:
    _say(
        f"{members:,} members, first answers and changes, {IN_FLIGHT} in flight, median of {len(made)} pairs"
    )
    _say(f"  the disk alone, at {A_SECOND}/s: {flush * 1000:.2f} ms")
    checks = [
        _rate("first answers", [(ours.first, noop.first) for ours, noop in made]),
        _rate("changes", [(ours.second, noop.second) for ours, noop in made]),
        _wait(made, 50, MIDDLE_TARGET, 0.0),
        _wait(made, 99, SLOWEST_TARGET, SLOWEST_MS),
    ]
    if made[0][0].acknowledged:
        _acknowledgements(made)
    return 0 if all(checks) else 1


def _check_kept(database: Path, members: int, said: Mapping[str, int]) -> None:
    """Every press was confirmed, and the last of each member stands."""
    with closing(sqlite3.connect(database)) as connection:
        standing = dict(connection.execute("SELECT bits, count(*) FROM answers GROUP BY bits").fetchall())
    assert standing == {1: WARM_UP, 2: FIRST_AGAIN - CHANGED_AGAIN, 4: members + CHANGED_AGAIN}, standing
    assert said == {"Saved": WARM_UP + members + FIRST_AGAIN, "Changed": members + CHANGED_AGAIN}, said


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _rate(what: str, pairs: list[tuple[float, float]]) -> bool:
    ours, noop, ratio = _compared(pairs)
    figures = f"{ours:,.0f}/s; no-op: {noop:,.0f}/s; ratio {ratio:.2f}"
    return _verdict(ratio >= RATE_TARGET, f"{what}: {figures} (target ≥ {RATE_TARGET})")


def _wait(made: Sequence[Pair], percent: int, target: float, enough: float) -> bool:
    pairs = [(_percentile(ours.waited, percent), _percentile(noop.waited, percent)) for ours, noop in made]
    ours, noop, ratio = _compared(pairs)
    told = f"target ≤ {target:g}" + (f", or {enough:g} ms" if enough else "")
    line = f"at {A_SECOND}/s p{percent}: {ours:.2f} ms; no-op: {noop:.2f} ms; ratio {ratio:.2f} ({told})"
    return _verdict(ratio <= target or ours <= enough, line)


def _acknowledgements(made: Sequence[Pair]) -> None:
    for percent in (50, 99):
        ours, noop, _ = _compared(
            [(_percentile(a.acknowledged, percent), _percentile(b.acknowledged, percent)) for a, b in made]
        )
        _say(f"  of that until the acknowledgement, p{percent}: {ours:.2f} ms; no-op: {noop:.2f} ms")


def _compared(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The medians, and the median of the ratios."""
    ours, noop = (median(side) for side in zip(*pairs, strict=True))
    return ours, noop, median(a / b for a, b in pairs)


def _percentile(seconds: Sequence[float], percent: int) -> float:
    """Milliseconds."""
    return quantiles(seconds, n=100)[percent - 1] * 1e3


def _verdict(passed: bool, line: str) -> bool:
    _say(f"  {'PASS' if passed else 'FAIL'}: {line}")
    return passed
