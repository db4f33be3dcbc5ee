"""Whether a channel can be posted to, asked before an organiser chooses it."""

from bot.errors import UsageError
from bot.intents import refusals
from bot.ports.poster import Target
from bot.service.tools import Tools


async def must_be_open(tools: Tools, platform: str, group: str, channel: str, name: str) -> None:
    """UsageError names every right that is missing there."""
    poster = tools.posters.get(platform)
    lacking = await poster.lacks(Target(group, channel)) if poster else ()
    if lacking:
        raise UsageError(refusals.lacks(name, lacking))


async def labels(tools: Tools, platform: str, group: str, channel: str) -> tuple[tuple[str, str], ...]:
    """(id, name) of the labels of which a post there must have one; none where it needs none."""
    poster = tools.posters.get(platform)
    return await poster.labels(Target(group, channel)) if poster else ()
