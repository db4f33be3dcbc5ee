"""``/daily now``: today's question early."""

from dataclasses import replace

from bot.domain.round import TrackState
from bot.domain.schedule import local_date, next_slot, slot, slot_on_demand
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import Reply
from bot.intents.done import on_its_way
from bot.intents.reasons import OFF_DAY
from bot.service.plan import with_question
from bot.service.present import must_be_organiser, need_track, present
from bot.service.tools import Tools, Who


async def post_now(tools: Tools, who: Who) -> Reply:
    """Refused if today's round exists; on an off-day the round is excused."""
    must_be_organiser(who)
    here = await present(tools, who)
    track = await need_track(tools, here.group, who.channel)
    if track.state is not TrackState.ACTIVE:
        raise UsageError(refusals.is_paused(track.channel_name))
    now = tools.clock.now()
    today = local_date(now, track.schedule.zone)
    seen = dict((await tools.store.rounds.seen([track.group_id])).get(track.group_id, {}))
    parked = (await tools.store.practice.parked([track.group_id])).get(track.group_id, frozenset())
    planned = with_question(tools, track, slot_on_demand(track.schedule, today, now), seen, parked)
    if slot(track.schedule, today) is None:
        planned = replace(planned, excused=OFF_DAY)
    if planned.snapshot is None:
        raise UsageError(refusals.NO_QUESTION_FITS)
    following = next_slot(track.schedule, after=today, not_before=now)
    if await tools.store.rounds.post_early(track, planned, following, now) is None:
        raise UsageError(refusals.OUT_ALREADY)
    tools.nudge()
    return Reply(on_its_way(track.channel_name))
