"""An intent as Slack shows it: pure, from ``Said`` to one or more messages within Block Kit's limits.

Rich text for everything but the bank's Markdown, which has a block of its own; the whole again as top-level
text, which is what screen readers and notifications read.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from adapters.draw.splitting import in_parts
from adapters.slack import rich
from adapters.slack.text import Typed, escaped, line
from bot.intents.base import (
    Attachment,
    Block,
    Bullets,
    Button,
    ButtonStyle,
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

BLOCKS: Final = 50
BUTTONS_A_ROW: Final = 25
LABEL: Final = 75
TEXT: Final = 40_000
"""Characters of top-level text of a new message; an edit takes 4,000."""

EDITED_TEXT: Final = 4000
MARKDOWN: Final = 12_000
TABLE_ROWS: Final = 100
VERDICTS: Final = {Verdict.UNKNOWN: "", Verdict.RIGHT: "✅ right", Verdict.WRONG: "✗ not right"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One message. ``text``: for screen readers and notifications, escaped."""

    text: str
    blocks: tuple[dict[str, Any], ...]
    pictures: tuple[Calendar, ...] = ()
    files: tuple[Attachment, ...] = ()


def draw(intent: Intent, typed: Typed) -> tuple[Drawn, ...]:
    """The messages that say it, the buttons on the last; nearly always one."""
    said = intent.said()
    shown = [block for each in said.blocks for block in _blocks(each, typed)]
    shown += [_actions(row) for row in _rows(said)]
    texts = in_parts([("\n", text) for each in said.blocks if (text := plain(each, typed))], TEXT) or [""]
    starts = list(range(0, len(shown), BLOCKS)) or [0]
    pictures = tuple(block for block in said.blocks if isinstance(block, Calendar))
    return tuple(
        Drawn(
            texts[place] if place < len(texts) else "",
            tuple(shown[start : start + BLOCKS]),
            *((pictures, said.files) if start == starts[-1] else ()),
        )
        for place, start in enumerate(starts)
    )


def _rows(said: Said) -> Iterator[tuple[Button, ...]]:
    for row in said.buttons:
        for start in range(0, len(row), BUTTONS_A_ROW):
            yield row[start : start + BUTTONS_A_ROW]


def _blocks(block: Block, typed: Typed) -> Iterator[dict[str, Any]]:
    match block:
        case Para():
            yield from _para(block, typed)
        case CodeBlock(text):
            yield rich.block(rich.preformatted(text))
        case Prose(markdown):
            for part in in_parts([("", markdown.strip())], MARKDOWN):
                yield {"type": "markdown", "text": part}
        case Bullets(lines):
            yield rich.block(rich.bullets(lines, typed))
        case Options(rows):
            yield rich.block(*[_option(row) for row in rows])
        case Ranking():
            yield from _ranking(block)
        case Calendar():
            return


def _para(para: Para, typed: Typed) -> Iterator[dict[str, Any]]:
    if para.tone is Tone.QUIET:
        small = {"type": "mrkdwn", "text": line(para.line, typed)}
        yield from [{"type": "context", "elements": [small]}] if small["text"] else []
        return
    elements = rich.spans(para.line, typed, rich.BOLD if para.tone is Tone.HEADING else None)
    if elements:
        yield rich.block(rich.section(*elements))


def _ranking(ranking: Ranking) -> Iterator[dict[str, Any]]:
    yield rich.block(rich.section(rich.text(ranking.caption, rich.BOLD)))
    if ranking.rows:
        yield _table(ranking.rows)


def _option(row: OptionRow) -> rich.Element:
    """Symbol and word for what is known, then the share, then whether the reader chose it."""
    facts = [fact for fact in (VERDICTS[row.verdict], row.share, "chosen" if row.chosen else "") if fact]
    told = [rich.text(f"{row.letter}  ", rich.BOLD), *rich.bank(row.text)]
    if facts:
        told.append(rich.text(" · " + " · ".join(facts)))
    why = [rich.text("\n"), *rich.bank(row.why), rich.text("\n")] if row.why else [rich.text("\n")]
    return rich.section(*told, *why)


def _table(ranks: Sequence[RankRow]) -> dict[str, Any]:
    head = [_cell(word) for word in ("Rank", "Name", "Result")]
    rows = [[_cell(str(row.rank)), _cell(_named(row)), _cell(row.value)] for row in ranks[: TABLE_ROWS - 1]]
    return {"type": "table", "rows": [head, *rows]}


def _cell(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


def _named(row: RankRow) -> str:
    return f"{row.name} (you)" if row.me else row.name


def _actions(row: Sequence[Button]) -> dict[str, Any]:
    return {"type": "actions", "elements": [_button(button) for button in row]}


def _button(button: Button) -> dict[str, Any]:
    made: dict[str, Any] = {
        "type": "button",
        "action_id": button.action,
        "text": {"type": "plain_text", "text": short(button.label, LABEL), "emoji": True},
    }
    if button.style is ButtonStyle.PRIMARY:
        made["style"] = "primary"
    if button.spoken:
        made["accessibility_label"] = short(button.spoken, LABEL)
    return made


def plain(block: Block, typed: Typed) -> str:
    """The same in words."""
    match block:
        case Para(spans):
            return line(spans, typed)
        case CodeBlock(text):
            return escaped(text)
        case Prose(markdown):
            return escaped(markdown.strip())
        case Bullets(lines):
            return "\n".join(f"• {line(each, typed)}" for each in lines)
        case Options(rows):
            return "\n".join(map(_option_text, rows))
        case Ranking(caption, ranks):
            return "\n".join([escaped(caption), *map(_rank_text, ranks)])
        case Calendar(_, alt):
            return escaped(alt)


def _rank_text(row: RankRow) -> str:
    return f"{row.rank}. {escaped(_named(row))}: {escaped(row.value)}"


def _option_text(row: OptionRow) -> str:
    facts = [fact for fact in (VERDICTS[row.verdict], row.share, "chosen" if row.chosen else "") if fact]
    told = escaped(" · ".join([f"{row.letter}: {row.text}", *facts]))
    return f"{told}\n   {escaped(row.why)}" if row.why else told


def short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
