"""Answers through the whole path, the real program beside one that only says a sentence: what is measured of
each, and when it is good enough. Ratios side by side, median of alternating pairs, program and server each on
a processor of its own."""

import sqlite3
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

IN_FLIGHT, PAIRS = 256, 5
A_SECOND, FIRST_AGAIN, CHANGED_AGAIN = 200, 1_000, 500
WARM_UP = 300
RATE_TARGET, MIDDLE_TARGET, SLOWEST_TARGET, SLOWEST_MS = 0.6, 2.0, 2.0, 15.0


@dataclass(frozen=True, slots=True)
class Run:
    """Answers a second of the first and of the second round of presses; seconds each steady press waited for
    what somebody sees, and for an acknowledgement where there is one of its own."""

    first: float
    second: float
    waited: Sequence[float]
    acknowledged: Sequence[float] = ()


Pair = tuple[Run, Run]
"""The bot, and the program that only says a sentence."""


def judged(made: Sequence[Pair], members: int) -> int:
    """Say how they compare; 1 if a target is missed."""
    say(f"{members:,} members, first answers and changes, {IN_FLIGHT} in flight, median of {len(made)} pairs")
    checks = [
        _rate("first answers", [(ours.first, noop.first) for ours, noop in made]),
        _rate("changes", [(ours.second, noop.second) for ours, noop in made]),
        _wait(made, 50, MIDDLE_TARGET, 0.0),
        _wait(made, 99, SLOWEST_TARGET, SLOWEST_MS),
    ]
    if made[0][0].acknowledged:
        _acknowledgements(made)
    return 0 if all(checks) else 1


def check_kept(database: Path, members: int, said: Mapping[str, int]) -> None:
    """Every press was confirmed, and the last of each member stands."""
    with closing(sqlite3.connect(database)) as connection:
        standing = dict(connection.execute("SELECT bits, count(*) FROM answers GROUP BY bits").fetchall())
    assert standing == {1: WARM_UP, 2: FIRST_AGAIN - CHANGED_AGAIN, 4: members + CHANGED_AGAIN}, standing
    assert said == {"Saved": WARM_UP + members + FIRST_AGAIN, "Changed": members + CHANGED_AGAIN}, said


def say(line: str) -> None:
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
        say(f"  of that until the acknowledgement, p{percent}: {ours:.2f} ms; no-op: {noop:.2f} ms")


def _compared(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The medians, and the median of the ratios."""
    ours, noop = (median(side) for side in zip(*pairs, strict=True))
    return ours, noop, median(a / b for a, b in pairs)


def _percentile(seconds: Sequence[float], percent: int) -> float:
    """Milliseconds."""
    return quantiles(seconds, n=100)[percent - 1] * 1e3


def _verdict(passed: bool, line: str) -> bool:
    say(f"  {'PASS' if passed else 'FAIL'}: {line}")
    return passed
