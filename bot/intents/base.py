"""The plain data every intent is said in: spans, lines, blocks, buttons, forms.

A plain ``str`` span is literal text: an adapter escapes it, so nothing in it can ping or format.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Bold:
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    text: str


@dataclass(frozen=True, slots=True)
class BankText:
    """Text of a question: literal but for `code` spans in backticks; ``strong`` as a whole."""

    text: str
    strong: bool = False


class MomentStyle(StrEnum):
    """How a moment reads: "17:00", "Thu 26 Nov", "Thu 09:00", "in 6 h"."""

    TIME = "time"
    DAY = "day"
    DAY_TIME = "day-time"
    RELATIVE = "relative"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (UTC). Platforms that know the reader's zone use it, others use ``zone``.

    ``now`` is the instant of writing, for forms that do not update themselves: "in 6 h", "tomorrow 09:00".
    """

    at: datetime
    zone: str
    style: MomentStyle = MomentStyle.TIME
    now: datetime | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A member's display name: always literal, never a mention."""

    name: str


@dataclass(frozen=True, slots=True)
class CommandRef:
    """A command to type, in neutral words ("privacy hide"); each adapter writes it as typed there."""

    words: str


@dataclass(frozen=True, slots=True)
class Link:
    title: str
    url: str


Span = str | Bold | Code | BankText | Moment | Person | CommandRef | Link
Line = tuple[Span, ...]


class Tone(StrEnum):
    NORMAL = "normal"
    HEADING = "heading"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Para:
    line: Line
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True)
class CodeBlock:
    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Markdown of the bank: paragraphs, lists, `code`, fenced blocks; no HTML."""

    markdown: str


@dataclass(frozen=True, slots=True)
class Bullets:
    lines: tuple[Line, ...]


class Verdict(StrEnum):
    """What is known of an option; drawn as symbol and word, never by colour alone."""

    UNKNOWN = "unknown"
    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class OptionRow:
    """``note`` follows the option: its share, its reason. ``chosen``: the reader chose it."""

    letter: str
    text: str
    verdict: Verdict = Verdict.UNKNOWN
    share: str = ""
    why: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Options:
    rows: tuple[OptionRow, ...]


@dataclass(frozen=True, slots=True)
class RankRow:
    rank: int
    name: str
    value: str
    me: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """A leaderboard; ``caption`` says the same in words for those who cannot see a table."""

    caption: str
    rows: tuple[RankRow, ...]


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A date and what to say of it; ``strength``: 0 nothing, 1 to 4 from little to much."""

    day: date
    strength: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """A year of days, oldest first, drawn as a picture; ``alt`` says the same in words."""

    days: tuple[CalendarDay, ...]
    alt: str


Block = Para | CodeBlock | Prose | Bullets | Options | Ranking | Calendar


class ButtonStyle(StrEnum):
    NEUTRAL = "neutral"
    PRIMARY = "primary"


@dataclass(frozen=True, slots=True)
class Button:
    """``action`` is public, versioned and ≤ 100 characters; ``spoken`` is the accessible label."""

    action: str
    label: str
    style: ButtonStyle = ButtonStyle.NEUTRAL
    spoken: str = ""


class FieldKind(StrEnum):
    """What is filled in, for platforms that have an input of its own for it; the others take it as text."""

    TEXT = "text"
    CHANNEL = "channel"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Field:
    """``choices``: (value, label) pairs, one of which is chosen. A channel comes as "<#ID|name>" or as it was
    typed, a time as "09:00" or as it was typed."""

    name: str
    label: str
    hint: str = ""
    max_length: int = 100
    multiline: bool = False
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    kind: FieldKind = FieldKind.TEXT


@dataclass(frozen=True, slots=True)
class Form:
    """A dialog a platform opens at once; ``action`` comes back with the fields' values."""

    action: str
    title: str
    fields: tuple[Field, ...]
    submit: str = "Save"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for the person alone. ``media``: its media type, e.g. "application/json"."""

    name: str
    media: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """Blocks in reading order, then files, then rows of buttons. ``headline`` is the push preview in
    plain text; ``subject`` names the thread it opens, if it opens one."""

    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()
    headline: str = ""
    files: tuple[Attachment, ...] = ()
    subject: str = ""


class Intent(Protocol):
    def said(self) -> Said: ...


class How(StrEnum):
    """How a reply reaches the person."""

    PRIVATE = "private"
    REPLACE = "replace"
    PUBLIC = "public"
    FORM = "form"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a person's act: a new private message, the private message it was pressed on
    replaced, a public message (what a person shares), a form to open, or nothing to show."""

    intent: Intent | None = None
    form: Form | None = None
    how: How = How.PRIVATE


def para(*spans: Span, tone: Tone = Tone.NORMAL) -> Para:
    return Para(spans, tone)


def quiet(*spans: Span) -> Para:
    return Para(spans, Tone.QUIET)


MAX_ACTION = 100
"""Characters that every platform keeps in a button."""


def action(verb: str, *parts: object) -> str:
    """A button's id: "v1:answer:<mark>:1". Old messages live for ever, so it carries its version."""
    return ":".join(("v1", verb, *map(str, parts)))
