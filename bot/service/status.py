"""``/daily status``: the next three posts, the last five rounds, who changed what, what needs an organiser."""

from collections.abc import Sequence

from bot.domain.round import Track, TrackState
from bot.domain.schedule import posts_from
from bot.intents.base import Reply
from bot.intents.setup import schedule_line
from bot.intents.status import PastRound, Status, TrackLine, TrackStatus
from bot.service.channel_words import split_channels
from bot.service.drafts import pool_of, unseen
from bot.service.present import present
from bot.service.presets import in_words
from bot.service.tools import Tools, Who
from bot.service.unsure import undecided
from bot.service.which_track import meant

NEXT, LAST = 3, 5
IN_FULL = 3
"""So many tracks are told in full, further ones in a line."""
MOST_FAULTS = 5


async def status(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """Of every track, this channel's first; or of the one that is named."""
    here = await present(tools, who)
    tracks = await tools.store.tracks.of_group(here.group.id)
    if split_channels(words)[0]:
        named = (await meant(tools, who, here.group, words)).track
        tracks = [named] if named else tracks
    tracks = sorted(tracks, key=lambda track: track.channel != who.channel)
    await tools.store.deliveries.tell(here.group.id, tools.clock.now())
    reported = await tools.store.reports.open_in(here.group.id)
    return Reply(
        Status(
            tuple([await _of_track(tools, track) for track in tracks[:IN_FULL]]),
            tuple(await tools.store.deliveries.open_notices(here.group.id)),
            _in_lines(tools, tracks[IN_FULL:]),
            sum(bool(one.lines) for one in reported),
            tuple(str(fault) for fault in tools.bank.faults if fault.fatal)[:MOST_FAULTS],
            await undecided(tools, here.group),
        )
    )


async def _of_track(tools: Tools, track: Track) -> TrackStatus:
    changed_by = (
        await tools.store.people.name_of(track.group_id, track.changed_by) if track.changed_by else None
    )
    return TrackStatus(
        summary(tools, track),
        _paused(track),
        posts_from(track.schedule, track.next_day, track.next_at, NEXT),
        track.schedule.zone,
        await _past(tools, track),
        changed_by,
        track.changed_at,
        await unseen(tools, track),
        len(pool_of(tools, track).questions),
    )


def summary(tools: Tools, track: Track) -> str:
    what = in_words(tools.bank, tools.pools, track.topics)
    return schedule_line(track.channel_name, track.schedule, what, track.levels)


def _in_lines(tools: Tools, tracks: Sequence[Track]) -> tuple[TrackLine, ...]:
    return tuple(
        TrackLine(summary(tools, track), _paused(track), track.next_at, track.schedule.zone)
        for track in tracks
    )


def _paused(track: Track) -> str | None:
    return (track.reason or "") if track.state is TrackState.PAUSED else None


async def _past(tools: Tools, track: Track) -> tuple[PastRound, ...]:
    rounds = await tools.store.rounds.recent(track.id, LAST)
    return tuple(
        [
            PastRound(one.day, one.state, await tools.store.answers.count(one.id), one.reason or one.excused)
            for one in rounds
        ]
    )
