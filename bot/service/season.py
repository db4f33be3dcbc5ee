"""The season's result goes with the group's first post after the month's last round has closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.board import ACTIVE_FOR
from bot.domain.round import RoundState
from bot.domain.schedule import season
from bot.intents.season import season_line
from bot.ports.boards import SeasonAsked, SeasonBest
from bot.ports.rounds import Plan, PlannedRound, SeasonNews
from bot.service import choices
from bot.service.tools import Tools


async def with_season_news(tools: Tools, plans: Sequence[Plan]) -> list[Plan]:
    """The same plans; nothing is asked but of groups whose month has turned since they were last told."""
    asked = _turned(plans)
    if not asked:
        return list(plans)
    now = tools.clock.now()
    found = await tools.store.boards.seasons(list(asked.values()), now, now - ACTIVE_FOR)
    news = {
        group_id: SeasonNews(asked[group_id].seasons[0], _line(tools, best))
        for group_id, best in found.items()
    }
    carriers = _carriers(plans, news)
    return [_carrying(plan, carriers, news) for plan in plans]


def _turned(plans: Sequence[Plan]) -> dict[int, SeasonAsked]:
    """Per group what may be told by the latest month that any of its new rounds is of."""
    found: dict[int, SeasonAsked] = {}
    for plan in plans:
        told = plan.track.season_told or ""
        for planned in plan.rounds:
            seasons, first = before(planned.slot.day)
            if planned.state is not RoundState.PLANNED or seasons[0] <= told:
                continue
            known = found.get(plan.track.group_id)
            if known is None or known.first < first:
                new = tuple(each for each in seasons if each > told)
                found[plan.track.group_id] = SeasonAsked(plan.track.group_id, new, first)
    return found


@lru_cache(64)
def before(day: date) -> tuple[tuple[str, str], date]:
    """The two seasons before this date's, the newer first, and the first day of its own. Whoever scored
    earlier is no longer shown."""
    first = day.replace(day=1)
    last = first - timedelta(days=1)
    return (season(last), season(last.replace(day=1) - timedelta(days=1))), first


def _line(tools: Tools, best: SeasonBest | None) -> str | None:
    if best is None or not choices.boards(tools, best.group):
        return None
    names = best.names if choices.names(tools, best.group) else ()
    return season_line(best.season, best.points, best.tied, names)


def _carriers(plans: Sequence[Plan], news: dict[int, SeasonNews]) -> dict[int, str]:
    """Group → the mark of its first new post of the month that follows."""
    posts = [
        (planned.slot.opens_at, planned.mark, plan.track.group_id)
        for plan in plans
        for planned in plan.rounds
        if _may_carry(planned, news.get(plan.track.group_id))
    ]
    return {group_id: mark for _, mark, group_id in sorted(posts, reverse=True)}


def _may_carry(planned: PlannedRound, news: SeasonNews | None) -> bool:
    return (
        news is not None
        and planned.state is RoundState.PLANNED
        and before(planned.slot.day)[0][0] == news.season
    )


def _carrying(plan: Plan, carriers: dict[int, str], news: dict[int, SeasonNews]) -> Plan:
    group_id = plan.track.group_id
    mark = carriers.get(group_id)
    if mark is None or all(planned.mark != mark for planned in plan.rounds):
        return plan
    told = news[group_id]
    return replace(
        plan, rounds=tuple(replace(one, news=told) if one.mark == mark else one for one in plan.rounds)
    )
