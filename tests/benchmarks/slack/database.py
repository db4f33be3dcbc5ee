"""A database with tracks on Slack: with an open question in each channel, or with questions about to be posted."""

import asyncio
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.clock import SystemClock
from bot.domain.round import Track
from bot.service.deliver import LEASE
from bot.store.migrate import upgrade
from bot.store.open import SqlStore, open_store
from tests.benchmarks.slack.payloads import TEAM, Channel
from tests.benchmarks.tracks import HOUR, mark_of, planned, slot_at, started, url


def asked(path: Path, count: int) -> list[Channel]:
    """So many channels, in each of which a question of four options was posted an hour ago."""
    upgrade(url(path))
    return asyncio.run(_asked(path, count))


def due(path: Path, count: int, each: int, at: datetime) -> list[Channel]:
    """So many channels, each with so many questions that are due at that time."""
    upgrade(url(path))
    return asyncio.run(_due(path, count, each, at))


async def _asked(path: Path, count: int) -> list[Channel]:
    async with open_store(url(path)) as store:
        return [await _open(store, Channel(place)) for place in range(count)]


async def _open(store: SqlStore, channel: Channel) -> Channel:
    now = SystemClock().now()
    posted = now - HOUR
    track = await _planned(store, channel, 1, posted)
    (delivery,) = await store.deliveries.due(["slack"], now, 2)
    claimed = await store.deliveries.claim(delivery, now, now + LEASE)
    assert claimed is not None
    await store.deliveries.record_sent(claimed, channel.ts, posted)
    return replace(channel, mark=mark_of(track, posted))


async def _due(path: Path, count: int, each: int, at: datetime) -> list[Channel]:
    channels = [Channel(place) for place in range(count)]
    async with open_store(url(path)) as store:
        for channel in channels:
            await _planned(store, channel, each, at)
    return channels


async def _planned(store: SqlStore, channel: Channel, count: int, at: datetime) -> Track:
    """A track whose questions of so many dates are all to be posted then."""
    group = await store.people.group("slack", TEAM, "Team")
    track = await started(store, group, f"key-{channel.place}", channel.id, slot_at(at))
    await store.rounds.save_plans([planned(track, count, at)], at)
    return track
