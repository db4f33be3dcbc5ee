"""``/quiz`` and ``/interview`` as typed: topics, areas, a count, a level and ways of choosing, in any order."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.commands.declared import LEVELS
from bot.commands.likeness import GUESSES, closest
from bot.commands.reading import squeezed, typed_words
from bot.commands.topic_names import TopicNames
from bot.errors import UsageError
from bot.intents import refusals

MAX_QUIZ = 20
USUAL = 5
LONGEST_NAME = 6
"""Words that one name may be spread over: "statistics and a b tests"."""

MISTAKES, MIXED, WEAKEST = "mistakes", "mixed", "weakest"
WAYS = {
    **dict.fromkeys(("mistake", "wrong", "error", "failed", "mymistake"), MISTAKES),
    **dict.fromkeys(("mixed", "mix", "random", "any", "anything", "all", "everything"), MIXED),
    **dict.fromkeys(("weakest", "weak", "worst", "weakesttopic", "weakspot"), WEAKEST),
}
LEVEL_WORDS = {
    **dict.fromkeys(("junior", "jr", "juniorlevel", "beginner", "easy"), "junior"),
    **dict.fromkeys(("mid", "middle", "medium", "midlevel", "intermediate"), "mid"),
    **dict.fromkeys(("senior", "sr", "seniorlevel", "advanced", "hard"), "senior"),
}
FILLERS = frozenset(
    {
        "about",
        "and",
        "area",
        "areas",
        "for",
        "from",
        "give",
        "in",
        "level",
        "levels",
        "me",
        "my",
        "of",
        "on",
        "only",
        "or",
        "please",
        "question",
        "questions",
        "quiz",
        "quizzes",
        "some",
        "the",
        "to",
        "topic",
        "topics",
        "with",
    }
)
NUMBER = re.compile(r"[-+−–]?\d+([.,]\d+)*")


@dataclass(frozen=True, slots=True)
class QuizWords:
    """``said``: the topics and areas in their own names, ``topics``: the topics these stand for; both
    empty for all. ``mistakes`` and ``weakest`` choose among them. ``unknown``: what names nothing."""

    topics: tuple[str, ...] = ()
    count: int = USUAL
    level: str | None = None
    mistakes: bool = False
    weakest: bool = False
    said: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def spelled(self, instead: Sequence[str] = ()) -> str:
        """The same as one would type it; ``instead`` of what is unknown."""
        ways = [way for way, on in ((MISTAKES, self.mistakes), (WEAKEST, self.weakest)) if on]
        count = [str(self.count)] if self.count != USUAL else []
        return " ".join((*ways, *self.said, *instead, *count, *filter(None, (self.level,)))) or MIXED


def quiz_words(words: Iterable[str], names: TopicNames) -> QuizWords:
    """Sort what was typed; UsageError for a count outside 1 to 20, or two counts or levels."""
    typed = typed_words(" ".join(words))
    numbers = [word for word in typed if NUMBER.fullmatch(word)]
    said, rest = _named([word for word in typed if word not in numbers], names)
    keys = [squeezed(word) for word in rest]
    ways = {WAYS[key] for key in keys if key in WAYS}
    unknown = [w for w, key in zip(rest, keys, strict=True) if not (key in WAYS or key in LEVEL_WORDS)]
    return QuizWords(
        topics=tuple(dict.fromkeys(topic for word in said for topic in names.topics(word))),
        count=_count(numbers),
        level=_level({LEVEL_WORDS[key] for key in keys if key in LEVEL_WORDS}),
        mistakes=MISTAKES in ways,
        weakest=WEAKEST in ways,
        said=said,
        unknown=tuple(dict.fromkeys(unknown)),
    )


def guesses(read: QuizWords, names: TopicNames) -> list[str]:
    """What may stand in place of the unknown words, the likeliest first: "mlflow"; none unless each of
    them resembles something."""
    if not read.unknown:
        return []
    each = [_like(word, names) for word in read.unknown]
    if not all(each):
        return names.guesses("".join(read.unknown)) if len(each) > 1 else []
    first, *others = each
    rest = [options[0] for options in others]
    return [" ".join(dict.fromkeys((option, *rest))) for option in first]


def _like(word: str, names: TopicNames) -> list[str]:
    near = closest(word, (*LEVELS, MISTAKES, MIXED, WEAKEST))
    return list(dict.fromkeys((*names.guesses(word), *near)))[:GUESSES]


def _named(words: list[str], names: TopicNames) -> tuple[tuple[str, ...], list[str]]:
    """Topics and areas, each over as many words as belong to it, in the order of their names; and the other
    words without fillers."""
    said: set[str] = set()
    rest: list[str] = []
    start = 0
    while start < len(words):
        name, length = _longest(words[start : start + LONGEST_NAME], names)
        if name is not None:
            said.add(name)
        elif (parts := [names.word(part) for part in words[start].split("/")]) and all(parts):
            said.update(part for part in parts if part)
        elif words[start] not in FILLERS:
            rest.append(words[start])
        start += length
    return tuple(sorted(said)), rest


def _longest(words: list[str], names: TopicNames) -> tuple[str | None, int]:
    for length in range(len(words), 0, -1):
        if name := names.word(" ".join(words[:length])):
            return name, length
    return None, 1


def _count(numbers: Sequence[str]) -> int:
    if not numbers:
        return USUAL
    if len(set(numbers)) > 1:
        raise UsageError(refusals.one_count(MAX_QUIZ))
    word = numbers[0]
    if not word.isdecimal() or len(word) > 3 or not 1 <= int(word) <= MAX_QUIZ:
        raise UsageError(refusals.quiz_count(MAX_QUIZ))
    return int(word)


def _level(levels: set[str]) -> str | None:
    if len(levels) > 1:
        raise UsageError(refusals.one_level(LEVELS))
    return next(iter(levels), None)
