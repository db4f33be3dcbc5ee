"""Rows to records: what the store keeps in the words of the domain."""

from collections.abc import Collection
from datetime import date, time
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Row, Select, select

from bot.domain.freezing import regraded, shown
from bot.domain.frozen import FrozenQuestion, Key
from bot.domain.question import Level
from bot.domain.round import Delivery, DeliveryState, Round, RoundState, Track, TrackSettings, TrackState
from bot.domain.schedule import RevealRule, Schedule
from bot.ports.practice import QuizItem
from bot.store.tables import deliveries, groups, rounds, snapshots, tracks

NAME_LENGTH = 100
KEPT_QUESTIONS = 1024
KEPT_SETS = 4096

_frozen = msgspec.json.Decoder(FrozenQuestion)
_keys = msgspec.json.Decoder(tuple[Key, ...])
_items = msgspec.json.Decoder(tuple[QuizItem, ...])


def clean(text: str, length: int | None = None) -> str:
    """Text as both engines can store it (no NUL, no lone surrogate), cut at ``length`` characters."""
    if text.isascii() and "\0" not in text:
        return text[:length]
    return text[:length].replace("\0", "").encode("utf-8", "replace").decode()


def packed(value: Any) -> str:
    return msgspec.json.encode(value).decode()


def question_of(body: str | None, order: str, more_keys: str | None) -> FrozenQuestion | None:
    """The copy as this round showed it, with the keys that were added later."""
    return None if body is None else _question(body, order, more_keys)


@lru_cache(KEPT_QUESTIONS)
def _question(body: str, order: str, more_keys: str | None) -> FrozenQuestion:
    frozen = _frozen.decode(body)
    if order:
        frozen = shown(frozen, order)
    for key in _keys.decode(more_keys) if more_keys else ():
        frozen = regraded(frozen, key)
    return frozen


def more_keys(before: str | None, key: Key) -> str:
    """The keys that were added to a copy, with one more."""
    return packed((*(_keys.decode(before) if before else ()), key))


def items_of(text: str) -> tuple[QuizItem, ...]:
    return _items.decode(text)


def select_rounds() -> Select[Any]:
    return select(rounds, snapshots.c.body).join_from(
        rounds, snapshots, snapshots.c.id == rounds.c.snapshot_id, isouter=True
    )


def round_of(row: Row[Any]) -> Round:
    return Round(
        id=row.id,
        mark=row.mark,
        track_id=row.track_id,
        group_id=row.group_id,
        day=row.day,
        state=RoundState(row.state),
        reason=row.reason,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        posted_at=row.posted_at,
        closed_at=row.closed_at,
        question=question_of(row.body, row.shown_order, row.more_keys),
        excused=row.excused,
        post_ref=row.post_ref,
        season_line=row.season_line,
    )


_TRACK = (
    *("id", "key", "group_id", "channel", "channel_name"),
    *("zone", "post_time", "weekdays", "reveal_time", "reveal_next_day", "skips"),
    *("topics", "levels", "state", "reason"),
    *("next_day", "next_at", "changed_by", "changed_at", "unanswered"),
    *("settings", "few_told"),
)


def select_tracks() -> Select[Any]:
    asked = select(groups.c.platform, groups.c.season_told, *(tracks.c[name] for name in _TRACK))
    return asked.join_from(tracks, groups, groups.c.id == tracks.c.group_id)


def track_of(row: Row[Any]) -> Track:
    """By place: to ask a row for twenty names takes longer than all the rest."""
    platform, season_told, id_, key, group_id, channel, channel_name, *rest = tuple[Any, ...](row)
    *schedule, topics, levels, state, reason, next_day, next_at = rest[:-5]
    changed_by, changed_at, unanswered, settings, few_told = rest[-5:]
    return Track(
        id=id_,
        key=key,
        group_id=group_id,
        platform=platform,
        channel=channel,
        channel_name=channel_name,
        schedule=_schedule(*schedule),
        topics=_topics(topics),
        levels=_levels(levels),
        state=TrackState(state),
        reason=reason,
        next_day=next_day,
        next_at=next_at,
        changed_by=changed_by,
        changed_at=changed_at,
        unanswered=unanswered,
        settings=track_settings(settings),
        few_told=few_told,
        season_told=season_told,
    )


@lru_cache(KEPT_SETS)
def _schedule(zone: str, post: time, weekdays: str, reveal: time, next_day: bool, skips: str) -> Schedule:
    days = msgspec.json.decode(weekdays, type=frozenset[int])
    skipped = msgspec.json.decode(skips, type=frozenset[date])
    return Schedule(zone, post, days, RevealRule(reveal, next_day), skipped)


@lru_cache(KEPT_SETS)
def track_settings(body: str | None) -> TrackSettings:
    return msgspec.json.decode(body, type=TrackSettings) if body else TrackSettings()


@lru_cache(KEPT_SETS)
def _topics(topics: str) -> frozenset[str]:
    return msgspec.json.decode(topics, type=frozenset[str])


@lru_cache(KEPT_SETS)
def _levels(levels: str) -> frozenset[Level]:
    return msgspec.json.decode(levels, type=frozenset[Level])


def packed_set(things: Collection[Any]) -> str:
    return packed(sorted(things))


def schedule_columns(schedule: Schedule) -> dict[str, Any]:
    return {
        "zone": schedule.zone,
        "post_time": schedule.at,
        "weekdays": packed_set(schedule.weekdays),
        "reveal_time": schedule.reveal.at,
        "reveal_next_day": schedule.reveal.next_day,
        "skips": packed_set(schedule.skips),
    }


def delivery_of(row: Row[Any]) -> Delivery:
    return Delivery(
        **{name: getattr(row, name) for name in _DELIVERY if name != "state"}, state=DeliveryState(row.state)
    )


_DELIVERY = tuple(name for name in Delivery.__slots__ if name in deliveries.c)
