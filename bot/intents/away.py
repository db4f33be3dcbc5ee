"""``/streak away``: days off on which a miss changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.away import MOST_A_YEAR, MOST_AT_ONCE, Range
from bot.intents.base import Block, Button, Said, action, para, quiet
from bot.intents.words import listed, plural, short_day, with_commands

HOW = (
    "Say from when to when, like `/streak away 2026-12-24 2027-01-01`. Misses then change nothing, answers "
    f"still count. At most {MOST_AT_ONCE} days at once and {MOST_A_YEAR} a year; `/streak away off` takes "
    "them back."
)
OVER = "Days that are over stay as they were. Begin today or later."
CLOSED_TODAY = "Today's question has closed already. Begin tomorrow."
TOO_FAR = "That is more than a year ahead. Set it when it comes nearer."
NOTHING_AHEAD = "You have no days away ahead. `/streak away` says how to set them."


def too_long(days: int) -> str:
    return f"That is {plural(days, 'day')}: at most {MOST_AT_ONCE} at once."


def too_many(used: Mapping[int, int], asked: Range) -> str:
    """``used``: days away of each year so far."""
    left = [
        f"{MOST_A_YEAR - used.get(year, 0)} in {year}" for year in range(asked[0].year, asked[1].year + 1)
    ]
    return f"A year has at most {MOST_A_YEAR} days away. Left: {listed(left)}."


def from_to(first: date, last: date) -> str:
    """ "Thu 24 Dec", "Thu 24 Dec to Fri 1 Jan"."""
    return short_day(first) if first == last else f"{short_day(first)} to {short_day(last)}"


@dataclass(frozen=True, slots=True)
class AwaySet:
    """``used``: days away of each year the range touches, these included."""

    range_id: int
    first: date
    last: date
    used: Mapping[int, int]

    def said(self) -> Said:
        days = from_to(self.first, self.last)
        used = listed(
            [f"{count} of {MOST_A_YEAR} days in {year}" for year, count in sorted(self.used.items())]
        )
        told = f"Away {days}: misses change nothing, answers still count."
        cancel = Button(action("awayoff", self.range_id), "Cancel", spoken=f"Cancel being away {days}"[:80])
        return Said((para(told), quiet(f"Used: {used}.")), ((cancel,),))


@dataclass(frozen=True, slots=True)
class AwayPlan:
    """What lies ahead, and how to set more."""

    ranges: Sequence[Range]

    def said(self) -> Said:
        blocks: list[Block] = []
        if self.ranges:
            blocks.append(para(f"Away {listed([from_to(*each) for each in self.ranges])}."))
        blocks.append(para(*with_commands(HOW)))
        return Said(tuple(blocks), ((cancel_all(),),) if self.ranges else ())


@dataclass(frozen=True, slots=True)
class TakenBack:
    ranges: Sequence[Range]

    def said(self) -> Said:
        days = listed([from_to(*each) for each in self.ranges])
        return Said((para(f"No longer away: {days}. A miss counts again."),))


def cancel_all() -> Button:
    return Button(action("awayoff"), "Cancel days away", spoken="Cancel all days away that lie ahead")
