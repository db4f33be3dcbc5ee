"""An intent as Discord shows it: pure, from ``Said`` to one or more messages within Discord's limits.

A message of up to 2,000 characters is plain content, so that its first line is the push preview. A longer one
is made of Components V2, which hold 4,000; what is longer still goes on in a further message.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from adapters.discord.prose import prose
from adapters.discord.text import Typed, bank, code_block, line, literal, strong, unbegun
from adapters.draw.splitting import in_parts
from bot.intents.base import (
    Attachment,
    Block,
    Bullets,
    Button,
    Calendar,
    CodeBlock,
    Intent,
    OptionRow,
    Options,
    Para,
    Prose,
    Ranking,
    RankRow,
    Said,
    Tone,
    Verdict,
)

CONTENT: Final = 2000
"""Characters of plain content."""

LAYOUT: Final = 4000
"""Characters of all the text in a message of Components V2."""

BUTTONS_A_ROW: Final = 5
ROWS: Final = 5

VERDICTS: Final = {Verdict.UNKNOWN: "", Verdict.RIGHT: "✅ right", Verdict.WRONG: "✗ not right"}

Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message. ``text``: Discord's Markdown. Buttons in rows of at most five."""

    text: str
    rows: Rows = ()
    pictures: tuple[Calendar, ...] = ()
    files: tuple[Attachment, ...] = field(default=())

    @property
    def long(self) -> bool:
        return len(self.text) > CONTENT

    @property
    def bare(self) -> bool:
        """Nothing but words, in plain content."""
        return not (self.rows or self.pictures or self.files or self.long)


def draw(intent: Intent, typed: Typed) -> tuple[Drawn, ...]:
    """The messages that say it, the buttons on the last; nearly always one."""
    said = intent.said()
    parts = in_parts(list(_texts(said, typed)), LAYOUT) or [""]
    pictures = tuple(block for block in said.blocks if isinstance(block, Calendar))
    return (
        *(Drawn(part) for part in parts[:-1]),
        Drawn(parts[-1], tuple(_rows(said)), pictures, said.files),
    )


def _rows(said: Said) -> Iterator[tuple[Button, ...]]:
    for row in said.buttons:
        for start in range(0, len(row), BUTTONS_A_ROW):
            yield row[start : start + BUTTONS_A_ROW]


def _texts(said: Said, typed: Typed) -> Iterator[tuple[str, str]]:
    """(what joins it to the one before, text) of every block that says something."""
    before: Block | None = None
    for block in said.blocks:
        text = block_text(block, typed)
        if text:
            yield ("\n" if _close(before, block) else "\n\n"), text
            before = block


def _close(before: Block | None, block: Block) -> bool:
    """Whether they belong together: a small line to what it explains, a list to its head."""
    if isinstance(block, Para):
        return block.tone is not Tone.HEADING and isinstance(before, Para) and before.tone is not Tone.HEADING
    return isinstance(block, Bullets | CodeBlock)


def block_text(block: Block, typed: Typed) -> str:
    match block:
        case Para(spans, tone):
            return _para(line(spans, typed), tone)
        case CodeBlock(text):
            return code_block(text)
        case Prose(markdown):
            return prose(markdown)
        case Bullets(lines):
            return "\n".join(f"- {line(each, typed)}" for each in lines)
        case Options(rows):
            apart = "\n\n" if any(row.why for row in rows) else "\n"
            return apart.join(map(_option, rows))
        case Ranking(caption, ranks):
            return "\n".join([strong(literal(caption)), *map(_rank, ranks)])
        case Calendar():
            return ""


def _para(text: str, tone: Tone) -> str:
    if not text:
        return ""
    match tone:
        case Tone.HEADING:
            return text if text.startswith("**") else strong(text)
        case Tone.QUIET:
            return "\n".join(f"-# {each}" for each in text.split("\n"))
        case Tone.NORMAL:
            return text


def _option(row: OptionRow) -> str:
    """Symbol and word for what is known, then the share, then whether the reader chose it."""
    facts = [fact for fact in (VERDICTS[row.verdict], row.share, "chosen" if row.chosen else "") if fact]
    told = " · ".join([f"{strong(row.letter)}  {bank(row.text)}", *facts])
    return f"{told}\n{unbegun(bank(row.why))}" if row.why else told


def _rank(row: RankRow) -> str:
    return f"{strong(str(row.rank))}  {literal(row.name)} · {literal(row.value)}{' · you' if row.me else ''}"
