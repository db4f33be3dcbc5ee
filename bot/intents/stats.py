"""``/stats``: an account's own results by topic and level, and its year."""

from dataclasses import dataclass
from datetime import date

from bot.domain.activity import YearInWords
from bot.intents.base import (
    Block,
    Bold,
    Bullets,
    Calendar,
    CalendarDay,
    Line,
    Para,
    Said,
    Tone,
    para,
    quiet,
)
from bot.intents.words import month_name, percent, plural, with_commands

MOST_TOPICS = 12


@dataclass(frozen=True, slots=True)
class Score:
    answered: int = 0
    right: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.answered + other.answered, self.right + other.right)

    def __str__(self) -> str:
        return f"{self.right} of {self.answered}"


@dataclass(frozen=True, slots=True)
class TopicScore:
    """``name`` is typed in commands, "" where the topic cannot be practised."""

    title: str
    daily: Score
    practice: Score
    name: str = ""

    @property
    def both(self) -> Score:
        return self.daily + self.practice

    def line(self) -> Line:
        split = f": {self.daily} daily, {self.practice} in practice"
        return (
            Bold(self.title),
            f" {_right(self.both)}",
            split if self.daily.answered and self.practice.answered else "",
        )


@dataclass(frozen=True, slots=True)
class Stats:
    """``topics``: those with something done, most answered first. ``days``: the last year, oldest first,
    in ``zone``. ``weakest``: what to practise, if enough is known."""

    daily: Score
    practice: Score
    levels: tuple[tuple[str, Score], ...]
    topics: tuple[TopicScore, ...]
    days: tuple[CalendarDay, ...]
    year: YearInWords
    zone: str
    weakest: TopicScore | None = None

    def said(self) -> Said:
        if not (self.topics or self.year.active):
            return Said((para(*with_commands(NOTHING_YET)),))
        blocks: list[Block] = [Para(("Your results, in every group and alone",), Tone.HEADING)]
        blocks.extend(self._totals() if self.topics else (para(NO_RESULT_YET),))
        blocks.extend(self._year())
        return Said(tuple(blocks))

    def _totals(self) -> tuple[Block, ...]:
        kinds = (("Daily questions: ", self.daily), ("Practice: ", self.practice))
        totals = [para(Bold(f"{name}{_right(score)}"), ".") for name, score in kinds if score.answered]
        levels = ", ".join(f"{level} {score}" for level, score in self.levels)
        by_level = (para(f"Right by level: {levels}."),) if levels else ()
        return (*totals, *by_level, *self._by_topic())

    def _by_topic(self) -> tuple[Block, ...]:
        blocks: list[Block] = [Bullets(tuple(topic.line() for topic in self.topics[:MOST_TOPICS]))]
        rest = len(self.topics) - MOST_TOPICS
        if rest > 0:
            blocks.append(quiet(f"and {rest} more."))
        if self.weakest is not None:
            told = f"Weakest so far: {self.weakest.title}, {_right(self.weakest.both)}."
            blocks.append(para(f"{told} Practise it: ", *with_commands(f"`/quiz {self.weakest.name}`")))
        return tuple(blocks)

    def _year(self) -> tuple[Block, ...]:
        sentence = in_words(self.year, self.days[-1].day)
        if not self.year.active:
            return (para(sentence),)
        alt = f"Calendar of the last {self.year.days} days. {sentence}"
        return (Calendar(self.days, alt), para(sentence), quiet(f"A day begins at midnight in {self.zone}."))


NOTHING_YET = (
    "Nothing here yet. Answer the daily question, or practise alone with `/quiz mixed`: "
    "your results by topic and your year appear here. Only you see them."
)
NO_RESULT_YET = "Your first result comes with the reveal of the question you answered."


def in_words(year: YearInWords, today: date) -> str:
    """ "212 of the last 365 days with practice; longest run 31 days; most in October."."""
    if year.best_month is None:
        return f"No practice in the last {year.days} days."
    month = month_name(year.best_month)
    if year.best_month.month == today.month:  # the year begins and ends in it
        month = f"{month} {year.best_month.year}"
    told = f"{year.active} of the last {year.days} days with practice"
    return f"{told}; longest run {plural(year.longest_run, 'day')}; most in {month}."


def _right(score: Score) -> str:
    return f"{score} right ({percent(score.right, score.answered)})"
