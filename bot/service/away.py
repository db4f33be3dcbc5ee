"""``/streak away``: the member's own days off, in all tracks of the group."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.domain.away import MOST_AT_ONCE, Range, days_of, used
from bot.domain.round import Round
from bot.domain.schedule import local_date
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.away import (
    CLOSED_TODAY,
    HOW,
    NOTHING_AHEAD,
    OVER,
    TOO_FAR,
    AwayPlan,
    AwaySet,
    TakenBack,
    too_long,
    too_many,
)
from bot.intents.base import How, Reply
from bot.ports.away import AwayRange
from bot.ports.people import Group
from bot.service.answer import OPEN
from bot.service.date_words import read_date, read_dates
from bot.service.due import zone_of
from bot.service.handlers import Presses, number
from bot.service.present import Present, present, track_here
from bot.service.tools import Tools, Who

OFF = ("off", "cancel", "none", "end")
A_YEAR = timedelta(days=366)


async def away(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    here = await present(tools, who)
    today = await today_here(tools, who, here.group)
    if not words:
        ahead = await tools.store.away.ranges(here.member.id, today)
        return Reply(AwayPlan([(each.first, each.last) for each in ahead]))
    if len(words) == 1 and words[0].casefold() in OFF:
        return await _take_back(tools, here, today)
    first, last = read_range(words, today)
    await _check(tools, here.group, (first, last), today)
    return await _set(tools, here, first, last)


async def today_here(tools: Tools, who: Who, group: Group) -> date:
    """The local date of the track one stands in front of, else of the group's first."""
    track = await track_here(tools, group, who.channel)
    zone = track.schedule.zone if track else await zone_of(tools, group.id)
    return local_date(tools.clock.now(), zone)


def read_range(words: Sequence[str], today: date) -> Range:
    """ "2026-12-24 2027-01-01", "2026-12-24..2027-01-01", "24 Dec", "today", "tomorrow fri"."""
    try:
        days = read_dates(words, today)
        return days[0], days[-1]
    except UsageError as error:
        if not (found := _two_dates(words, today)):
            raise UsageError(HOW if len(words) > 2 else str(error)) from None
    if found[1] < found[0]:
        raise UsageError(refusals.ODD_RANGE)
    return found


def _two_dates(words: Sequence[str], today: date) -> Range | None:
    """Two dates beside each other, wherever the second begins."""
    for cut in range(1, len(words)):
        try:
            first = read_date(" ".join(words[:cut]), today)
            return first, read_date(" ".join(words[cut:]), today, max(first, today))
        except UsageError:
            continue
    return None


async def _check(tools: Tools, group: Group, asked: Range, today: date) -> None:
    first, last = asked
    if first > today + A_YEAR:
        raise UsageError(TOO_FAR)
    if first <= today and (late := await _too_late(tools, group, first, today)):
        raise UsageError(late)
    if (days := len(days_of(first, last))) > MOST_AT_ONCE:
        raise UsageError(too_long(days))


async def _too_late(tools: Tools, group: Group, first: date, today: date) -> str | None:
    """Why it may not begin on a day so early: no question of that day is still open or to come."""
    tracks, now = await tools.store.tracks.of_group(group.id), tools.clock.now()
    found = [await tools.store.rounds.on_day(track.id, first) for track in tracks]
    if any(round_ is not None and _open(round_, now) for round_ in found):
        return None
    if first < today:
        return OVER
    to_come = any(track.next_day == today for track in tracks)
    return CLOSED_TODAY if any(found) and not to_come else None


def _open(round_: Round, now: datetime) -> bool:
    return round_.state in OPEN and now < round_.closes_at


async def _set(tools: Tools, here: Present, first: date, last: date) -> Reply:
    kept = await tools.store.away.add(here.member.id, first, last, tools.clock.now())
    counts = used(await _since_new_year(tools, here, first))
    if kept is None:
        raise UsageError(too_many(counts, (first, last)))
    years = range(kept.first.year, kept.last.year + 1)
    return Reply(AwaySet(kept.id, kept.first, kept.last, {year: counts.get(year, 0) for year in years}))


async def _since_new_year(tools: Tools, here: Present, day: date) -> list[Range]:
    ranges = await tools.store.away.ranges(here.member.id, day.replace(month=1, day=1))
    return [(each.first, each.last) for each in ranges]


async def _take_back(tools: Tools, here: Present, today: date, range_id: int | None = None) -> Reply:
    taken: list[AwayRange] = await tools.store.away.take_back(here.member.id, today, range_id)
    if not taken:
        raise UsageError(NOTHING_AHEAD)
    return Reply(TakenBack([(each.first, each.last) for each in taken]))


async def _off(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """*Cancel*: of one's own days only, whatever number the button carries."""
    here = await present(tools, who)
    today = await today_here(tools, who, here.group)
    reply = await _take_back(tools, here, today, number(parts[0]) if parts else None)
    return Reply(reply.intent, how=How.REPLACE)


PRESSES: Presses = {"awayoff": (_off, 0)}
