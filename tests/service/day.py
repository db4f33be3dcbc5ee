"""Steps that many service tests share."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from bot.bank import Bank
from bot.domain.question import LETTERS, Kind, Quiz, Topic
from bot.domain.round import Round, Track
from bot.domain.schedule import RevealRule, Schedule
from bot.intents.base import Reply
from tests.fakes.bank import bank_of, choice, multi, number, order, question
from tests.fakes.text import plain
from tests.fakes.world import World

BERLIN = Schedule("Europe/Berlin", time(9), frozenset(range(5)), RevealRule(time(17), next_day=False))
MONDAY = date(2026, 11, 2)
NINE = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""09:00 in Berlin on that Monday."""


def nine(days: int = 0) -> datetime:
    return NINE + timedelta(days=days)


def reveal(days: int = 0) -> datetime:
    return NINE + timedelta(days=days, hours=8, seconds=10)


async def posted(world: World, track: Track, days: int = 0) -> Round:
    """The round of that many days after Monday, just posted."""
    await world.at(nine(days))
    return await world.round_of(track)


async def answer(world: World, round_: Round, name: str, index: int) -> Reply:
    return await world.desk.press(world.who(name), f"v1:answer:{round_.mark}:{index}")


async def full_day(world: World, track: Track, days: int, **answers: str) -> Round:
    """One day from post to reveal: ``ada="right"``, ``alan="wrong"``."""
    round_ = await posted(world, track, days)
    for name, how in answers.items():
        await answer(world, round_, name, right_index(round_) if how == "right" else wrong_index(round_))
    await world.at(reveal(days))
    return await world.round_of(track)


def right_index(round_: Round) -> int:
    assert round_.question is not None
    return round_.question.key.right[0]


def wrong_index(round_: Round) -> int:
    assert round_.question is not None
    return next(i for i in range(len(round_.question.options)) if i not in round_.question.key.right)


def letter(index: int) -> str:
    return LETTERS[index]


def said(reply: Reply) -> str:
    assert reply.intent is not None, reply
    return plain(reply.intent)


def only(kind: Kind, count: int = 40) -> Bank:
    """A bank of one kind in one topic."""
    makers: dict[Kind, Callable[[], Quiz]] = {
        Kind.CHOICE: choice,
        Kind.MULTI: multi,
        Kind.NUMBER: number,
        Kind.ORDER: order,
    }
    quiz = makers[kind]()
    questions = tuple(question(f"q{place:02}", "topic", quiz) for place in range(count))
    return bank_of({"topic": Topic("topic", "Topic", "practice", questions)})
