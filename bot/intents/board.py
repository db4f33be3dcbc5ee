"""The leaderboard, shown privately with *Share*."""

from dataclasses import dataclass

from bot.domain.board import ordinal
from bot.intents.base import Block, Button, Line, Ranking, RankRow, Said, action, para, quiet
from bot.intents.words import plural, with_commands

PERIOD_TITLES = {"week": "this week", "season": "this season", "all": "all time"}
MEASURE_TITLES = {"points": "Points", "accuracy": "Accuracy", "streak": "Streak"}

HOW_ACCURACY_RANKS = "Ranked by (right + 3) of (answered + 6), so that a lucky few do not lead."


@dataclass(frozen=True, slots=True)
class BoardLine:
    """``me``: the reader's own, marked only where nobody else reads along."""

    rank: int
    name: str
    value: str
    me: bool = False


@dataclass(frozen=True, slots=True)
class Board:
    """``own``: "You: 37th of 40, 15 points to the next", "" when among the shown. ``more``: how many
    share the last line's rank and are not shown."""

    period: str
    measure: str
    lines: tuple[BoardLine, ...]
    own: str = ""
    min_answered: int = 0
    more: int = 0
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
            if self.more:
                blocks.append(quiet(f"and {self.more} more on rank {self.lines[-1].rank}."))
            if self.measure == "accuracy":
                blocks.append(quiet(HOW_ACCURACY_RANKS))
        else:
            blocks.append(para(*self._empty()))
        if self.own and not self.shared_by:
            blocks.append(para(self.own))
        return Said(tuple(blocks), () if self.shared_by else self._buttons())

    def _empty(self) -> Line:
        if self.measure == "accuracy":
            return (f"{self.title}: nobody yet. It takes {plural(self.min_answered, 'answered question')}.",)
        if self.measure == "streak":
            return (f"{self.title}: nobody yet. A streak starts when a question closes that you answered.",)
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


def still_needed(answered: int, needed: int) -> str:
    """ "You: 2 of the 8 answers it takes."."""
    return f"You: {answered} of the {needed} answers it takes."


@dataclass(frozen=True, slots=True)
class BoardsOff:
    """``own``: one's own figures, without a rank: "340 points this season (23 of 30 right)"."""

    own: str = ""

    def said(self) -> Said:
        sentence = "Boards are off here. An organiser turns them on with `/daily settings boards on`."
        mine = (para(f"You: {self.own}."),) if self.own else ()
        return Said((para(*with_commands(sentence)), *mine))
