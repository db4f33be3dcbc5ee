"""What is in force: an organiser's word for the track, else for the group, else the platform's default."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.round import Track
from bot.ports.people import Group
from bot.service.tools import Tools


class Source(StrEnum):
    """Who decided."""

    PLATFORM = "platform"
    GROUP = "group"
    TRACK = "track"


@dataclass(frozen=True, slots=True)
class Choice:
    on: bool
    source: Source


@dataclass(frozen=True, slots=True)
class NoticesTo:
    """``channel`` is "" where notices go to people directly."""

    channel: str
    name: str
    source: Source


OF_GROUP = ("names", "boards", "reactions", "thread")
OF_TRACK = ("reactions", "thread")
THREADS = True
"""Reveals go into the post's thread wherever a platform has threads."""


def chosen(tools: Tools, group: Group, name: str, track: Track | None = None) -> Choice:
    """The setting of this name: names, boards, reactions or thread."""
    of_track = getattr(track.settings, name) if track is not None and name in OF_TRACK else None
    if of_track is not None:
        return Choice(of_track, Source.TRACK)
    of_group = getattr(group.settings, name)
    if of_group is not None:
        return Choice(of_group, Source.GROUP)
    defaults = tools.defaults[group.platform]
    return Choice(THREADS if name == "thread" else getattr(defaults, name), Source.PLATFORM)


def names(tools: Tools, group: Group) -> bool:
    """Whether a reveal names who was right."""
    return chosen(tools, group, "names").on


def boards(tools: Tools, group: Group) -> bool:
    return chosen(tools, group, "boards").on


def reactions(tools: Tools, group: Group, track: Track | None) -> bool:
    """Whether a reaction is an answer."""
    return chosen(tools, group, "reactions", track).on


async def any_counts_reactions(tools: Tools, platform: str) -> bool:
    """Whether reactions must be listened to at all: not where every group of the platform said no."""
    default = tools.defaults[platform].reactions
    return await tools.store.tracks.count_reactions(platform, by_default=default)


def thread(tools: Tools, group: Group, track: Track | None) -> bool:
    """Whether a reveal goes into the post's thread."""
    return chosen(tools, group, "thread", track).on


def notices(group: Group, track: Track | None) -> NoticesTo:
    """Where notices go as it was chosen; no question channel may be used, whatever was chosen."""
    if track is not None and track.settings.notices is not None:
        return NoticesTo(track.settings.notices, track.settings.notices_name, Source.TRACK)
    source = Source.PLATFORM if group.settings.notices is None else Source.GROUP
    return NoticesTo(group.settings.notices or "", group.settings.notices_name, source)
