"""What an organiser or member reads when something was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.intents.base import Said, para
from bot.intents.words import listed, plural, short_day, with_commands


@dataclass(frozen=True, slots=True)
class Done:
    """A command in backticks becomes a reference."""

    sentence: str

    def said(self) -> Said:
        return Said((para(*with_commands(self.sentence)),))


def on_its_way(channel: str) -> Done:
    return Done(f"Today's question is on its way to #{channel}.")


def paused(channel: str) -> Done:
    return Done(
        f"#{channel} is paused. An open question still closes and is revealed. `/daily resume` starts it again."
    )


def resumed(channel: str) -> str:
    return f"#{channel} goes on."


def skipped(days: Sequence[date]) -> str:
    return f"Skipped {_days(days)}."


def unskipped(days: Sequence[date]) -> str:
    return f"No longer skipped: {_days(days)}."


def moved(summary: str) -> str:
    return f"Moved: {summary}."


def ended(channel: str) -> Done:
    return Done(
        f"The daily question of #{channel} has ended. Its history stays; `/daily setup` starts a new one."
    )


def kept(channel: str) -> Done:
    return Done(f"#{channel} goes on as it was.")


def granted(name: str, held: int, covered: int) -> Done:
    """``covered``: the streak that it brought back by covering today, 0 if it did not."""
    saved = f" It covered today: the streak of {plural(covered, 'day')} stands." if covered else ""
    return Done(f"{name} has one more freeze from today: {held} held.{saved}")


def _days(days: Sequence[date]) -> str:
    if len(days) > 3:
        return f"{short_day(days[0])} to {short_day(days[-1])}"
    return listed([short_day(day) for day in days])
