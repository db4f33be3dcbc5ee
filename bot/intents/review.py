"""``/review``: what comes back, and when."""

from dataclasses import dataclass
from datetime import datetime

from bot.intents.base import Block, Bold, Button, ButtonStyle, Line, Moment, MomentStyle, Said, action, para
from bot.intents.quiz import QuizFeedback
from bot.intents.words import with_commands

NOTHING_YET = "Nothing to repeat yet. What you answer, in the channel or with `/quiz`, comes back here."


@dataclass(frozen=True, slots=True)
class ComesBack:
    """When (UTC) a question comes back; ``due``: that is today, or the day has passed."""

    at: datetime
    zone: str
    due: bool

    def line(self) -> Line:
        if self.due:
            return with_commands("This one is due: `/review`.")
        return ("You will see this one again on ", Moment(self.at, self.zone, MomentStyle.DAY), ".")


@dataclass(frozen=True, slots=True)
class NothingDue:
    """``following``: when something is due again, None if nothing is on its way."""

    following: datetime | None
    zone: str

    def said(self) -> Said:
        if self.following is None:
            return Said((para(*with_commands(NOTHING_YET)),))
        return Said((para("Nothing is due. ", *next_one(self.following, self.zone)),))


@dataclass(frozen=True, slots=True)
class ReviewEnd:
    """``right`` of ``total`` that were repeated; ``left``: still due today."""

    right: int
    total: int
    left: int
    following: datetime | None
    zone: str
    before: QuizFeedback | None = None

    def said(self) -> Said:
        blocks: list[Block] = list(self.before.blocks()) if self.before else []
        blocks.append(para(Bold(f"{self.right} of {self.total}."), " ", *self._rest()))
        return Said(tuple(blocks), go_on(self.left))

    def _rest(self) -> Line:
        if self.left:
            return (still_due(self.left),)
        if self.following is None:
            return ("Nothing more is due.",)
        return ("Nothing more is due. ", *next_one(self.following, self.zone))


def next_one(at: datetime, zone: str) -> Line:
    return ("Next: ", Moment(at, zone, MomentStyle.DAY), ".")


def still_due(left: int) -> str:
    return f"{left} more {'is' if left == 1 else 'are'} due."


def go_on(left: int) -> tuple[tuple[Button, ...], ...]:
    """The button to the next review, if anything is left of today's."""
    if not left:
        return ()
    return ((Button(action("reviewgo"), f"Go on ({left} left)", ButtonStyle.PRIMARY),),)
