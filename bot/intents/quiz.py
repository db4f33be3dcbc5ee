"""``/quiz``: one question at a time, with an immediate reason."""

from dataclasses import dataclass

from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import is_right, spell
from bot.domain.question import LETTERS, Kind
from bot.intents.base import (
    BankText,
    Block,
    Bold,
    Button,
    ButtonStyle,
    Line,
    Options,
    Para,
    Said,
    action,
    para,
    quiet,
)
from bot.intents.prompt import prompt_blocks
from bot.intents.question_post import option_rows
from bot.intents.right_answer import ended, right_in_words

HINTS = {
    Kind.MULTI: "Several may be right: tap each, then Check.",
    Kind.NUMBER: "Press Answer and type a number.",
    Kind.ORDER: "Press Answer and type the letters in order.",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """``number`` of ``total``; ``again``: a wrong one served once more, unscored."""

    number: int
    total: int
    again: bool = False

    def text(self) -> str:
        head = f"{self.number} of {self.total}"
        return f"{head} · once more, unscored" if self.again else head


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """``chosen``: bits of a multi answer being put together. ``before``: feedback on the last one."""

    key: str
    position: int
    progress: Progress
    question: FrozenQuestion
    chosen: Response
    before: "QuizFeedback | None" = None

    def said(self) -> Said:
        level = self.question.level
        blocks: list[Block] = []
        if self.before:
            blocks.extend(self.before.blocks())
        blocks.append(quiet(f"{self.progress.text()} · {self.question.topic_title} · {level}"))
        blocks.extend(prompt_blocks(self.question.prompt))
        if self.question.options:
            chosen = frozenset(self.chosen.indices) if self.question.kind is Kind.MULTI else frozenset()
            blocks.append(Options(option_rows(self.question, revealed=False, chosen=chosen)))
        if hint := HINTS.get(self.question.kind):
            blocks.append(quiet(hint))
        return Said(tuple(blocks), self._buttons())

    def _buttons(self) -> tuple[tuple[Button, ...], ...]:
        stop = Button(action("quizstop", self.key), "Stop")
        if self.question.kind in (Kind.NUMBER, Kind.ORDER):
            return (
                (Button(action("quizform", self.key, self.position), "Answer", ButtonStyle.PRIMARY), stop),
            )
        letters = tuple(
            Button(
                action("quiz", self.key, self.position, index),
                LETTERS[index],
                spoken=f"{LETTERS[index]}: {text}"[:80],
            )
            for index, text in enumerate(self.question.options)
        )
        if self.question.kind is Kind.CHOICE:
            return (letters, (stop,))
        done = Button(action("quizdone", self.key, self.position), "Check", ButtonStyle.PRIMARY)
        return (letters, (done, stop))


@dataclass(frozen=True, slots=True)
class QuizFeedback:
    """Right or wrong, and why, right after an answer."""

    question: FrozenQuestion
    response: Response

    def blocks(self) -> tuple[Block, ...]:
        right = is_right(self.question, self.response)
        head: Line = (
            "✅ Right: " if right else "✗ Not right: you chose ",
            Bold(spell(self.question, self.response)),
            ".",
        )
        lines: list[Block] = [Para(head)]
        if not right:
            lines.extend(self._why_wrong())
        lines.append(self._why_right(right))
        return tuple(lines)

    def _why_wrong(self) -> list[Block]:
        if self.question.kind in (Kind.NUMBER, Kind.ORDER):
            return []
        wrong = [index for index in self.response.indices if index not in self.question.key.right]
        return [para(f"{LETTERS[i]}: ", BankText(ended(self.question.key.reasons[i]))) for i in wrong[:2]]

    def _why_right(self, right: bool) -> Block:
        key = self.question.key
        head = "" if right else right_in_words(self.question) + " "
        if self.question.kind in (Kind.NUMBER, Kind.ORDER):
            return para(BankText(head, strong=True), BankText(key.reasons[0]))
        reasons = " ".join(ended(key.reasons[index]) for index in sorted(key.right))
        return para(BankText(head, strong=True), BankText(reasons))


@dataclass(frozen=True, slots=True)
class QuizEnd:
    """``right`` of ``total`` scored items; ``so_far``: (right, all) attempts on the topics named."""

    key: str
    right: int
    total: int
    topics: str
    so_far: tuple[int, int]
    wrong_left: int
    before: QuizFeedback | None = None

    def said(self) -> Said:
        blocks: list[Block] = list(self.before.blocks()) if self.before else []
        tally = f" {self.topics} so far: {self.so_far[0]} of {self.so_far[1]}." if self.so_far[1] else ""
        head = f"{self.right} of {self.total}." if self.total else "Nothing answered."
        blocks.append(para(Bold(head), tally, " Practice gives no points."))
        repeat = Button(action("quizrepeat", self.key), f"Repeat {self.wrong_left}")
        more = (Button(action("quizmore", self.key), "5 more"), Button(action("quizclose", self.key), "Done"))
        return Said(tuple(blocks), ((repeat, *more) if self.wrong_left else more,))


@dataclass(frozen=True, slots=True)
class QuizClosed:
    right: int
    total: int

    def said(self) -> Said:
        score = f": {self.right} of {self.total}" if self.total else ""
        return Said((para(f"Quiz done{score}. See you at the next one."),))
