"""Whether a platform connection was up long enough for a round to be fair."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.domain.schedule import zone_info

SEEN_EVERY = timedelta(seconds=60)
LAST_HOUR = timedelta(hours=1)
MOST_DOWN = timedelta(minutes=10)
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

Interval = tuple[datetime, datetime]


def excuse_for_downtime(
    opens_at: datetime, closes_at: datetime, alive: Sequence[Interval], zone: str
) -> str | None:
    """Why the round is excused, such as "the bot was down 15:10–17:00" (wall clock of ``zone``), or None.

    ``alive``: one (up since, last seen) per connection, UTC, in any order. Last seen is moved once a
    minute, so a connection counts as up for SEEN_EVERY longer. Excused if up less than three quarters of
    the open time, or down ten minutes of its last hour.
    """
    gaps = _gaps(opens_at, closes_at, alive)
    hour = closes_at - LAST_HOUR
    late = [gap for gap in gaps if gap[1] > hour]
    if _length(gaps) * 4 > closes_at - opens_at:
        return _sentence(gaps, zone)
    if _length([(max(start, hour), end) for start, end in late]) >= MOST_DOWN:
        return _sentence(late, zone)
    return None


def _gaps(opens_at: datetime, closes_at: datetime, alive: Sequence[Interval]) -> list[Interval]:
    """The parts of the open time that no connection covers, oldest first."""
    gaps, covered = [], opens_at
    for since, seen in sorted(alive):
        if since >= closes_at:
            break
        if since > covered:
            gaps.append((covered, since))
        covered = max(covered, seen + SEEN_EVERY)
    if covered < closes_at:
        gaps.append((covered, closes_at))
    return gaps


def _length(intervals: Sequence[Interval]) -> timedelta:
    return sum((end - start for start, end in intervals), timedelta())


def _sentence(gaps: Sequence[Interval], zone: str) -> str:
    """One or two gaps are named, of more the longest. What begins and ends in the same minute reads like nothing."""
    gaps = [gap for gap in gaps if _minute(gap[0]) < _minute(gap[1])] or gaps
    if len(gaps) <= 2:
        return "the bot was down " + " and ".join(_clock(gap, zone) for gap in gaps)
    longest = max(gaps, key=lambda gap: gap[1] - gap[0])
    return f"the bot was down {_clock(longest, zone)} and {len(gaps) - 1} more times"


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _clock(gap: Interval, zone: str) -> str:
    start, end = (moment.astimezone(zone_info(zone)) for moment in gap)
    if start.date() == end.date():
        return f"{start:%H:%M}–{end:%H:%M}"
    return f"{WEEKDAYS[start.weekday()]} {start:%H:%M}–{WEEKDAYS[end.weekday()]} {end:%H:%M}"
