"""Writing what due tracks become: rounds, their question copies, post deliveries, next slots.

Any number of plans is a handful of statements, so that ten thousand due at once stay cheap.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update

from bot.domain.freezing import shown
from bot.domain.round import DeliveryKind, DeliveryState, Round, RoundState, Track, mark
from bot.domain.schedule import LATE_LIMIT, MIN_WINDOW, ON_TIME, Slot
from bot.ports.rounds import Plan, PlannedRound
from bot.store.batch import Batch
from bot.store.codec import packed
from bot.store.columns import stamp
from bot.store.seasons import News, hold_groups, tell
from bot.store.tables import tracks

Planned = tuple[Track, PlannedRound]

_ADVANCE = Batch(
    """
    UPDATE tracks SET next_day = w.next_day, next_at = w.next_at FROM {rows} AS w
    WHERE tracks.id = w.id AND tracks.next_day = w.at_day AND tracks.state = 'active' RETURNING tracks.id""",
    {"id": "int", "at_day": "date", "next_day": "date", "next_at": "instant"},
)
_SNAPSHOTS = Batch(
    "INSERT INTO snapshots (id, body) SELECT id, body FROM {rows} AS w WHERE true ON CONFLICT DO NOTHING",
    {"id": "text", "body": "text"},
)
_ROUND = {
    "mark": "text",
    "track_id": "int",
    "group_id": "int",
    "channel": "text",
    "day": "date",
    "state": "text",
    "reason": "text",
    "opens_at": "instant",
    "closes_at": "instant",
    "question_id": "text",
    "snapshot_id": "text",
    "shown_order": "text",
    "excused": "text",
}
_ROUNDS = Batch(
    f"""
    INSERT INTO rounds ({", ".join(_ROUND)}) SELECT {", ".join(_ROUND)} FROM {{rows}} AS w
    WHERE true ON CONFLICT DO NOTHING RETURNING id, mark""",
    _ROUND,
)
_DELIVERY = {
    "mark": "text",
    "kind": "text",
    "track_id": "int",
    "round_id": "int",
    "group_id": "int",
    "platform": "text",
    "channel": "text",
    "due_at": "instant",
    "give_up_at": "instant",
    "state": "text",
}
_DELIVERIES = Batch(
    f"""
    INSERT INTO deliveries ({", ".join(_DELIVERY)}) SELECT {", ".join(_DELIVERY)} FROM {{rows}} AS w
    WHERE true ON CONFLICT DO NOTHING""",
    _DELIVERY,
)


def save_plans(connection: Connection, plans: Sequence[Plan]) -> list[Round]:
    hold_groups(connection, _with_news([(plan.track, each) for plan in plans for each in plan.rounds]))
    moved = [(plan.track.id, plan.track.next_day, *_next(plan.upcoming)) for plan in plans]
    won = {row.id for row in _ADVANCE.run(connection, moved)}
    planned = [(plan.track, each) for plan in plans if plan.track.id in won for each in plan.rounds]
    return _write(connection, planned)


def _next(upcoming: Slot | None) -> tuple[object, object]:
    return (upcoming.day, stamp(upcoming.opens_at)) if upcoming else (None, None)


def post_early(
    connection: Connection, track: Track, planned: PlannedRound, upcoming: Slot | None
) -> Round | None:
    hold_groups(connection, _with_news([(track, planned)]))
    written = _write(connection, [(track, planned)])
    if not written:
        return None
    values = {"next_day": upcoming and upcoming.day, "next_at": upcoming and upcoming.opens_at}
    connection.execute(update(tracks).where(tracks.c.id == track.id).values(**values))
    return written[0]


def _write(connection: Connection, planned: Sequence[Planned]) -> list[Round]:
    bodies = {each.snapshot_id: each.snapshot for _, each in planned if each.snapshot is not None}
    _SNAPSHOTS.run(connection, [(id_, packed(snapshot)) for id_, snapshot in bodies.items()])
    rows = _ROUNDS.run(connection, [_round(track, each) for track, each in planned])
    ids = {row.mark: row.id for row in rows}
    fresh = [(track, each) for track, each in planned if each.mark in ids]
    _DELIVERIES.run(
        connection,
        [_post(track, each, ids[each.mark]) for track, each in fresh if each.state is RoundState.PLANNED],
    )
    told = tell(connection, _with_news(fresh))
    return [_written(track, each, ids[each.mark], told.get(each.mark)) for track, each in fresh]


def _with_news(planned: Sequence[Planned]) -> list[News]:
    return [News(track.group_id, each.mark, each.news) for track, each in planned if each.news is not None]


def _round(track: Track, planned: PlannedRound) -> tuple[object, ...]:
    return (
        planned.mark,
        track.id,
        track.group_id,
        track.channel,
        planned.slot.day,
        planned.state,
        planned.reason,
        stamp(planned.slot.opens_at),
        stamp(planned.slot.closes_at),
        planned.snapshot.question_id if planned.snapshot else None,
        planned.snapshot_id,
        planned.order,
        planned.excused,
    )


def _post(track: Track, planned: PlannedRound, round_id: int) -> tuple[object, ...]:
    return (
        mark(track.key, planned.slot.day, DeliveryKind.POST),
        DeliveryKind.POST,
        track.id,
        round_id,
        track.group_id,
        track.platform,
        track.channel,
        stamp(planned.slot.opens_at),
        stamp(give_up_at(planned.slot)),
        DeliveryState.WAITING,
    )


def give_up_at(slot: Slot) -> datetime:
    """When a post is too late, whatever happens; a short retry is always allowed."""
    return max(slot.opens_at + ON_TIME, min(slot.opens_at + LATE_LIMIT, slot.closes_at - MIN_WINDOW))


def _written(track: Track, planned: PlannedRound, round_id: int, season_line: str | None) -> Round:
    """The new row without asking for it: nothing in it comes from anywhere else."""
    frozen = planned.snapshot
    return Round(
        id=round_id,
        mark=planned.mark,
        track_id=track.id,
        group_id=track.group_id,
        day=planned.slot.day,
        state=planned.state,
        reason=planned.reason,
        opens_at=planned.slot.opens_at,
        closes_at=planned.slot.closes_at,
        posted_at=None,
        closed_at=None,
        question=shown(frozen, planned.order) if frozen and planned.order else frozen,
        excused=planned.excused,
        post_ref=None,
        season_line=season_line,
    )
