"""What people call topics and areas: names, titles, parts of titles, in any spelling."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.commands.likeness import GUESSES, closest
from bot.commands.reading import squeezed
from bot.domain.question import Topic
from bot.intents.setup_topics import AREA_TITLES

BETWEEN_PARTS = re.compile(r"\s+and\s+|[,&()]")
PARTS = re.compile(r"[\s/,&()-]+")
ALSO = {"sklearn": "scikit-learn", "k8s": "kubernetes", "modeling": "modelling", "ops": "operations"}
"""What many people say → the name here; only what the bank has counts."""
SHORTEST_GUESS, SHORTEST_PART = 2, 3


@dataclass(frozen=True, slots=True)
class TopicNames:
    """``_words``: squeezed spelling → the word to type, a topic's or an area's name. ``_topics``: that word
    → the topics it stands for, one or a whole area's. ``_parts``: a word of a name → names it is in."""

    _words: dict[str, str]
    _topics: dict[str, tuple[str, ...]]
    _parts: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, topics: Iterable[Topic]) -> "TopicNames":
        """Where two things have the same name, a topic's name goes before a title, a topic before an area."""
        every = tuple(topics)
        stands_for: dict[str, tuple[str, ...]] = {topic.name: (topic.name,) for topic in every}
        for area in dict.fromkeys(topic.area for topic in every):
            stands_for.setdefault(area, tuple(topic.name for topic in every if topic.area == area))
        words: dict[str, str] = {}
        for spelled, name in _spellings(every):
            if name in stands_for:
                words.setdefault(squeezed(spelled), name)
        words.pop("", None)
        return cls(words, stands_for, _parts_of(every))

    def word(self, phrase: str) -> str | None:
        """The name to type for a phrase that means exactly one topic or area."""
        return self._words.get(squeezed(phrase))

    def topics(self, word: str) -> tuple[str, ...]:
        return self._topics[word]

    def guesses(self, phrase: str) -> list[str]:
        """Names that may have been meant, the likeliest first; none for what resembles nothing."""
        typed = squeezed(phrase)
        near = [self._words[spelled] for spelled in closest(typed, self._words)]
        begun = [name for spelled, name in self._words.items() if spelled.startswith(typed)]
        parts = self._parts.get(typed, ())
        if len(typed) < SHORTEST_GUESS:
            return []
        return list(dict.fromkeys((*near, *parts, *begun)))[:GUESSES]


def _spellings(topics: tuple[Topic, ...]) -> Iterator[tuple[str, str]]:
    """(spelling, name), the surest first."""
    yield from ((topic.name, topic.name) for topic in topics)
    yield from ((topic.title, topic.name) for topic in topics)
    yield from ALSO.items()
    for area in dict.fromkeys(topic.area for topic in topics):
        yield area, area
        yield AREA_TITLES.get(area, area), area
    yield from _parts_of_titles(topics)


def _parts_of_titles(topics: tuple[Topic, ...]) -> Iterator[tuple[str, str]]:
    """ "A/B tests" of "Statistics and A/B tests", unless another title has it as well."""
    pieces = [(piece, topic.name) for topic in topics for piece in BETWEEN_PARTS.split(topic.title)]
    often = [squeezed(piece) for piece, _ in pieces]
    yield from ((piece, name) for piece, name in pieces if often.count(squeezed(piece)) == 1)


def _parts_of(topics: tuple[Topic, ...]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for topic in topics:
        for part in {squeezed(word) for word in PARTS.split(f"{topic.name} {topic.title}")}:
            if len(part) >= SHORTEST_PART:
                found[part] = (*found.get(part, ()), topic.name)
    return found
