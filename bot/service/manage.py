"""What organisers do to a running track: pause, resume, skip, withdraw."""

from dataclasses import replace
from datetime import date

from bot.domain.round import RoundState, Track, TrackState
from bot.domain.schedule import Schedule, Slot, next_slot
from bot.errors import UsageError
from bot.intents.base import Reply
from bot.intents.trouble import Done
from bot.intents.words import listed, short_day
from bot.service.messages import VOIDED
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
        raise UsageError(f"#{track.channel_name} is paused already. /daily resume starts it again.")
    now = tools.clock.now()
    await tools.store.tracks.set_state(
        track.id, TrackState.PAUSED, "paused by an organiser", None, who.account, now
    )
    return Reply(Done(f"#{track.channel_name} is paused. An open question still closes and is revealed."))


async def resume(tools: Tools, who: Who) -> Reply:
    track = await _mine(tools, who)
    if track.state is not TrackState.PAUSED:
        raise UsageError(f"#{track.channel_name} is not paused.")
    slot = await upcoming(tools, track, track.schedule)
    await tools.store.tracks.set_state(
        track.id, TrackState.ACTIVE, None, slot, who.account, tools.clock.now()
    )
    tools.nudge()
    return Reply(Done(f"#{track.channel_name} goes on. {_next(slot)}"))


async def skip(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """No question on these dates; one that is due and unsent is cancelled."""
    track = await _mine(tools, who)
    days = read_dates(words)
    posted = [day for day in days if not await _cancelled(tools, track, day)]
    if posted:
        raise UsageError(f"The question of {short_day(posted[0])} is out already: /daily void withdraws it.")
    await _reschedule(tools, who, track, track.schedule.skips | set(days))
    return Reply(Done(f"Skipped: {_told(days)}."))


async def _cancelled(tools: Tools, track: Track, day: date) -> bool:
    """Whether that date is free of a sent question (a waiting one is cancelled)."""
    round_ = await tools.store.rounds.on_day(track.id, day)
    if round_ is None or round_.state is not RoundState.PLANNED:
        return round_ is None or round_.state not in (
            RoundState.POSTED,
            RoundState.CLOSED,
            RoundState.REVEALED,
        )
    return await tools.store.rounds.cancel(round_.id, RoundState.CANCELLED, "skipped by an organiser")


async def unskip(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    track = await _mine(tools, who)
    days = read_dates(words)
    await _reschedule(tools, who, track, track.schedule.skips - set(days))
    return Reply(Done(f"No longer skipped: {_told(days)}."))


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
        raise UsageError("Say which date, like /daily void 2026-11-20, and why.")
    day = read_date(words[0])
    round_ = await tools.store.rounds.on_day(track.id, day)
    if round_ is None:
        raise UsageError(f"#{track.channel_name} had no question on {short_day(day)}.")
    why = " ".join(words[1:])[:200] or "an organiser took it back"
    await tools.store.rounds.void(round_.id, f"{VOIDED}{why}", tools.clock.now())
    tools.nudge()
    return Reply(Done(f"The question of {short_day(day)} is withdrawn. It breaks nobody's streak."))


def _told(days: list[date]) -> str:
    if len(days) > 3:
        return f"{short_day(days[0])} to {short_day(days[-1])}"
    return listed([short_day(day) for day in days])


def _next(slot: Slot | None) -> str:
    return f"Next question: {short_day(slot.day)}." if slot else "No date fits its weekdays."
