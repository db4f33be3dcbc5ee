"""After ``RETENTION_DAYS`` answers lose their link to people; what they meant is carried over."""

from datetime import timedelta

from bot.service.tools import Tools

AT_ONCE = 200
"""Answers in one transaction: others are written in between."""
STEPS = 20


async def retain(tools: Tools) -> None:
    """Some steps; what is left waits for the next sweep, so that nothing else has to wait for long. The
    day's share comes due at midnight UTC."""
    cut = tools.clock.now().date() - timedelta(days=tools.retention_days)
    for _ in range(STEPS):
        if not await tools.store.privacy.unlink_before(cut, AT_ONCE):
            return
