"""Spaced review: when a question comes back. The one door of the ``fsrs`` library.

An item is a fold over its facts, one after the other. The scheduler has no learning steps: they are
minutes, made for an evening with flash cards, and here a wrong answer comes back on another day. It has
no fuzz, so that the same facts give the same days, and no interval is longer than a year, because the
day is told to people without its year.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import IntEnum

from fsrs import Card, Scheduler, State
from fsrs import Rating as Grade

DAY = timedelta(days=1)
LONGEST_DAYS = 365
INTERVIEW_AGAIN, INTERVIEW_HARD = 40, 79
"""An interview of so many percent or less counts as again, as hard."""

_SCHEDULER = Scheduler(
    learning_steps=(), relearning_steps=(), maximum_interval=LONGEST_DAYS, enable_fuzzing=False
)


class Rating(IntEnum):
    AGAIN = 1
    HARD = 2
    GOOD = 3


@dataclass(frozen=True, slots=True)
class Fact:
    """What a person showed to know of one question, at an instant (UTC)."""

    at: datetime
    rating: Rating


@dataclass(frozen=True, slots=True)
class Memory:
    """How well it is remembered, in numbers that only FSRS understands."""

    stability: float
    difficulty: float


@dataclass(frozen=True, slots=True)
class Item:
    """``last_at``: the newest fact that was taken in. Both instants are UTC; it is always due at least
    a day later."""

    memory: Memory
    last_at: datetime
    due_at: datetime


def rating_of_answer(right: bool, score: int) -> Rating:
    """Of an answer that was graded; ``score``: anything above 0 for one that is partly right."""
    if right:
        return Rating.GOOD
    return Rating.HARD if score > 0 else Rating.AGAIN


def rating_of_interview(score: int) -> Rating:
    """``score``: the key points that were said, in percent."""
    if score <= INTERVIEW_AGAIN:
        return Rating.AGAIN
    return Rating.HARD if score <= INTERVIEW_HARD else Rating.GOOD


def fold(item: Item | None, facts: Iterable[Fact]) -> Item | None:
    """The item after these facts, whatever their order; only what is newer than the item moves it.

    Of several facts of one instant, such as two rounds that closed together, the worst counts.
    """
    for fact in sorted(facts, key=lambda fact: (fact.at, fact.rating)):
        if item is None or fact.at > item.last_at:
            item = rated(item, fact)
    return item


def rated(item: Item | None, fact: Fact) -> Item:
    """One step. FSRS counts whole days, rounded down; here they are rounded, or an item of one day that
    is repeated on the next morning would pass for repeated within the hour."""
    at = fact.at.astimezone(UTC)
    if item is None:
        card, reviewed = Card(card_id=0, due=at), at
    else:
        reviewed = item.last_at + DAY * round((at - item.last_at) / DAY)
        card = _card(item)
    after, _ = _SCHEDULER.review_card(card, Grade(fact.rating), reviewed)
    assert after.stability is not None and after.difficulty is not None
    return Item(Memory(after.stability, after.difficulty), at, at + (after.due - reviewed))


def _card(item: Item) -> Card:
    """With an id and an instant of ours: without them the library asks the clock, and waits for it."""
    return Card(
        card_id=0,
        state=State.Review,
        stability=item.memory.stability,
        difficulty=item.memory.difficulty,
        due=item.due_at,
        last_review=item.last_at,
    )
