"""A topic file's tree of nodes → a Topic of questions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b

import msgspec

from bot.bank import limits
from bot.bank.faults import Report
from bot.bank.nodes import Node, Sequence
from bot.bank.parts import NO_DAY, Part
from bot.bank.quizzes import read_quiz
from bot.bank.shown import post_trouble, reveal_length, reveal_trouble
from bot.bank.texts import count_words, split_code
from bot.domain.question import Level, Question, Quiz, Reference, Retired, Topic

TOPIC_KEYS = ("topic", "title", "area", "questions")
QUESTION_KEYS = (
    *("id", "level", "prompt", "answer", "key_points", "quiz", "references"),
    *("tags", "applies_to", "verified", "review_by", "retired"),
)
LEVELS = tuple(Level)
URL = re.compile(limits.URL)


@dataclass(frozen=True, slots=True)
class Places:
    """The lines that later checks point at: what depends on the day or on other files. 0: not there."""

    id: int
    verified: int = 0
    review_by: int = 0
    replaced_by: int = 0


def read_topic(root: Node, report: Report, name: str) -> tuple[Topic, Mapping[str, Places]]:
    """The topic that a file called ``name`` should hold, and where its ids stand."""
    part = Part(root, report, "the file")
    part.only(TOPIC_KEYS)
    topic, title = part.named("topic", limits.ID), part.text("title", limits.TITLE)
    if topic and topic != name:
        cure = f"Write `topic: {name}`, or rename the file to {topic}.yaml."
        part.error(part.fields["topic"], f"`topic` is `{topic}`, the file's name is `{name}`", cure)
    area = part.one_of("area", limits.AREAS)
    places: dict[str, Places] = {}
    questions = tuple(_Reader(node, report, topic, title, places).question() for node in _listed(part))
    return Topic(topic, title, area, questions), places


def _listed(part: Part) -> list[Node]:
    node = part.get("questions")
    if isinstance(node, Sequence) and node.nodes:
        return node.nodes
    if node is not None:
        part.error(node, "`questions` is no list of questions", "Begin each question with `- id:`.")
    return []


class _Reader:
    """Reads one question; notes the lines of its id and dates in ``places``."""

    def __init__(self, node: Node, report: Report, topic: str, title: str, places: dict[str, Places]) -> None:
        report.id = ""
        self.part = Part(node, report, "")
        self.report, self.topic, self.title, self.places = report, topic, title, places

    def question(self) -> Question:
        part = self.part
        name = self._id()
        part.only(QUESTION_KEYS)
        question = Question(
            id=name,
            topic=self.topic,
            level=Level(part.one_of("level", LEVELS) or Level.MID),
            prompt=self._prompt(),
            answer=self._answer(),
            key_points=self._key_points(),
            quiz=self._quiz(),
            references=self._references(),
            verified=part.day("verified"),
            review_by=part.day("review_by"),
            revision="",
            tags=self._tags(),
            applies_to=part.text("applies_to", limits.APPLIES_TO) if part.has("applies_to") else None,
            retired=self._retired(name),
        )
        self._check(question)
        self.report.id = ""
        return replace(question, revision=revision_of(question))

    def _id(self) -> str:
        name = self.part.named("id", limits.ID)
        if not name:
            return ""
        self.report.id, node = name, self.part.fields["id"]
        if name in self.places:
            cure = f"The first stands in line {self.places[name].id}. Give this one an id of its own."
            self.part.error(node, "the id is used twice", cure)
        else:
            self.places[name] = Places(node.line, self._line("verified"), self._line("review_by"))
        return name

    def _line(self, key: str) -> int:
        node = self.part.fields.get(key)
        return node.line if node else 0

    def _prompt(self) -> str:
        prompt = self.part.text("prompt", limits.OPEN_PROMPT, lines=True)
        if "```" in prompt:
            self.part.error(self.part.fields["prompt"], "the open prompt has a code block", "Ask in words.")
        return prompt

    def _answer(self) -> str:
        answer = self.part.text("answer", limits.ANSWER, lines=True)
        if not answer:
            return ""
        node, words, (least, most) = self.part.fields["answer"], count_words(answer), limits.ANSWER_WORDS
        if not least <= words <= most:
            self.part.error(node, f"`answer` has {words} words", f"Say it in {least} to {most}.")
        if not split_code(answer).closed:
            self.part.error(node, "a code block of `answer` is not closed", "End it with a line of ```.")
        return answer

    def _key_points(self) -> tuple[str, ...]:
        found = self.part.items("key_points", limits.KEY_POINTS)
        return self.part.texts(found, "key point", limits.KEY_POINT)

    def _quiz(self) -> Quiz | None:
        if self.part.has("quiz"):
            return read_quiz(self.part.fields["quiz"], self.report)
        if self.topic != limits.QUIZLESS_TOPIC:
            self.part.get("quiz")
        return None

    def _references(self) -> tuple[Reference, ...]:
        found = enumerate(self.part.items("references", limits.REFERENCES), 1)
        return tuple(self._reference(Part(node, self.report, f"reference {i}")) for i, node in found)

    def _reference(self, part: Part) -> Reference:
        part.only(("title", "url"))
        title, url = part.text("title", limits.REFERENCE_TITLE), part.text("url", limits.REFERENCE_URL)
        if url and not URL.fullmatch(url):
            cure = "Give the page's address as https://host/path."
            part.error(part.fields["url"], f"`url` of {part.name} is no https address", cure)
        return Reference(title, url)

    def _tags(self) -> tuple[str, ...]:
        if not self.part.has("tags"):
            return ()
        return self.part.names(self.part.items("tags", limits.TAGS), "tag", limits.TAG)

    def _retired(self, name: str) -> Retired | None:
        if not self.part.has("retired"):
            return None
        part = Part(self.part.fields["retired"], self.report, "`retired`")
        part.only(("on", "reason", "replaced_by"))
        on, reason = part.day("on"), part.text("reason", limits.RETIRED_REASON)
        if not part.has("replaced_by"):
            return Retired(on, reason)
        other, line = part.named("replaced_by", limits.ID), part.fields["replaced_by"].line
        if name in self.places:
            self.places[name] = replace(self.places[name], replaced_by=line)
        return Retired(on, reason, other)

    def _check(self, question: Question) -> None:
        """What only the whole question shows."""
        if NO_DAY < question.review_by < question.verified:
            cure = "Set the day on which somebody should check the facts again."
            self.part.error(self.part.fields["review_by"], "`review_by` is before `verified`", cure)
        quiz = question.quiz
        if quiz is None:
            return
        length = reveal_length(
            quiz, question.prompt, question.answer, question.key_points, question.references
        )
        for trouble in (post_trouble(quiz, self.title, question.level), reveal_trouble(length)):
            if trouble:
                self.part.error(self.part.fields["quiz"], *trouble)


def revision_of(question: Question) -> str:
    """12 hex digits over all that a reader sees; checking the facts again, or retiring, changes nothing."""
    content = [getattr(question, name) for name in CONTENT]
    return blake2b(msgspec.json.encode(content), digest_size=6).hexdigest()


CONTENT = (
    *("id", "topic", "level", "prompt", "answer", "key_points", "quiz", "references"),
    *("tags", "applies_to"),
)
