"""Review items from stored facts: answers to closed rounds, rounds that were missed, attempts.

Normally a new fact moves its item one step on. A fact that is not newer than its item (fed before, out
of order, corrected, withdrawn) has the item folded again from all its facts, so that any order of feeding
ends the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, select

from bot.domain.review import Fact, Item, Memory, fold, rating_of_answer, rating_of_interview
from bot.store.batch import Batch
from bot.store.codec import packed
from bot.store.columns import stamp
from bot.store.tables import accounts
from bot.store.tables_practice import review_items

Pair = tuple[int, str]
"""(account id, question id)."""

MISSED_DAYS = 14
"""Who answered in the track within so many days before a round has missed it, others were not there."""

_PAIR = {"account_id": "int", "question_id": "text"}
_ITEMS = Batch(
    """
    SELECT i.account_id, i.question_id, i.card, i.last_at, i.due_at FROM {rows} AS w
    JOIN review_items i ON i.account_id = w.account_id AND i.question_id = w.question_id""",
    _PAIR,
)
_ATTEMPTS = Batch(
    """
    SELECT a.account_id, a.question_id, a.at, a.source, a.correct, a.score FROM {rows} AS w
    JOIN attempts a ON a.account_id = w.account_id AND a.question_id = w.question_id""",
    _PAIR,
)
_ROUNDS = Batch(
    """
    SELECT w.account_id, w.question_id, r.closed_at AS at, a.correct, a.points FROM {rows} AS w
    JOIN members m ON m.account_id = w.account_id
    JOIN rounds r ON r.group_id = m.group_id AND r.question_id = w.question_id
      AND r.state IN ('closed', 'revealed') AND r.voided IS NULL
    LEFT JOIN answers a ON a.round_id = r.id AND a.member_id = m.id
      AND (a.bits <> 0 OR a.text IS NOT NULL)
    WHERE a.id IS NOT NULL OR (r.excused IS NULL AND EXISTS (
      SELECT 1 FROM rounds b JOIN answers x ON x.round_id = b.id AND x.member_id = m.id
        AND (x.bits <> 0 OR x.text IS NOT NULL)
      WHERE b.track_id = r.track_id AND b.day < r.day AND b.day >= {first_day}))""",
    _PAIR,
    words={
        "sqlite": {"first_day": f"date(r.day, '-{MISSED_DAYS} days')"},
        "postgresql": {"first_day": f"r.day - {MISSED_DAYS}"},
    },
)
_KEEP = Batch(
    """
    INSERT INTO review_items (account_id, question_id, card, last_at, due_at)
    SELECT w.account_id, w.question_id, w.card, w.last_at, w.due_at FROM {rows} AS w WHERE true
    ON CONFLICT (account_id, question_id) DO UPDATE SET
      card = excluded.card, last_at = excluded.last_at, due_at = excluded.due_at""",
    {**_PAIR, "card": "text", "last_at": "instant", "due_at": "instant"},
)
_memory = msgspec.json.Decoder(Memory)


def feed(connection: Connection, changed: Mapping[Pair, datetime]) -> None:
    """Bring these items up to date; ``changed``: when the earliest fact that is new or different was."""
    if not changed:
        return
    _hold(connection, {account_id for account_id, _ in changed})
    before, facts = _items(connection, changed), _facts(connection, changed)
    after = {pair: _after(before.get(pair), facts.get(pair, ()), since) for pair, since in changed.items()}
    kept = {pair: item for pair, item in after.items() if item is not None and item != before.get(pair)}
    _KEEP.run(connection, [_row(pair, item) for pair, item in kept.items()])
    for pair in (pair for pair in before if after[pair] is None):
        _drop(connection, pair)


def _after(item: Item | None, facts: Iterable[Fact], since: datetime) -> Item | None:
    return fold(item if item and item.last_at < since else None, facts)


def _hold(connection: Connection, account_ids: set[int]) -> None:
    """PostgreSQL: one feeds an account at a time, so that none writes what it read before another wrote;
    SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        asked = select(accounts.c.id).where(accounts.c.id.in_(account_ids)).order_by(accounts.c.id)
        connection.execute(asked.with_for_update(key_share=True))


def _items(connection: Connection, pairs: Iterable[Pair]) -> dict[Pair, Item]:
    return {
        (row.account_id, row.question_id): Item(
            _memory.decode(row.card), _instant(row.last_at), _instant(row.due_at)
        )
        for row in _ITEMS.run(connection, pairs)
    }


def _facts(connection: Connection, pairs: Iterable[Pair]) -> dict[Pair, list[Fact]]:
    """A round counts at its close, which is when its answer was learnt."""
    found: dict[Pair, list[Fact]] = defaultdict(list)
    for row in _ROUNDS.run(connection, pairs):
        rating = rating_of_answer(bool(row.correct), row.points or 0)
        found[row.account_id, row.question_id].append(Fact(_instant(row.at), rating))
    for row in _ATTEMPTS.run(connection, pairs):
        found[row.account_id, row.question_id].append(_attempted(row))
    return found


def _attempted(row: Row[Any]) -> Fact:
    if row.source == "interview":
        return Fact(_instant(row.at), rating_of_interview(row.score))
    return Fact(_instant(row.at), rating_of_answer(bool(row.correct), row.score))


def _row(pair: Pair, item: Item) -> tuple[object, ...]:
    return (*pair, packed(item.memory), stamp(item.last_at), stamp(item.due_at))


def _drop(connection: Connection, pair: Pair) -> None:
    account_id, question_id = pair
    mine = review_items.c.account_id == account_id, review_items.c.question_id == question_id
    connection.execute(delete(review_items).where(*mine))


def _instant(value: str | datetime) -> datetime:
    """A textual statement gives what the driver gives: text on SQLite."""
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value.astimezone(UTC)
