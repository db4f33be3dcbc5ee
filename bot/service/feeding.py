"""Feeding review items from rounds that have closed: after everything that people wait for."""

from bot.service.tools import Tools

STEP = 200
"""Members in one transaction."""
STEPS = 20
"""In one turn of the clock; the next turn goes on."""


async def feed_reviews(tools: Tools) -> None:
    """Harmless to repeat and to break off between any two steps. A round that was begun is fed whole:
    where a step ended is remembered nowhere else."""
    reviews, after, taken = tools.store.reviews, None, 0
    while after is not None or (taken < STEPS and await reviews.unfed() is not None):
        after = await reviews.feed(after, STEP)
        taken += 1
