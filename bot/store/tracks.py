"""Tracks: drafts, the daily series and their next due date."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.domain.question import Level
from bot.domain.round import Track, TrackState
from bot.domain.schedule import Schedule, Slot
from bot.errors import UsageError
from bot.ports.tracks import NewTrack
from bot.store.codec import (
    NAME_LENGTH,
    clean,
    packed,
    packed_set,
    schedule_columns,
    select_tracks,
    track_of,
    track_settings,
)
from bot.store.engine import Database
from bot.store.tables import HOLDS_CHANNEL, groups, rounds, tracks

# Written out: a partial index is not used for a condition whose values come as parameters.
DUE = text("tracks.state = 'active' AND tracks.next_at IS NOT NULL")
DRAFTS = text("tracks.state = 'draft'")


class SqlTracks:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def draft(self, new: NewTrack, by: str, now: datetime) -> Track:
        return await self._database.write(_draft, new, by, now)

    async def start(self, track_id: int, upcoming: Slot | None, by: str, now: datetime) -> bool:
        return await self._database.write(_start, track_id, upcoming, by, now)

    async def forget_drafts(self, before: datetime) -> None:
        await self._database.write(_forget_drafts, before)

    async def get(self, track_id: int) -> Track | None:
        return await self._database.read(get_track, track_id)

    async def of_group(self, group_id: int) -> list[Track]:
        return await self._database.read(_of_group, group_id)

    async def due(self, now: datetime, limit: int) -> list[Track]:
        return await self._database.read(_due, now, limit)

    async def next_due(self) -> datetime | None:
        return await self._database.read(_next_due)

    async def change(
        self,
        track_id: int,
        *,
        schedule: Schedule,
        channel: str,
        channel_name: str,
        topics: frozenset[str],
        levels: frozenset[Level],
        upcoming: Slot | None,
        by: str,
        now: datetime,
    ) -> None:
        values = _asked(schedule, channel, channel_name, topics, levels)
        values |= _next(upcoming) | {"changed_by": by, "changed_at": now}
        await self._database.write(_set, track_id, values)

    async def set_state(
        self,
        track_id: int,
        state: TrackState,
        reason: str | None,
        upcoming: Slot | None,
        by: str | None,
        now: datetime,
    ) -> None:
        values = {"state": state.value, "reason": reason, **_next(upcoming)}
        if state is TrackState.ACTIVE:
            values["unanswered"] = 0
        if by is not None:
            values |= {"changed_by": by, "changed_at": now}
        await self._database.write(_set, track_id, values)

    async def change_settings(
        self, track_id: int, changes: Mapping[str, bool | str | None], by: str, now: datetime
    ) -> None:
        await self._database.write(_change_settings, track_id, changes, {"changed_by": by, "changed_at": now})

    async def count_reactions(self, platform: str, *, by_default: bool) -> bool:
        return await self._database.read(partial(_count_reactions, by_default=by_default), platform)

    async def tell_few(self, track_id: int, told: bool) -> None:
        await self._database.write(_set, track_id, {"few_told": told})

    async def last_day(self, track_id: int) -> date | None:
        return await self._database.read(_last_day, track_id)


def _asked(
    schedule: Schedule, channel: str, channel_name: str, topics: frozenset[str], levels: frozenset[Level]
) -> dict[str, Any]:
    return {
        **schedule_columns(schedule),
        "channel": channel,
        "channel_name": clean(channel_name, NAME_LENGTH),
        "topics": packed_set(topics),
        "levels": packed_set(levels),
    }


def _next(upcoming: Slot | None) -> dict[str, Any]:
    return {"next_day": upcoming and upcoming.day, "next_at": upcoming and upcoming.opens_at}


def _draft(connection: Connection, new: NewTrack, by: str, now: datetime) -> Track:
    values = _asked(new.schedule, new.channel, new.channel_name, new.topics, new.levels)
    values |= {"key": new.key, "group_id": new.group_id, "state": TrackState.DRAFT.value}
    made = insert(tracks).values(**values, changed_by=by, changed_at=now).returning(tracks.c.id)
    track = get_track(connection, connection.execute(made).scalar_one())
    assert track is not None
    return track


def _start(connection: Connection, track_id: int, upcoming: Slot | None, by: str, now: datetime) -> bool:
    """The partial unique index says no where the channel is taken."""
    started = (
        update(tracks)
        .where(tracks.c.id == track_id, tracks.c.state == TrackState.DRAFT.value)
        .values(state=TrackState.ACTIVE.value, changed_by=by, changed_at=now, **_next(upcoming))
    )
    try:
        with connection.begin_nested():
            return connection.execute(started).rowcount == 1
    except IntegrityError:
        return False


def _forget_drafts(connection: Connection, before: datetime) -> None:
    connection.execute(delete(tracks).where(DRAFTS, tracks.c.changed_at < before))


def get_track(connection: Connection, track_id: int) -> Track | None:
    row = connection.execute(select_tracks().where(tracks.c.id == track_id)).first()
    return track_of(row) if row else None


def _of_group(connection: Connection, group_id: int) -> list[Track]:
    asked = select_tracks().where(tracks.c.group_id == group_id, HOLDS_CHANNEL).order_by(tracks.c.id)
    return [track_of(row) for row in connection.execute(asked)]


def _due(connection: Connection, now: datetime, limit: int) -> list[Track]:
    asked = select_tracks().where(DUE, tracks.c.next_at <= now).order_by(tracks.c.next_at).limit(limit)
    return [track_of(row) for row in connection.execute(asked)]


def _next_due(connection: Connection) -> datetime | None:
    return connection.execute(select(func.min(tracks.c.next_at)).where(DUE)).scalar()


def _set(connection: Connection, track_id: int, values: dict[str, Any]) -> None:
    try:
        with connection.begin_nested():
            connection.execute(update(tracks).where(tracks.c.id == track_id).values(**values))
    except IntegrityError:
        raise UsageError(
            "That channel has a track already. End it first, or choose another channel."
        ) from None


def _change_settings(
    connection: Connection, track_id: int, changes: Mapping[str, Any], who: dict[str, Any]
) -> None:
    """Read under a lock, so that of two changes at once none is lost."""
    asked = select(tracks.c.settings).where(tracks.c.id == track_id).with_for_update()
    changed = replace(track_settings(connection.execute(asked).scalar_one()), **changes)
    values = {"settings": packed(changed), **who}
    connection.execute(update(tracks).where(tracks.c.id == track_id).values(**values))


def _count_reactions(connection: Connection, platform: str, *, by_default: bool) -> bool:
    """The groups first: nearly always the first one says yes."""
    there = groups.c.platform == platform, groups.c.removed_at.is_(None)
    of_groups = [
        row.settings.get("reactions") for row in connection.execute(select(groups.c.settings).where(*there))
    ]
    if not of_groups or any(by_default if said is None else said for said in of_groups):
        return by_default or any(of_groups)
    joined = (
        select(tracks.c.settings).join(groups).where(*there, HOLDS_CHANNEL, tracks.c.settings.is_not(None))
    )
    return any(track_settings(body).reactions for body in connection.execute(joined).scalars())


def _last_day(connection: Connection, track_id: int) -> date | None:
    return connection.execute(select(func.max(rounds.c.day)).where(rounds.c.track_id == track_id)).scalar()
