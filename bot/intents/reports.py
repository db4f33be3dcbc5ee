"""``/daily reports``: what members reported, without their names."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.intents.base import Block, Bold, Bullets, Button, Line, Said, action, para, quiet
from bot.intents.report import KINDS
from bot.intents.words import plural, short_day, shortened

MOST = 5
"""Questions at once: a row of buttons each, and no platform takes many."""
MOST_LINES = 5
PROMPT_ROOM = 200
LABELS = {kind: label[:1].lower() + label[1:] for kind, label in KINDS}


@dataclass(frozen=True, slots=True)
class ReportedQuestion:
    """``prompt`` may be "" for a question that has left the bank. ``lines``: (kind, text, day), newest
    first; none for a question that is only kept parked."""

    question_id: str
    prompt: str
    parked: bool
    lines: tuple[tuple[str, str, date], ...]

    def blocks(self, place: str) -> tuple[Block, ...]:
        name = self.prompt if len(self.prompt) <= PROMPT_ROOM else f"{self.prompt[:PROMPT_ROOM]}…"
        head: Line = (Bold(f"{place}{name or self.question_id}"), f" ({self._state()})")
        if not self.lines:
            return (para(*head),)
        told = tuple(self._line(*line) for line in self.lines[:MOST_LINES] if line[1])
        return (para(*head), Bullets(told)) if told else (para(*head),)

    def _state(self) -> str:
        counts = Counter(kind for kind, _, _ in self.lines).most_common()
        told = (
            shortened([f"{times} × {LABELS.get(kind, kind)}" for kind, times in counts], 120)
            if counts
            else ""
        )
        return " · ".join(filter(None, (told, "parked" if self.parked else "")))

    @staticmethod
    def _line(kind: str, text: str, day: date) -> Line:
        return (f"{short_day(day)}, {LABELS.get(kind, kind)}: {text}",)

    def buttons(self, place: str) -> tuple[Button, ...]:
        ways = (("reportback", "Put back"), ("reportkeep", "Keep parked"), ("reportfix", "Fix"))
        return tuple(
            Button(
                action(verb, self.question_id), f"{label}{place}", spoken=f"{label}: {self.question_id}"[:80]
            )
            for verb, label in ways
            if self.lines or verb != "reportkeep"
        )


@dataclass(frozen=True, slots=True)
class ReportList:
    """``news``: what was just done, "" for nothing."""

    questions: Sequence[ReportedQuestion]
    news: str = ""

    def said(self) -> Said:
        blocks: list[Block] = [para(self.news)] if self.news else []
        if not self.questions:
            return Said((*blocks, para("No open reports, and no question is parked.")))
        shown, several = self.questions[:MOST], len(self.questions) > 1
        places = [f"{number}" if several else "" for number in range(1, len(shown) + 1)]
        for question, place in zip(shown, places, strict=True):
            blocks.extend(question.blocks(f"{place}. " if place else ""))
        if rest := len(self.questions) - len(shown):
            blocks.append(quiet(f"{plural(rest, 'more question')} after these."))
        rows = [one.buttons(f" {place}" if place else "") for one, place in zip(shown, places, strict=True)]
        return Said(tuple(blocks), tuple(rows))


def put_back(prompt: str) -> str:
    return f"Put back: {prompt} It may be asked here again."


def kept_parked(prompt: str) -> str:
    return f"Kept parked: {prompt} It is not asked here until you put it back."


def parked_by_reports(channel: str, prompt: str) -> str:
    """Without the prompt's code marks, as only commands stand in backticks."""
    bare = prompt.replace("`", "")
    return (
        f"Three members reported a problem with a question of #{channel}: “{bare}” It is not asked here for"
        " now. `/daily reports` shows what they say."
    )


SETTLED_ALREADY = "That is settled already. `/daily reports` shows what is open."
NEVER_POSTED = (
    "This question was never posted here, so there is nothing to fix. Put it back or keep it parked."
)
