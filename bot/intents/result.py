"""*My result* and ``/answer`` alone: what you answered and why it was or wasn't right."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import counts_as_right, is_right, spell
from bot.domain.question import LETTERS, Kind
from bot.intents.base import BankText, Block, Bold, Button, Line, Said, action, para, quiet
from bot.intents.review import ComesBack
from bot.intents.right_answer import ended, right_in_words
from bot.intents.words import plural, until


@dataclass(frozen=True, slots=True)
class MyResult:
    """``response`` None: the member did not answer. ``points`` None: it gave none by rule.
    ``comes_back``: when review brings the question again, if it does."""

    mark: str
    question: FrozenQuestion
    response: Response | None
    points: int | None
    comes_back: ComesBack | None = None

    def said(self) -> Said:
        practise = ((Button(action("practise", self.mark), "Practise"),),)
        if self.response is None or not self.response.standing:
            unanswered = para("You did not answer this one. ", *self._right())
            return Said((unanswered, *self._again()), practise)
        right = is_right(self.question, self.response)
        verdict = ": right." if right else self._not_right(self.response)
        head = para("You chose ", Bold(spell(self.question, self.response)), verdict)
        blocks: list[Block] = [head]
        if not right:
            blocks.extend(para(*line) for line in self._why_wrong(self.response))
        blocks.append(para(*self._right()))
        if self.points:
            blocks.append(quiet(f"{plural(self.points, 'point')}."))
        blocks.extend(self._again())
        return Said(tuple(blocks), practise)

    def _not_right(self, response: Response) -> str:
        """Who was right by a key that has been corrected since keeps what that gave."""
        if counts_as_right(self.question, response):
            return ": right when you answered. It was corrected since, and you keep your points."
        return ": not right."

    def _again(self) -> tuple[Block, ...]:
        return (para(*self.comes_back.line()),) if self.comes_back else ()

    def _why_wrong(self, response: Response) -> list[Line]:
        if self.question.kind in (Kind.NUMBER, Kind.ORDER):
            return []
        right = self.question.key.right
        return [
            (f"Why {LETTERS[index]} fails: ", BankText(ended(self.question.key.reasons[index])))
            for index in response.indices
            if index not in right
        ]

    def _right(self) -> Line:
        key = self.question.key
        if self.question.kind in (Kind.NUMBER, Kind.ORDER):
            return (BankText(right_in_words(self.question), strong=True), " ", BankText(key.reasons[0]))
        if len(key.right) == 1:
            index = key.right[0]
            return (Bold(LETTERS[index]), " is right: ", BankText(ended(key.reasons[index])))
        return (BankText(right_in_words(self.question), strong=True), " ", *self._reasons_of_right())

    def _reasons_of_right(self) -> Line:
        return tuple(
            span
            for index in sorted(self.question.key.right)
            for span in (f"{LETTERS[index]}: ", BankText(ended(self.question.key.reasons[index])), " ")
        )


@dataclass(frozen=True, slots=True)
class MyOpenAnswer:
    """``/answer`` alone while the round is open: never says whether it is right."""

    question: FrozenQuestion
    response: Response | None
    closes_at: datetime
    zone: str
    now: datetime

    def said(self) -> Said:
        close = until(self.closes_at, self.zone, self.now)
        if self.response is None or not self.response.standing:
            return Said((para("You have not answered yet. It is open until ", *close, "."),))
        chosen = spell(self.question, self.response)
        return Said((para("Your answer: ", Bold(chosen), ". Change it until ", *close, "."),))
