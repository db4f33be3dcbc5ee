"""``/topics``: what there is, and areas and topics as buttons."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intents.base import Block, Bold, Bullets, Button, Line, Said, para, quiet
from bot.intents.stats import Score
from bot.intents.which import in_rows
from bot.intents.words import plural

Offers = Sequence[tuple[str, str]]
"""(action, label) pairs."""


@dataclass(frozen=True, slots=True)
class TopicLine:
    """``mine``: the account's own answers and how many were right. ``drilled``: it has a quiz."""

    title: str
    questions: int
    mine: Score | None
    drilled: bool

    def text(self) -> str:
        notes = [] if self.drilled else ["interview only"]
        if self.mine is not None and self.mine.answered:
            notes.append(f"you {self.mine}")
        told = f" ({', '.join(notes)})" if notes else ""
        return f"{self.title} {self.questions}{told}"


@dataclass(frozen=True, slots=True)
class AreaLine:
    title: str
    topics: tuple[TopicLine, ...]

    def line(self) -> Line:
        return Bold(f"{self.title}: "), " · ".join(topic.text() for topic in self.topics)


@dataclass(frozen=True, slots=True)
class TopicList:
    areas: tuple[AreaLine, ...]
    offers: Offers

    def said(self) -> Said:
        every = [topic for area in self.areas for topic in area.topics]
        count = sum(topic.questions for topic in every)
        blocks: list[Block] = [
            para(Bold(f"{plural(len(every), 'topic')}, {plural(count, 'question')}.")),
            Bullets(tuple(area.line() for area in self.areas)),
        ]
        if any(topic.mine and topic.mine.answered for topic in every):
            blocks.append(quiet("you: right of answered, daily questions and practice together."))
        return Said(tuple(blocks), _buttons(self.offers))


@dataclass(frozen=True, slots=True)
class Areas:
    offers: Offers

    def said(self) -> Said:
        return Said((para(Bold("Which area?")),), _buttons(self.offers))


@dataclass(frozen=True, slots=True)
class AreaTopics:
    """``ways``: where to go from here, and the area as a whole."""

    title: str
    topics: Offers
    ways: Offers

    def said(self) -> Said:
        return Said((para(Bold(self.title)),), (*_buttons(self.topics), *_buttons(self.ways)))


def _buttons(offers: Offers) -> tuple[tuple[Button, ...], ...]:
    return in_rows([Button(action, label) for action, label in offers])
