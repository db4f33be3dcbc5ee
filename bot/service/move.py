"""``/daily move``: another time, zone or channel. An open question stays where it is."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.round import Track
from bot.domain.schedule import Schedule, check_schedule
from bot.errors import UsageError
from bot.intents import done, refusals
from bot.intents.base import Reply
from bot.intents.setup import schedule_line
from bot.ports.people import Group
from bot.service.channel_rights import must_be_open
from bot.service.channel_words import Named, located, split_channels
from bot.service.presets import in_words
from bot.service.rescheduling import change, settled, standing
from bot.service.schedule_words import with_words
from bot.service.tools import Tools, Who
from bot.service.which_track import Meant, meant


async def meant_to_move(tools: Tools, who: Who, group: Group, words: tuple[str, ...]) -> Meant:
    """Of two channels the second names the track. A single one is where to go, unless it is itself a
    track and this channel has none."""
    named, rest = split_channels(words)
    tracks = await tools.store.tracks.of_group(group.id)
    is_track = bool(named) and any(named[0].means(track) for track in tracks)
    here = any(track.channel == who.channel for track in tracks)
    naming = named if is_track and not here and len(named) == 1 else named[1:]
    found = await meant(tools, who, group, [_typed(one) for one in naming])
    going = [_typed(one) for one in named if one not in naming]
    return replace(found, words=(*rest, *going))


def _typed(named: Named) -> str:
    return f"<#{named.ref}|{named.name}>" if named.ref else f"#{named.name}"


async def move(tools: Tools, who: Who, track: Track, words: tuple[str, ...]) -> Reply:
    named, rest = split_channels(words)
    if not named and not rest:
        raise UsageError(refusals.WHICH_CHANGE)
    schedule = _checked(with_words(track.schedule, rest))
    wanted = replace(track, schedule=schedule)
    if named:
        tracks = await tools.store.tracks.of_group(track.group_id)
        place = located(named[0], who, tracks)
        await must_be_open(tools, who.platform, who.group, place.ref, place.name)
        wanted = _elsewhere(wanted, place, tracks)
    track = await settled(tools, track)
    await change(tools, who, track, wanted)
    what = in_words(tools.bank, tools.pools, wanted.topics)
    moved = done.moved(schedule_line(wanted.channel_name, schedule, what, wanted.levels))
    return await standing(tools, track.id, moved)


def _checked(schedule: Schedule) -> Schedule:
    """UsageError with the nearest reveal where the old one does not fit any more."""
    try:
        check_schedule(schedule)
    except UsageError as error:
        raise UsageError(f"{error} {refusals.CHANGE_BOTH}") from None
    return schedule


def _elsewhere(track: Track, place: Named, tracks: Sequence[Track]) -> Track:
    if any(other.channel == place.ref and other.id != track.id for other in tracks):
        raise UsageError(refusals.channel_taken(place.name))
    return replace(track, channel=place.ref, channel_name=place.name)
