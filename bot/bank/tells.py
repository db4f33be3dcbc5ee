"""What gives the right option away across a whole bank, to somebody who knows nothing of the matter.

The place of the right option is measured in the files; people see the options shuffled.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.bank.faults import Fault, Severity
from bot.bank.wording import absolutes, hedges, is_catch_all, is_unmarked_negative, specifics
from bot.domain.question import LETTERS, Kind, OptionsQuiz, Topic

ENOUGH = 20
"""Fewer choice questions say nothing about habits."""

BOUND = 33
"""Percent. By chance it would be 25 for the longest and for each place."""


@dataclass(frozen=True, slots=True)
class Tells:
    """Counts over the questions in use. ``choices`` is what the next five and ``places`` are parts of.

    ``longest``, ``most_hedged`` and the like: the right option alone is so among its own.
    """

    choices: int
    longest: int
    shortest: int
    most_hedged: int
    least_absolute: int
    most_specific: int
    places: tuple[int, ...]
    catch_all: int
    unmarked_negative: int

    def percent(self, count: int) -> int:
        """Of the choice questions, rounded; 0 if there are none."""
        return round(100 * count / self.choices) if self.choices else 0


def measure(topics: Iterable[Topic]) -> Tells:
    in_use = [q.quiz for topic in topics for q in topic.questions if q.quiz and q.retired is None]
    with_options = [quiz for quiz in in_use if isinstance(quiz, OptionsQuiz)]
    choices = [quiz for quiz in with_options if quiz.kind is Kind.CHOICE]
    places = Counter(_right(quiz) for quiz in choices)
    return Tells(
        choices=len(choices),
        longest=sum(_stands_out(quiz, len) for quiz in choices),
        shortest=sum(_stands_out(quiz, lambda text: -len(text)) for quiz in choices),
        most_hedged=sum(_stands_out(quiz, hedges) for quiz in choices),
        least_absolute=sum(_stands_out(quiz, lambda text: -absolutes(text)) for quiz in choices),
        most_specific=sum(_stands_out(quiz, specifics) for quiz in choices),
        places=tuple(places[place] for place in range(len(LETTERS))),
        catch_all=sum(any(is_catch_all(o.text) for o in quiz.options) for quiz in with_options),
        unmarked_negative=sum(is_unmarked_negative(quiz.prompt) for quiz in in_use),
    )


def _right(quiz: OptionsQuiz) -> int:
    return next(place for place, option in enumerate(quiz.options) if option.correct)


def _stands_out(quiz: OptionsQuiz, size: Callable[[str], int]) -> bool:
    """Whether the right option has more of it than every other."""
    sizes = [size(option.text) for option in quiz.options]
    right = sizes.pop(_right(quiz))
    return right > max(sizes)


def tell_faults(tells: Tells) -> Sequence[Fault]:
    """Faults of the bank as a whole: in no file, in no line."""
    return list(_found(tells)) if tells.choices >= ENOUGH else ()


def _found(tells: Tells) -> Iterator[Fault]:
    top = max(tells.places)
    measures = (
        (tells.longest, "the right option is the longest", "Cut it, or lengthen the others."),
        (tells.most_hedged, "the right option hedges most", "Hedge the wrong ones as well."),
        (tells.least_absolute, "the right option is the least absolute", "Soften the wrong ones."),
        (tells.most_specific, "the right option is the most specific", "Make the wrong ones as exact."),
        (top, f"{LETTERS[tells.places.index(top)]} is right", "Move the right option elsewhere."),
    )
    for count, said, cure in measures:
        if 100 * count > BOUND * tells.choices:
            problem = f"{said} in {count} of {tells.choices} choice questions ({tells.percent(count)} %)"
            yield Fault("the bank", 0, "", problem, cure, Severity.ERROR)
