"""The days of a simulation for people: a table on a terminal, plain columns in a pipe."""

import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from bot.domain.schedule import Schedule, zone_info
from bot.intents.words import days_in_words, plural, short_day
from bot.service.simulate import DayAhead

COLUMNS = ("day", "post", "UTC", "reveal", "UTC", "question", "remarks")


def print_days(schedule: Schedule, ahead: Sequence[DayAhead], pool: int) -> None:
    """``pool``: how many questions there are to pick from."""
    rows = [_row(one, schedule) for one in ahead]
    title = f"{days_in_words(schedule.weekdays)} {schedule.at:%H:%M} {schedule.zone}"
    if is_terminal():
        Console().print(_table(title, rows))
    else:
        typer.echo("\n".join((title, *_plain([COLUMNS, *rows]))))
    typer.echo("\n".join(_summary(ahead, pool)))


def is_terminal() -> bool:
    return sys.stdout.isatty()


def _row(one: DayAhead, schedule: Schedule) -> tuple[str, ...]:
    remarks = [*one.notes]
    if one.question is None:
        remarks.insert(0, one.why)
    if one.again:
        remarks.append("again")
    if one.overdue:
        remarks.append("review overdue")
    post, reveal = _times(one, schedule)
    return (_with_year(one.day), *post, *reveal, one.question.id if one.question else "", "; ".join(remarks))


def _times(one: DayAhead, schedule: Schedule) -> tuple[tuple[str, str], tuple[str, str]]:
    if one.slot is None:
        return ("", ""), ("", "")
    return _time(one.slot.opens_at, one.day, schedule), _time(one.slot.closes_at, one.day, schedule)


def _time(at: datetime, day: date, schedule: Schedule) -> tuple[str, str]:
    """On the wall there and in UTC, with the weekday where it is another date."""
    return _clock(at.astimezone(zone_info(schedule.zone)), day), _clock(at.astimezone(UTC), day)


def _clock(at: datetime, day: date) -> str:
    return f"{at:%H:%M}" if at.date() == day else f"{short_day(at.date())[:3]} {at:%H:%M}"


def _with_year(day: date) -> str:
    return f"{day.isoformat()} {short_day(day)[:3]}"


def _table(title: str, rows: Sequence[Sequence[str]]) -> Table:
    table = Table(title=title, box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in COLUMNS:
        table.add_column(name, no_wrap=name != "remarks")
    for row in rows:
        table.add_row(*row)
    return table


def _plain(rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns two spaces apart, whatever the width of a line becomes."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]


def _summary(ahead: Sequence[DayAhead], pool: int) -> list[str]:
    asked = [one for one in ahead if one.question]
    told = [f"{plural(len(asked), 'post')}, {plural(pool, 'question')} to pick from."]
    again = next((one.day for one in asked if one.again), None)
    if again:
        when = f"{short_day(again)} {again.year}"
        told.append(f"The questions are used up by {when}: from then on the longest unseen come again.")
    elif asked and len(asked) == pool:
        told.append("The questions are used up on the last of these days.")
    return told
