"""``/daily settings``: what stands for the group or one track, where it comes from, and changing it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.round import Track
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.settings import NoticesRow, OnOff, SettingsSheet, TrackDiffers
from bot.ports.people import Group
from bot.service import choices
from bot.service.channel_words import Named, located, split_channels
from bot.service.handlers import Presses, number
from bot.service.present import present
from bot.service.tools import Tools, Who
from bot.service.which_track import meant, own_track

NAMES = ("names", "boards", "reactions", "notices", "thread")
FOR_ONE_TRACK = ("reactions", "notices", "thread")
DEFAULT = "default"
ON_OFF: Mapping[str, bool | None] = {"on": True, "off": False, DEFAULT: None}
COUNT_IGNORE: Mapping[str, bool | None] = {"count": True, "ignore": False, DEFAULT: None}

Changes = Mapping[str, bool | str | None]


async def settings(tools: Tools, who: Who, words: Sequence[str]) -> Reply:
    """``names off``, ``reactions ignore #ops``, ``notices #ops``; alone it shows what stands."""
    here = await present(tools, who)
    named, rest = split_channels(words)
    name, value = ([word.casefold() for word in rest] + ["", ""])[:2]
    if name and name not in NAMES:
        raise UsageError(refusals.no_setting(name, NAMES))
    goes = named.pop(0) if name == "notices" and not value and named else None
    track = await _named_track(tools, who, here.group, named)
    if name and (value or goes):
        changes = await _read(tools, who, here.group, name, value, goes, track)
        await _apply(tools, who, here.group, track, changes)
    return Reply(await _sheet(tools, here.group.id, track.id if track else None))


async def _named_track(tools: Tools, who: Who, group: Group, named: Sequence[Named]) -> Track | None:
    """None where no channel was typed: the group is meant."""
    if not named:
        return None
    word = f"<#{named[-1].ref}>" if named[-1].ref else f"#{named[-1].name}"
    return (await meant(tools, who, group, [word])).track


async def _read(
    tools: Tools, who: Who, group: Group, name: str, value: str, goes: Named | None, track: Track | None
) -> Changes:
    if track is not None and name not in FOR_ONE_TRACK:
        raise UsageError(refusals.not_for_one_track(name))
    if name == "notices":
        return await _notices(tools, who, group, value, goes, track)
    values = COUNT_IGNORE if name == "reactions" else ON_OFF
    if value not in values:
        raise UsageError(refusals.no_value(name, values))
    return {name: values[value]}


async def _notices(
    tools: Tools, who: Who, group: Group, value: str, goes: Named | None, track: Track | None
) -> Changes:
    """Never a channel in which questions are asked."""
    if goes is None:
        if value not in ("off", DEFAULT):
            raise UsageError(refusals.WHICH_NOTICES)
        none = "" if value == "off" and track is not None else None
        return {"notices": none, "notices_name": ""}
    tracks = await tools.store.tracks.of_group(group.id)
    place = located(goes, who, tracks)
    if place.ref in {one.channel for one in tracks}:
        raise UsageError(refusals.NO_QUESTION_CHANNEL)
    return {"notices": place.ref, "notices_name": place.name}


async def _apply(tools: Tools, who: Who, group: Group, track: Track | None, changes: Changes) -> None:
    if track is None:
        await tools.store.people.change_settings(group.id, changes)
    else:
        await tools.store.tracks.change_settings(track.id, changes, who.account, tools.clock.now())


async def _sheet(tools: Tools, group_id: int, track_id: int | None) -> SettingsSheet:
    """Read again, so that it shows what stands."""
    group = await tools.store.people.get_group(group_id)
    tracks = await tools.store.tracks.of_group(group_id)
    track = next((one for one in tracks if one.id == track_id), None)
    names = ("reactions", "thread") if track else choices.OF_GROUP
    chosen = {name: choices.chosen(tools, group, name, track) for name in names}
    notices = choices.notices(group, track)
    return SettingsSheet(
        tuple(OnOff(name, one.on, one.source) for name, one in chosen.items()),
        NoticesRow(notices.name or notices.channel, notices.source),
        track.id if track else 0,
        track.channel_name if track else "",
        () if track else tuple(_differs(one) for one in tracks if _own(one)),
    )


def _own(track: Track) -> bool:
    return any(getattr(track.settings, name) is not None for name in FOR_ONE_TRACK)


def _differs(track: Track) -> TrackDiffers:
    mine = track.settings
    return TrackDiffers(track.channel_name, mine.reactions, mine.thread, mine.notices, mine.notices_name)


async def _flip(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """A button of the sheet: 0 or a track's id, the setting, its new value."""
    here = await present(tools, who)
    track_id, name, value = number(parts[0]), parts[1], parts[2]
    track = await own_track(tools, here.group, track_id) if track_id else None
    if name not in NAMES:
        raise UsageError(refusals.DAMAGED_BUTTON)
    await _apply(tools, who, here.group, track, await _read(tools, who, here.group, name, value, None, track))
    return Reply(await _sheet(tools, here.group.id, track_id or None), how=How.REPLACE)


PRESSES: Presses = {"setting": (_flip, 3)}
