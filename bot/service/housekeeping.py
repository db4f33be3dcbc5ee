"""What nobody waits for: rows that have served their time."""

from datetime import timedelta

from bot.service.departure import purge
from bot.service.retention import retain
from bot.service.tools import Tools

CONNECTIONS_KEPT = timedelta(days=40)
DRAFTS_KEPT = timedelta(days=1)


async def housekeep(tools: Tools) -> None:
    """Forget old connection rows, set-ups that nobody started, old links to people, groups that are gone."""
    now = tools.clock.now()
    await tools.store.connections.forget(now - CONNECTIONS_KEPT)
    await tools.store.tracks.forget_drafts(now - DRAFTS_KEPT)
    await tools.store.fixes.forget(now - DRAFTS_KEPT)
    await retain(tools)
    await purge(tools)
