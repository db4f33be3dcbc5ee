"""One turn of the clock: what is due is closed, planned, delivered and brought up to date."""

from datetime import datetime

from bot.domain.schedule import CLOSE_GRACE
from bot.service.close import close
from bot.service.deliver import deliver
from bot.service.display import refresh_displays
from bot.service.feeding import feed_reviews
from bot.service.plan import plan
from bot.service.tools import Tools


async def tick(tools: Tools) -> None:
    """Do everything that is due now. Harmless to repeat: a second tick at once posts nothing."""
    await close(tools)
    await plan(tools)
    await deliver(tools)
    await refresh_displays(tools)
    await feed_reviews(tools)


async def next_due(tools: Tools) -> datetime | None:
    """The earliest instant (UTC) at which anything will be due, asked by index."""
    close_at = await tools.store.rounds.next_close()
    moments = [
        await tools.store.tracks.next_due(),
        close_at + CLOSE_GRACE if close_at else None,
        await tools.store.deliveries.next_due(tuple(tools.posters)),
        await tools.store.reviews.unfed(),
    ]
    return min((moment for moment in moments if moment is not None), default=None)
