"""When a track posts and reveals: wall-clock times in an IANA zone, turned into UTC once per local date.

Every comparison is made in UTC: zoneinfo calls both times of a fold equal and lets gap times pass.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from bot.errors import UsageError

LATE_LIMIT = timedelta(hours=4)
MIN_WINDOW = timedelta(hours=2)
REVEAL_GAP = timedelta(minutes=15)
CLOSE_GRACE = timedelta(seconds=10)
REVEAL_LIMIT = timedelta(days=7)
CATCH_UP_DAYS = 31
ON_TIME = timedelta(minutes=5)
"""A post this little late counts as on time: the alarm clock, the pacer and a first retry need it."""
SHORTEST_ON_DEMAND = timedelta(minutes=30)
LOOK_AHEAD_DAYS = 800

ONE_DAY = timedelta(days=1)
ONE_SECOND = timedelta(seconds=1)
NOT_ZONES = ("posix/", "right/", "localtime", "posixrules", "Factory")


@dataclass(frozen=True, slots=True)
class RevealRule:
    """A wall-clock time of the posting day, or of the day after it; never "after n hours"."""

    at: time
    next_day: bool


@dataclass(frozen=True, slots=True)
class Schedule:
    """``at`` is wall-clock time in ``zone``; weekdays count from 0 = Monday."""

    zone: str
    at: time
    weekdays: frozenset[int]
    reveal: RevealRule
    skips: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one round: its local date, and when it opens and closes (UTC)."""

    day: date
    opens_at: datetime
    closes_at: datetime


@cache
def zone_info(zone: str) -> ZoneInfo:
    """The zone by its IANA name; UsageError for anything else. Kept, as zoneinfo itself keeps only eight."""
    try:
        if zone.startswith(NOT_ZONES):
            raise ValueError(zone)
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        name = zone if len(zone) <= 60 else f"{zone[:59]}…"
        raise UsageError(
            f"I do not know the time zone “{name}”. Zones look like Europe/Berlin, America/New_York or UTC."
        ) from None


def local_date(now: datetime, zone: str) -> date:
    """The date on the wall in ``zone`` at the instant ``now``."""
    return now.astimezone(zone_info(zone)).date()


def instant(day: date, at: time, zone: str) -> datetime | None:
    """The UTC instant of a wall-clock time, None if the whole local date does not exist.

    A time in a gap is the first instant after the gap, a time that comes twice is the first one.
    """
    place = zone_info(zone)
    wall = datetime.combine(day, at, place)
    found = wall.astimezone(UTC)
    if found.astimezone(place) == wall:
        return found
    return _after_gap(day, wall, place)


def _after_gap(day: date, wall: datetime, place: ZoneInfo) -> datetime | None:
    """The end of the gap that ``wall`` lies in. Read with the old offset it is late, with the new early."""
    before = wall.replace(fold=1).astimezone(UTC)
    after = wall.astimezone(UTC)
    offset = after.astimezone(place).utcoffset()
    while after - before > ONE_SECOND:
        middle = before + (after - before) // ONE_SECOND // 2 * ONE_SECOND
        if middle.astimezone(place).utcoffset() == offset:
            after = middle
        else:
            before = middle
    vanished = before.astimezone(place).date() < day < after.astimezone(place).date()
    return None if vanished else after


def slot(schedule: Schedule, day: date) -> Slot | None:
    """The slot of a local date; None where the track does not post: weekday, skipped, no such date."""
    opens_at = _opens(schedule, day)
    if opens_at is None:
        return None
    return Slot(day, opens_at, _closes(schedule, day, opens_at))


def _opens(schedule: Schedule, day: date) -> datetime | None:
    if day.weekday() not in schedule.weekdays or day in schedule.skips:
        return None
    return instant(day, schedule.at, schedule.zone)


def _closes(schedule: Schedule, day: date, opens_at: datetime) -> datetime:
    """The reveal of that date, but MIN_WINDOW after opening at the earliest (a gap may shorten a window)."""
    reveal, zone = schedule.reveal, schedule.zone
    on = day + ONE_DAY if reveal.next_day else day
    found = instant(on, reveal.at, zone) or instant(on + ONE_DAY, reveal.at, zone)
    earliest = opens_at + MIN_WINDOW
    return max(found, earliest) if found else earliest


def slot_on_demand(schedule: Schedule, day: date, opens_at: datetime) -> Slot:
    """The slot of a post that somebody asked for now (``opens_at``, UTC) for the local date ``day``.

    It closes at that date's reveal, or MIN_WINDOW after opening if that is later, but REVEAL_GAP before the
    next regular post unless this would leave less than SHORTEST_ON_DEMAND.
    """
    closes_at = _closes(schedule, day, opens_at)
    following = next_slot(schedule, after=day, not_before=opens_at)
    if following is not None:
        latest = following.opens_at - REVEAL_GAP
        if latest - opens_at >= SHORTEST_ON_DEMAND:
            closes_at = min(closes_at, latest)
    return Slot(day, opens_at, closes_at)


