"""Closing: a database step that needs no platform."""

from bot.domain.round import Round, Track, TrackState
from bot.domain.uptime import excuse_for_downtime
from bot.intents.notice import nobody_answers, paused_silent
from bot.intents.reasons import silent
from bot.ports.rounds import Closed, Closing
from bot.service.notify import notify
from bot.service.tools import Tools

STEP = 200
WARN_AFTER = 5
PAUSE_AFTER = 10


async def close(tools: Tools) -> int:
    """Close every round whose time is up; returns how many were closed."""
    done = 0
    while due := await tools.store.rounds.due_to_close(tools.clock.now(), STEP):
        closed = [await _close_one(tools, round_) for round_ in due]
        done += len(due)
        if not any(closed):
            break
    return done


async def _close_one(tools: Tools, round_: Round) -> bool:
    track = await tools.store.tracks.get(round_.track_id)
    if track is None:
        return False
    excused = round_.excused or await _downtime(tools, track, round_)
    closed = await tools.store.rounds.close(round_.id, Closing(excused, tools.clock.now()))
    if closed is not None:
        await _mind_silence(tools, track, closed)
    return True


async def _downtime(tools: Tools, track: Track, round_: Round) -> str | None:
    opened = round_.posted_at or round_.opens_at
    alive = await tools.store.connections.alive(track.platform, opened)
    return excuse_for_downtime(opened, round_.closes_at, alive, track.schedule.zone)


async def _mind_silence(tools: Tools, track: Track, closed: Closed) -> None:
    """Five rounds in a row without an answer are told, ten pause the track. An excused round proves nothing."""
    if closed.answered or closed.round.excused is not None or track.state is not TrackState.ACTIVE:
        return
    if closed.unanswered == WARN_AFTER:
        await notify(tools, track, "silent", nobody_answers(track.channel_name, WARN_AFTER))
    if closed.unanswered >= PAUSE_AFTER:
        reason = silent(PAUSE_AFTER)
        await tools.store.tracks.set_state(track.id, TrackState.PAUSED, reason, None, None, tools.clock.now())
        await notify(tools, track, "paused-silent", paused_silent(track.channel_name))
