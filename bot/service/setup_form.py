"""``/daily setup`` by form, where a platform asks so: one form, then the preview as everywhere."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final

from bot.domain.round import Track
from bot.domain.schedule import RevealRule, Schedule
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.setup_form import WHERE
from bot.intents.setup_form import setup_form as form_with
from bot.service import setup as by_words
from bot.service.channel_rights import must_be_open
from bot.service.channel_words import Named, located, read_channel
from bot.service.drafts import begin_draft, presets
from bot.service.handlers import Forms, Presses
from bot.service.present import present
from bot.service.presets import EVERYTHING, offered
from bot.service.schedule_words import read_time
from bot.service.setup import NEXT_DAY, SAME_DAY, default_schedule, fitted, plan
from bot.service.sheet import Sheet
from bot.service.tools import Tools, Who
from bot.service.zone_words import read_zone

EVERY_TOPIC: Final[frozenset[str]] = frozenset()


async def setup(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """A form where the platform asks so, nothing is said and nothing is set up here yet; else as it is typed."""
    if words or not tools.defaults[who.platform].asks_by_form or await _runs_here(tools, who):
        return await by_words.setup(tools, who, words)
    return _ask(tools, who)


async def _runs_here(tools: Tools, who: Who) -> bool:
    here = await present(tools, who)
    tracks = await tools.store.tracks.of_group(here.group.id)
    return any(track.channel == who.channel for track in tracks)


def _ask(tools: Tools, who: Who) -> Reply:
    usual = default_schedule(tools, who)
    where = "many" if usual.reveal.next_day else "one"
    channel = f"<#{who.channel}|{who.channel_name}>" if who.channel else ""
    topics = [(choice.name, choice.title) for choice in presets(tools, frozenset())]
    form = form_with(channel, f"{usual.at:%H:%M}", usual.zone, where, topics, EVERYTHING)
    return Reply(form=form, how=How.FORM)


async def _open(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """*Set up*."""
    return _ask(tools, who)


async def _take(tools: Tools, who: Who, parts: list[str], values: Mapping[str, str], at: datetime) -> Reply:
    """What was filled in, as a draft of the channel that was chosen; where that has a track, a change of it."""
    here, sheet = await present(tools, who), Sheet(values)
    tracks = await tools.store.tracks.of_group(here.group.id)
    channel = Named("", "")
    with sheet.at("channel"):
        channel = _channel(who, tracks, values.get("channel", ""))
        name = "" if channel.name == channel.ref else channel.name
        await must_be_open(tools, who.platform, who.group, channel.ref, name)
    old = next((track for track in tracks if track.channel == channel.ref), None)
    schedule = fitted(_schedule(old.schedule if old else default_schedule(tools, who), sheet))
    topics = sheet.read("topics", partial(_topics, tools), EVERY_TOPIC)
    sheet.check()
    levels = old.levels if old else frozenset()
    draft = await begin_draft(tools, who, here.group.id, channel, schedule, topics, levels)
    return await plan(tools, who, draft, How.PRIVATE)


def _channel(who: Who, tracks: list[Track], filled_in: str) -> Named:
    """A channel that was picked, or typed with or without its sign; this one where nothing was."""
    typed = filled_in.strip()
    if not typed and who.channel:
        return Named(who.channel, who.channel_name)
    named = read_channel(typed) or read_channel(f"#{typed}")
    if named is None:
        raise UsageError(refusals.WHICH_CHANNEL)
    found = located(named, who, tracks)
    if found.name == found.ref == who.channel:  # picked without its name, which is known here
        return Named(found.ref, who.channel_name)
    return found


def _schedule(usual: Schedule, sheet: Sheet) -> Schedule:
    """A field that was left out stays as it is."""
    return replace(
        usual,
        at=sheet.read("time", read_time, usual.at),
        zone=sheet.read("zone", read_zone, usual.zone),
        reveal=sheet.read("where", _reveal, usual.reveal),
    )


def _reveal(where: str) -> RevealRule:
    if where not in dict(WHERE):
        raise UsageError(refusals.OLD_FORM)
    return SAME_DAY if where == "one" else NEXT_DAY


def _topics(tools: Tools, name: str) -> frozenset[str]:
    """Of the preset; everything where nothing was chosen."""
    if name in ("", EVERYTHING):
        return EVERY_TOPIC
    for preset, topics in offered(tools.bank, tools.pools).items():
        if preset.name == name:
            return topics
    raise UsageError(refusals.OLD_FORM)


PRESSES: Presses = {"setupform": (_open, 0)}
FORMS: Forms = {"setupform": (_take, 0)}
