"""What a track would do on the days to come: its real schedule and picking, and nothing stored."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain.picking import Pool, pick
from bot.domain.question import Question
from bot.domain.schedule import ONE_DAY, Schedule, Slot, check_schedule, instant, slot, zone_info
from bot.intents.reasons import NO_QUESTION
from bot.intents.words import short_day


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One local date. Without a slot there is no round, without a question the round fails; ``why`` says so.

    ``again``: the group has seen the question, as the pool has no new one; ``overdue``: its facts should have
    been checked before; ``notes``: what the clocks do, and what that does to a time.
    """

    day: date
    slot: Slot | None
    question: Question | None = None
    why: str = ""
    again: bool = False
    overdue: bool = False
    notes: tuple[str, ...] = ()


def simulate(schedule: Schedule, pool: Pool, first: date, days: int, seed: str) -> Iterator[DayAhead]:
    """The dates from ``first`` on that a track with this schedule would care about, for ``days`` days.

    The same arguments give the same questions. UsageError for a schedule that cannot be kept.
    """
    check_schedule(schedule)
    seen: dict[str, datetime] = {}
    since = first
    for day in (first + timedelta(days=step) for step in range(days)):
        if day.weekday() in schedule.weekdays:
            yield _day(schedule, pool, day, since, seen, seed)
            since = day + ONE_DAY


def _day(
    schedule: Schedule, pool: Pool, day: date, since: date, seen: dict[str, datetime], seed: str
) -> DayAhead:
    notes = (*_changes(schedule.zone, since, day), *_odd_times(schedule, day))
    found = slot(schedule, day)
    if found is None:
        skipped = day in schedule.skips
        return DayAhead(day, None, why="skipped" if skipped else "there is no such date there", notes=notes)
    question = pick(pool, seen, frozenset(), day, f"{seed}:{day.isoformat()}")
    if question is None:
        return DayAhead(day, found, why=NO_QUESTION, notes=notes)
    again = question.id in seen
    seen[question.id] = found.opens_at
    return DayAhead(day, found, question, again=again, overdue=question.overdue(day), notes=notes)


def _changes(zone: str, since: date, day: date) -> Iterator[str]:
    """What the clocks of the zone did on the dates from ``since`` to ``day``."""
    while since <= day:
        moved = _moved(zone, since)
        if moved:
            far, ahead = _length(abs(moved)), moved > timedelta(0)
            if since == day:
                yield f"clock goes {'forward' if ahead else 'back'} {far}"
            else:
                yield f"clock went {'forward' if ahead else 'back'} {far} on {short_day(since)}"
        since += ONE_DAY


def _moved(zone: str, day: date) -> timedelta:
    """How far the clocks are put on in the course of a local date."""
    place = zone_info(zone)
    begin, end = (datetime.combine(day + ONE_DAY * step, time(0), place) for step in (0, 1))
    return (end.utcoffset() or timedelta(0)) - (begin.utcoffset() or timedelta(0))


def _length(distance: timedelta) -> str:
    minutes = distance // timedelta(minutes=1)
    return f"{minutes // 60} h" if minutes % 60 == 0 else f"{minutes} min"


def _odd_times(schedule: Schedule, day: date) -> Iterator[str]:
    """The post's and the reveal's time, where the wall never shows it or shows it twice."""
    reveal = schedule.reveal
    for name, at, on in (
        ("post", schedule.at, day),
        ("reveal", reveal.at, day + ONE_DAY if reveal.next_day else day),
    ):
        wall = datetime.combine(on, at, zone_info(schedule.zone))
        found = instant(on, at, schedule.zone)
        if found is None:
            continue
        shown = found.astimezone(zone_info(schedule.zone))
        if shown.replace(tzinfo=None) != wall.replace(tzinfo=None):
            yield f"{name}: {at:%H:%M} does not exist, {shown:%H:%M} instead"
        elif wall.utcoffset() != wall.replace(fold=1).utcoffset():
            yield f"{name}: {at:%H:%M} comes twice, the first counts"
