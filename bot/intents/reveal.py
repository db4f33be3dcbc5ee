"""The reveal: what was right, why, and how it would be said in an interview."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import is_right
from bot.domain.question import LETTERS, Kind
from bot.intents.base import (
    BankText,
    Block,
    Bold,
    Bullets,
    Line,
    Link,
    OptionRow,
    Options,
    Para,
    Prose,
    Said,
    Verdict,
    para,
    quiet,
)
from bot.intents.question_post import after_reveal, first_line
from bot.intents.right_answer import right_in_words
from bot.intents.words import listed, percent, plural, shortened

MIN_FOR_SHARES = 5
NAMES_ROOM = 500
MAX_NAMES = 10
MILESTONES = (7, 30, 50, 100, 200, 365)


@dataclass(frozen=True, slots=True)
class Reveal:
    """``responses``: how often each standing response was given. ``right_names``: alphabetical,
    empty where the group does not name people, else the first of ``right_shown``. ``withdrawn``: the reason of a voided round."""

    mark: str
    question: FrozenQuestion
    answered: int
    right: int
    responses: Mapping[Response, int]
    right_names: tuple[str, ...] = ()
    milestones: tuple[tuple[str, int], ...] = ()
    withdrawn: str | None = None
    excused: str | None = None
    right_shown: int = 0

    def said(self) -> Said:
        blocks: list[Block] = []
        if self.withdrawn:
            blocks.append(para("This question was withdrawn: ", self.withdrawn))
        blocks.append(Para(self._head()))
        blocks.extend(self._reasons())
        blocks.extend(in_an_interview(self.question))
        blocks.extend(self._people())
        if self.excused and not self.withdrawn:
            blocks.append(quiet(f"Excused: {self.excused}. Nobody's streak suffers."))
        headline = f"The answer: {right_in_words(self.question)}"
        subject = first_line(self.question)
        return Said(tuple(blocks), after_reveal(self.mark), headline=headline, subject=subject)

    @property
    def _shares(self) -> bool:
        return self.answered >= MIN_FOR_SHARES

    def _head(self) -> Line:
        head: Line = ("✅ ", BankText(right_in_words(self.question), strong=True))
        if self.withdrawn or self.answered == 0:
            return (*head, f" {plural(self.answered, 'answer')}." if self.answered else " Nobody answered.")
        if not self._shares:
            return (*head, f" {self.answered} answered.")
        return (*head, f" {self.right} of {self.answered} right ({percent(self.right, self.answered)}).")

    def _reasons(self) -> tuple[Block, ...]:
        key = self.question.key
        if self.question.kind in (Kind.NUMBER, Kind.ORDER):
            return (Para((BankText(key.reasons[0]),)),)
        return (
            Options(
                tuple(
                    OptionRow(
                        LETTERS[index],
                        text,
                        Verdict.RIGHT if index in key.right else Verdict.WRONG,
                        share=self._share(index),
                        why=key.reasons[index],
                    )
                    for index, text in enumerate(self.question.options)
                )
            ),
        )

    def _share(self, index: int) -> str:
        if not self._shares:
            return ""
        count = sum(number for response, number in self.responses.items() if index in response.indices)
        return f"{percent(count, self.answered)} ({count})"

    def _people(self) -> tuple[Block, ...]:
        blocks: list[Block] = []
        if self._shares and self.right_names:
            total = max(self.right_shown, len(self.right_names))
            blocks.append(para("Right: ", names_in_room(self.right_names, total)))
        if self.milestones:
            told = [f"{name}: {plural(days, 'day')}" for name, days in self.milestones]
            blocks.append(para("Streaks reached today: ", shortened(told, NAMES_ROOM // 2)))
        return tuple(blocks)


def names_in_room(names: tuple[str, ...], total: int) -> str:
    """At most ten names in at most half the room kept for people, then "and 4 more"."""
    room = NAMES_ROOM // 2
    shown: list[str] = []
    for name in names[:MAX_NAMES]:
        if len(", ".join([*shown, name])) > room - len(" and 9999 more"):
            break
        shown.append(name)
    rest = total - len(shown)
    return listed([*shown, f"{rest} more"]) if rest > 0 else listed(shown)


def in_an_interview(question: FrozenQuestion) -> tuple[Block, ...]:
    """The open form: prompt, key points, model answer, sources."""
    sources: list[Line] = [(Link(source.title, source.url),) for source in question.references[:3]]
    return (
        para(Bold("In an interview"), ": ", BankText(question.open_prompt)),
        Bullets(tuple((BankText(point),) for point in question.key_points)),
        Prose(question.answer),
        para(Bold("Sources")),
        Bullets(tuple(sources)),
    )


def graded(question: FrozenQuestion, responses: Mapping[Response, int]) -> int:
    """How many of the standing responses are right by the newest key."""
    return sum(count for response, count in responses.items() if is_right(question, response))
