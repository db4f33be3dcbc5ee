"""Durable answers: the group-commit writer against raw sqlite3 in groups of 200, and against one
transaction per answer through SQLAlchemy and aiosqlite.

``python -m tests.benchmarks.bench_store [ANSWERS]``: ratios side by side, median of 5 alternating pairs,
``synchronous=FULL`` everywhere, 400 answers in flight.
"""

import asyncio
import sqlite3
import sys
import tempfile
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.domain.frozen import Response
from bot.ports.answers import Act, Actor
from bot.store.migrate import upgrade
from bot.store.open import open_store

ANSWERS, IN_FLIGHT, GROUP, PAIRS = 20_000, 400, 200, 5
RAW_TARGET, SINGLE_TARGET = 0.15, 10.0
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
STORED_AT = "2026-11-02 09:00:00.000000"

UPSERT = """
    INSERT INTO answers (round_id, member_id, bits, text, at, way, act)
    VALUES (1, {member}, 2, NULL, '{at}', 'button', 1)
    ON CONFLICT (round_id, member_id) DO UPDATE SET bits = excluded.bits, text = excluded.text,
      at = excluded.at, way = excluded.way WHERE excluded.at >= answers.at"""
FILL = (
    "INSERT INTO groups (id, key, platform, external, name, settings) VALUES (1, 'k', 'web', 'g', 'Group', '{}')",
    """INSERT INTO tracks (id, key, group_id, channel, channel_name, zone, post_time, weekdays, reveal_time,
       reveal_next_day, skips, topics, levels, state) VALUES
       (1, 't', 1, 'c', 'c', 'UTC', '09:00', '[]', '17:00', 0, '[]', '[]', '[]', 'active')""",
    """INSERT INTO rounds (id, mark, track_id, group_id, channel, day, state, opens_at, closes_at) VALUES
       (1, 'm', 1, 1, 'c', '2026-11-02', 'posted', '2026-11-02 08:00:00.000000', '2026-11-02 16:00:00.000000')""",
)


def main(count: int = ANSWERS) -> int:
    rates = [_pair(count) for _ in range(PAIRS)]
    ours, raw, single = (median(rate) for rate in zip(*rates, strict=True))
    _say(f"{count:,} answers, {IN_FLIGHT} in flight, SQLite, synchronous=FULL, median of {PAIRS} pairs")
    _say(
        f"  the store: {ours:,.0f}/s; raw sqlite3, groups of {GROUP}: {raw:,.0f}/s; one by one: {single:,.0f}/s"
    )
    checks = (
        _check("of raw sqlite3", median(a / b for a, b, _ in rates), RAW_TARGET),
        _check("times one transaction per answer", median(a / c for a, _, c in rates), SINGLE_TARGET),
    )
    return 0 if all(checks) else 1


def _check(what: str, ratio: float, target: float) -> bool:
    _say(f"  {'PASS' if ratio >= target else 'FAIL'}: {ratio:.2f} {what} (target ≥ {target})")
    return ratio >= target


def _pair(count: int) -> tuple[float, float, float]:
    """Answers a second of the store, of raw sqlite3, and one by one."""
    few = max(IN_FLIGHT, count // 20)
    return (
        _on_a_fresh_file(count, lambda path: asyncio.run(_through_the_store(path, count))),
        _on_a_fresh_file(count, lambda path: _raw(path, count)),
        _on_a_fresh_file(few, lambda path: asyncio.run(_one_by_one(path, few))),
    )


def _on_a_fresh_file(count: int, run: Callable[[Path], float]) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        upgrade(f"sqlite+aiosqlite:///{path}")
        _fill(path, count)
        return count / run(path)


def _fill(path: Path, members: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in FILL:
            connection.execute(statement)
        numbers = [(number, str(number)) for number in range(1, members + 1)]
        connection.executemany("INSERT INTO accounts VALUES (?, 'web', ?)", numbers)
        connection.executemany(
            "INSERT INTO members (id, group_id, account_id, name, name_key) VALUES (?1, 1, ?1, ?2, ?2)",
            numbers,
        )


async def _through_the_store(path: Path, count: int) -> float:
    async with open_store(f"sqlite+aiosqlite:///{path}") as store:

        async def answer(member_id: int) -> None:
            actor = Actor("web", "g", "Group", str(member_id), str(member_id))
            await store.answers.submit(Act("m", actor, Response(bits=2), AT, "button"))

        return await _timed(count, answer)


async def _timed(count: int, answer: Callable[[int], Awaitable[None]]) -> float:
    members = iter(range(1, count + 1))

    async def caller() -> None:
        for member_id in members:
            await answer(member_id)

    start = perf_counter()
    await asyncio.gather(*(caller() for _ in range(IN_FLIGHT)))
    return perf_counter() - start


def _raw(path: Path, count: int) -> float:
    statement = UPSERT.format(member="?", at=STORED_AT)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        start = perf_counter()
        for first in range(1, count + 1, GROUP):
            connection.execute("BEGIN IMMEDIATE")
            some = range(first, min(first + GROUP, count + 1))
            connection.executemany(statement, [(member,) for member in some])
            connection.execute("COMMIT")
        return perf_counter() - start


async def _one_by_one(path: Path, count: int) -> float:
    """The obvious code: a transaction of its own for each answer."""
    engine = create_async_engine(f"sqlite+aiosqlite:///{path}")
    event.listen(engine.sync_engine, "connect", _prepare)
    event.listen(
        engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE")
    )
    statement = text(UPSERT.format(member=":member", at=STORED_AT.replace(":", r"\:")))

    async def answer(member_id: int) -> None:
        async with engine.begin() as connection:
            await connection.execute(statement, {"member": member_id})

    try:
        return await _timed(count, answer)
    finally:
        await engine.dispose()


def _prepare(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None
    for pragma in ("busy_timeout=60000", "synchronous=FULL", "foreign_keys=ON"):
        connection.cursor().execute(f"PRAGMA {pragma}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
