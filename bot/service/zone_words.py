"""Time zones as people type them: "Europe/Berlin", "berlin", "new york", "CET"."""

from collections.abc import Mapping
from functools import cache
from zoneinfo import available_timezones

from bot.commands import closest
from bot.domain.schedule import NOT_ZONES
from bot.errors import UsageError
from bot.intents import refusals

PEOPLE_SAY: Mapping[str, str] = {
    "utc": "UTC",
    "gmt": "UTC",
    "z": "UTC",
    "wet": "Europe/Lisbon",
    "bst": "Europe/London",
    "cet": "Europe/Berlin",
    "cest": "Europe/Berlin",
    "eet": "Europe/Helsinki",
    "eest": "Europe/Helsinki",
    "msk": "Europe/Moscow",
    "et": "America/New_York",
    "est": "America/New_York",
    "edt": "America/New_York",
    "ct": "America/Chicago",
    "cst": "America/Chicago",
    "cdt": "America/Chicago",
    "mt": "America/Denver",
    "mst": "America/Denver",
    "mdt": "America/Denver",
    "pt": "America/Los_Angeles",
    "pst": "America/Los_Angeles",
    "pdt": "America/Los_Angeles",
    "ist": "Asia/Kolkata",
    "sgt": "Asia/Singapore",
    "hkt": "Asia/Hong_Kong",
    "jst": "Asia/Tokyo",
    "kst": "Asia/Seoul",
    "aest": "Australia/Sydney",
    "aedt": "Australia/Sydney",
    "nzst": "Pacific/Auckland",
    "nzdt": "Pacific/Auckland",
}
"""Abbreviations name an offset, not a place: the place most people mean by it, shown before anything starts."""

NO_CITIES = ("Etc/", "US/", "Canada/", "Brazil/", "Chile/", "Mexico/", "SystemV/")
LONGEST = 60


def read_zone(text: str) -> str:
    """The IANA name; UsageError with the likeliest ones for anything that names none."""
    typed = "_".join(text.split()).casefold()
    known = PEOPLE_SAY.get(typed) or _names().get(typed) or _cities().get(_city(typed))
    if known is None:
        raise UsageError(refusals.no_zone(text, [_cities()[city] for city in _like(_city(typed))]))
    return known


def _city(typed: str) -> str:
    return typed.rpartition("/")[2]


def _like(city: str) -> list[str]:
    return closest(city, tuple(_cities())) if 2 < len(city) <= LONGEST else []


@cache
def _names() -> Mapping[str, str]:
    """In lower case → as IANA writes it."""
    return {name.casefold(): name for name in available_timezones() if not name.startswith(NOT_ZONES)}


@cache
def _cities() -> Mapping[str, str]:
    """The last part in lower case → its zone, by the shorter name where it has several."""
    named = [name for name in _names().values() if "/" in name and not name.startswith(NO_CITIES)]
    longest_first = sorted(
        named, key=lambda name: (name.count("/"), not name.startswith("Europe/")), reverse=True
    )
    return {_city(name).casefold(): name for name in longest_first}
