"""``/streak`` and ``/streak why``."""

from datetime import date

from bot.domain.away import Range
from bot.domain.round import Round, Track
from bot.domain.streak import ROUNDS_PER_FREEZE, Day, Outcome, StreakState, Traced, fold, trace
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import Reply
from bot.intents.streak import DayReason, StreakReport, StreakWhy, TrackStreak
from bot.ports.answers import StreakDay
from bot.ports.away import AwayRange
from bot.service.answer import OPEN
from bot.service.away import today_here
from bot.service.present import present
from bot.service.tools import Tools, Who

LAST_DAYS = 14


async def streak(tools: Tools, who: Who) -> Reply:
    """Every track of the group the member takes part in, today's answer counted in."""
    here = await present(tools, who)
    states = dict(await tools.store.answers.streaks(here.member.id))
    tracks = await tools.store.tracks.of_group(here.group.id)
    told = [await of_track(tools, here.member.id, track, states.get(track.id)) for track in tracks]
    today = await today_here(tools, who, here.group)
    ahead = await tools.store.away.ranges(here.member.id, today)
    return Reply(
        StreakReport(tuple(one for one in told if one is not None), _running_or_next(ahead, today), today)
    )


def _running_or_next(ahead: list[AwayRange], today: date) -> Range | None:
    """Of the ranges that run today the one that ends last, else the next."""
    running = [each for each in ahead if each.first <= today]
    found = max(running, key=lambda each: each.last) if running else next(iter(ahead), None)
    return (found.first, found.last) if found else None


async def of_track(
    tools: Tools, member_id: int, track: Track, state: StreakState | None
) -> TrackStreak | None:
    """None for a track that the member never took part in."""
    open_now = await open_round(tools, track)
    given = await tools.store.answers.given(open_now.id, member_id) if open_now else None
    answered = given is not None and given.response.standing
    if state is None and not answered:
        return None
    state = state or StreakState()
    current = state.streak + int(answered)
    return TrackStreak(
        track.channel_name,
        current,
        max(state.best, current),
        state.held,
        ROUNDS_PER_FREEZE - (state.progress + int(answered)) % ROUNDS_PER_FREEZE,
        answered if open_now else None,
    )


async def open_round(tools: Tools, track: Track) -> Round | None:
    """The one that takes answers now."""
    now = tools.clock.now()
    recent = await tools.store.rounds.recent(track.id, 2)
    return next((round_ for round_ in recent if round_.state in OPEN and now < round_.closes_at), None)


async def why(tools: Tools, who: Who) -> Reply:
    """The last 14 rounds with what each did, newest first."""
    here = await present(tools, who)
    taking_part = [track_id for track_id, _ in await tools.store.answers.streaks(here.member.id)]
    tracks = {track.id: track for track in await tools.store.tracks.of_group(here.group.id)}
    chosen = [tracks[track_id] for track_id in taking_part if track_id in tracks]
    if not chosen:
        raise UsageError(refusals.NO_STREAK)
    track = next((track for track in chosen if track.channel == who.channel), chosen[0])
    days, grants = await tools.store.answers.streak_days(here.member.id, track.id)
    start = await tools.store.answers.carried(here.member.id, track.id)
    reasons = {day.day: day for day in days}
    outcomes = [Day(day.day, outcome_of(day)) for day in days]
    traced = trace(outcomes, grants, start)[-LAST_DAYS:]
    granted = fold(outcomes, grants, start).held - traced[-1].state.held if traced else 0
    told = tuple(_told(one, reasons[one.day]) for one in reversed(traced))
    return Reply(StreakWhy(track.channel_name, told, granted))


def outcome_of(day: StreakDay) -> Outcome:
    if day.answered:
        return Outcome.ANSWERED
    if day.excused is not None:
        return Outcome.EXCUSED
    return Outcome.AWAY if day.away else Outcome.MISSED


def _told(traced: Traced, day: StreakDay) -> DayReason:
    return DayReason(
        traced.day, traced.what, traced.state.streak, day.excused or "", traced.earned, traced.granted
    )
