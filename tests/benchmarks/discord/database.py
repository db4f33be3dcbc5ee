"""A database with tracks on Discord: some with an open round, or with one that is about to be posted."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.freezing import snapshot, snapshot_id
from bot.domain.question import Kind, Level
from bot.domain.round import DeliveryKind, RoundState, Track, mark
from bot.domain.schedule import RevealRule, Schedule, Slot
from bot.ports.rounds import Plan, PlannedRound
from bot.ports.tracks import NewTrack
from bot.service.deliver import LEASE
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from tests.benchmarks.discord.payloads import POST_ID, Guild
from tests.service.day import only

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def url(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path}"


def asked(path: Path, guilds: Sequence[Guild]) -> list[Guild]:
    """The guilds, each with a track in each channel, whose question of four options was posted an hour ago."""
    upgrade(url(path))
    return asyncio.run(_asked(path, guilds))


def due(path: Path, guilds: Sequence[Guild], at: datetime) -> None:
    """A track in each channel of each guild, whose first question is due at that time."""
    upgrade(url(path))
    asyncio.run(_due(path, guilds, at))


async def _asked(path: Path, guilds: Sequence[Guild]) -> list[Guild]:
    now = SystemClock().now()
    opened = Slot(now.date(), now - HOUR, now + DAY)
    async with open_store(url(path)) as store:
        marks = [await _open(store, guild, opened, now) for guild in guilds]
    return [replace(guild, marks=of_guild) for guild, of_guild in zip(guilds, marks, strict=True)]


async def _open(store: SqlStore, guild: Guild, opened: Slot, now: datetime) -> tuple[str, ...]:
    """A posted round in each channel."""
    tracks = [await _track(store, guild, place, opened) for place in range(guild.channels)]
    plans = [Plan(track, (_planned(track, opened),), _next(opened)) for track in tracks]
    await store.rounds.save_plans(plans, now)
    for place, delivery in enumerate(await store.deliveries.due(["discord"], now, guild.channels)):
        claimed = await store.deliveries.claim(delivery, now, now + LEASE)
        assert claimed is not None
        await store.deliveries.record_sent(claimed, str(POST_ID + guild.place * 10 + place), now - HOUR)
    return tuple(_mark(track, opened) for track in tracks)


async def _due(path: Path, guilds: Sequence[Guild], at: datetime) -> None:
    async with open_store(url(path)) as store:
        for guild in guilds:
            for place in range(guild.channels):
                await _track(store, guild, place, Slot(at.date(), at, at + DAY))


async def _track(store: SqlStore, guild: Guild, place: int, first: Slot) -> Track:
    group = await store.people.group("discord", str(guild.id), f"Study group {guild.place}")
    made = NewTrack(
        key=f"key-{guild.place}-{place}",
        group_id=group.id,
        channel=str(guild.channel(place)),
        channel_name=f"channel-{place}",
        schedule=_daily(first),
        topics=frozenset(),
        levels=frozenset(Level),
    )
    track = await store.tracks.draft(made, "1", first.opens_at)
    assert await store.tracks.start(track.id, first, "1", first.opens_at)
    return replace(track, next_day=first.day, next_at=first.opens_at)


def _daily(first: Slot) -> Schedule:
    at = first.opens_at.astimezone(UTC).time().replace(microsecond=0)
    return Schedule("UTC", at, frozenset(range(7)), RevealRule(time(0), next_day=True))


def _planned(track: Track, opened: Slot) -> PlannedRound:
    question = next(iter(only(Kind.CHOICE).questions.values()))
    copy = snapshot(question, "Topic")
    made = _mark(track, opened)
    return PlannedRound(made, opened, RoundState.PLANNED, None, snapshot_id(copy), copy, "2013")


def _mark(track: Track, opened: Slot) -> str:
    return mark(track.key, opened.day, DeliveryKind.POST)


def _next(opened: Slot) -> Slot:
    return Slot(opened.day + DAY, opened.opens_at + DAY, opened.closes_at + DAY)
