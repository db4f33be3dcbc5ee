"""Who is acting, as rows: the group, the member and the track they stand in front of."""

from dataclasses import dataclass, replace

from bot.domain.round import Track
from bot.errors import NotAllowed
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


async def is_organiser(tools: Tools, who: Who) -> bool:
    """By the platform's word, or because an organiser added them."""
    return who.organiser or await tools.store.organisers.added(who.platform, who.group, who.account)


async def as_organiser(tools: Tools, who: Who) -> Who:
    """The same person, known to be an organiser; NotAllowed else. Asked in the core, at the click, whatever
    the platform showed."""
    if not await is_organiser(tools, who):
        raise NotAllowed(refusals.ONLY_ORGANISERS)
    return replace(who, organiser=True)


async def track_here(tools: Tools, group: Group, channel: str) -> Track | None:
    """This channel's track, else the group's only one."""
    tracks = await tools.store.tracks.of_group(group.id)
    here = [track for track in tracks if track.channel == channel]
    if here:
        return here[0]
    return tracks[0] if len(tracks) == 1 else None
