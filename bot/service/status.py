"""``/daily status``: the next three posts, the last five rounds, who changed what."""

from datetime import datetime

from bot.domain.picking import unseen_left
from bot.domain.round import Track, TrackState
from bot.domain.schedule import next_slot
from bot.intents.base import Reply
from bot.intents.setup import schedule_line
from bot.intents.status import PastRound, Status, TrackStatus
from bot.service.present import must_be_organiser, present
from bot.service.setup import titles
from bot.service.tools import Tools, Who

NEXT, LAST = 3, 5


async def status(tools: Tools, who: Who) -> Reply:
    must_be_organiser(who)
    here = await present(tools, who)
    tracks = await tools.store.tracks.of_group(here.group.id)
    notices = tuple(await tools.store.deliveries.open_notices(here.group.id))
    return Reply(Status(tuple([await _of_track(tools, track) for track in tracks]), notices))


async def _of_track(tools: Tools, track: Track) -> TrackStatus:
    seen = (await tools.store.rounds.seen([track.group_id])).get(track.group_id, {})
    parked = (await tools.store.practice.parked([track.group_id])).get(track.group_id, frozenset())
    pool = tools.pools.pool(track.topics, track.levels)
    changed_by = (
        await tools.store.people.name_of(track.group_id, track.changed_by) if track.changed_by else None
    )
    return TrackStatus(
        schedule_line(track.channel_name, track.schedule, titles(tools, track), track.levels),
        (track.reason or "") if track.state is TrackState.PAUSED else None,
        _upcoming(track),
        track.schedule.zone,
        await _past(tools, track),
        changed_by,
        track.changed_at,
        unseen_left(pool, seen, parked),
        len(pool.questions),
    )


def _upcoming(track: Track) -> tuple[datetime, ...]:
    """The next posts, from the stored next one on."""
    found: list[datetime] = []
    at, day = track.next_at, track.next_day
    while at is not None and len(found) < NEXT:
        found.append(at)
        slot = next_slot(track.schedule, after=day, not_before=at)
        at, day = (slot.opens_at, slot.day) if slot else (None, None)
    return tuple(found)


async def _past(tools: Tools, track: Track) -> tuple[PastRound, ...]:
    rounds = await tools.store.rounds.recent(track.id, LAST)
    return tuple(
        [
            PastRound(one.day, one.state, await tools.store.answers.count(one.id), one.reason or one.excused)
            for one in rounds
        ]
    )