@lru_cache(1024)  # thousands of tracks that are due at once share a few schedules
def next_slot(schedule: Schedule, *, after: date | None, not_before: datetime) -> Slot | None:
    """The first slot later than the local date ``after`` that opens at ``not_before`` (UTC) or later.

    None if there is none in the next LOOK_AHEAD_DAYS.
    """
    # A gap may end a date: in Nuuk 23:30 on such a day is the next day's 00:00.
    day = local_date(not_before, schedule.zone) - ONE_DAY
    if after is not None and after >= day:
        day = after + ONE_DAY
    for _ in range(LOOK_AHEAD_DAYS):
        opens_at = _opens(schedule, day)
        if opens_at is not None and opens_at >= not_before:
            return Slot(day, opens_at, _closes(schedule, day, opens_at))
        day += ONE_DAY
    return None


def posts_from(schedule: Schedule, day: date | None, at: datetime | None, count: int) -> tuple[datetime, ...]:
    """When a track posts (UTC) from its next slot on, which is ``day`` and ``at``; at most ``count`` times."""
    found: list[datetime] = []
    while at is not None and len(found) < count:
        found.append(at)
        following = next_slot(schedule, after=day, not_before=at)
        day, at = (following.day, following.opens_at) if following else (None, None)
    return tuple(found)


def missed_slots(schedule: Schedule, first_day: date, now: datetime) -> list[Slot]:
    """The slots from ``first_day`` on that have opened by ``now``, oldest first, the newest 31 at most."""
    found: list[Slot] = []
    for day in _back_from(local_date(now, schedule.zone) + ONE_DAY, first_day):
        opens_at = _opens(schedule, day)
        if opens_at is not None and opens_at <= now:
            found.append(Slot(day, opens_at, _closes(schedule, day, opens_at)))
            if len(found) == CATCH_UP_DAYS:
                break
    return found[::-1]


def _back_from(newest: date, oldest: date) -> Iterator[date]:
    for ordinal in range(newest.toordinal(), oldest.toordinal() - 1, -1):
        yield date.fromordinal(ordinal)


def too_late(slot: Slot, now: datetime) -> str | None:
    """Why this post may not be sent any more at ``now``, or None. ON_TIME is never too late."""
    late = now - slot.opens_at
    if late <= ON_TIME:
        return None
    if late > LATE_LIMIT:
        return "Too late to post: it was due more than 4 h ago."
    if slot.closes_at - now < MIN_WINDOW:
        return "Too late to post: less than 2 h were left to the close."
    return None


def check_schedule(schedule: Schedule) -> None:
    """UsageError, with the nearest allowed value, for a schedule that cannot be kept."""
    zone_info(schedule.zone)
    if not schedule.weekdays or not schedule.weekdays <= frozenset(range(7)):
        raise UsageError("Choose at least one weekday, such as Mon–Fri.")
    post = _since_midnight(schedule.at)
    reveal = _since_midnight(schedule.reveal.at) + schedule.reveal.next_day * ONE_DAY
    if reveal - post < MIN_WINDOW:
        nearest = _spell(post + MIN_WINDOW, schedule.reveal)
        raise UsageError(f"The reveal must be at least 2 h after the post: the nearest is {nearest}.")
    if _posts_on_following_days(schedule.weekdays) and post + ONE_DAY - reveal < REVEAL_GAP:
        nearest = _spell(post + ONE_DAY - REVEAL_GAP, schedule.reveal)
        raise UsageError(
            f"The reveal must be at least 15 min before the next post: the nearest is {nearest}."
        )


def _since_midnight(at: time) -> timedelta:
    return timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)


def _posts_on_following_days(weekdays: frozenset[int]) -> bool:
    return any((day + 1) % 7 in weekdays for day in weekdays)


def _spell(reveal: timedelta, asked: RevealRule) -> str:
    minutes = reveal // timedelta(minutes=1)
    clock = f"{minutes // 60 % 24:02}:{minutes % 60:02}"
    if reveal >= ONE_DAY:
        return f"{clock} the next day"
    return f"{clock} the same day" if asked.next_day else clock


def week(day: date) -> str:
    """The ISO week, as 2026-W47: the first days of January may belong to the old year."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def season(day: date) -> str:
    """The calendar month, as 2026-11."""
    return f"{day.year}-{day.month:02}"


def periods(day: date) -> tuple[str, str, str]:
    """The boards a round of this local date counts for."""
    return week(day), season(day), "all"
