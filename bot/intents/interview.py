"""``/interview``: the question as an interviewer asks it, the model answer, key points to tick."""

from dataclasses import dataclass

from bot.domain.question import Question
from bot.intents.base import (
    BankText,
    Block,
    Bold,
    Bullets,
    Button,
    ButtonStyle,
    Field,
    Form,
    Line,
    Link,
    Prose,
    Said,
    action,
    para,
    quiet,
)
from bot.intents.prompt import prompt_blocks
from bot.intents.review import ComesBack, go_on
from bot.intents.right_answer import ended

HOW_TO_ANSWER = "Answer aloud or in notes, about 90 seconds."
LONGEST_NOTE = 4000
MOST_POINTS = 20
"""Buttons beside *Done* that every platform can show."""
IN_A_ROW = 5
SOURCES = 3
TICKED, OPEN = "☑", "☐"


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of an interview; ``key`` names the interview, ``note`` is what the person typed."""

    key: str
    topic_title: str
    question: Question
    note: str = ""

    @property
    def points(self) -> tuple[str, ...]:
        return self.question.key_points[:MOST_POINTS]

    def blocks(self) -> tuple[Block, ...]:
        head = quiet(f"Interview · {self.topic_title} · {self.question.level}")
        return (head, *prompt_blocks(self.question.prompt))

    def notes(self) -> tuple[Block, ...]:
        """Line by line, as it was typed."""
        lines = [line for line in self.note.splitlines() if line.strip()]
        return (quiet("You wrote, only you see it:"), *(para(line) for line in lines)) if lines else ()

    def answer(self) -> tuple[Block, ...]:
        sources = tuple((Link(source.title, source.url),) for source in self.question.references[:SOURCES])
        told = (para(Bold("Sources")), Bullets(sources)) if sources else ()
        return (Prose(self.question.answer), *told)


@dataclass(frozen=True, slots=True)
class InterviewQuestion:
    asked: Asked

    def said(self) -> Said:
        asked = self.asked
        hint = () if asked.note else (para(HOW_TO_ANSWER),)
        write = Button(action("interviewwrite", asked.key), "Change it" if asked.note else "Write it")
        show = Button(action("interviewshow", asked.key), "Show answer", ButtonStyle.PRIMARY)
        return Said((*asked.blocks(), *hint, *asked.notes()), ((write, show),))


@dataclass(frozen=True, slots=True)
class InterviewAnswer:
    """The model answer with its key points; ``ticks``: bit i for point i."""

    asked: Asked
    ticks: int

    def said(self) -> Said:
        points = tuple(self._line(place, point) for place, point in enumerate(self.asked.points))
        ask = (para("Which of these did you say?"), Bullets(points))
        blocks = (*self.asked.blocks(), *self.asked.notes(), *self.asked.answer(), *ask)
        buttons = tuple(self._button(place) for place in range(len(points)))
        rows = tuple(buttons[start : start + IN_A_ROW] for start in range(0, len(buttons), IN_A_ROW))
        done = (Button(action("interviewdone", self.asked.key), "Done", ButtonStyle.PRIMARY),)
        return Said(blocks, (*rows, done))

    def _line(self, place: int, point: str) -> Line:
        return (f"{self._mark(place)} {place + 1} ", BankText(point))

    def _button(self, place: int) -> Button:
        """Says what it sets, not that it turns: pressed twice it is the same."""
        ticked = bool(self.ticks >> place & 1)
        act = action("interviewtick", self.asked.key, place, 0 if ticked else 1)
        spoken = f"{'Take the tick off' if ticked else 'Tick'}: {self.asked.points[place]}"
        return Button(act, f"{self._mark(place)} {place + 1}", spoken=spoken[:80])

    def _mark(self, place: int) -> str:
        return TICKED if self.ticks >> place & 1 else OPEN


@dataclass(frozen=True, slots=True)
class InterviewResult:
    """How many points were said, which were not, and when it comes back. ``left``: in a review, what is
    still due; None outside one."""

    asked: Asked
    ticks: int
    comes_back: ComesBack | None
    left: int | None = None

    def said(self) -> Said:
        missing = [point for place, point in enumerate(self.asked.points) if not self.ticks >> place & 1]
        total = len(self.asked.points)
        blocks: list[Block] = [*self.asked.blocks()]
        blocks.extend(_score(f"{total - len(missing)} of {total}.", missing))
        if self.comes_back:
            blocks.append(para(*self.comes_back.line()))
        return Said(tuple(blocks), self._buttons())

    def _buttons(self) -> tuple[tuple[Button, ...], ...]:
        if self.left is not None:
            return go_on(self.left)
        return ((Button(action("interviewmore", self.asked.key), "Another"),),)


def _score(head: str, missing: list[str]) -> tuple[Block, ...]:
    if not missing:
        return (para(Bold(head), " Nothing is missing."),)
    if len(missing) == 1:
        return (para(Bold(head), " Missing: ", BankText(ended(missing[0]))),)
    return (para(Bold(head), " Missing:"), Bullets(tuple((BankText(point),) for point in missing)))


def note_form(key: str, note: str) -> Form:
    label = "Your answer; only you will see it"
    field = Field("note", label, max_length=LONGEST_NOTE, multiline=True, value=note)
    return Form(action("interviewnote", key), "Your answer", (field,))
