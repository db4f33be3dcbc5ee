"""What organisers do to a running track: pause, resume, skip, unskip."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.round import RoundState, Track, TrackState
from bot.domain.schedule import local_date
from bot.errors import UsageError
from bot.intents import done, reasons, refusals
from bot.intents.base import Reply
from bot.service.date_words import MOST_DAYS, read_dates
from bot.service.rescheduling import reschedule, settled, standing, upcoming
from bot.service.tools import Tools, Who

SKIPS_KEPT = timedelta(days=60)
"""Longer than any downtime is caught up with."""

Words = tuple[str, ...]


async def pause(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """Stop posting. An open question still closes and is revealed."""
    if track.state is TrackState.PAUSED:
        raise UsageError(refusals.paused_already(track.channel_name))
    track = await settled(tools, track)
    now = tools.clock.now()
    await tools.store.tracks.set_state(
        track.id, TrackState.PAUSED, reasons.PAUSED_BY_HAND, None, who.account, now
    )
    tools.nudge()
    return Reply(done.paused(track.channel_name))


async def resume(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """Go on with the next date: what was missed meanwhile is not made up for."""
    if track.state is not TrackState.PAUSED:
        raise UsageError(refusals.not_paused(track.channel_name))
    slot = await upcoming(tools, track, track.schedule)
    now = tools.clock.now()
    await tools.store.tracks.set_state(track.id, TrackState.ACTIVE, None, slot, who.account, now)
    tools.nudge()
    return await standing(tools, track.id, done.resumed(track.channel_name))


async def skip(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """No question on these dates; one that is due and unsent is cancelled."""
    today = local_date(tools.clock.now(), track.schedule.zone)
    days = _ahead(read_dates(words, today), today)
    track = await settled(tools, track)
    if days[0] == today:
        await _cancel(tools, track, today)
    kept = {day for day in track.schedule.skips if day >= today - SKIPS_KEPT}
    await reschedule(tools, who, track, replace(track.schedule, skips=frozenset(kept.union(days))))
    return await standing(tools, track.id, done.skipped(days))


async def unskip(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """Post on skipped dates after all."""
    today = local_date(tools.clock.now(), track.schedule.zone)
    days = _ahead(read_dates(words, today), today)
    if track.schedule.skips.isdisjoint(days):
        raise UsageError(refusals.not_skipped(days[0]))
    track = await settled(tools, track)
    await reschedule(tools, who, track, replace(track.schedule, skips=track.schedule.skips.difference(days)))
    return await standing(tools, track.id, done.unskipped(days))


def _ahead(days: list[date], today: date) -> list[date]:
    """UsageError for what is over or more than a year ahead."""
    if days[0] < today:
        raise UsageError(refusals.PAST_DATE)
    if (days[-1] - today).days > MOST_DAYS:
        raise UsageError(refusals.TOO_FAR)
    return days


async def _cancel(tools: Tools, track: Track, day: date) -> None:
    """Take back that date's question if it waits; UsageError if it is out, or just going out."""
    round_ = await tools.store.rounds.on_day(track.id, day)
    if round_ is None or round_.state in (RoundState.CANCELLED, RoundState.EXPIRED, RoundState.FAILED):
        return
    if not await tools.store.rounds.cancel(round_.id, RoundState.CANCELLED, reasons.SKIPPED):
        raise UsageError(refusals.posted_already(day))
