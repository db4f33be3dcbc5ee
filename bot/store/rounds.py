"""Rounds: reading them, and the units of work that plan, post, close and withdraw them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, func, literal, select, text, update

from bot.domain.frozen import Key
from bot.domain.round import DeliveryState, Round, RoundState, Track
from bot.domain.schedule import CLOSE_GRACE, Slot
from bot.ports.rounds import Card, Closed, Closing, Gains, Plan, PlannedRound, Regrade, Tally
from bot.store.batch import Batch
from bot.store.cards import Cards
from bot.store.closing import cancel_round, close_round, excuse_round, void_round
from bot.store.codec import round_of, select_rounds
from bot.store.columns import Instant
from bot.store.engine import Database
from bot.store.planning import post_early, save_plans
from bot.store.recompute import recompute_group
from bot.store.regrading import gains_of, regrade_round
from bot.store.tables import deliveries, groups, rounds
from bot.store.tally import tally_of

OPEN = text("rounds.state IN ('planned', 'posted')")
POSTED = text("rounds.state = 'posted'")

# A round that never reached people has not been seen, unless it may still be posted. One row a group: as
# rows of their own, the posts of some hundred groups would hold the event loop while they are read.
_SEEN = Batch(
    """
    SELECT w.id, (SELECT {posts} FROM (
        SELECT question_id, max(opens_at) AS last FROM rounds
        WHERE group_id = w.id AND question_id IS NOT NULL
        AND (state IN ('planned', 'posted', 'closed', 'revealed') OR posted_at IS NOT NULL)
        GROUP BY question_id) AS latest) AS posts
    FROM {rows} AS w""",
    {"id": "int"},
    words={
        "sqlite": {"posts": "json_group_object(question_id, last || 'Z')"},
        "postgresql": {
            "posts": "CAST(json_object_agg(question_id, CAST(last AT TIME ZONE 'UTC' AS text) || 'Z') AS text)"
        },
    },
)
_posts = msgspec.json.Decoder(dict[str, datetime]).decode


class SqlRounds:
    def __init__(self, database: Database, cards: Cards) -> None:
        self._database = database
        self._cards = cards

    async def seen(self, group_ids: Sequence[int]) -> Mapping[int, Mapping[str, datetime]]:
        return await self._database.read(_seen, group_ids)

    async def save_plans(self, plans: Sequence[Plan], now: datetime) -> list[Round]:
        return await self._database.write(save_plans, plans)

    async def post_early(
        self, track: Track, planned: PlannedRound, upcoming: Slot | None, now: datetime
    ) -> Round | None:
        return await self._database.write(post_early, track, planned, upcoming)

    async def get(self, round_id: int) -> Round | None:
        return await self._database.read(get_round, round_id)

    async def by_mark(self, mark: str) -> Round | None:
        return await self._database.read(_first, rounds.c.mark == mark)

    async def card(self, mark: str) -> Card | None:
        return await self._cards.get(mark)

    async def by_post(self, group_id: int, post_ref: str) -> Round | None:
        same = (rounds.c.group_id == group_id) & (rounds.c.post_ref == post_ref)
        return await self._database.read(_first, same)

    async def on_day(self, track_id: int, day: date) -> Round | None:
        return await self._database.read(_first, (rounds.c.track_id == track_id) & (rounds.c.day == day))

    async def newest(self, group_id: int, channel: str, limit: int) -> list[Round]:
        return await self._database.read(_newest, group_id, channel, limit)

    async def recent(self, track_id: int, limit: int) -> list[Round]:
        return await self._database.read(_recent, track_id, limit)

    async def mark_posted(self, round_id: int, post_ref: str, at: datetime) -> None:
        await self._database.write(mark_posted, round_id, post_ref, at)

    async def open_posts(self, platform: str, now: datetime) -> list[tuple[Round, str]]:
        return await self._database.read(_open_posts, platform, now)

    async def due_to_close(self, now: datetime, limit: int) -> list[Round]:
        return await self._database.read(_due_to_close, now, limit)

    async def count_posted(self) -> int:
        return await self._database.read(_count_posted)

    async def next_close(self) -> datetime | None:
        return await self._database.read(_next_close)

    async def close(self, round_id: int, closing: Closing) -> Closed | None:
        return await self._database.write(close_round, round_id, closing)

    async def cancel(self, round_id: int, state: RoundState, reason: str) -> bool:
        return await self._database.write(cancel_round, round_id, state, reason)

    async def void(self, round_id: int, reason: str, now: datetime) -> None:
        await self._database.write(void_round, round_id, reason, now)

    async def excuse(self, round_id: int, reason: str) -> None:
        await self._database.write(excuse_round, round_id, reason)

    async def gains(self, round_id: int, key: Key) -> Gains:
        return await self._database.read(gains_of, round_id, key)

    async def regrade(self, round_id: int, regrade: Regrade) -> Gains | None:
        return await self._database.write(regrade_round, round_id, regrade)

    async def last_with(self, group_id: int, question_id: str) -> Round | None:
        return await self._database.read(_last_with, group_id, question_id)

    async def tally(self, round_id: int) -> Tally:
        return await self._database.read(tally_of, round_id)

    async def recompute(self, group_id: int) -> None:
        await self._database.write(recompute_group, group_id)


def _seen(connection: Connection, group_ids: Sequence[int]) -> dict[int, dict[str, datetime]]:
    found = _SEEN.run(connection, [(group_id,) for group_id in group_ids])
    return {row.id: _posts(row.posts) for row in found if row.posts is not None}


def get_round(connection: Connection, round_id: int) -> Round | None:
    return _first(connection, rounds.c.id == round_id)


def _first(connection: Connection, condition: ColumnElement[bool]) -> Round | None:
    row = connection.execute(select_rounds().where(condition)).first()
    return round_of(row) if row else None


def _all(connection: Connection, asked: Any) -> list[Round]:
    return [round_of(row) for row in connection.execute(asked)]


def _newest(connection: Connection, group_id: int, channel: str, limit: int) -> list[Round]:
    here = rounds.c.group_id == group_id, rounds.c.channel == channel, rounds.c.posted_at.is_not(None)
    asked = select_rounds().where(*here).order_by(rounds.c.posted_at.desc(), rounds.c.id.desc())
    return _all(connection, asked.limit(limit))


def _last_with(connection: Connection, group_id: int, question_id: str) -> Round | None:
    same = rounds.c.group_id == group_id, rounds.c.question_id == question_id
    asked = select_rounds().where(*same, rounds.c.posted_at.is_not(None))
    row = connection.execute(asked.order_by(rounds.c.opens_at.desc(), rounds.c.id.desc()).limit(1)).first()
    return round_of(row) if row else None


def _recent(connection: Connection, track_id: int, limit: int) -> list[Round]:
    asked = select_rounds().where(rounds.c.track_id == track_id).order_by(rounds.c.day.desc())
    return _all(connection, asked.limit(limit))


def _closable() -> ColumnElement[bool]:
    """Open, and no attempt to post it is unrecorded: whether it was posted is known before it closes."""
    trying = select(deliveries.c.id).where(
        deliveries.c.round_id == rounds.c.id, deliveries.c.state == DeliveryState.SENDING.value
    )
    return and_(OPEN, (rounds.c.state == RoundState.POSTED.value) | ~trying.exists())


def _due_to_close(connection: Connection, now: datetime, limit: int) -> list[Round]:
    due = rounds.c.closes_at <= now - CLOSE_GRACE
    asked = select_rounds().where(_closable(), due).order_by(rounds.c.closes_at, rounds.c.id)
    return _all(connection, asked.limit(limit))


def _open_posts(connection: Connection, platform: str, now: datetime) -> list[tuple[Round, str]]:
    there = select(groups.c.id).where(groups.c.platform == platform, groups.c.removed_at.is_(None))
    posted = OPEN, rounds.c.state == RoundState.POSTED.value, rounds.c.group_id.in_(there)
    asked = select_rounds().where(*posted, rounds.c.closes_at > now).order_by(rounds.c.closes_at)
    return [(round_of(row), row.channel) for row in connection.execute(asked)]


def _count_posted(connection: Connection) -> int:
    return connection.execute(select(func.count()).select_from(rounds).where(POSTED)).scalar_one()


def _next_close(connection: Connection) -> datetime | None:
    return connection.execute(select(func.min(rounds.c.closes_at)).where(_closable())).scalar()


def mark_posted(connection: Connection, round_id: int, post_ref: str, at: datetime) -> None:
    """A round that was closed or given up meanwhile keeps its state, but its post is known."""
    posted = update(rounds).where(rounds.c.id == round_id)
    when = func.coalesce(rounds.c.posted_at, literal(at, Instant))
    connection.execute(posted.values(post_ref=post_ref, posted_at=when))
    connection.execute(posted.where(rounds.c.state == RoundState.PLANNED).values(state=RoundState.POSTED))
