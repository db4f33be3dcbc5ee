"""What an organiser or member reads when something was done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.intents.base import Said, para
from bot.intents.words import listed, short_day, with_commands

HIDDEN = "You are off every board and name list here. Your streak and points go on, for you alone."
SHOWN = "Your name is shown on boards again."
REPORTED = "Thank you. The organisers see it, and three reports take the question out here."


@dataclass(frozen=True, slots=True)
class Done:
    """A command in backticks becomes a reference."""

    sentence: str

    def said(self) -> Said:
        return Said((para(*with_commands(self.sentence)),))


def on_its_way(channel: str) -> Done:
    return Done(f"Today's question is on its way to #{channel}.")


def paused(channel: str) -> Done:
    return Done(f"#{channel} is paused. An open question still closes and is revealed.")


def resumed(channel: str, first: date | None) -> Done:
    following = f"Next question: {short_day(first)}." if first else "No date fits its weekdays."
    return Done(f"#{channel} goes on. {following}")


def skipped(days: Sequence[date]) -> Done:
    return Done(f"Skipped: {_days(days)}.")


def unskipped(days: Sequence[date]) -> Done:
    return Done(f"No longer skipped: {_days(days)}.")


def voided(day: date) -> Done:
    return Done(f"The question of {short_day(day)} is withdrawn. It breaks nobody's streak.")


def _days(days: Sequence[date]) -> str:
    if len(days) > 3:
        return f"{short_day(days[0])} to {short_day(days[-1])}"
    return listed([short_day(day) for day in days])
