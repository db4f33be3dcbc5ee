"""A wake-up: with nothing due, whatever the number of tracks; and with ten thousand tracks due at once.

``python -m tests.benchmarks.bench_wake``: both sides in the same run, medians of alternating pairs. The raw
side runs in a thread beside a loop that only watches itself: that loop is the no-op loop.
"""

import asyncio
import gc
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from os import fsync
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TypeVar

from bot.domain.schedule import RevealRule, Schedule, Slot
from bot.ports.rounds import Plan
from bot.service.plan import STEP, due_slots, plan
from bot.service.pools import Pools
from bot.service.tools import PlatformDefaults, Tools
from bot.store.codec import packed, packed_set
from bot.store.columns import stamp
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from tests.benchmarks.raw_plan import raw_plan
from tests.fakes.bank import make_bank
from tests.fakes.clock import ManualClock
from tests.fakes.platform import FakePlatform

T = TypeVar("T")

FEW, MANY, DUE, HISTORY = 10_000, 1_000_000, 10_000, 60
PAIRS, ASKED = 5, 100
IDLE_TARGET, CLAIM_TARGET, PLAN_TARGET, BLOCK_TARGET = 1.5, 0.3, 3.0, 0.020
TODAY = date(2026, 11, 19)
OPENS = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
NOW = OPENS + timedelta(seconds=5)
LATER = OPENS + timedelta(days=1)
BANK = make_bank(per_topic=12, topics=tuple(f"topic-{number:02}" for number in range(35)))
DEFAULTS = PlatformDefaults(reveal_next_day=False, names=True, boards=True, reactions=True)
PLACES = {
    "Europe/Berlin": time(9),
    "Europe/London": time(8),
    "UTC": time(8),
    "America/New_York": time(3),
    "America/Sao_Paulo": time(5),
    "Asia/Kolkata": time(13, 30),
    "Asia/Tokyo": time(17),
    "Australia/Sydney": time(19),
}
"""The same instant on the walls of eight zones."""
SCHEDULES = tuple(
    Schedule(zone, at, frozenset(range(days)), RevealRule(time(reveal, 30), next_day=True))
    for (zone, at), days, reveal in product(PLACES.items(), (5, 7), (0, 1, 2))
)


def main() -> int:
    gc.collect()
    gc.freeze()  # as the program does once it has started
    with tempfile.TemporaryDirectory() as folder:
        checks = asyncio.run(_measure(Path(folder)))
    return 0 if all(checks) else 1


async def _measure(folder: Path) -> list[bool]:
    idle = await _nothing_due(folder)
    claims = _filled(folder / "claims.db", DUE, OPENS)
    crowd = _filled(folder / "crowd.db", DUE, OPENS, history=HISTORY)
    return [idle, await _claims(claims), *await _plans(crowd)]


async def _nothing_due(folder: Path) -> bool:
    """What a wake-up asks of the tracks, of a small and of a big database in turn."""
    small, big = (_filled(folder / f"{count}.db", count, LATER) for count in (FEW, MANY))
    async with open_store(_url(small)) as few, open_store(_url(big)) as many:
        pairs = [(await _asked(few), await _asked(many)) for _ in range(PAIRS)]
    low, high = (median(times) * 1e6 for times in zip(*pairs, strict=True))
    ratio = median(other / one for one, other in pairs)
    figures = f"{low:.0f} → {high:.0f} µs, {FEW:,} → {MANY:,} tracks"
    return _verdict(
        ratio <= IDLE_TARGET, f"nothing due: {figures}, ratio {ratio:.2f} (target ≤ {IDLE_TARGET})"
    )


async def _asked(store: SqlStore) -> float:
    times = []
    for _ in range(ASKED):
        start = perf_counter()
        assert await store.tracks.due(NOW, STEP) == []
        assert await store.tracks.next_due() == LATER
        times.append(perf_counter() - start)
    return median(times)


async def _claims(file: Path) -> bool:
    taken = median([await _on_a_copy(file, _through_the_store(_claim)) for _ in range(PAIRS)])
    return _verdict(
        taken < CLAIM_TARGET,
        f"{DUE:,} due found, claimed, next times set: {taken:.3f} s (target < {CLAIM_TARGET})",
    )


async def _claim(store: SqlStore) -> float:
    """Everything ``plan`` does for a due track, but rounds."""
    start, claimed = perf_counter(), 0
    while due := await store.tracks.due(NOW, STEP):
        await store.rounds.save_plans([Plan(track, (), _upcoming(track.schedule)) for track in due], NOW)
        claimed += len(due)
    assert claimed == DUE
    return perf_counter() - start


def _upcoming(schedule: Schedule) -> Slot | None:
    return due_slots(schedule, TODAY, NOW)[1]


