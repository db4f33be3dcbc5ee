"""``/daily fix``: the question privately, what can be done about it, and what that will bring."""

from dataclasses import dataclass
from datetime import date

from bot.domain.frozen import FrozenQuestion
from bot.domain.question import LETTERS, Kind
from bot.intents.base import (
    Block,
    Bold,
    Button,
    ButtonStyle,
    Field,
    Form,
    Options,
    Said,
    action,
    para,
    quiet,
)
from bot.intents.correction import gained, one_answer, will_gain
from bot.intents.done import Done
from bot.intents.prompt import prompt_blocks
from bot.intents.question_post import option_rows
from bot.intents.right_answer import right_in_words
from bot.intents.words import short_day

LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class FixMenu:
    """``closed``: its answers are graded; only then the menu shows what is right, as organisers answer too.
    ``withdrawn`` and ``excused``: the reason where it is so already, else ""."""

    mark: str
    channel: str
    day: date
    question: FrozenQuestion
    closed: bool
    answered: int
    withdrawn: str = ""
    excused: str = ""

    def said(self) -> Said:
        state = "closed" if self.closed else "still open"
        head = para(Bold(f"#{self.channel}, {short_day(self.day)}"), f": {state}, {self.answered} answered.")
        blocks: list[Block] = [head, *prompt_blocks(self.question.prompt)]
        if self.question.options:
            blocks.append(Options(option_rows(self.question, revealed=self.closed)))
        if self.closed and self.question.kind in (Kind.NUMBER, Kind.ORDER):
            blocks.append(para("Right: ", Bold(right_in_words(self.question))))
        return Said((*blocks, *self._choice()), self._buttons())

    def _choice(self) -> tuple[Block, ...]:
        if self.withdrawn:
            return (quiet(f"It was withdrawn: {self.withdrawn}"),)
        told = [quiet(f"Accept another answer: {_accepting(self.closed)}")]
        told.append(quiet(f"Withdraw: {_withdrawing(self.closed)}"))
        if self.excused:
            return (*told, quiet(f"It is excused: {self.excused}"))
        return (*told, quiet("Excuse: absence on that day costs nobody anything; nothing else changes."))

    def _buttons(self) -> tuple[tuple[Button, ...], ...]:
        if self.withdrawn:
            return ()
        buttons = [
            Button(action("fixaccept", self.mark), "Accept another answer", ButtonStyle.PRIMARY),
            Button(action("fixvoid", self.mark), "Withdraw"),
        ]
        if not self.excused:
            buttons.append(Button(action("fixexcuse", self.mark), "Excuse"))
        return (tuple(buttons),)


def _accepting(closed: bool) -> str:
    if not closed:
        return "it counts at the close, and nothing is said before the reveal."
    return "those who gave it gain, nobody loses points, and the question's thread is told."


def _withdrawing(closed: bool) -> str:
    if not closed:
        return "it closes at once without points, and answers keep their streak."
    return "points given stay, it counts for accuracy and review no more, and breaks nobody's streak."


def accept_form(mark: str, question: FrozenQuestion) -> Form:
    label, hint = _what_to_accept(question)
    return Form(
        action("fixaccept", mark),
        "Accept another answer",
        (Field("answer", label, hint, 40), _why_field(required=False)),
        submit="Show what it brings",
    )


def _what_to_accept(question: FrozenQuestion) -> tuple[str, str]:
    last = LETTERS[len(question.options) - 1] if question.options else ""
    match question.kind:
        case Kind.CHOICE:
            return "Letters that are right as well", f"one or more from A to {last}, e.g. B C"
        case Kind.MULTI:
            return "The whole set that is right as well", f"letters from A to {last}, e.g. A C"
        case Kind.ORDER:
            return "The order that is right as well", f"all letters from A to {last}, e.g. CABD"
        case Kind.NUMBER:
            unit = f" in {question.unit}" if question.unit else ""
            return "The number that is right as well", f"a number{unit}, e.g. 0.5"


def void_form(mark: str, closed: bool) -> Form:
    """The hint says what it means; the form is the confirmation."""
    field = _why_field(required=False, hint=_withdrawing(closed))
    return Form(action("fixvoid", mark), "Withdraw the question", (field,), submit="Withdraw it")


