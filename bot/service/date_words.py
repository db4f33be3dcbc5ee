"""Dates as people type them: "2026-12-24", "24 Dec", "tomorrow", "fri", and ranges of them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot.domain.schedule import ONE_DAY
from bot.errors import UsageError
from bot.intents import refusals

MOST_DAYS = 366
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_RANGE = re.compile(r"\s*(?:\.\.+|…|\bto\b|\buntil\b|–|—|\s-\s)\s*")
_DAY_MONTH = re.compile(r"(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})\.?\s+([a-z]{3,9})|([a-z]{3,9})\s+(\d{1,2}))")


def read_dates(words: Sequence[str], today: date) -> list[date]:
    """The days of a date or of a range, first to last; ``today`` is the local date of the track."""
    text = " ".join(words).strip()
    if not text:
        raise UsageError(refusals.WHICH_DATE)
    pieces = _RANGE.split(text)
    if len(pieces) > 2:
        raise UsageError(refusals.WHICH_DATE)
    first = read_date(pieces[0], today)
    last = read_date(pieces[-1], today, max(first, today)) if len(pieces) == 2 else first
    if not 0 <= (last - first).days < MOST_DAYS:
        raise UsageError(refusals.ODD_RANGE)
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def read_date(typed: str, today: date, since: date | None = None) -> date:
    """One date. A weekday, or a day without its year, is the next one from ``since`` (today) on."""
    word = typed.strip().casefold()
    if word in ("today", "tomorrow"):
        return today if word == "today" else today + ONE_DAY
    try:
        return _named(word, since or today) or date.fromisoformat(word)
    except (ValueError, OverflowError):
        raise UsageError(refusals.no_date(typed)) from None


def _named(word: str, since: date) -> date | None:
    if word[:3] in _WEEKDAYS and word.isalpha():
        return since + timedelta(days=(_WEEKDAYS.index(word[:3]) - since.weekday()) % 7)
    return _day_and_month(word, since)


def _day_and_month(word: str, since: date) -> date | None:
    """ "24 dec", "dec 24", "thu 24 dec"; ValueError for one that never comes."""
    match = _DAY_MONTH.fullmatch(word)
    month = (match[2] or match[3])[:3] if match else ""
    if match is None or month not in _MONTHS:
        return None
    number = int(match[1] or match[4])
    for year in range(since.year, since.year + 9):
        found = _made(year, _MONTHS.index(month) + 1, number)
        if found is not None and found >= since:
            return found
    raise ValueError(word)


def _made(year: int, month: int, day: int) -> date | None:
    """None for 29 February of most years."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
