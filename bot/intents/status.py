"""``/daily status``: next, last, and what needs an organiser."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.round import RoundState
from bot.intents.base import (
    Block,
    Bold,
    Bullets,
    Code,
    CommandRef,
    Line,
    Moment,
    MomentStyle,
    Said,
    para,
    quiet,
)
from bot.intents.unsure import Undecided
from bot.intents.words import plural, short_day, with_commands


def why_paused(reason: str) -> str:
    """The rest of a line that begins with "Paused: "."""
    return reason.rstrip(".").removeprefix("paused ") or "by an organiser"


@dataclass(frozen=True, slots=True)
class PastRound:
    day: date
    state: RoundState
    answered: int
    reason: str | None

    def line(self) -> Line:
        told = f"{self.state}, {self.answered} answered" if self.answered else str(self.state)
        return (Bold(short_day(self.day)), f": {told}", f" ({self.reason})" if self.reason else "")


@dataclass(frozen=True, slots=True)
class TrackStatus:
    """``upcoming``: the next three posts. ``changed_by`` may be None for a track nobody touched."""

    summary: str
    paused: str | None
    upcoming: tuple[datetime, ...]
    zone: str
    past: tuple[PastRound, ...]
    changed_by: str | None
    changed_at: datetime | None
    unseen: int
    pool: int

    def blocks(self) -> tuple[Block, ...]:
        blocks: list[Block] = [para(Bold(self.summary))]
        if self.paused is not None:
            blocks.append(para("Paused: ", why_paused(self.paused), "."))
        if self.upcoming:
            blocks.append(para("Next: ", *self._next(), "."))
        if self.past:
            blocks.append(Bullets(tuple(round_.line() for round_ in self.past)))
        blocks.append(
            quiet(f"{self.unseen} of {plural(self.pool, 'question')} not asked here yet.", *self._changed())
        )
        return tuple(blocks)

    def _next(self) -> Line:
        line: list[str | Moment] = []
        for at in self.upcoming:
            line += [", ", Moment(at, self.zone, MomentStyle.DAY_TIME)]
        return tuple(line[1:])

    def _changed(self) -> Line:
        if not self.changed_by or not self.changed_at:
            return ()
        return (
            f" Last change by {self.changed_by}, ",
            Moment(self.changed_at, self.zone, MomentStyle.DAY),
            ".",
        )


@dataclass(frozen=True, slots=True)
class TrackLine:
    """One of many tracks."""

    summary: str
    paused: str | None
    next_at: datetime | None
    zone: str

    def line(self) -> Line:
        if self.paused is not None:
            return (Bold(self.summary), f". Paused: {why_paused(self.paused)}.")
        if self.next_at is None:
            return (Bold(self.summary), ". No date fits.")
        return (Bold(self.summary), ". Next: ", Moment(self.next_at, self.zone, MomentStyle.DAY_TIME), ".")


@dataclass(frozen=True, slots=True)
class Status:
    """``others``: further tracks, in a line each; ``reported``: questions with open reports; ``faults``:
    what keeps files of added question folders out; ``unsure``: messages that wait for a word."""

    tracks: tuple[TrackStatus, ...]
    notices: tuple[str, ...] = ()
    others: tuple[TrackLine, ...] = ()
    reported: int = 0
    faults: tuple[str, ...] = ()
    unsure: tuple[Undecided, ...] = ()

    def said(self) -> Said:
        waiting = [one.sentence() for one in self.unsure]
        blocks: list[Block] = [para(*with_commands(notice)) for notice in (*waiting, *self.notices)]
        if self.reported:
            what = "1 question is" if self.reported == 1 else f"{self.reported} questions are"
            blocks.append(para(f"{what} reported: ", CommandRef("daily reports"), "."))
        blocks += [para("A question file is left out: ", Code(fault)) for fault in self.faults]
        if not self.tracks:
            blocks.append(para("No daily question here yet. Start one: ", CommandRef("daily setup"), "."))
        for track in self.tracks:
            blocks.extend(track.blocks())
        if self.others:
            blocks.append(Bullets(tuple(other.line() for other in self.others)))
        return Said(tuple(blocks), tuple(one.buttons() for one in self.unsure))
