"""Which track an organiser means: the named one, this channel's, the group's only one; else one asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.round import Track
from bot.errors import UsageError
from bot.intents import refusals
from bot.ports.people import Group
from bot.service.channel_words import Named, split_channels
from bot.service.tools import Tools, Who


@dataclass(frozen=True, slots=True)
class Meant:
    """``track`` is None where it may be any of ``among``; ``words`` are those that do not name it."""

    track: Track | None
    among: tuple[Track, ...]
    words: tuple[str, ...]


async def meant(tools: Tools, who: Who, group: Group, words: Sequence[str]) -> Meant:
    """UsageError where there is none, or none of that name."""
    tracks = await tools.store.tracks.of_group(group.id)
    if not tracks:
        raise UsageError(refusals.NO_TRACK_HERE)
    named, rest = split_channels(words)
    if named:
        return Meant(_called(named[-1], tracks), tuple(tracks), rest)
    return Meant(_nearest(who, tracks), tuple(tracks), rest)


def _called(named: Named, tracks: Sequence[Track]) -> Track:
    for track in tracks:
        if named.means(track):
            return track
    raise UsageError(refusals.no_track_in(named.name, [track.channel_name for track in tracks]))


def _nearest(who: Who, tracks: Sequence[Track]) -> Track | None:
    here = next((track for track in tracks if track.channel == who.channel), None)
    return here or (tracks[0] if len(tracks) == 1 else None)


async def own_track(tools: Tools, group: Group, track_id: int) -> Track:
    """A running or paused track of this group by its id, as a button names it."""
    for track in await tools.store.tracks.of_group(group.id):
        if track.id == track_id:
            return track
    raise UsageError(refusals.TRACK_GONE)
