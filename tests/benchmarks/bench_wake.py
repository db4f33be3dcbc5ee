"""A wake-up: with nothing due, whatever the number of tracks; and with ten thousand tracks due at once.

``python -m tests.benchmarks.bench_wake``: both sides in the same run, medians of alternating pairs.
"""

import asyncio
import gc
import random
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sized
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.domain.freezing import shown_order, snapshot_id
from bot.domain.picking import Pool, pick
from bot.domain.round import DeliveryKind, mark
from bot.domain.schedule import RevealRule, Schedule, missed_slots, next_slot
from bot.ports.rounds import Plan
from bot.service.plan import STEP, plan
from bot.service.pools import Pools
from bot.service.tools import PlatformDefaults, Tools
from bot.store.codec import packed
from bot.store.columns import stamp
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from tests.fakes.bank import make_bank
from tests.fakes.clock import ManualClock
from tests.fakes.platform import FakePlatform

FEW, MANY, DUE, HISTORY = 10_000, 1_000_000, 10_000, 30
PAIRS, ASKED = 5, 100
IDLE_TARGET, CLAIM_TARGET, PLAN_TARGET, BLOCK_TARGET = 1.5, 0.3, 3.0, 0.020
NOW = datetime(2026, 11, 19, 8, 0, 5, tzinfo=UTC)
TODAY = date(2026, 11, 19)
OPENS = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)
SCHEDULE = Schedule("Europe/Berlin", time(9), frozenset(range(5)), RevealRule(time(17), next_day=False))
DueRow = tuple[int, str, int, str]
BANK = make_bank(per_topic=12, topics=tuple(f"topic-{number:02}" for number in range(35)))
DEFAULTS = PlatformDefaults(reveal_next_day=False, names=True, boards=True, reactions=True)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        checks = asyncio.run(_measure(Path(folder)))
    return 0 if all(checks) else 1


async def _measure(folder: Path) -> list[bool]:
    idle = await _nothing_due(folder)
    crowd = folder / "crowd.db"
    _fill(crowd, DUE, OPENS, history=HISTORY)
    gc.collect()
    gc.freeze()  # as a long-running program does once it has started
    return [idle, *await _all_due(folder, crowd)]


async def _nothing_due(folder: Path) -> bool:
    """One question by index to each database, again and again."""
    paths = [folder / f"{count}.db" for count in (FEW, MANY)]
    for path, count in zip(paths, (FEW, MANY), strict=True):
        _fill(path, count, OPENS + timedelta(days=1))
    async with open_store(_url(paths[0])) as few, open_store(_url(paths[1])) as many:
        pairs = [(await _asked(few), await _asked(many)) for _ in range(PAIRS)]
    low, high = median(one for one, _ in pairs), median(other for _, other in pairs)
    ratio = median(other / one for one, other in pairs)
    figures = f"{low * 1e6:.0f} → {high * 1e6:.0f} µs, {FEW:,} → {MANY:,} tracks"
    return _verdict(
        ratio <= IDLE_TARGET, f"nothing due: {figures}, ratio {ratio:.2f} (target ≤ {IDLE_TARGET})"
    )


async def _asked(store: SqlStore) -> float:
    start = perf_counter()
    for _ in range(ASKED):
        assert await store.tracks.due(NOW, STEP) == []
        assert await store.tracks.next_due() is not None
    return (perf_counter() - start) / ASKED


async def _all_due(folder: Path, crowd: Path) -> list[bool]:
    claims, ours, raws, blocks, quiet = [], [], [], [], []
    for number in range(PAIRS):
        claims.append(await _on_copy(folder, crowd, f"claim{number}", _claim))
        block, taken = await _watched(_on_copy(folder, crowd, f"plan{number}", _plan))
        blocks.append(block)
        ours.append(taken)
        quiet.append((await _watched(_idle(taken)))[0])
        raws.append(_raw(Path(shutil.copyfile(crowd, folder / f"raw{number}.db"))))
    ratio = median(one / raw for one, raw in zip(ours, raws, strict=True))
    more = median(block - calm for block, calm in zip(blocks, quiet, strict=True))
    claim, whole, raw = median(claims), median(ours), median(raws)
    return [
        _verdict(
            claim < CLAIM_TARGET,
            f"{DUE:,} due found, claimed, moved on: {claim:.3f} s (target < {CLAIM_TARGET})",
        ),
        _verdict(
            ratio <= PLAN_TARGET,
            f"planned whole: {whole:.2f} s, raw sqlite3 and plain Python {raw:.2f} s, ratio {ratio:.2f} "
            f"(target ≤ {PLAN_TARGET})",
        ),
        _verdict(
            more <= BLOCK_TARGET,
            f"longest block of the loop: {median(blocks) * 1e3:.1f} ms, no-op loop {median(quiet) * 1e3:.1f} ms "
            f"(target ≤ {BLOCK_TARGET * 1e3:.0f} ms more)",
        ),
    ]


