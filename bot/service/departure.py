"""The bot was removed from a server or workspace, or came back; an outage is neither."""

from collections.abc import Collection
from datetime import timedelta

from bot.service.tools import Tools

GRACE = timedelta(days=30)
AT_ONCE = 500
STEPS = 20


async def left(tools: Tools, platform: str, external: str) -> None:
    """Its tracks stop at once and nothing waiting is sent; its data is deleted when the grace is over."""
    await tools.store.privacy.remove_group(platform, external, tools.clock.now())
    tools.nudge()


async def still_in(tools: Tools, platform: str, externals: Collection[str]) -> None:
    """The groups the bot is in by the platform's word, told when a connection begins: it was removed from
    the others, or came back to some, while nobody listened."""
    for external in await tools.store.privacy.groups_of(platform):
        if external not in externals:
            await left(tools, platform, external)
    for external in await tools.store.privacy.left_groups(platform):
        if external in externals:
            await returned(tools, platform, external)


async def returned(tools: Tools, platform: str, external: str) -> bool:
    """Within the grace everything stands, with its tracks paused. False if it had not left."""
    return await tools.store.privacy.restore_group(platform, external)


async def purge(tools: Tools) -> None:
    """Some steps of deleting groups whose grace is over; what is left waits for the next sweep."""
    for _ in range(STEPS):
        if not await tools.store.privacy.purge_groups(tools.clock.now() - GRACE, AT_ONCE):
            return
