"""What is wrong in a question file, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol


class Severity(StrEnum):
    """An error keeps its file out of the bank; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fault:
    """``line`` counts from 1, and is 0 where the file as a whole is meant; ``id`` may be empty.

    ``problem`` has no full stop, ``cure`` is a sentence.
    """

    file: str
    line: int
    id: str
    problem: str
    cure: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{' '.join(filter(None, (place, self.id)))}: {self.problem}. {self.cure}"

    @property
    def fatal(self) -> bool:
        return self.severity is Severity.ERROR


class Placed(Protocol):
    """Anything with a line."""

    @property
    def line(self) -> int: ...


Trouble = tuple[str, str]
"""A problem and its cure, not yet placed."""


@dataclass(slots=True)
class Report:
    """Collects the faults of one file; ``id`` is the question being read."""

    file: str
    id: str = ""
    faults: list[Fault] = field(default_factory=list)

    def error(self, at: Placed, problem: str, cure: str) -> None:
        self.faults.append(Fault(self.file, at.line, self.id, problem, cure))

    def warn(self, at: Placed, problem: str, cure: str) -> None:
        self.faults.append(Fault(self.file, at.line, self.id, problem, cure, Severity.WARNING))

    @property
    def broken(self) -> bool:
        return any_fatal(self.faults)


def any_fatal(faults: Iterable[Fault]) -> bool:
    return any(fault.fatal for fault in faults)