async def _on_copy(
    folder: Path, crowd: Path, name: str, work: Callable[[SqlStore], Awaitable[float]]
) -> float:
    path = Path(shutil.copyfile(crowd, folder / f"{name}.db"))
    async with open_store(_url(path)) as store:
        return await work(store)


async def _claim(store: SqlStore) -> float:
    """Find what is due, work out the next slot, claim and move on; no round is written."""
    start, claimed = perf_counter(), 0
    while due := await store.tracks.due(NOW, STEP):
        await store.rounds.save_plans(
            [Plan(track, (), next_slot(track.schedule, after=TODAY, not_before=NOW)) for track in due], NOW
        )
        claimed += len(due)
    assert claimed == DUE
    return perf_counter() - start


async def _plan(store: SqlStore) -> float:
    clock = ManualClock(NOW)
    posters = {"fake": FakePlatform(clock)}
    tools = Tools(store, BANK, Pools(BANK), clock, random.Random(1).randbytes, posters, {"fake": DEFAULTS})
    start = perf_counter()
    assert await plan(tools) == DUE
    return perf_counter() - start


async def _idle(seconds: float) -> float:
    await asyncio.sleep(seconds)
    return seconds


async def _watched(work: Awaitable[float]) -> tuple[float, float]:
    """(longest time the loop did not come round, what the work says it took)."""
    longest = 0.0

    async def watch() -> None:
        nonlocal longest
        while True:
            before = perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, perf_counter() - before)

    watcher = asyncio.create_task(watch())
    taken = await work
    watcher.cancel()
    return longest, taken


def _raw(path: Path) -> float:
    """The same statements and picks, in steps, with sqlite3 and no layer between."""
    pools = Pools(BANK)
    pool = pools.pool(frozenset(), frozenset())
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=FULL")
        start = perf_counter()
        while due := connection.execute(RAW_DUE, (stamp(NOW), STEP)).fetchall():
            seen = _raw_seen(connection, [row[2] for row in due])
            parked = connection.execute(f"{RAW_PARKED} ({_marks(due)})", [row[2] for row in due]).fetchall()
            assert parked == []
            connection.execute("BEGIN IMMEDIATE")
            for row in due:
                _raw_plan(connection, row, pools, pool, seen.get(row[2], {}))
            connection.execute("COMMIT")
        return perf_counter() - start


def _raw_plan(
    connection: sqlite3.Connection, row: DueRow, pools: Pools, pool: Pool, seen: dict[str, datetime]
) -> None:
    track_id, key, group_id, channel = row
    slot = missed_slots(SCHEDULE, TODAY, NOW)[-1]
    question = pick(pool, seen, frozenset(), slot.day, f"{key}:{slot.day}")
    assert question is not None
    body_id, frozen = pools.snapshot(question.id)
    post = mark(key, slot.day, DeliveryKind.POST)
    opens, closes = stamp(slot.opens_at), stamp(slot.closes_at)
    connection.execute("INSERT OR IGNORE INTO snapshots VALUES (?, ?)", (body_id, packed(frozen)))
    order = shown_order(frozen, f"{key}:{slot.day}")
    facts = (post, track_id, group_id, channel, str(slot.day), opens, closes, question.id, body_id, order)
    round_id = connection.execute(RAW_ROUND, facts).lastrowid
    connection.execute(RAW_DELIVERY, (post, track_id, round_id, group_id, channel, opens, closes))
    following = next_slot(SCHEDULE, after=slot.day, not_before=NOW)
    assert following is not None
    connection.execute(RAW_ADVANCE, (str(following.day), stamp(following.opens_at), track_id, str(slot.day)))


