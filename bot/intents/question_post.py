"""The daily post: the question, its options, the tap hint and the footer."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.frozen import FrozenQuestion
from bot.domain.question import LETTERS, Kind
from bot.intents.base import (
    BankText,
    Block,
    Button,
    Line,
    OptionRow,
    Options,
    Said,
    Verdict,
    action,
    para,
    quiet,
)
from bot.intents.prompt import prompt_blocks
from bot.intents.right_answer import right_in_words
from bot.intents.words import until

PREVIEW = "preview"
"""The mark of a post that was never posted."""


class Display(StrEnum):
    """How the post looks by now."""

    OPEN = "open"
    REVEALED = "revealed"


@dataclass(frozen=True, slots=True)
class QuestionPost:
    """``closes_at`` and ``now`` in UTC, ``zone`` the track's; ``answered`` is shown from 1 on.
    ``season_line``: the result of the season before, which the post's length does not count."""

    mark: str
    question: FrozenQuestion
    closes_at: datetime
    zone: str
    now: datetime
    reactions: bool
    answered: int = 0
    display: Display = Display.OPEN
    season_line: str | None = None

    def said(self) -> Said:
        revealed = self.display is Display.REVEALED
        blocks: list[Block] = [*prompt_blocks(self.question.prompt)]
        if self.question.options:
            blocks.append(Options(option_rows(self.question, revealed=revealed)))
        if not revealed:
            blocks.append(quiet(self._hint()))
        elif self.question.kind in (Kind.NUMBER, Kind.ORDER):
            blocks.append(para("✅ ", BankText(right_in_words(self.question), strong=True)))
        if self.season_line:
            blocks.append(para(self.season_line))
        blocks.append(quiet(*self._footer(revealed)))
        buttons = after_reveal(self.mark) if revealed else self._answer_buttons()
        subject = first_line(self.question)
        return Said(tuple(blocks), buttons, headline=subject, subject=subject)

    def _hint(self) -> str:
        match self.question.kind:
            case Kind.CHOICE if self.reactions:
                return "Tap a letter: only you see it. A reaction counts too, but everyone sees it."
            case Kind.CHOICE:
                return "Tap a letter: only you see it."
            case Kind.MULTI:
                return "Tap each right letter, several may be right: only you see it."
            case Kind.NUMBER:
                return "Press Answer and type a number: only you see it."
            case Kind.ORDER:
                return "Press Answer and type the letters in order: only you see it."

    def _footer(self, revealed: bool) -> Line:
        level = self.question.level
        head = f"{self.question.topic_title} · {level} · {level.points} points · "
        when: Line = ("closed",) if revealed else ("closes ", *until(self.closes_at, self.zone, self.now))
        count = f" · {self.answered} answered" if self.answered else ""
        return (head, *when, count) if count else (head, *when)

    def _answer_buttons(self) -> tuple[tuple[Button, ...], ...]:
        if self.question.kind in (Kind.NUMBER, Kind.ORDER):
            return ((Button(action("form", self.mark), "Answer"),),)
        return (
            tuple(
                Button(
                    action("answer", self.mark, index),
                    LETTERS[index],
                    spoken=f"{LETTERS[index]}: {text}"[:80],
                )
                for index, text in enumerate(self.question.options)
            ),
        )


def first_line(question: FrozenQuestion) -> str:
    return question.prompt.split("\n", 1)[0]


def option_rows(
    question: FrozenQuestion, *, revealed: bool, chosen: frozenset[int] = frozenset()
) -> tuple[OptionRow, ...]:
    """The shown options with their letters; the verdict only once it may be known."""
    return tuple(
        OptionRow(LETTERS[index], text, _verdict(question, index, revealed), chosen=index in chosen)
        for index, text in enumerate(question.options)
    )


def _verdict(question: FrozenQuestion, index: int, revealed: bool) -> Verdict:
    if not revealed or question.kind is Kind.ORDER:
        return Verdict.UNKNOWN
    return Verdict.RIGHT if index in question.key.right else Verdict.WRONG


def after_reveal(mark: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a revealed post and of its reveal."""
    return (
        (
            Button(action("result", mark), "My result"),
            Button(action("practise", mark), "Practise"),
            Button(action("report", mark), "Report a problem"),
        ),
    )


COUNT_STEPS = (1, 10, 25, 50, 100)
COUNT_UNTIL = timedelta(minutes=50)
COUNT_EVERY = timedelta(minutes=5)
