"""Reports of problems with questions, and which questions are parked in which group. Nobody is named."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ReportLine:
    """``text`` may be ""; ``at`` in UTC."""

    kind: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Reported:
    """The open reports of one question in one group, newest first; none where it is only kept parked."""

    question_id: str
    lines: tuple[ReportLine, ...]
    parked: bool


@dataclass(frozen=True, slots=True)
class QuestionReports:
    """Every report of a question there is, settled ones too, newest first; ``groups`` it came from,
    ``open`` so many of them, ``parked_in`` so many groups."""

    lines: tuple[ReportLine, ...]
    open: int
    groups: int
    parked_in: int


class Reports(Protocol):
    async def report(self, member_id: int, question_id: str, kind: str, text: str, at: datetime) -> bool:
        """Keep a report: one per member and question, the newest counts and is open again. True if it is
        the one that parks the question in the member's group."""
        ...

    async def others_since(self, account_id: int, question_id: str, since: datetime) -> int:
        """How many other questions the account has reported after ``since``, in any group."""
        ...

    async def parked(self, group_ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
        """Per group: questions not to be chosen there, by three open reports or an organiser's word."""
        ...

    async def open_in(self, group_id: int) -> list[Reported]:
        """Questions with open reports or kept parked, the most recently reported first."""
        ...

    async def put_back(self, group_id: int, question_id: str, now: datetime) -> bool:
        """Settle the reports and let the question be chosen again; False if there was nothing to do."""
        ...

    async def keep_parked(self, group_id: int, question_id: str, by: str, now: datetime) -> bool:
        """Settle the reports and keep the question out; False if it was kept so already, unreported."""
        ...

    async def of_question(self, question_id: str) -> QuestionReports:
        """In all groups, for who keeps the bank."""
        ...
