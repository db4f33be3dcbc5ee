"""What Discord offers while somebody types a topic or a time zone."""

from collections.abc import Sequence
from functools import cache
from typing import Final
from zoneinfo import available_timezones

MOST: Final = 25
EXPLAINED: Final = {
    "my mistakes": "My mistakes: what you last got wrong",
    "mixed": "Mixed: something of every topic",
    "weakest": "Weakest: the topic you answer worst",
}
FIRST_ZONES: Final = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Kyiv",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Sao_Paulo",
    "Africa/Lagos",
    "Africa/Nairobi",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Tokyo",
    "Australia/Sydney",
    "UTC",
)


def topic_choices(
    current: str, ways: Sequence[str], topics: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """(value, label): ways to choose first, then topics; after a topic the next one is added to it."""
    *before, typed = current.split(" ") if current else [""]
    stem = " ".join(filter(None, before))
    offered = [] if stem else [(way, EXPLAINED.get(way, way)) for way in ways if _meant(current, way, way)]
    for name, title in topics:
        if name not in before and _meant(typed, name, title):
            offered.append((f"{stem} {name}".strip(), f"{stem} + {title}" if stem else title))
    return offered[:MOST]


def zone_choices(current: str) -> list[tuple[str, str]]:
    """Zones whose city or region begins as typed, then those that have it anywhere."""
    typed = current.strip().casefold().replace(" ", "_")
    if not typed:
        return [(zone, zone) for zone in FIRST_ZONES]
    begins = [zone for zone in _zones() if any(part.startswith(typed) for part in _parts(zone))]
    holds = [zone for zone in _zones() if typed in zone.casefold() and zone not in begins]
    return [(zone, zone) for zone in [*begins, *holds][:MOST]]


def _meant(typed: str, name: str, title: str) -> bool:
    typed = typed.strip().casefold()
    parts = [name, title.casefold(), *name.split("-"), *title.casefold().split()]
    return any(part.startswith(typed) for part in parts)


def _parts(zone: str) -> list[str]:
    return [zone.casefold(), *zone.casefold().split("/")]


@cache
def _zones() -> tuple[str, ...]:
    """Those of places, in the order of their names."""
    return tuple(
        sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    )
