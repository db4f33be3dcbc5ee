"""The leaderboard, shown privately with *Share*."""

from dataclasses import dataclass

from bot.domain.board import ordinal
from bot.intents.base import Block, Button, Line, Ranking, RankRow, Said, action, para, quiet
from bot.intents.words import plural

PERIOD_TITLES = {"week": "this week", "season": "this season", "all": "all time"}
MEASURE_TITLES = {"points": "Points", "accuracy": "Accuracy", "streak": "Streak"}


@dataclass(frozen=True, slots=True)
class BoardLine:
    rank: int
    name: str
    value: str
    me: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """``own``: "You: 37th of 40, 15 points to the next", "" when among the shown."""

    period: str
    measure: str
    lines: tuple[BoardLine, ...]
    own: str = ""
    min_answered: int = 0
    shared_by: str | None = None

    @property
    def title(self) -> str:
        when = "" if self.measure == "streak" else f", {PERIOD_TITLES[self.period]}"
        return f"{MEASURE_TITLES[self.measure]}{when}"

    def said(self) -> Said:
        blocks: list[Block] = []
        if self.shared_by:
            blocks.append(quiet(f"Shared by {self.shared_by}"))
        if self.lines:
            rows = tuple(RankRow(line.rank, line.name, line.value, line.me) for line in self.lines)
            blocks.append(Ranking(self.title, rows))
        else:
            blocks.append(para(*self._empty()))
        if self.own and not self.shared_by:
            blocks.append(para(self.own))
        return Said(tuple(blocks), () if self.shared_by else self._buttons())

    def _empty(self) -> Line:
        if self.measure == "accuracy":
            return (f"{self.title}: nobody yet. It takes {plural(self.min_answered, 'answered question')}.",)
        return (f"{self.title}: nobody yet. The board moves when a question closes.",)

    def _buttons(self) -> tuple[tuple[Button, ...], ...]:
        others = tuple(
            Button(action("board", period, measure), label)
            for period, measure, label in (
                ("week", "points", "Week"),
                ("season", "points", "Season"),
                ("all", "points", "All time"),
                (self.period, "accuracy", "Accuracy"),
                (self.period, "streak", "Streak"),
            )
            if (period, measure) != (self.period, self.measure)
        )
        share = (Button(action("share", self.period, self.measure), "Share"),) if self.lines else ()
        return (others, share) if share else (others,)


def own_place(rank: int, total: int, measure: str, missing: float | None) -> str:
    """ "You: 37th of 40, 15 points to the next". ``missing``: what is needed for the next place."""
    head = f"You: {ordinal(rank)} of {total}"
    if missing is None or measure == "accuracy":
        return f"{head}."
    unit = "point" if measure == "points" else "day"
    return f"{head}, {plural(int(missing), unit)} to the next."


@dataclass(frozen=True, slots=True)
class BoardsOff:
    def said(self) -> Said:
        return Said((para("Boards are off here. An organiser can turn them on."),))
