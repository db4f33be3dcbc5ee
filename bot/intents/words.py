"""Small pieces of English that many sentences share."""

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import cycle

from bot.intents.base import CommandRef, Line, Moment, MomentStyle


def plural(count: int, one: str, many: str | None = None) -> str:
    """ "1 day", "4 days", "1 freeze", "2 freezes"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(items: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def shortened(items: Sequence[str], room: int) -> str:
    """The items as a list of at most ``room`` characters: "Ada, Grace and 4 more"."""
    for shown in range(len(items), 0, -1):
        rest = len(items) - shown
        text = listed([*items[:shown], f"{rest} more"]) if rest else listed(items)
        if len(text) <= room:
            return text
    return plural(len(items), "person", "people")


def span_of_time(distance: timedelta) -> str:
    """ "25 min", "6 h", "3 days": whole ones, never "0 min". A post is late by a moment, and a moment less than
    8 h is 8 h."""
    minutes = max(1, round(distance.total_seconds() / 60))
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} days"


def short_day(day: date) -> str:
    """ "Thu 26 Nov", the same in every locale."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return f"{names[day.weekday()]} {day.day} {months[day.month - 1]}"


def month_name(day: date) -> str:
    """ "October", the same in every locale."""
    names = "January February March April May June July August September October November December"
    return names.split()[day.month - 1]


def long_weekday(day: date) -> str:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return names[day.weekday()]


def with_commands(sentence: str) -> Line:
    """A sentence with its commands, which stand in backticks, as references."""
    pieces = re.split(r"`/([^`]+)`", sentence)
    return tuple(
        CommandRef(piece) if odd else piece for piece, odd in zip(pieces, cycle((False, True)), strict=False)
    )


def days_in_words(days: frozenset[int]) -> str:
    """Weekdays (0 = Monday) as people write them: "Mon–Fri", "every day", "Mon, Wed, Fri"."""
    names = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    ordered = sorted(days)
    if len(ordered) == 7:
        return "every day"
    if len(ordered) > 2 and ordered == list(range(ordered[0], ordered[-1] + 1)):
        return f"{names[ordered[0]]}–{names[ordered[-1]]}"
    return ", ".join(names[day] for day in ordered)


def until(at: datetime, zone: str, now: datetime) -> Line:
    """ "17:00 (in 6 h)"."""
    return (Moment(at, zone), " (", Moment(at, zone, MomentStyle.RELATIVE, now), ")")


def percent(part: int, whole: int) -> str:
    """ "64 %", rounded half up; whole > 0."""
    return f"{(200 * part + whole) // (2 * whole)} %"
