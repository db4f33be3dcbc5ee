"""``/daily now``: today's question early."""

from dataclasses import replace

from bot.domain.round import TrackState
from bot.domain.schedule import local_date, next_slot, slot, slot_on_demand
from bot.errors import UsageError
from bot.intents.base import Reply
from bot.intents.trouble import Done
from bot.service.plan import NO_QUESTION, with_question
from bot.service.present import must_be_organiser, need_track, present
from bot.service.tools import Tools, Who

OFF_DAY = "posted by hand on a day without a regular question"


async def post_now(tools: Tools, who: Who) -> Reply:
    """Refused if today's round exists; on an off-day the round is excused."""
    must_be_organiser(who)
    here = await present(tools, who)
    track = await need_track(tools, here.group, who.channel)
    if track.state is not TrackState.ACTIVE:
        raise UsageError(f"#{track.channel_name} is paused. /daily resume starts it again.")
    now = tools.clock.now()
    today = local_date(now, track.schedule.zone)
    seen = dict((await tools.store.rounds.seen([track.group_id])).get(track.group_id, {}))
    parked = (await tools.store.practice.parked([track.group_id])).get(track.group_id, frozenset())
    planned = with_question(tools, track, slot_on_demand(track.schedule, today, now), seen, parked)
    if slot(track.schedule, today) is None:
        planned = replace(planned, excused=OFF_DAY)
    if planned.snapshot is None:
        raise UsageError(f"There is {NO_QUESTION}.")
    following = next_slot(track.schedule, after=today, not_before=now)
    if await tools.store.rounds.post_early(track, planned, following, now) is None:
        raise UsageError("Today's question is out already.")
    tools.nudge()
    return Reply(Done(f"Today's question is on its way to #{track.channel_name}."))
