"""What an organiser types for a track: times, weekdays, a reveal, topics and levels."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.domain.question import Level
from bot.domain.schedule import RevealRule
from bot.errors import UsageError
from bot.intents import refusals

_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MAX_RANGE = 366


def read_time(text: str) -> time:
    """ "09:00", "9.30", "17h00", "9am"; UsageError otherwise."""
    match = _TIME.fullmatch(text.strip().casefold())
    if match is None or (match[2] is None and match[3] is None):
        raise UsageError(refusals.no_time(text))
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3] == "pm" else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise UsageError(refusals.no_time(text))
    return time(hour, minute)


def read_reveal(text: str) -> RevealRule:
    """ "17:00", "08:00 next day"."""
    words = text.strip().casefold()
    bare = words.removesuffix("next day").removesuffix("the").strip(" ,")
    return RevealRule(read_time(bare), next_day=words.endswith("next day"))


def read_days(text: str) -> frozenset[int]:
    """ "Mon–Fri", "Mon, Wed, Fri", "every day"; 0 = Monday."""
    words = text.strip().casefold().replace("–", "-").replace("—", "-")
    if words in ("every day", "daily", "all"):
        return frozenset(range(7))
    days: set[int] = set()
    for part in re.split(r"[\s,]+", re.sub(r"\s*-\s*", "-", words)):
        first, _, last = part.partition("-")
        days.update(_range(_day(first), _day(last or first)))
    return frozenset(days)


def _day(word: str) -> int:
    if len(word) < 3 or word[:3] not in _DAYS:
        raise UsageError(refusals.no_weekday(word))
    return _DAYS.index(word[:3])


def _range(first: int, last: int) -> list[int]:
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


@dataclass(frozen=True, slots=True)
class Wanted:
    topics: frozenset[str]
    levels: frozenset[Level]


def read_wanted(text: str, known: Collection[str]) -> Wanted:
    """ "everything", "mlflow airflow mid"."""
    words = [
        word for word in re.split(r"[\s,]+", text.strip().casefold()) if word not in ("", "everything", "and")
    ]
    levels = frozenset(level for level in Level if level.value in words)
    topics = frozenset(word for word in words if word not in levels)
    unknown = sorted(topics.difference(known))
    if unknown:
        raise UsageError(refusals.unknown_topic(unknown[0], sorted(known)))
    return Wanted(topics, levels)


def read_dates(words: Sequence[str]) -> list[date]:
    """ "2026-12-24" or "2026-12-24..2027-01-01"."""
    if len(words) != 1:
        raise UsageError(refusals.WHICH_DATE)
    first, _, last = words[0].partition("..")
    start, end = read_date(first), read_date(last or first)
    if not 0 <= (end - start).days < MAX_RANGE:
        raise UsageError(refusals.ODD_RANGE)
    return [start + timedelta(days=step) for step in range((end - start).days + 1)]


def read_date(word: str) -> date:
    try:
        return date.fromisoformat(word)
    except ValueError:
        raise UsageError(refusals.no_date(word)) from None
