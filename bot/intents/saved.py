"""What a member reads after answering."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.question import Kind
from bot.intents.base import Block, Bold, Button, CommandRef, Line, Moment, Said, action, para, quiet
from bot.intents.words import listed, long_weekday, plural, until


@dataclass(frozen=True, slots=True)
class StreakNews:
    """The streak with this answer counted in; ``best`` before it, ``covered`` days a freeze spent."""

    current: int
    best: int
    held: int
    covered: tuple[date, ...] = ()
    restarted: bool = False

    def line(self) -> Line:
        if self.restarted:
            return (f"New streak: {plural(self.current, 'day')}. Your best is {self.best}.",)
        if self.covered:
            days = listed([long_weekday(day) for day in self.covered])
            noun = "A freeze" if len(self.covered) == 1 else "Freezes"
            return (f"{noun} covered {days}. {self.held} left. Streak: {plural(self.current, 'day')}.",)
        return (f"Streak: {plural(self.current, 'day')}.",)


@dataclass(frozen=True, slots=True)
class Saved:
    """``answer`` in letters or as the number given; ``before`` when it replaced another answer.

    ``last_wrong``: (chosen, right) of the round before, if that was answered wrong. ``repeat``: questions
    that are due for review; of these two lines at most one is said.
    """

    kind: Kind
    answer: str
    closes_at: datetime
    zone: str
    now: datetime
    first_ever: bool
    streak: StreakNews
    before: str | None = None
    last_wrong: tuple[str, str] | None = None
    repeat: int = 0

    def said(self) -> Said:
        blocks: list[Block] = [para(*self._first_line())]
        if not self.first_ever and not self.before:
            blocks.extend(self._one_line_more())
        return Said(tuple(blocks))

    def _one_line_more(self) -> tuple[Block, ...]:
        if self.last_wrong:
            return (quiet(f"Last one: you chose {self.last_wrong[0]}, it was {self.last_wrong[1]}."),)
        return (quiet(f"{self.repeat} to repeat: ", CommandRef("review"), "."),) if self.repeat else ()

    def _first_line(self) -> Line:
        close = until(self.closes_at, self.zone, self.now)
        if self.kind is Kind.MULTI:
            return self._multi_line()
        if self.before:
            return ("Changed from ", self.before, " to ", Bold(self.answer), ".")
        if self.first_ever:
            return (
                *("Saved: ", Bold(self.answer), ". Only you see this. Change it until ", *close, ". "),
                *("Points for being right, streak for taking part. ", *self._stay_off()),
            )
        return ("Saved: ", Bold(self.answer), ". Change it until ", *close, ". ", *self.streak.line())

    def _multi_line(self) -> Line:
        saved = ("Saved: ", Bold(self.answer), ". Tap a letter to add or remove it; several may be right.")
        if self.before is not None:
            return saved
        if self.first_ever:
            return (
                *saved,
                " Only you see this. Points for being right, streak for taking part. ",
                *self._stay_off(),
            )
        return (*saved, " ", *self.streak.line())

    def _stay_off(self) -> Line:
        return ("Stay off the board: ", CommandRef("privacy hide"), ".")


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The last letter of a multi answer was taken off, or a reaction removed."""

    closes_at: datetime
    zone: str
    now: datetime

    def said(self) -> Said:
        close = until(self.closes_at, self.zone, self.now)
        return Said((para("Withdrawn: you have no answer now. You can answer until ", *close, "."),))


@dataclass(frozen=True, slots=True)
class Late:
    mark: str
    closed_at: datetime
    zone: str

    def said(self) -> Said:
        return Said(
            (para("This closed at ", Moment(self.closed_at, self.zone), ". You can still learn from it."),),
            ((Button(action("practise", self.mark), "Practise"),),),
        )


@dataclass(frozen=True, slots=True)
class WhichQuestion:
    """Several rounds are open in the channel: one button for each."""

    buttons: tuple[Button, ...]

    def said(self) -> Said:
        return Said((para("Which question do you mean?"),), tuple((button,) for button in self.buttons))
