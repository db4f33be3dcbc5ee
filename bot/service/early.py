"""``/daily now``: today's question early."""

from dataclasses import replace

from bot.domain.round import RoundState, Track, TrackState
from bot.domain.schedule import local_date, next_slot, slot, slot_on_demand
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import Reply
from bot.intents.done import on_its_way
from bot.intents.reasons import OFF_DAY
from bot.ports.rounds import Plan, PlannedRound
from bot.service.plan import with_question
from bot.service.rescheduling import settled
from bot.service.season import with_season_news
from bot.service.tools import Tools, Who

UNSENT = (RoundState.CANCELLED, RoundState.EXPIRED, RoundState.FAILED)


async def post_now(tools: Tools, who: Who, track: Track, words: tuple[str, ...]) -> Reply:
    """Refused if today's round exists; on an off-day the round is excused."""
    if track.state is not TrackState.ACTIVE:
        raise UsageError(refusals.is_paused(track.channel_name))
    track = await settled(tools, track)
    planned = await _planned(tools, track)
    if planned.snapshot is None:
        raise UsageError(refusals.NO_QUESTION_FITS)
    now, today = tools.clock.now(), planned.slot.day
    following = next_slot(track.schedule, after=today, not_before=now)
    if await tools.store.rounds.post_early(track, planned, following, now) is None:
        raise UsageError(await _why_not(tools, track, planned))
    tools.nudge()
    return Reply(on_its_way(track.channel_name))


async def _planned(tools: Tools, track: Track) -> PlannedRound:
    now = tools.clock.now()
    today = local_date(now, track.schedule.zone)
    seen = dict((await tools.store.rounds.seen([track.group_id])).get(track.group_id, {}))
    parked = (await tools.store.reports.parked([track.group_id])).get(track.group_id, frozenset())
    planned = with_question(tools, track, slot_on_demand(track.schedule, today, now), seen, parked)
    if slot(track.schedule, today) is None:
        planned = replace(planned, excused=OFF_DAY)
    [plan] = await with_season_news(tools, [Plan(track, (planned,), None)])
    return plan.rounds[0]


async def _why_not(tools: Tools, track: Track, planned: PlannedRound) -> str:
    """Out already, or gone for today."""
    round_ = await tools.store.rounds.on_day(track.id, planned.slot.day)
    if round_ is None or round_.state not in UNSENT:
        return refusals.OUT_ALREADY
    return refusals.came_to_nothing(round_.day, round_.reason or str(round_.state))
