"""A person's home: their own figures, the questions that come, and for organisers what they run."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.board import ordinal
from bot.intents.base import (
    Block,
    Bold,
    Button,
    ButtonStyle,
    Intent,
    Line,
    Para,
    Said,
    Tone,
    action,
    para,
    quiet,
)
from bot.intents.privacy import NOTHING
from bot.intents.refusals import NO_STREAK
from bot.intents.standing import at_and_in
from bot.intents.status import why_paused
from bot.intents.streak import TrackStreak
from bot.intents.words import plural, short_day, until, with_commands

WELCOME = (
    "I post one interview question a day into a channel. Tap a letter under it: only you see your answer. Later "
    "comes the right one, with a reason for every option."
)
RULES = "Points for being right, streak for taking part. Stay off the board: `/privacy hide`."
NO_QUESTION = "Nothing is planned in a channel of yours. Answer a question in one, and it stands here."
NO_TRACK = "No channel has a daily question yet. It takes about a minute."
UNDER_MESSAGES = "You find it under Messages."
SHOWN = 5
"""Streaks, and coming questions, that are told one by one."""

RUN = 20
"""Tracks that an organiser has buttons for."""


@dataclass(frozen=True, slots=True)
class Mine:
    """``known``: something is stored of the person. ``rank`` of ``ranked`` is None where boards are off, or
    for who is on none."""

    known: bool = False
    hidden: bool = False
    streaks: tuple[TrackStreak, ...] = ()
    points: int = 0
    rank: int | None = None
    ranked: int = 0
    due: int = 0


@dataclass(frozen=True, slots=True)
class Coming:
    """A track's open question, if any, and its next. ``answered``: the open one, by this person."""

    channel: str
    zone: str
    next_at: datetime | None
    paused: bool = False
    open_until: datetime | None = None
    answered: bool = False

    def line(self, now: datetime) -> Line:
        head = f"#{self.channel}: "
        if self.open_until is not None:
            todo = "answered, and you may change it" if self.answered else "open, answer it there"
            return (
                Bold(head),
                f"today's question is {todo} until ",
                *until(self.open_until, self.zone, now),
                ".",
            )
        if self.paused:
            return (Bold(head), "paused.")
        if self.next_at is None:
            return (Bold(head), "no question is planned.")
        return (Bold(head), "next question ", *at_and_in(self.next_at, self.zone, now), ".")


@dataclass(frozen=True, slots=True)
class Run:
    """A track as its organisers see it. ``paused``: why, None while it runs. ``channel``: the platform's id."""

    id: int
    channel: str
    summary: str
    zone: str
    paused: str | None
    next_at: datetime | None
    next_day: date | None

    def said(self, now: datetime) -> Said:
        return Said((para(Bold(self.summary)), quiet(*self._state(now))), (self._buttons(),))

    def _state(self, now: datetime) -> Line:
        if self.paused is not None:
            return (f"Paused: {why_paused(self.paused)}.",)
        if self.next_at is None:
            return ("No date fits its weekdays and skips.",)
        return ("Next question: ", *at_and_in(self.next_at, self.zone, now), ".")

    def _buttons(self) -> tuple[Button, ...]:
        status = Button(action("do", f"daily status <#{self.channel}>"), "Status")
        change = Button(action("setuptrack", self.id), "Change")
        if self.paused is not None:
            return (status, self._does("resume", "Resume"), change)
        skip = (self._skip(self.next_day),) if self.next_day else ()
        return (status, self._does("now", "Post now"), *skip, self._does("pause", "Pause"), change)

    def _skip(self, day: date) -> Button:
        return self._does("skip", f"Skip {short_day(day)}", day.isoformat())

    def _does(self, verb: str, label: str, words: str = "") -> Button:
        return Button(action("daily", self.id, verb, words), label)


@dataclass(frozen=True, slots=True)
class Home:
    """``parts`` are shown one below the other, each with its own buttons. ``told``: what came of the last act.
    ``runs``: None for who is no organiser; ``more``: tracks beyond those."""

    mine: Mine
    coming: tuple[Coming, ...]
    now: datetime
    runs: tuple[Run, ...] | None = None
    more: int = 0
    told: Intent | None = None

    def parts(self) -> tuple[Said, ...]:
        told = (Said(self.told.said().blocks),) if self.told else ()
        return (*told, self._own(), self._questions(), *self._organisers(), self._data())

    def said(self) -> Said:
        parts = self.parts()
        return Said(
            tuple(block for part in parts for block in part.blocks),
            tuple(row for part in parts for row in part.buttons),
        )

    def _own(self) -> Said:
        if not self.mine.known:
            return Said(
                (_heading("Dailydrill"), para(WELCOME), quiet(*with_commands(RULES))), (_practice(0),)
            )
        blocks: list[Block] = [_heading("You")]
        for one in self.mine.streaks[:SHOWN]:
            blocks.extend(one.blocks())
        if not self.mine.streaks:
            blocks.append(para(NO_STREAK))
        blocks.append(para(*self._points()))
        blocks.append(para(self._due()))
        return Said(tuple(blocks), (_practice(self.mine.due),))

    def _points(self) -> Line:
        points = Bold(plural(self.mine.points, "point"))
        if self.mine.rank is None:
            return (points, " this season.")
        return (points, f" this season, {ordinal(self.mine.rank)} of {self.mine.ranked}.")

    def _due(self) -> str:
        return f"{self.mine.due} to repeat today." if self.mine.due else "Nothing to repeat today."

    def _questions(self) -> Said:
        lines = [para(*one.line(self.now)) for one in self.coming[:SHOWN]]
        rest = len(self.coming) - SHOWN
        more = (quiet(f"and {rest} more."),) if rest > 0 else ()
        return Said((_heading("Questions"), *(lines or [para(NO_QUESTION)]), *more))

    def _organisers(self) -> tuple[Said, ...]:
        if self.runs is None:
            return ()
        if not self.runs:
            begin = Button(action("setupform"), "Set up", ButtonStyle.PRIMARY)
            return (Said((_heading("For organisers"), para(NO_TRACK)), ((begin,),)),)
        told = f"and {self.more} more: `/daily status` has them." if self.more else ""
        another = Button(action("setupform"), "Set up another channel")
        return (
            Said((_heading("For organisers"),)),
            *(run.said(self.now) for run in self.runs),
            Said((quiet(*with_commands(told)),) if told else (), ((another,),)),
        )

    def _data(self) -> Said:
        wish = _typed("privacy show", "Show me") if self.mine.hidden else _typed("privacy hide", "Hide me")
        if not self.mine.known:
            return Said((_heading("Your data"), para(NOTHING)), ((wish,),))
        board = "You are on no board and no name list." if self.mine.hidden else "Boards may show your name."
        mine = (_typed("privacy export", "Export"), _typed("privacy delete", "Delete my data"))
        return Said((_heading("Your data"), para(board)), ((wish, *mine),))


def _heading(text: str) -> Para:
    return Para((text,), Tone.HEADING)


def _practice(due: int) -> tuple[Button, ...]:
    first = ButtonStyle.PRIMARY if due else ButtonStyle.NEUTRAL
    review = Button(action("do", "review"), f"Review ({due})" if due else "Review", first)
    return (review, _typed("quiz", "Quiz"), _typed("stats", "My stats"))


def _typed(words: str, label: str) -> Button:
    """What it does is what typing it does."""
    return Button(action("do", words), label)
