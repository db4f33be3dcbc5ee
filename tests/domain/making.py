"""Questions, copies and schedules for tests, with only what a test cares about spelled out."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

from hypothesis import strategies as st

from bot.domain.freezing import snapshot
from bot.domain.frozen import FrozenQuestion
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
    Retired,
    Tolerance,
)
from bot.domain.schedule import RevealRule, Schedule

EVERY_DAY = frozenset(range(7))
WORKDAYS = frozenset(range(5))


def utc(text: str) -> datetime:
    """An instant from "2026-03-08 07:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def schedule(
    zone: str = "Europe/Berlin",
    at: str = "09:00",
    reveal: str = "17:00",
    *,
    next_day: bool = False,
    weekdays: frozenset[int] = EVERY_DAY,
    skips: tuple[date, ...] = (),
) -> Schedule:
    rule = RevealRule(time.fromisoformat(reveal), next_day)
    return Schedule(zone, time.fromisoformat(at), weekdays, rule, frozenset(skips))


def options_quiz(right: set[int], count: int = 4, kind: Kind = Kind.CHOICE) -> OptionsQuiz:
    options = tuple(Option(f"option {i}", f"because {i}", i in right) for i in range(count))
    return OptionsQuiz(kind, "Which one?", options)


def number_quiz(value: str, tolerance: str = "0", unit: str = "") -> NumberQuiz:
    amount = Decimal(tolerance.removesuffix("%"))
    return NumberQuiz("How many?", Decimal(value), Tolerance(amount, "%" in tolerance), unit, "It is so.")


def order_quiz(count: int = 4) -> OrderQuiz:
    return OrderQuiz("In which order?", tuple(f"step {i}" for i in range(count)), "It is so.")


def question(
    name: str = "one",
    *,
    topic: str = "mlflow",
    level: Level = Level.MID,
    quiz: Quiz | None = None,
    open_only: bool = False,
    review_by: date = date(2030, 1, 1),
    retired: bool = False,
) -> Question:
    return Question(
        id=name,
        topic=topic,
        level=level,
        prompt="Why?",
        answer="Because.",
        key_points=("first", "second", "third"),
        quiz=None if open_only else quiz or options_quiz({1}),
        references=(Reference("Manual", "https://example.org"),),
        verified=date(2026, 1, 1),
        review_by=review_by,
        revision="abc123",
        retired=Retired(date(2026, 1, 1), "outdated") if retired else None,
    )


def frozen(quiz: Quiz, level: Level = Level.MID) -> FrozenQuestion:
    return snapshot(question(quiz=quiz, level=level), "MLflow")


@st.composite
def multis(draw: st.DrawFn) -> FrozenQuestion:
    right = draw(st.sets(st.integers(0, 4), min_size=2, max_size=4))
    return frozen(options_quiz(right, 5, Kind.MULTI), draw(st.sampled_from(Level)))


@st.composite
def choices(draw: st.DrawFn) -> FrozenQuestion:
    count = draw(st.integers(3, 5))
    right = draw(st.integers(0, count - 1))
    return frozen(options_quiz({right}, count), draw(st.sampled_from(Level)))


@st.composite
def orders(draw: st.DrawFn) -> FrozenQuestion:
    return frozen(order_quiz(draw(st.integers(4, 5))), draw(st.sampled_from(Level)))


@st.composite
def numbers(draw: st.DrawFn) -> FrozenQuestion:
    value = draw(st.decimals(-10_000, 10_000, places=3))
    tolerance = draw(st.sampled_from(["0", "0.5", "10", "5%", "0.1%"]))
    unit = draw(st.sampled_from(["", "%", "ms", "GB", "req/s", "m³"]))
    return frozen(number_quiz(str(value), tolerance, unit), draw(st.sampled_from(Level)))


any_frozen = st.one_of(choices(), multis(), orders(), numbers())
