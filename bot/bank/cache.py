"""Sheets without an error, kept as JSON under the hash of their bytes and of the rules they passed.

A cache that cannot be read is no cache; one that cannot be written is none either, silently.
"""

import os
import tempfile
from contextlib import suppress
from datetime import date
from hashlib import blake2b
from pathlib import Path

import msgspec

from bot.bank.faults import Fault
from bot.bank.questions import Places
from bot.bank.sheets import Sheet, read_sheet, rules_version
from bot.domain.question import (
    Level,
    NumberQuiz,
    OptionsQuiz,
    OrderQuiz,
    Question,
    Quiz,
    Reference,
    Retired,
    Topic,
)


class _Kept(msgspec.Struct, array_like=True):
    """A Question, its quiz in one of three fields: msgspec makes no union of dataclasses."""

    id: str
    level: Level
    prompt: str
    answer: str
    key_points: tuple[str, ...]
    options: OptionsQuiz | None
    number: NumberQuiz | None
    order: OrderQuiz | None
    references: tuple[Reference, ...]
    verified: date
    review_by: date
    revision: str
    tags: tuple[str, ...]
    applies_to: str | None
    retired: Retired | None
    place: Places


class _Page(msgspec.Struct, array_like=True):
    key: str
    file: str
    topic: str
    title: str
    area: str
    questions: list[_Kept]
    faults: tuple[Fault, ...]


DECODER = msgspec.json.Decoder(list[_Page])


class Cache:
    """Reads sheets, by itself or from what it kept; ``save`` once at the end. ``path`` None keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._version = rules_version() if path else b""
        self._pages = {page.key: page for page in _load(path)} if path else {}
        self._used: dict[str, Sheet] = {}

    def read(self, file: str, data: bytes) -> Sheet:
        if self.path is None:
            return read_sheet(file, data)
        key = _key(self._version, file, data)
        page = self._pages.get(key)
        sheet = _sheet(page) if page else read_sheet(file, data)
        if sheet.topic:
            self._used[key] = sheet
        return sheet

    def save(self) -> None:
        if self.path is None or self._used.keys() == self._pages.keys():
            return
        data = msgspec.json.encode([_page(key, sheet) for key, sheet in self._used.items()])
        with suppress(OSError):
            _write(self.path, data)


def _key(version: bytes, file: str, data: bytes) -> str:
    return blake2b(b"\0".join((version, os.fsencode(file), data)), digest_size=16).hexdigest()


def _load(path: Path) -> list[_Page]:
    try:
        return DECODER.decode(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, also if two processes write."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _page(key: str, sheet: Sheet) -> _Page:
    topic = sheet.topic
    assert topic is not None
    kept = [_kept(question, sheet.places[question.id]) for question in topic.questions]
    return _Page(key, sheet.file, topic.name, topic.title, topic.area, kept, sheet.faults)


def _kept(q: Question, place: Places) -> _Kept:
    quiz = q.quiz
    options = quiz if isinstance(quiz, OptionsQuiz) else None
    number = quiz if isinstance(quiz, NumberQuiz) else None
    order = quiz if isinstance(quiz, OrderQuiz) else None
    return _Kept(
        id=q.id,
        level=q.level,
        prompt=q.prompt,
        answer=q.answer,
        key_points=q.key_points,
        options=options,
        number=number,
        order=order,
        references=q.references,
        verified=q.verified,
        review_by=q.review_by,
        revision=q.revision,
        tags=q.tags,
        applies_to=q.applies_to,
        retired=q.retired,
        place=place,
    )


def _sheet(page: _Page) -> Sheet:
    questions = tuple(_question(kept, page.topic) for kept in page.questions)
    places = {kept.id: kept.place for kept in page.questions}
    return Sheet(page.file, Topic(page.topic, page.title, page.area, questions), places, page.faults)


def _question(k: _Kept, topic: str) -> Question:
    quiz: Quiz | None = k.options or k.number or k.order
    return Question(
        *(k.id, topic, k.level, k.prompt, k.answer, k.key_points, quiz),
        *(k.references, k.verified, k.review_by, k.revision, k.tags, k.applies_to, k.retired),
    )
