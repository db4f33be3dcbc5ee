"""The floor of planning: its statements and its picks, in steps, with ``sqlite3`` and no layer between."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache

import msgspec

from bot.domain.freezing import shown_order
from bot.domain.frozen import FrozenQuestion
from bot.domain.picking import Pool, pick
from bot.domain.round import DeliveryKind, mark
from bot.domain.schedule import RevealRule, Schedule, Slot
from bot.service.plan import due_slots
from bot.service.pools import Pools
from bot.store.codec import packed
from bot.store.columns import stamp
from bot.store.planning import give_up_at

Row = tuple[object, ...]
Due = tuple[int, str, int, str, str, str, str, str, str]
Seen = dict[str, datetime]

DUE = """SELECT id, key, group_id, channel, zone, post_time, weekdays, reveal_time, next_day FROM tracks
    WHERE state = 'active' AND next_at IS NOT NULL AND next_at <= ? ORDER BY next_at LIMIT ?"""
SEEN = """SELECT w.value, (SELECT json_group_object(question_id, last || 'Z') FROM (
        SELECT question_id, max(opens_at) AS last FROM rounds
        WHERE group_id = w.value AND question_id IS NOT NULL
        AND (state IN ('planned', 'posted', 'closed', 'revealed') OR posted_at IS NOT NULL)
        GROUP BY question_id)) FROM json_each(?) AS w"""
PARKED = """SELECT group_id, question_id FROM reports WHERE settled_at IS NULL
    AND group_id IN (SELECT value FROM json_each(?)) GROUP BY group_id, question_id HAVING count(*) >= 3"""
ADVANCE = """UPDATE tracks SET next_day = ?, next_at = ?
    WHERE id = ? AND next_day = ? AND state = 'active'"""
BODY = "INSERT INTO snapshots VALUES (?, ?) ON CONFLICT DO NOTHING"
ROUND = """INSERT INTO rounds (mark, track_id, group_id, channel, day, state, opens_at, closes_at, question_id,
    snapshot_id, shown_order) VALUES (?, ?, ?, ?, ?, 'planned', ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"""
POST = """INSERT INTO deliveries (mark, kind, track_id, group_id, platform, channel, due_at, give_up_at,
    state, round_id) VALUES (?, 'post', ?, ?, 'fake', ?, ?, ?, 'waiting', ?) ON CONFLICT DO NOTHING"""

_posts = msgspec.json.Decoder(Seen).decode


@dataclass(slots=True)
class Step:
    """The rows of one transaction; a post still lacks the id of its round."""

    advances: list[Row] = field(default_factory=list)
    bodies: dict[str, FrozenQuestion] = field(default_factory=dict)
    rounds: list[Row] = field(default_factory=list)
    posts: list[Row] = field(default_factory=list)


def raw_plan(connection: sqlite3.Connection, pools: Pools, now: datetime, step: int) -> int:
    """Plan what is due; how many rounds were written."""
    written = 0
    pool = pools.pool(frozenset(), frozenset())
    while due := connection.execute(DUE, (stamp(now), step)).fetchall():
        seen = _seen(connection, due)
        made = Step()
        for row in due:
            _plan(made, row, pools, pool, seen[row[2]], now)
        _write(connection, made)
        written += len(made.rounds)
    return written


def _seen(connection: sqlite3.Connection, due: Sequence[Due]) -> dict[int, Seen]:
    groups = packed(sorted({row[2] for row in due}))
    assert connection.execute(PARKED, (groups,)).fetchall() == []
    return {group: _posts(posts) for group, posts in connection.execute(SEEN, (groups,))}


def _plan(step: Step, row: Due, pools: Pools, pool: Pool, seen: Seen, now: datetime) -> None:
    id_, key, _, _, *schedule, next_day = row
    (slot,), upcoming = due_slots(_schedule(*schedule), date.fromisoformat(next_day), now)
    assert upcoming is not None
    step.advances.append((str(upcoming.day), stamp(upcoming.opens_at), id_, next_day))
    seed = f"{key}:{next_day}"
    question = pick(pool, seen, frozenset(), slot.day, seed)
    assert question is not None
    body_id, frozen = pools.snapshot(question.id)
    step.bodies[body_id] = frozen
    _add(step, row, slot, question.id, body_id, shown_order(frozen, seed))


def _add(step: Step, row: Due, slot: Slot, question_id: str, body_id: str, order: str) -> None:
    id_, key, group, channel, *_ = row
    post = mark(key, slot.day, DeliveryKind.POST)
    opens = stamp(slot.opens_at)
    facts = (
        post,
        id_,
        group,
        channel,
        str(slot.day),
        opens,
        stamp(slot.closes_at),
        question_id,
        body_id,
        order,
    )
    step.rounds.append(facts)
    step.posts.append((post, id_, group, channel, opens, stamp(give_up_at(slot))))


@lru_cache
def _schedule(zone: str, at: str, weekdays: str, reveal: str) -> Schedule:
    days = frozenset(msgspec.json.decode(weekdays, type=list[int]))
    return Schedule(zone, time.fromisoformat(at), days, RevealRule(time.fromisoformat(reveal), next_day=True))


def _write(connection: sqlite3.Connection, step: Step) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany(ADVANCE, step.advances)
    connection.executemany(BODY, [(id_, packed(frozen)) for id_, frozen in step.bodies.items()])
    ids = [connection.execute(ROUND, facts).lastrowid for facts in step.rounds]
    connection.executemany(POST, [(*post, id_) for post, id_ in zip(step.posts, ids, strict=True)])
    connection.execute("COMMIT")
