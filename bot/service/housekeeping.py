"""What nobody waits for: rows that have served their time."""

from datetime import timedelta

from bot.service.departure import GRACE, purge
from bot.service.retention import retain
from bot.service.tools import Tools

CONNECTIONS_KEPT = timedelta(days=40)
DRAFTS_KEPT = timedelta(days=1)
EVENTS_KEPT = timedelta(hours=26)
"""Platforms repeat an event for up to a day."""


async def housekeep(tools: Tools) -> None:
    """Forget old connection rows, set-ups that nobody started, events that come no more, old links to people,
    groups and workspaces that are gone."""
    now = tools.clock.now()
    await tools.store.connections.forget(now - CONNECTIONS_KEPT)
    await tools.store.tracks.forget_drafts(now - DRAFTS_KEPT)
    await tools.store.fixes.forget(now - DRAFTS_KEPT)
    await tools.store.seen_events.forget(now - EVENTS_KEPT)
    await tools.store.installations.forget(now - GRACE)
    await retain(tools)
    await purge(tools)
