"""What organisers do to a running track: pause, resume, skip, withdraw."""

from dataclasses import replace
from datetime import date

from bot.domain.round import RoundState, Track, TrackState
from bot.domain.schedule import Schedule, Slot, next_slot
from bot.errors import UsageError
from bot.intents import done, reasons, refusals
from bot.intents.base import Reply
from bot.service.present import must_be_organiser, need_track, present
from bot.service.schedule_words import read_date, read_dates
from bot.service.tools import Tools, Who


async def upcoming(tools: Tools, track: Track, schedule: Schedule) -> Slot | None:
    """The next slot of a changed schedule: never a local date that has a round already."""
    last = await tools.store.tracks.last_day(track.id)
    return next_slot(schedule, after=last, not_before=tools.clock.now())


async def _mine(tools: Tools, who: Who) -> Track:
    must_be_organiser(who)
    here = await present(tools, who)
    return await need_track(tools, here.group, who.channel)


async def pause(tools: Tools, who: Who) -> Reply:
    track = await _mine(tools, who)
    if track.state is TrackState.PAUSED:
        raise UsageError(refusals.paused_already(track.channel_name))
    now = tools.clock.now()
    await tools.store.tracks.set_state(
        track.id, TrackState.PAUSED, reasons.PAUSED_BY_HAND, None, who.account, now
    )
    return Reply(done.paused(track.channel_name))


async def resume(tools: Tools, who: Who) -> Reply:
    track = await _mine(tools, who)
    if track.state is not TrackState.PAUSED:
        raise UsageError(refusals.not_paused(track.channel_name))
    slot = await upcoming(tools, track, track.schedule)
    await tools.store.tracks.set_state(
        track.id, TrackState.ACTIVE, None, slot, who.account, tools.clock.now()
    )
    tools.nudge()
    return Reply(done.resumed(track.channel_name, slot.day if slot else None))


async def skip(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """No question on these dates; one that is due and unsent is cancelled."""
    track = await _mine(tools, who)
    days = read_dates(words)
    posted = [day for day in days if not await _cancelled(tools, track, day)]
    if posted:
        raise UsageError(refusals.posted_already(posted[0]))
    await _reschedule(tools, who, track, track.schedule.skips | set(days))
    return Reply(done.skipped(days))


async def _cancelled(tools: Tools, track: Track, day: date) -> bool:
    """Whether that date is free of a sent question (a waiting one is cancelled)."""
    round_ = await tools.store.rounds.on_day(track.id, day)
    if round_ is None or round_.state is not RoundState.PLANNED:
        return round_ is None or round_.state not in (
            RoundState.POSTED,
            RoundState.CLOSED,
            RoundState.REVEALED,
        )
    return await tools.store.rounds.cancel(round_.id, RoundState.CANCELLED, reasons.SKIPPED)


async def unskip(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    track = await _mine(tools, who)
    days = read_dates(words)
    await _reschedule(tools, who, track, track.schedule.skips - set(days))
    return Reply(done.unskipped(days))


async def _reschedule(tools: Tools, who: Who, track: Track, skips: frozenset[date]) -> None:
    schedule = replace(track.schedule, skips=skips)
    slot = await upcoming(tools, track, schedule) if track.state is TrackState.ACTIVE else None
    await tools.store.tracks.change(
        track.id,
        schedule=schedule,
        channel=track.channel,
        channel_name=track.channel_name,
        topics=track.topics,
        levels=track.levels,
        upcoming=slot,
        by=who.account,
        now=tools.clock.now(),
    )
    tools.nudge()


async def void(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """``/daily void 2026-11-20 the key is disputed``: withdraw the question of a date."""
    track = await _mine(tools, who)
    if not words:
        raise UsageError(refusals.WHICH_VOID)
    day = read_date(words[0])
    round_ = await tools.store.rounds.on_day(track.id, day)
    if round_ is None:
        raise UsageError(refusals.no_round(track.channel_name, day))
    why = " ".join(words[1:])[:200] or reasons.TAKEN_BACK_WITHOUT_REASON
    await tools.store.rounds.void(round_.id, f"{reasons.VOIDED}{why}", tools.clock.now())
    tools.nudge()
    return Reply(done.voided(day))
