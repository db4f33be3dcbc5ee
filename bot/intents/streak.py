"""``/streak`` and ``/streak why``."""

from dataclasses import dataclass
from datetime import date

from bot.domain.away import Range
from bot.intents.away import cancel_all, from_to
from bot.intents.base import Block, Bold, Bullets, Button, Line, Said, action, para, quiet
from bot.intents.refusals import NO_STREAK
from bot.intents.words import plural, short_day


@dataclass(frozen=True, slots=True)
class TrackStreak:
    """One track's streak. ``open_answered``: today's open round has an answer, counted in already."""

    track: str
    current: int
    best: int
    held: int
    to_next_freeze: int
    open_answered: bool | None = None

    def blocks(self) -> tuple[Block, ...]:
        head: Line = (f"#{self.track}: ", Bold(plural(self.current, "day")), f". Best: {self.best}.")
        freezes = f"{plural(self.held, 'freeze')} held"
        more = "" if self.held >= 2 else f", one more after {plural(self.to_next_freeze, 'answer')}"
        todo = {True: " Today is answered.", False: " Today is still open.", None: ""}[self.open_answered]
        return (para(*head), quiet(f"{freezes}{more}.{todo}"))


@dataclass(frozen=True, slots=True)
class StreakReport:
    """``away``: the days off that run now or come next; ``today`` tells which."""

    tracks: tuple[TrackStreak, ...]
    away: Range | None = None
    today: date | None = None

    def said(self) -> Said:
        if not (self.tracks or self.away):
            return Said((para(NO_STREAK),))
        blocks: list[Block] = [] if self.tracks else [para(NO_STREAK)]
        for track in self.tracks:
            blocks.extend(track.blocks())
        if self.away:
            blocks.append(para(self._away(*self.away)))
        why = Button(action("streakwhy"), "Why?", spoken="Show the last 14 days with reasons")
        buttons = (*((why,) if self.tracks else ()), *((cancel_all(),) if self.away else ()))
        return Said(tuple(blocks), (buttons,))

    def _away(self, first: date, last: date) -> str:
        if self.today is not None and first <= self.today:
            return f"Away until {short_day(last)}: misses change nothing."
        return f"Away {from_to(first, last)}: misses change nothing then."


@dataclass(frozen=True, slots=True)
class DayReason:
    """``what``: "answered", "freeze", "lost", "excused", "away"; ``streak`` after that day; ``granted``:
    freezes an organiser gave since the day before."""

    day: date
    what: str
    streak: int
    reason: str = ""
    earned: bool = False
    granted: int = 0

    def line(self) -> Line:
        told = {
            "answered": f"answered, streak {self.streak}",
            "freeze": f"missed, a freeze covered it, streak {self.streak}",
            "lost": "missed, no freeze held, streak 0",
            "excused": f"excused, {self.reason or 'no reason given'}",
            "away": "away, nothing changes",
        }[self.what]
        given = f". {plural(self.granted, 'freeze')} granted before" if self.granted else ""
        return (Bold(short_day(self.day)), f": {told}{given}", ". One freeze earned." if self.earned else "")


@dataclass(frozen=True, slots=True)
class StreakWhy:
    """``granted``: freezes an organiser gave since the last of these days."""

    track: str
    days: tuple[DayReason, ...]
    granted: int = 0

    def said(self) -> Said:
        if not self.days:
            return Said((para("Nothing to explain yet: no closed question since your first answer."),))
        head = para(f"The last {plural(len(self.days), 'question')} in #{self.track}, newest first:")
        since = (para(f"{plural(self.granted, 'freeze')} granted since."),) if self.granted else ()
        return Said((head, *since, Bullets(tuple(day.line() for day in self.days))))
