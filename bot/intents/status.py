"""``/daily status``: next, last, and what needs an organiser."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.round import RoundState
from bot.intents.base import Block, Bold, Bullets, CommandRef, Line, Moment, MomentStyle, Said, para, quiet
from bot.intents.words import plural, short_day


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
            blocks.append(para("Paused: ", self.paused or "by an organiser", "."))
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
class Status:
    tracks: tuple[TrackStatus, ...]
    notices: tuple[str, ...] = ()

    def said(self) -> Said:
        if not self.tracks:
            return Said((para("No daily question here yet. Start one: ", CommandRef("daily setup"), "."),))
        blocks: list[Block] = [para(notice) for notice in self.notices]
        for track in self.tracks:
            blocks.extend(track.blocks())
        return Said(tuple(blocks))