async def _plans(crowd: Path) -> list[bool]:
    pairs = []
    for _ in range(PAIRS):
        ours = await _on_a_copy(crowd, lambda path: _watched(_through_the_store(_plan)(path)))
        raw = await _on_a_copy(crowd, lambda path: _watched(asyncio.to_thread(_raw, path)))
        pairs.append((*ours, *raw))
    taken, block, raw_taken, calm = (median(figures) for figures in zip(*pairs, strict=True))
    ratio = median(ours / raw for ours, _, raw, _ in pairs)
    more = median(block - calm for _, block, _, calm in pairs)
    whole = f"{taken:.2f} s, raw sqlite3 and plain Python {raw_taken:.2f} s, ratio {ratio:.2f}"
    blocks = f"{block * 1e3:.1f} ms, no-op loop {calm * 1e3:.1f} ms, {more * 1e3:.1f} ms more"
    return [
        _verdict(ratio <= PLAN_TARGET, f"planned whole: {whole} (target ≤ {PLAN_TARGET})"),
        _verdict(
            more <= BLOCK_TARGET, f"longest block of the loop: {blocks} (target ≤ {BLOCK_TARGET * 1e3:.0f})"
        ),
    ]


async def _plan(store: SqlStore) -> float:
    clock = ManualClock(NOW)
    posters = {"fake": FakePlatform(clock)}
    tools = Tools(store, BANK, Pools(BANK), clock, random.Random(1).randbytes, posters, {"fake": DEFAULTS})
    start = perf_counter()
    assert await plan(tools) == DUE
    return perf_counter() - start


def _raw(path: Path) -> float:
    pools = Pools(BANK)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        start = perf_counter()
        assert raw_plan(connection, pools, NOW, STEP) == DUE
        return perf_counter() - start


async def _watched(work: Awaitable[float]) -> tuple[float, float]:
    """What the work says it took, and the longest time the loop did not come round meanwhile."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, perf_counter() - before)

    watcher = asyncio.create_task(watch())
    try:
        return await work, longest
    finally:
        watcher.cancel()


def _through_the_store(work: Callable[[SqlStore], Awaitable[float]]) -> Callable[[Path], Awaitable[float]]:
    """Run ``work`` on a store that has been used before: its connections are open."""

    async def run(path: Path) -> float:
        async with open_store(_url(path)) as store:
            assert await store.tracks.due(NOW - timedelta(days=1), STEP) == []
            assert await store.rounds.save_plans([], NOW) == []
            return await work(store)

    return run


async def _on_a_copy(file: Path, work: Callable[[Path], Awaitable[T]]) -> T:
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        return await work(_copied(file, Path(folder) / "copy.db"))


def _copied(file: Path, copy: Path) -> Path:
    """On the disk before the clock starts: nobody pays for the copy in the first commit."""
    shutil.copyfile(file, copy)
    with copy.open("rb+") as opened:
        fsync(opened)
    return copy


def _filled(path: Path, count: int, next_at: datetime, *, history: int = 0) -> Path:
    """``count`` groups with a track each; every other group has so many past rounds."""
    upgrade(_url(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            numbers = ((number,) for number in range(count))
            connection.executemany(FILL_GROUP, numbers)
            connection.executemany(FILL_TRACK, _tracks(count, next_at))
            if history:
                _fill_history(connection, range(0, count, 2), history)
    return path


FILL_GROUP = """INSERT INTO groups (id, key, platform, external, name, settings, season_told)
    VALUES (?1, 'g' || ?1, 'fake', ?1, 'Group', '{}', '2026-10')"""
FILL_TRACK = """INSERT INTO tracks (id, key, group_id, channel, channel_name, zone, post_time, weekdays, reveal_time,
    reveal_next_day, skips, topics, levels, state, next_day, next_at) VALUES (?1, 'k' || ?1, ?1, 'c', 'daily',
    ?2, ?3, ?4, ?5, 1, '[]', '[]', '[]', 'active', ?6, ?7)"""


def _tracks(count: int, next_at: datetime) -> Iterator[tuple[object, ...]]:
    due = str(next_at.date()), stamp(next_at)
    schedules = [
        (each.zone, f"{each.at}.000000", packed_set(each.weekdays), f"{each.reveal.at}.000000")
        for each in SCHEDULES
    ]
    return ((number, *schedules[number % len(schedules)], *due) for number in range(count))


def _fill_history(connection: sqlite3.Connection, groups: range, history: int) -> None:
    kept = {name: Pools(BANK).snapshot(name) for name in BANK.questions}
    bodies = [(id_, packed(frozen)) for id_, frozen in kept.values()]
    connection.executemany("INSERT OR IGNORE INTO snapshots VALUES (?, ?)", bodies)
    asked = [(name, id_) for name, (id_, _) in kept.items()]
    connection.executemany(FILL_ROUND, _history(groups, history, asked))


FILL_ROUND = """INSERT INTO rounds (mark, track_id, group_id, channel, day, state, opens_at, closes_at, posted_at,
    question_id, snapshot_id) VALUES (?1, ?2, ?2, 'c', ?3, 'revealed', ?4, ?4, ?4, ?5, ?6)"""


def _history(groups: range, history: int, asked: list[tuple[str, str]]) -> Iterator[tuple[object, ...]]:
    source = random.Random(1)
    for group in groups:
        for back, (name, snapshot_id) in enumerate(source.sample(asked, history), start=1):
            at = OPENS - timedelta(days=back)
            yield f"{group}-{back}", group, str(at.date()), stamp(at), name, snapshot_id


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def _verdict(passed: bool, line: str) -> bool:
    sys.stdout.write(f"  {'PASS' if passed else 'FAIL'}: {line}\n")
    return passed


if __name__ == "__main__":
    sys.exit(main())
