"""/leaderboard, top 10 and my rank, in a group of 10,000 members: 10 thousand against 5 million answers.

``python -m tests.benchmarks.bench_board [ANSWERS]``: both databases side by side, median of 5 alternating
pairs for each measure; by EXPLAIN no board looks at answers.
"""

import asyncio
import random
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite

from bot.ports.boards import BoardQuery
from bot.store.boards import around, top_rows
from bot.store.engine import connect, parsed
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store

MEMBERS, FEW, MANY, PAIRS, ASKED, TARGET = 10_000, 10_000, 5_000_000, 5, 40, 1.5
ACTIVE_SINCE = datetime(2026, 1, 1, tzinfo=UTC)
LAST_DAY = date(2026, 11, 20)
MEASURES = {"points": 0, "accuracy": 1, "streak": 0}
FILL = (
    "INSERT INTO groups (id, key, platform, external, name, settings) VALUES (1, 'k', 'web', 'g', 'Group', '{}')",
    """INSERT INTO tracks (id, key, group_id, channel, channel_name, zone, post_time, weekdays, reveal_time,
       reveal_next_day, skips, topics, levels, state) VALUES
       (1, 't', 1, 'c', 'c', 'UTC', '09:00', '[]', '17:00', 0, '[]', '[]', '[]', 'active')""",
)


def main(many: int = MANY) -> int:
    with tempfile.TemporaryDirectory() as folder:
        urls = [_filled(Path(folder) / f"{count}.db", count) for count in (FEW, many)]
        _say(f"{MEMBERS:,} members, {FEW:,} → {many:,} answers, median of {PAIRS} pairs of {ASKED} boards")
        checks = asyncio.run(_compare(urls))
    return 0 if all(checks) else 1


def _filled(path: Path, count: int) -> str:
    url = f"sqlite+aiosqlite:///{path}"
    upgrade(url)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        with connection:
            for statement in FILL:
                connection.execute(statement)
            _fill_people(connection)
            _fill_rounds(connection, max(1, count // MEMBERS), random.Random(1))
    return url


def _fill_people(connection: sqlite3.Connection) -> None:
    people = [(number, f"member {number * 7919 % MEMBERS}") for number in range(1, MEMBERS + 1)]
    connection.executemany("INSERT INTO accounts VALUES (?, 'web', ?)", people)
    connection.executemany(
        f"""INSERT INTO members (id, group_id, account_id, name, name_key, last_answer_day)
            VALUES (?1, 1, ?1, ?2, ?2, '{LAST_DAY}')""",
        people,
    )


def _fill_rounds(connection: sqlite3.Connection, count: int, source: random.Random) -> None:
    """A round a day, answered by everybody; some people know more than others."""
    chances = [source.betavariate(4, 3) for _ in range(MEMBERS)]
    points, right = [0] * MEMBERS, [0] * MEMBERS
    for number in range(1, count + 1):
        day = LAST_DAY - timedelta(count - number)
        connection.execute(
            """INSERT INTO rounds (id, mark, track_id, group_id, channel, day, state, opens_at, closes_at)
               VALUES (?1, ?1, 1, 1, 'c', ?2, 'revealed', ?2, ?2)""",
            (number, str(day)),
        )
        worth, known = source.choice((10, 15, 20)), [source.random() < chance for chance in chances]
        for place, knows in enumerate(known):
            right[place] += knows
            points[place] += worth * knows
        connection.executemany(_ANSWER, _answers(number, str(day), worth, known))
    _fill_totals(connection, count, points, right)


_ANSWER = """INSERT INTO answers (round_id, member_id, bits, at, way, act, points, correct, counts)
    VALUES (?, ?, 2, ?, 'button', 1, ?, ?, 1)"""


def _answers(round_id: int, day: str, worth: int, known: list[bool]) -> Iterator[tuple[object, ...]]:
    for member, knows in enumerate(known, start=1):
        yield round_id, member, f"{day} 10:00:00.000000", worth * knows, knows


def _fill_totals(connection: sqlite3.Connection, count: int, points: list[int], right: list[int]) -> None:
    connection.executemany(
        "INSERT INTO scores VALUES (1, 'all', ?, ?, ?, ?, ?)",
        [
            (place + 1, points[place], count, right[place], (right[place] + 3) / (count + 6))
            for place in range(MEMBERS)
        ],
    )
    connection.executemany(
        f"INSERT INTO streaks VALUES (1, ?, 1, ?, 0, 1, ?, '{LAST_DAY}', '')",
        [(place + 1, place % 400, place % 400) for place in range(MEMBERS)],
    )


async def _compare(urls: list[str]) -> list[bool]:
    async with open_store(urls[0]) as few, open_store(urls[1]) as many:
        checks = []
        for measure, minimum in MEASURES.items():
            query = BoardQuery(1, "all", measure, minimum, ACTIVE_SINCE)
            pairs = [(await _timed(few, query), await _timed(many, query)) for _ in range(PAIRS)]
            ratio = median(b / a for a, b in pairs)
            small, big = (median(times) * 1e3 / ASKED for times in zip(*pairs, strict=True))
            passed = ratio <= TARGET and not await _looks_at_answers(urls[1], query)
            _say(
                f"  {'PASS' if passed else 'FAIL'}: {measure}: {small:.2f} → {big:.2f} ms, "
                f"ratio {ratio:.2f} (target ≤ {TARGET}, no scan of answers)"
            )
            checks.append(passed)
    return checks


async def _timed(store: SqlStore, query: BoardQuery) -> float:
    start = perf_counter()
    for number in range(ASKED):
        await store.boards.top(query, 10)
        await store.boards.place(query, 1 + number * (MEMBERS // ASKED))
    return perf_counter() - start


async def _looks_at_answers(url: str, query: BoardQuery) -> bool:
    database = connect(parsed(url))
    try:
        plan = await database.read(_plan, query)
    finally:
        await database.close()
    return any("answers" in line or "SCAN s" in line for line in plan)


def _plan(connection: Connection, query: BoardQuery) -> list[str]:
    lines: list[str] = []
    for asked in (top_rows(query, 10), around(query, 100.0)):
        made = asked.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        lines += [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {made}")]
    return lines


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
