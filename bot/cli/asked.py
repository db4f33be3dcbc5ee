"""The one question an author looks at: the file it stands in, and what that file says now."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from bot.bank import survey
from bot.domain.question import Question, Topic
from bot.errors import UsageError

_ID = re.compile(r"""\bid:[ ]*["']?([a-z0-9]+(?:-[a-z0-9]+)*)["']?[ ]*(?=[\n\r,}#]|$)""")
"""How an id stands in a file, also in one that cannot be read as YAML."""

NEAREST = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """``topic`` holds nothing but the question; None where the file has a fault or lost the question."""

    topic: Topic | None
    faults: tuple[str, ...] = ()

    @property
    def question(self) -> Question | None:
        return self.topic.questions[0] if self.topic else None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question by its id, and the file where an author writes it."""

    id: str
    file: Path

    def read(self, today: date) -> Reading:
        """The file as it stands; a retired question is shown like any other."""
        found = survey([self.file], today)
        faults = tuple(str(fault) for fault in found.faults if fault.fatal)
        for topic in found.topics:
            for question in topic.questions:
                if question.id == self.id:
                    return Reading(replace(topic, questions=(replace(question, retired=None),)), faults)
        return Reading(None, faults or (f"{self.file.name} has no question with the id {self.id} any more.",))

    def state(self) -> tuple[int, int] | None:
        """Changes whenever the file does; None while there is no such file."""
        try:
            stat = self.file.stat()
        except OSError:
            return None
        return stat.st_mtime_ns, stat.st_size


def find(question_id: str, folders: Sequence[Path], today: date) -> Asked:
    """UsageError with the nearest ids if no file has it. A file with faults counts by its text alone."""
    ids = {file: _ids(file) for folder in folders for file in _files(folder)}
    broken: list[Asked] = []
    for file, found in ids.items():
        if question_id in found:
            asked = Asked(question_id, file)
            reading = asked.read(today)
            if reading.topic:
                return asked
            broken += [asked] if survey([file], today).faults else []
    if broken:
        return broken[0]
    raise UsageError(_unknown(question_id, sorted({one for found in ids.values() for one in found})))


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("[!.]*.yaml")) if folder.is_dir() else [folder]


def _ids(file: Path) -> frozenset[str]:
    try:
        return frozenset(_ID.findall(file.read_text(encoding="utf-8", errors="replace")))
    except OSError:
        return frozenset()


def _unknown(question_id: str, known: Sequence[str]) -> str:
    close = get_close_matches(question_id.casefold(), known, NEAREST, cutoff=0.5)
    meant = f" Did you mean {', '.join(close)}?" if close else ""
    return f"No question has the id {question_id[:80]}.{meant}"
