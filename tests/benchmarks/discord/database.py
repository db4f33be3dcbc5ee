"""A database with tracks on Discord: some with an open round, or with one that is about to be posted."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.round import Track
from bot.service.deliver import LEASE
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from tests.benchmarks.discord.payloads import POST_ID, Guild
from tests.benchmarks.tracks import HOUR, mark_of, planned, slot_at, started, url


def asked(path: Path, guilds: Sequence[Guild]) -> list[Guild]:
    """The guilds, each with a track in each channel, whose question of four options was posted an hour ago."""
    upgrade(url(path))
    return asyncio.run(_asked(path, guilds))


def due(path: Path, guilds: Sequence[Guild], at: datetime) -> None:
    """A track in each channel of each guild, whose first question is due at that time."""
    upgrade(url(path))
    asyncio.run(_due(path, guilds, at))


async def _asked(path: Path, guilds: Sequence[Guild]) -> list[Guild]:
    async with open_store(url(path)) as store:
        return [replace(guild, marks=await _open(store, guild)) for guild in guilds]


async def _open(store: SqlStore, guild: Guild) -> tuple[str, ...]:
    """A posted round in each channel; their marks."""
    now = SystemClock().now()
    posted = now - HOUR
    tracks = [await _track(store, guild, place, posted) for place in range(guild.channels)]
    await store.rounds.save_plans([planned(track, 1, posted) for track in tracks], now)
    for place, delivery in enumerate(await store.deliveries.due(["discord"], now, guild.channels)):
        claimed = await store.deliveries.claim(delivery, now, now + LEASE)
        assert claimed is not None
        await store.deliveries.record_sent(claimed, str(POST_ID + guild.place * 10 + place), posted)
    return tuple(mark_of(track, posted) for track in tracks)


async def _due(path: Path, guilds: Sequence[Guild], at: datetime) -> None:
    async with open_store(url(path)) as store:
        for guild in guilds:
            for place in range(guild.channels):
                await _track(store, guild, place, at)


async def _track(store: SqlStore, guild: Guild, place: int, at: datetime) -> Track:
    group = await store.people.group("discord", str(guild.id), f"Study group {guild.place}")
    channel = str(guild.channel(place))
    return await started(store, group, f"key-{guild.place}-{place}", channel, slot_at(at))
