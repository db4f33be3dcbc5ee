"""Who is acting, as rows: the group, the member and the track they stand in front of."""

from dataclasses import dataclass

from bot.domain.round import Track
from bot.errors import NotAllowed, UsageError
from bot.intents import refusals
from bot.ports.people import Group, Member
from bot.service.tools import Tools, Who


@dataclass(frozen=True, slots=True)
class Present:
    group: Group
    member: Member


async def present(tools: Tools, who: Who) -> Present:
    """The acting member, made on first sight."""
    group = await tools.store.people.group(who.platform, who.group, who.group_name)
    return Present(group, await tools.store.people.member(group, who.account, who.name))


def must_be_organiser(who: Who) -> None:
    """Checked in the core, at the click, whatever the platform showed."""
    if not who.organiser:
        raise NotAllowed(refusals.ONLY_ORGANISERS)


async def track_here(tools: Tools, group: Group, channel: str) -> Track | None:
    """This channel's track, else the group's only one."""
    tracks = await tools.store.tracks.of_group(group.id)
    here = [track for track in tracks if track.channel == channel]
    if here:
        return here[0]
    return tracks[0] if len(tracks) == 1 else None


async def need_track(tools: Tools, group: Group, channel: str) -> Track:
    track = await track_here(tools, group, channel)
    if track is None:
        raise UsageError(refusals.NO_TRACK_HERE)
    return track
