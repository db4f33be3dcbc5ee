"""A person's home, where a platform has a place for one. Looking at it stores nothing of whoever looks."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.board import ACTIVE_FOR
from bot.domain.round import Track, TrackState
from bot.domain.schedule import local_date, season
from bot.intents.home import RUN, Coming, Home, Mine, Run
from bot.intents.streak import TrackStreak
from bot.ports.boards import BoardQuery, Place
from bot.ports.people import Group, Member
from bot.service import choices, due
from bot.service.present import is_organiser
from bot.service.status import summary
from bot.service.streak import of_track, open_round
from bot.service.tools import Tools, Who


async def home(tools: Tools, who: Who) -> Home:
    group = await tools.store.people.group(who.platform, who.group, who.group_name)
    tracks = await tools.store.tracks.of_group(group.id)
    member = await _known(tools, who, group)
    streaks = await _streaks(tools, member, tracks) if member else {}
    runs = tuple(_run(tools, track) for track in tracks[:RUN]) if await is_organiser(tools, who) else None
    return Home(
        await _mine(tools, group, tracks, member, streaks) if member else Mine(),
        await _coming(tools, tracks, streaks),
        tools.clock.now(),
        runs,
        max(len(tracks) - RUN, 0),
    )


async def _known(tools: Tools, who: Who, group: Group) -> Member | None:
    if await tools.store.privacy.account_id(who.platform, who.account) is None:
        return None
    return await tools.store.people.member(group, who.account, who.name)


async def _streaks(tools: Tools, member: Member, tracks: Sequence[Track]) -> dict[int, TrackStreak]:
    """Of the tracks that the member takes part in."""
    states = dict(await tools.store.answers.streaks(member.id))
    told = {track.id: await of_track(tools, member.id, track, states.get(track.id)) for track in tracks}
    return {track_id: one for track_id, one in told.items() if one is not None}


async def _mine(
    tools: Tools, group: Group, tracks: Sequence[Track], member: Member, streaks: dict[int, TrackStreak]
) -> Mine:
    place = await _place(tools, group, tracks, member)
    ranks = place is not None and choices.boards(tools, group)
    zone = tracks[0].schedule.zone if tracks else "UTC"
    return Mine(
        known=True,
        hidden=member.hidden,
        streaks=tuple(replace(one, open_answered=None) for one in streaks.values()),
        points=int(place.row.value) if place else 0,
        rank=place.rank if place and ranks else None,
        ranked=place.total if place else 0,
        due=(await due.today(tools, member.account_id, group.id, zone)).count,
    )


async def _place(tools: Tools, group: Group, tracks: Sequence[Track], member: Member) -> Place | None:
    """By points, this season."""
    now = tools.clock.now()
    today = local_date(now, tracks[0].schedule.zone if tracks else "UTC")
    query = BoardQuery(group.id, season(today), "points", 0, now - ACTIVE_FOR)
    return await tools.store.boards.place(query, member.id)


async def _coming(
    tools: Tools, tracks: Sequence[Track], streaks: dict[int, TrackStreak]
) -> tuple[Coming, ...]:
    """Of the tracks one takes part in, else of the group's only one: the names of further channels may not be
    for everybody. Open and unanswered first, then the soonest."""
    mine = [track for track in tracks if track.id in streaks] or (tracks if len(tracks) == 1 else [])
    found = [await _next(tools, track, streaks.get(track.id)) for track in mine]
    return tuple(sorted(found, key=_order))


async def _next(tools: Tools, track: Track, streak: TrackStreak | None) -> Coming:
    open_now = await open_round(tools, track)
    return Coming(
        track.channel_name,
        track.schedule.zone,
        track.next_at,
        track.state is TrackState.PAUSED,
        open_now.closes_at if open_now else None,
        answered=streak is not None and streak.open_answered is True,
    )


def _order(one: Coming) -> tuple[bool, bool, float]:
    waits = one.open_until is not None and not one.answered
    return not waits, one.next_at is None, one.next_at.timestamp() if one.next_at else 0.0


def _run(tools: Tools, track: Track) -> Run:
    paused = (track.reason or "") if track.state is TrackState.PAUSED else None
    return Run(
        track.id,
        track.channel,
        summary(tools, track),
        track.schedule.zone,
        paused,
        track.next_at,
        track.next_day,
    )
