"""A message of which nobody can tell whether it arrived: what an organiser can say about it."""

from dataclasses import dataclass
from datetime import date

from bot.intents.base import Button, action
from bot.intents.done import Done
from bot.intents.words import short_day


def what(kind: str) -> str:
    """A delivery's kind, "post-2" or so, as people call it."""
    names = {"post": "question", "reveal": "reveal", "correction": "correction"}
    return names.get(kind.partition("-")[0], "message")


def decide(mark: str) -> tuple[Button, Button]:
    """``mark``: of the unsure delivery."""
    return Button(action("there", mark), "It is there"), Button(action("again", mark), "Post again")


@dataclass(frozen=True, slots=True)
class Undecided:
    """An unsure delivery as ``/daily status`` shows it."""

    mark: str
    kind: str
    day: date
    channel: str

    def sentence(self) -> str:
        return to_decide(self.kind, self.day, self.channel)

    def buttons(self) -> tuple[Button, Button]:
        return decide(self.mark)


def to_decide(kind: str, day: date, channel: str) -> str:
    return (
        f"Nobody can tell whether the {what(kind)} of {short_day(day)} reached #{channel}. Please look there."
        f" If it is there: `/daily there {day.isoformat()}`. If not: `/daily again {day.isoformat()}`."
        " It is not sent again by itself."
    )


def sent_again(kind: str, day: date) -> Done:
    return Done(f"The {what(kind)} of {short_day(day)} is sent once more.")


def is_there(kind: str, day: date, *, still_open: bool) -> Done:
    head = f"Noted: the {what(kind)} of {short_day(day)} is there."
    if not still_open:
        return Done(head)
    return Done(f"{head} It goes on as usual, but that post is never edited: its answer comes beside it.")


def not_unsure(day: date) -> str:
    return f"Nothing of {short_day(day)} is unsure. `/daily status` shows what is."


def over(kind: str, day: date) -> str:
    return f"It is too late for the {what(kind)} of {short_day(day)}: its time is over."


DECIDED = "This is decided already, or was never unsure. `/daily status` shows how it stands."
