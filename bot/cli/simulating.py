"""The work of ``dailydrill simulate``: words in, the days of a track that there is not out."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import typer

from bot.bank import SHIPPED, Bank, load_bank
from bot.cli.simulate_table import print_days
from bot.clock import SystemClock
from bot.domain.question import Level
from bot.domain.schedule import CLOSE_GRACE, ONE_DAY, Schedule, instant, local_date, zone_info
from bot.errors import UsageError
from bot.service.date_words import read_date, read_dates
from bot.service.pools import Pools
from bot.service.schedule_words import read_days, read_reveal, read_time, read_wanted
from bot.service.simulate import DayAhead, simulate
from bot.service.zone_words import read_zone
from bot.settings import load_settings

MOST_DAYS = 3660
YEARS = range(1970, 2201)
"""What zone data is about."""
PROBLEMS = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as typed."""

    days: int
    tz: str
    time: str
    weekdays: str
    reveal: str
    topics: str
    levels: str
    first: str
    skip: Sequence[str]
    seed: str


def run(asked: Asked, *, as_json: bool) -> None:
    """UsageError, BankError or SettingsError for what cannot be done."""
    if not 1 <= asked.days <= MOST_DAYS:
        raise UsageError(f"--days takes 1 to {MOST_DAYS}.")
    bank, now = _bank(), SystemClock().now()
    schedule = _schedule(asked)
    first = _first(asked.first, schedule, now)
    schedule = replace(schedule, skips=_skips(asked.skip, first))
    wanted = read_wanted(asked.topics, bank.topics)
    pool = Pools(bank).pool(wanted.topics, wanted.levels | _levels(asked.levels))
    ahead = list(simulate(schedule, pool, first, asked.days, asked.seed))
    if as_json:
        typer.echo(json.dumps([_as_json(one, schedule.zone) for one in ahead], indent=2))
    else:
        print_days(schedule, ahead, len(pool.questions))
    if not pool.questions:
        raise typer.Exit(PROBLEMS)


def _schedule(asked: Asked) -> Schedule:
    return Schedule(
        read_zone(asked.tz), read_time(asked.time), read_days(asked.weekdays), read_reveal(asked.reveal)
    )


def _bank() -> Bank:
    """Read through the cache where there is one: this command makes no folder."""
    settings = load_settings()
    home = settings.dailydrill_home
    cache = home / "bank.cache" if home.is_dir() else None
    return load_bank([SHIPPED, *settings.dailydrill_bank], cache, SystemClock().now().date())


def _levels(text: str) -> frozenset[Level]:
    words = frozenset(text.casefold().replace(",", " ").split())
    unknown = sorted(words.difference(Level))
    if unknown:
        raise UsageError(f"“{unknown[0][:40]}” is no level: use {', '.join(Level)}.")
    return frozenset(Level(word) for word in words)


def _first(typed: str, schedule: Schedule, now: datetime) -> date:
    """The day that was asked for, else today, or tomorrow where today's post is due already."""
    today = local_date(now, schedule.zone)
    if typed:
        return _near(read_date(typed, today))
    opens_at = instant(today, schedule.at, schedule.zone)
    return today if opens_at is None or opens_at >= now else today + ONE_DAY


def _near(day: date) -> date:
    if day.year not in YEARS:
        raise UsageError(f"--from takes a date from {YEARS[0]} to {YEARS[-1]}.")
    return day


def _skips(given: Sequence[str], since: date) -> frozenset[date]:
    parts = [part.strip() for one in given for part in one.split(",") if part.strip()]
    return frozenset(day for part in parts for day in read_dates([part], since))


def _as_json(one: DayAhead, zone: str) -> dict[str, Any]:
    """Documented in docs/operators.md; times are ISO 8601 with their offset."""
    slot, question, place = one.slot, one.question, zone_info(zone)
    times: tuple[tuple[str, datetime | None], ...] = (
        ("post", slot.opens_at if slot else None),
        ("close", slot.closes_at if slot else None),
        ("reveal", slot.closes_at + CLOSE_GRACE if slot else None),
    )
    local = {f"{name}_local": at.astimezone(place).isoformat() if at else None for name, at in times}
    utc = {f"{name}_utc": at.isoformat() if at else None for name, at in times}
    return {
        "date": one.day.isoformat(),
        **local,
        **utc,
        "question": question.id if question else None,
        "topic": question.topic if question else None,
        "level": question.level.value if question else None,
        "why": one.why or None,
        "again": one.again,
        "overdue": one.overdue,
        "notes": list(one.notes),
    }