RAW_DUE = """SELECT id, key, group_id, channel FROM tracks
    WHERE state = 'active' AND next_at IS NOT NULL AND next_at <= ? ORDER BY next_at, id LIMIT ?"""
RAW_SEEN = """SELECT group_id, question_id, MAX(opens_at) FROM rounds WHERE question_id IS NOT NULL
    AND state IN ('planned', 'posted', 'closed', 'revealed') AND group_id IN"""
RAW_PARKED = """SELECT group_id, question_id FROM reports WHERE settled_at IS NULL AND group_id IN"""
RAW_ROUND = """INSERT INTO rounds (mark, track_id, group_id, channel, day, state, opens_at, closes_at, question_id,
    snapshot_id, shown_order) VALUES (?, ?, ?, ?, ?, 'planned', ?, ?, ?, ?, ?)"""
RAW_DELIVERY = """INSERT INTO deliveries (mark, kind, track_id, round_id, group_id, platform, channel, due_at,
    give_up_at, state) VALUES (?, 'post', ?, ?, ?, 'fake', ?, ?, ?, 'waiting')"""
RAW_ADVANCE = "UPDATE tracks SET next_day = ?, next_at = ? WHERE id = ? AND next_day = ? AND state = 'active'"


def _raw_seen(connection: sqlite3.Connection, groups: list[int]) -> dict[int, dict[str, datetime]]:
    found: dict[int, dict[str, datetime]] = {}
    asked = f"{RAW_SEEN} ({_marks(groups)}) GROUP BY group_id, question_id"
    for group, question, at in connection.execute(asked, groups):
        found.setdefault(group, {})[question] = datetime.fromisoformat(at).replace(tzinfo=UTC)
    return found


def _marks(values: Sized) -> str:
    return ", ".join("?" * len(values))


def _fill(path: Path, count: int, next_at: datetime, *, history: int = 0) -> None:
    """``count`` groups with a track each, and so many past rounds in each group."""
    upgrade(_url(path))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            connection.executemany(
                "INSERT INTO groups VALUES (?1, 'g' || ?1, 'fake', ?1, 'Group', '{}')", _ids(count)
            )
            connection.executemany(FILL_TRACK, _tracks(count, next_at))
            if history:
                _fill_history(connection, count, history)


FILL_TRACK = """INSERT INTO tracks (id, key, group_id, channel, channel_name, zone, post_time, weekdays, reveal_time,
    reveal_next_day, skips, topics, levels, state, next_day, next_at) VALUES (?1, 'k' || ?1, ?1, 'c', 'daily',
    'Europe/Berlin', '09:00:00.000000', '[0,1,2,3,4]', '17:00:00.000000', 0, '[]', '[]', '[]', 'active', ?2, ?3)"""


def _ids(count: int) -> Iterator[tuple[int]]:
    return ((number,) for number in range(1, count + 1))


def _tracks(count: int, next_at: datetime) -> Iterator[tuple[int, str, str]]:
    return ((number, str(next_at.date()), stamp(next_at)) for number in range(1, count + 1))


def _fill_history(connection: sqlite3.Connection, count: int, history: int) -> None:
    source = random.Random(1)
    names = sorted(BANK.questions)
    pools = Pools(BANK)
    bodies = [(snapshot_id(frozen), packed(frozen)) for _, frozen in map(pools.snapshot, names)]
    connection.executemany("INSERT OR IGNORE INTO snapshots VALUES (?, ?)", bodies)
    for number in range(1, count + 1):
        rows = []
        for back, name in enumerate(source.sample(names, history), start=1):
            at = OPENS - timedelta(days=back)
            rows.append(
                (f"{number}-{back}", number, str(at.date()), stamp(at), name, pools.snapshot(name)[0])
            )
        connection.executemany(
            """INSERT INTO rounds (mark, track_id, group_id, channel, day, state, opens_at, closes_at, question_id,
               snapshot_id) VALUES (?1, ?2, ?2, 'c', ?3, 'revealed', ?4, ?4, ?5, ?6)""",
            rows,
        )


def _url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def _verdict(passed: bool, line: str) -> bool:
    sys.stdout.write(f"  {'PASS' if passed else 'FAIL'}: {line}\n")
    return passed


if __name__ == "__main__":
    sys.exit(main())
