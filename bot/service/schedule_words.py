"""What an organiser types for a track: times, zones, weekdays, a reveal, topics and levels."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import time

from bot.domain.question import Level
from bot.domain.schedule import RevealRule, Schedule
from bot.errors import UsageError
from bot.intents import refusals
from bot.service.zone_words import read_zone

_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(?:h|(am|pm|a\.m\.|p\.m\.))?")
_HALF = ("am", "pm", "a.m.", "p.m.")
_NEXT_DAY = re.compile(r",?\s*(?:(?:on|the)\s+)*next[ -]day|\s*\+1")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SPANS = {
    "every day": range(7),
    "daily": range(7),
    "all": range(7),
    "weekdays": range(5),
    "workdays": range(5),
    "weekends": range(5, 7),
    "weekend": range(5, 7),
}


def read_time(text: str) -> time:
    """ "9", "09:00", "9.30", "0930", "17h00", "21h", "9am"; UsageError otherwise."""
    match = _TIME.fullmatch(text.strip().casefold())
    if match is None:
        raise UsageError(refusals.no_time(text))
    hour, minute = int(match[1]), int(match[2] or 0)
    if match[3]:
        hour = hour % 12 + (12 if match[3].startswith("p") else 0) if 1 <= hour <= 12 else 99
    if hour > 23 or minute > 59:
        raise UsageError(refusals.no_time(text))
    return time(hour, minute)


def read_reveal(text: str) -> RevealRule:
    """ "17:00", "08:00 next day", "next day 08:00"."""
    words, next_day = _NEXT_DAY.subn("", text.strip().casefold())
    return RevealRule(read_time(words.strip(" ,")), next_day=next_day > 0)


def read_days(text: str) -> frozenset[int]:
    """ "Mon–Fri", "mon wed fri", "Mo, We", "weekdays", "daily"; 0 = Monday."""
    words = text.strip().casefold().replace("–", "-").replace("—", "-")
    if words in _SPANS:
        return frozenset(_SPANS[words])
    days: set[int] = set()
    for part in filter(None, re.split(r"[\s,;&+]+|and\b", re.sub(r"\s*(?:-|\bto\b)\s*", "-", words))):
        first, _, last = part.partition("-")
        days.update(_range(_day(first), _day(last or first)))
    if not days:
        raise UsageError(refusals.no_weekday(text))
    return frozenset(days)


def _day(word: str) -> int:
    for number, name in enumerate(_DAYS):
        if len(word) >= 2 and name.startswith(word.removesuffix("s") if len(word) > 6 else word):
            return number
    raise UsageError(refusals.no_weekday(word))


def _range(first: int, last: int) -> list[int]:
    return [(first + step) % 7 for step in range((last - first) % 7 + 1)]


def with_words(schedule: Schedule, words: Sequence[str]) -> Schedule:
    """The schedule after "08:30 Europe/Berlin", "9 am new york": a time, a zone, both or neither."""
    clock, place = _split(words)
    if clock:
        schedule = replace(schedule, at=read_time(clock))
    if place:
        schedule = replace(schedule, zone=read_zone(place))
    return schedule


def _split(words: Sequence[str]) -> tuple[str, str]:
    """Words that begin with a digit are the time, with what belongs to it; the others name the zone."""
    clock = [word for word in words if word[0].isdigit() or word.casefold() in _HALF]
    return " ".join(clock), " ".join(word for word in words if word not in clock)


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
