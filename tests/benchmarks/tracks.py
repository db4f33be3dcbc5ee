"""Tracks in a database of the bot, with a question that is open, or with questions about to be posted."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.domain.freezing import snapshot, snapshot_id
from bot.domain.question import Kind, Level
from bot.domain.round import DeliveryKind, RoundState, Track, mark
from bot.domain.schedule import RevealRule, Schedule, Slot
from bot.ports.people import Group
from bot.ports.rounds import Plan, PlannedRound
from bot.ports.tracks import NewTrack
from bot.store.open import SqlStore
from tests.service.day import only

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


async def started(store: SqlStore, group: Group, key: str, channel: str, first: Slot) -> Track:
    """A daily track whose first question is due then."""
    made = NewTrack(key, group.id, channel, "daily", _daily(first), frozenset(), frozenset(Level))
    track = await store.tracks.draft(made, "1", first.opens_at)
    assert await store.tracks.start(track.id, first, "1", first.opens_at)
    return replace(track, next_day=first.day, next_at=first.opens_at)


def slot_at(at: datetime) -> Slot:
    """Open for a day."""
    return Slot(at.date(), at, at + DAY)


def planned(track: Track, count: int, at: datetime) -> Plan:
    """The questions of so many dates, all to be posted then."""
    slots = [replace(slot_at(at), day=at.date() + place * DAY) for place in range(count)]
    upcoming = Slot(slots[-1].day + DAY, at + count * DAY, at + (count + 1) * DAY)
    return Plan(track, tuple(_round(track, slot) for slot in slots), upcoming)


def mark_of(track: Track, at: datetime) -> str:
    """Of the question that is posted on that date."""
    return mark(track.key, at.date(), DeliveryKind.POST)


def _daily(first: Slot) -> Schedule:
    at = first.opens_at.astimezone(UTC).time().replace(microsecond=0)
    return Schedule("UTC", at, frozenset(range(7)), RevealRule(time(0), next_day=True))


def _round(track: Track, slot: Slot) -> PlannedRound:
    question = next(iter(only(Kind.CHOICE).questions.values()))
    copy = snapshot(question, "Topic")
    made = mark(track.key, slot.day, DeliveryKind.POST)
    return PlannedRound(made, slot, RoundState.PLANNED, None, snapshot_id(copy), copy, "2013")
