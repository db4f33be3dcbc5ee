"""A question as the bank holds it: one piece of knowledge in two forms, open and quiz."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

LETTERS = "ABCDE"


class Level(StrEnum):
    JUNIOR = "junior"
    MID = "mid"
    SENIOR = "senior"

    @property
    def points(self) -> int:
        """Points for a fully right answer: 10, 15, 20."""
        return {Level.JUNIOR: 10, Level.MID: 15, Level.SENIOR: 20}[self]


class Kind(StrEnum):
    CHOICE = "choice"
    MULTI = "multi"
    NUMBER = "number"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Option:
    text: str
    why: str
    correct: bool = False


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far off a number may be: an absolute distance, or a percentage of the value."""

    amount: Decimal
    percent: bool = False

    def distance(self, value: Decimal) -> Decimal:
        return abs(value) * self.amount / 100 if self.percent else self.amount


@dataclass(frozen=True, slots=True)
class OptionsQuiz:
    """``choice`` (exactly one option right) or ``multi`` (two to four of five)."""

    kind: Kind
    prompt: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class NumberQuiz:
    prompt: str
    value: Decimal
    tolerance: Tolerance
    unit: str
    why: str
    kind: Kind = Kind.NUMBER


@dataclass(frozen=True, slots=True)
class OrderQuiz:
    """``items`` stand in the right order."""

    prompt: str
    items: tuple[str, ...]
    why: str
    kind: Kind = Kind.ORDER


Quiz = OptionsQuiz | NumberQuiz | OrderQuiz


@dataclass(frozen=True, slots=True)
class Reference:
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Retired:
    on: date
    reason: str
    replaced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """``revision`` is a short hash of the content; it changes whenever the question does."""

    id: str
    topic: str
    level: Level
    prompt: str
    answer: str
    key_points: tuple[str, ...]
    quiz: Quiz | None
    references: tuple[Reference, ...]
    verified: date
    review_by: date
    revision: str
    tags: tuple[str, ...] = ()
    applies_to: str | None = None
    retired: Retired | None = None

    def overdue(self, today: date) -> bool:
        """Whether somebody should have checked the facts again by ``today``."""
        return self.review_by < today


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    title: str
    area: str
    questions: tuple[Question, ...] = field(default=())
