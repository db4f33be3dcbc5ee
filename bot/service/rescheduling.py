"""What every change of a running track has in common: nothing due is lost, and what now stands is told."""

from dataclasses import replace

from bot.domain.round import Track, TrackState
from bot.domain.schedule import Schedule, Slot, next_slot
from bot.intents.base import Reply
from bot.intents.standing import Standing
from bot.service.plan import plan_these
from bot.service.tools import Tools, Who


async def settled(tools: Tools, track: Track) -> Track:
    """The track with its due date planned, so that no change can make that date vanish without a row."""
    if track.state is not TrackState.ACTIVE or track.next_at is None or track.next_at > tools.clock.now():
        return track
    await plan_these(tools, [track])
    return await tools.store.tracks.get(track.id) or track


async def upcoming(tools: Tools, track: Track, schedule: Schedule) -> Slot | None:
    """The next slot of a changed schedule: never a local date that has a round already."""
    last = await tools.store.tracks.last_day(track.id)
    return next_slot(schedule, after=last, not_before=tools.clock.now())


async def change(tools: Tools, who: Who, track: Track, wanted: Track) -> None:
    """Give the track the schedule, channel, topics and levels of ``wanted``. An open round keeps its own."""
    slot = await upcoming(tools, track, wanted.schedule) if track.state is TrackState.ACTIVE else None
    await tools.store.tracks.change(
        track.id,
        schedule=wanted.schedule,
        channel=wanted.channel,
        channel_name=wanted.channel_name,
        topics=wanted.topics,
        levels=wanted.levels,
        upcoming=slot,
        by=who.account,
        now=tools.clock.now(),
    )
    tools.nudge()


async def reschedule(tools: Tools, who: Who, track: Track, schedule: Schedule) -> None:
    await change(tools, who, track, replace(track, schedule=schedule))


async def standing(tools: Tools, track_id: int, done: str) -> Reply:
    """What was done, and what stands for the track from now on."""
    track = await tools.store.tracks.get(track_id)
    if track is None:
        return Reply(Standing(done))
    paused = track.state is TrackState.PAUSED
    asks = track.state in (TrackState.ACTIVE, TrackState.PAUSED)
    return Reply(Standing(done, asks, paused, track.next_at, track.schedule.zone, tools.clock.now()))
