"""A small bank made in the test, so that no test depends on the shipped questions."""

from datetime import date
from decimal import Decimal

from bot.bank import Bank
from bot.domain.question import (
    Kind,
    Level,
    NumberQuiz,
    Option,
    OptionsQuiz,
    OrderQuiz,
    Question,
    Quiz,
    Reference,
    Tolerance,
    Topic,
)

VERIFIED = date(2026, 1, 1)
REVIEW_BY = date(2036, 1, 1)


def choice(text: str = "which") -> OptionsQuiz:
    """Four options, the first one right."""
    options = tuple(Option(f"{text} {place}", f"because {place}", place == 0) for place in range(4))
    return OptionsQuiz(Kind.CHOICE, f"Tell me {text}?", options)


def multi() -> OptionsQuiz:
    """Five options, the first three right."""
    options = tuple(Option(f"several {place}", f"because {place}", place < 3) for place in range(5))
    return OptionsQuiz(Kind.MULTI, "Which of these?", options)


def number() -> NumberQuiz:
    return NumberQuiz("How many?", Decimal("0.82"), Tolerance(Decimal("0.01")), "s", "because of arithmetic")


def order() -> OrderQuiz:
    return OrderQuiz("In which order?", ("first", "second", "third", "fourth"), "because of time")


def question(name: str, topic: str, quiz: Quiz | None, level: Level = Level.MID) -> Question:
    return Question(
        id=name,
        topic=topic,
        level=level,
        prompt=f"Explain {name}.",
        answer="A strong candidate explains it in a few sentences.",
        key_points=("one", "two", "three"),
        quiz=quiz,
        references=(Reference("Docs", "https://example.org/docs"),),
        verified=VERIFIED,
        review_by=REVIEW_BY,
        revision=f"rev-{name}",
    )


def make_bank(
    per_topic: int = 40, topics: tuple[str, ...] = ("alpha", "beta"), *, kinds: bool = True
) -> Bank:
    """``kinds``: every kind in turn, else choice only."""
    made = {}
    for topic in topics:
        quizzes: list[Quiz] = [choice(topic), multi(), number(), order()] if kinds else [choice(topic)]
        levels = list(Level)
        questions = tuple(
            question(f"{topic}-{place:03}", topic, quizzes[place % len(quizzes)], levels[place % 3])
            for place in range(per_topic)
        )
        made[topic] = Topic(topic, topic.title(), "practice", questions)
    return bank_of(made)


def bank_of(topics: dict[str, Topic]) -> Bank:
    questions = {one.id: one for topic in topics.values() for one in topic.questions}
    return Bank(topics=topics, questions=questions, revision="test", faults=())