def excuse_form(mark: str) -> Form:
    field = _why_field(required=True, hint="shown in /streak why, e.g. the network was down")
    return Form(action("fixexcuse", mark), "Excuse absence", (field,), submit="Excuse it")


def _why_field(*, required: bool, hint: str = "shown to everyone, e.g. the manual allows both") -> Field:
    return Field("why", "Why", hint, LONGEST_WHY, required=required)


@dataclass(frozen=True, slots=True)
class FixPreview:
    """What accepting ``answer`` would bring. ``draft`` names it; ``members`` gain from ``least`` to ``most``
    points each."""

    draft: str
    day: date
    answer: str
    why: str
    closed: bool
    members: int = 0
    least: int = 0
    most: int = 0

    def said(self) -> Said:
        blocks: list[Block] = [
            para(*_will_be_right(self.answer), f" in the question of {short_day(self.day)}.")
        ]
        if self.why:
            blocks.append(para("Why: ", self.why))
        blocks.append(para(self._effect()))
        do = Button(action("fixdo", self.draft), "Correct it", ButtonStyle.PRIMARY)
        return Said(tuple(blocks), ((do, Button(action("fixnot", self.draft), "Cancel")),))

    def _effect(self) -> str:
        if not self.closed:
            return "It counts at the close; nothing is said before the reveal."
        return will_gain(self.members, self.least, self.most)


def _will_be_right(answer: str) -> tuple[Bold, str]:
    return Bold(answer), f" will {'be' if one_answer(answer) else 'all be'} right as well"


def corrected(members: int, least: int, most: int) -> Done:
    return Done(f"Corrected. {gained(members, least, most)}")


def counts_later(answer: str) -> Done:
    return Done(f"{answer}: right as well from the close on. Nothing is said before the reveal.")


def withdrawn(day: date, *, out: bool, closed: bool) -> Done:
    """``out``: it was posted, or may have been."""
    if not out:
        return Done(f"The question of {short_day(day)} is withdrawn: it was not posted.")
    rest = "Points given stay." if closed else "It closes now, without points."
    return Done(f"The question of {short_day(day)} is withdrawn. It breaks nobody's streak. {rest}")


def excused(day: date, *, over: bool) -> Done:
    rest = (
        "Absence on that day costs nobody anything."
        if over
        else "Absence costs nobody anything; answers count."
    )
    return Done(f"{short_day(day)} is excused. {rest}")


NOTHING_DONE = Done("Nothing was changed.")

WHICH_FIX = "Say the date and what to do, like `/daily fix 2026-11-20 accept C`, `void` or `excuse`, and why."
WHICH_EXCUSE = (
    "Say why, like `/daily fix 2026-11-20 excuse the network was down`. Members read it in `/streak why`."
)
OLD_FIX = "This correction is done, cancelled or too old. `/daily fix` begins it again."
FIXED_MEANWHILE = "Somebody changed this question a moment ago. `/daily fix` shows how it stands."
NOTHING_TO_FIX = "No question was posted in the last days. Say its date, like `/daily fix 2026-11-20`."
EVERYTHING_RIGHT = "Then every answer would be right. Withdraw the question instead, with `/daily void`."


def which_letters(question: FrozenQuestion) -> str:
    label, hint = _what_to_accept(question)
    return f"{label}: {hint}. Type them as they stand under that post."


def accepted_already(answer: str) -> str:
    return f"{answer} {'is' if one_answer(answer) else 'are'} accepted already."


def not_out_yet(day: date) -> str:
    return f"The question of {short_day(day)} is not out yet. `/daily void {day.isoformat()}` takes it back."


def never_out(day: date, reason: str) -> str:
    return f"No question was posted on {short_day(day)}: {reason.rstrip(' .')}."


def withdrawn_already(day: date) -> str:
    return f"The question of {short_day(day)} is withdrawn already."


def excused_already(day: date, reason: str) -> str:
    return f"{short_day(day)} is excused already: {reason.rstrip(' .')}."
