"""``/daily``: which track is meant, and which service does it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.domain.round import Track
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import Reply, action
from bot.intents.which import which_channel
from bot.ports.people import Group
from bot.service import (
    early,
    ending,
    fix,
    granting,
    manage,
    move,
    organising,
    reports,
    settings,
    setup_form,
    status,
    unsure,
)
from bot.service.handlers import Presses, number
from bot.service.present import present
from bot.service.tools import Tools, Who
from bot.service.which_track import Meant, meant, own_track

Words = tuple[str, ...]
OfTrack = Callable[[Tools, Who, Track, Words], Awaitable[Reply]]
OfGroup = Callable[[Tools, Who, Words], Awaitable[Reply]]

OF_TRACK: Mapping[str, OfTrack] = {
    "now": early.post_now,
    "pause": manage.pause,
    "resume": manage.resume,
    "skip": manage.skip,
    "unskip": manage.unskip,
    "move": move.move,
    "grant": granting.grant,
    "end": ending.ask,
    "fix": fix.fix,
    "void": fix.void,
    "again": unsure.again,
    "there": unsure.there,
}
OF_GROUP: Mapping[str, OfGroup] = {
    "setup": setup_form.setup,
    "status": status.status,
    "settings": settings.settings,
    "organisers": organising.organisers,
    "reports": reports.reports,
}
FREE_FROM = {"fix": 3, "void": 2}
"""From this word on people may write of any channel in their reasons."""
LONGEST_ACTION = 100


async def run(tools: Tools, who: Who, verb: str, words: Words) -> Reply:
    """A verb of ``/daily`` by somebody who is known to be an organiser."""
    if verb in OF_GROUP:
        return await OF_GROUP[verb](tools, who, words)
    if verb not in OF_TRACK:
        raise UsageError(refusals.unknown_command(f"daily {verb}"))
    here = await present(tools, who)
    found = await _meant(tools, who, here.group, verb, words)
    if found.track is None:
        return _which(verb, found)
    return await OF_TRACK[verb](tools, who, found.track, found.words)


async def _meant(tools: Tools, who: Who, group: Group, verb: str, words: Words) -> Meant:
    if verb == "move":
        return await move.meant_to_move(tools, who, group, words)
    free = FREE_FROM.get(verb, len(words))
    found = await meant(tools, who, group, words[:free])
    return replace(found, words=(*found.words, *words[free:]))


def _which(verb: str, found: Meant) -> Reply:
    """One button a track; UsageError where the words do not fit into one."""
    words = " ".join(found.words)
    choices = [(action("daily", track.id, verb, words), track.channel_name) for track in found.among]
    if any(len(again) > LONGEST_ACTION for again, _ in choices):
        raise UsageError(refusals.NAME_THE_CHANNEL)
    return Reply(which_channel(choices))


async def _on(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """The verb again, on the track whose button was pressed."""
    here = await present(tools, who)
    track = await own_track(tools, here.group, number(parts[0]))
    if parts[1] not in OF_TRACK:
        raise UsageError(refusals.OLD_BUTTON)
    return await OF_TRACK[parts[1]](tools, who, track, tuple(":".join(parts[2:]).split()))


PRESSES: Presses = {"daily": (_on, 3)}
