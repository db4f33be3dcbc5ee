"""What a members panel shows of one member."""

from dataclasses import dataclass

from bot.domain.board import ACTIVE_FOR
from bot.domain.schedule import local_date, season
from bot.ports.boards import BoardQuery
from bot.ports.people import Group
from bot.service.answer import OPEN
from bot.service.tools import Tools


@dataclass(frozen=True, slots=True)
class MemberPanel:
    """``streak`` is the best current one, today's answer counted in; ``points`` of this season."""

    streak: int
    best: int
    points: int
    answered_today: bool


NOBODY = MemberPanel(0, 0, 0, False)


async def member_panel(tools: Tools, group: Group, account: str, name: str) -> MemberPanel:
    """Looking at somebody who never did anything stores nothing of them."""
    if await tools.store.privacy.account_id(group.platform, account) is None:
        return NOBODY
    member = await tools.store.people.member(group, account, name)
    states = dict(await tools.store.answers.streaks(member.id))
    tracks = await tools.store.tracks.of_group(group.id)
    now = tools.clock.now()
    answered: dict[int, bool] = {}
    for track in tracks:
        newest = await tools.store.rounds.recent(track.id, 1)
        if newest and newest[0].state in OPEN and now < newest[0].closes_at:
            given = await tools.store.answers.given(newest[0].id, member.id)
            answered[track.id] = given is not None and given.response.standing
    current = [state.streak + answered.get(track_id, False) for track_id, state in states.items()]
    current += [1 for track_id, yes in answered.items() if yes and track_id not in states]
    today = local_date(now, tracks[0].schedule.zone if tracks else "UTC")
    place = await tools.store.boards.place(
        BoardQuery(group.id, season(today), "points", 0, now - ACTIVE_FOR), member.id
    )
    best = max([state.best for state in states.values()] + current, default=0)
    return MemberPanel(
        max(current, default=0), best, int(place.row.value) if place else 0, any(answered.values())
    )
