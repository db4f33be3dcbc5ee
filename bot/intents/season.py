"""The result of a season: one line on the group's first post after it."""

from collections.abc import Sequence
from datetime import date

from bot.intents.words import listed, month_name, plural

LONGEST = 160
MOST_NAMES = 3


def season_line(season: str, points: int, tied: int, names: Sequence[str]) -> str:
    """ "October: Ada, Alan and 2 more with 340 points."; ``tied`` members have them. Without names, where
    a group does not name people: "October: the highest score was 340 points, reached by 4 people."."""
    month = month_name(date.fromisoformat(f"{season}-01"))
    score = plural(points, "point")
    if not names:
        reached = f", reached by {tied} people" if tied > 1 else ""
        return f"{month}: the highest score was {score}{reached}."
    names = [" ".join(name.split()) for name in names]
    most = tied if tied <= MOST_NAMES else MOST_NAMES - 1
    lines = [f"{month}: {_with_rest(names[:shown], tied)} with {score}." for shown in range(most, 0, -1)]
    return next((line for line in lines if len(line) <= LONGEST), lines[-1])


def _with_rest(names: Sequence[str], tied: int) -> str:
    rest = tied - len(names)
    return listed([*names, f"{rest} more"] if rest else names)
