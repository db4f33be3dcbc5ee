"""One hint where the bot was just added, and nothing else until somebody sets it up."""

import asyncio
from typing import Final

import structlog

from bot.domain.round import mark
from bot.domain.schedule import local_date
from bot.errors import DeliveryError
from bot.intents.joined import Joined
from bot.ports.poster import Target
from bot.service.limits import SEND_LIMIT
from bot.service.tools import Tools

log = structlog.get_logger()

GREETED: Final = "greeted"


async def greet(tools: Tools, platform: str, external: str, name: str, channel: str) -> None:
    """Best effort: whoever missed it finds the same in ``/help``."""
    poster = tools.posters.get(platform)
    if poster is None:
        return
    group = await tools.store.people.group(platform, external, name)
    today = local_date(tools.clock.now(), "UTC")
    try:
        async with asyncio.timeout(SEND_LIMIT.total_seconds()):
            await poster.send(Target(external, channel), Joined(), mark(group.key, today, "joined"))
    except (DeliveryError, TimeoutError) as error:
        log.info("nobody could be greeted", group=external, error=str(error))


async def greet_once(tools: Tools, platform: str, external: str, name: str, channel: str) -> None:
    """For platforms on which the bot comes into a group and later into its channels: one hint for all of it,
    and none where a daily question runs already."""
    now, claim = tools.clock.now(), f"{GREETED}:{external}"
    if await tools.store.notes.read(platform, claim) is not None:
        return
    group = await tools.store.people.group(platform, external, name)
    if await tools.store.tracks.of_group(group.id) or not await tools.store.seen_events.first_time(
        platform, claim, now
    ):
        return
    await tools.store.notes.write(platform, claim, now.isoformat())
    await greet(tools, platform, external, name, channel)
