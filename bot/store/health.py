"""How a database is, read beside whoever uses it; nothing is migrated, made or changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, text

from bot.domain.round import Track
from bot.store.codec import select_tracks, track_of
from bot.store.deliveries import NOTICES, NOTICES_SHOWN, UNTOLD, WAITING
from bot.store.migrate import revision
from bot.store.tables import HEAD, HOLDS_CHANNEL, deliveries, groups, rounds, tracks
from bot.store.unsure import GOING_ON, UNSURE

MOST_DAMAGE = 5


@dataclass(frozen=True, slots=True)
class Health:
    """``size`` in bytes, without SQLite's log; ``journal`` is SQLite's mode, "" on PostgreSQL; ``damage``:
    what a check of the file found, none on PostgreSQL, which checks itself; ``current``: at this version."""

    revision: str | None
    size: int
    journal: str
    read_only: bool
    damage: tuple[str, ...]

    @property
    def current(self) -> bool:
        return self.revision == HEAD


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice that nobody has read yet, or a message of which nobody knows whether it arrived."""

    group: str
    text: str


@dataclass(frozen=True, slots=True)
class Overview:
    """``tracks``: active ones, soonest post first, at most as many as were asked for; ``states``: how many
    tracks are in which state; ``groups``: the names of their groups by id; ``zones``: those of all active and
    paused tracks; ``notices`` and ``unsure``: newest first."""

    tracks: tuple[Track, ...]
    states: Mapping[str, int]
    groups: Mapping[int, str]
    zones: frozenset[str]
    notices: tuple[Waiting, ...]
    unsure: tuple[Waiting, ...]


def health(connection: Connection) -> Health:
    found = revision(connection)
    if connection.dialect.name == "sqlite":
        pages, page = (_one(connection, f"PRAGMA {name}") for name in ("page_count", "page_size"))
        journal = str(_one(connection, "PRAGMA journal_mode"))
        damage = [str(row[0]) for row in connection.exec_driver_sql(f"PRAGMA quick_check({MOST_DAMAGE})")]
        return Health(found, pages * page, journal, False, tuple(one for one in damage if one != "ok"))
    size = _one(connection, "SELECT pg_database_size(current_database())")
    standby = _one(connection, "SELECT pg_is_in_recovery()")
    read_only = standby or _one(connection, "SHOW default_transaction_read_only") == "on"
    return Health(found, size, "", bool(read_only), ())


def _one(connection: Connection, statement: str) -> Any:
    return connection.execute(text(statement)).scalar_one()


def overview(connection: Connection, now: datetime, most: int) -> Overview:
    """``most``: so many tracks, notices and unsure messages at most."""
    soonest = select_tracks().where(tracks.c.state == "active").order_by(tracks.c.next_at, tracks.c.id)
    shown = [track_of(row) for row in connection.execute(soonest.limit(most))]
    names = select(groups.c.id, groups.c.name).where(groups.c.id.in_({track.group_id for track in shown}))
    states = select(tracks.c.state, func.count()).group_by(tracks.c.state)
    zones = select(tracks.c.zone).where(HOLDS_CHANNEL).distinct()
    return Overview(
        tuple(shown),
        {row[0]: row[1] for row in connection.execute(states)},
        {row[0]: row[1] for row in connection.execute(names)},
        frozenset(connection.execute(zones).scalars()),
        _notices(connection, now, most),
        _unsure(connection, most),
    )


def _notices(connection: Connection, now: datetime, most: int) -> tuple[Waiting, ...]:
    """On their way, or given up on and told to nobody."""
    recent = deliveries.c.due_at > now - NOTICES_SHOWN
    asked = _with_group(deliveries.c.text).where(NOTICES, or_(WAITING, UNTOLD), recent)
    newest = asked.order_by(deliveries.c.due_at.desc(), deliveries.c.id.desc()).limit(most)
    return tuple(Waiting(row[0], row[1]) for row in connection.execute(newest))


def _unsure(connection: Connection, most: int) -> tuple[Waiting, ...]:
    """Of rounds that went on: of others there is nothing to decide any more."""
    asked = _with_group(deliveries.c.kind, rounds.c.day, tracks.c.channel_name)
    asked = asked.join(rounds, rounds.c.id == deliveries.c.round_id)
    asked = asked.join(tracks, tracks.c.id == rounds.c.track_id)
    asked = asked.where(UNSURE, rounds.c.state.in_(GOING_ON))
    newest = asked.order_by(deliveries.c.due_at.desc(), deliveries.c.id.desc()).limit(most)
    return tuple(
        Waiting(group, f"the {kind} of {day} in #{channel}")
        for group, kind, day, channel in connection.execute(newest)
    )


def _with_group(*columns: Any) -> Select[Any]:
    return select(groups.c.name, *columns).join_from(deliveries, groups, groups.c.id == deliveries.c.group_id)


def held_channels(connection: Connection, platform: str, most: int) -> list[tuple[str, str, Track]]:
    """(the group's own id, its name, track) of running and paused tracks of a platform."""
    there = groups.c.platform == platform, groups.c.removed_at.is_(None)
    named = {row.id: (row.external, row.name) for row in connection.execute(select(groups).where(*there))}
    asked = select_tracks().where(*there, HOLDS_CHANNEL).order_by(tracks.c.id).limit(most)
    return [(*named[track.group_id], track) for track in map(track_of, connection.execute(asked))]
