"""An intent as the page shows it: pure, from ``Said`` to the JSON body that a message keeps.

Pictures and files are ``attached``'s: of a picture only the empty frame stands in the HTML.
"""

from dataclasses import asdict
from html import escape
from typing import Any

from adapters.web.prose import prose_html
from adapters.web.spans import bank_html, line_html, line_text
from bot.intents.base import (
    Block,
    Bullets,
    Button,
    Calendar,
    CodeBlock,
    Form,
    Intent,
    Line,
    OptionRow,
    Options,
    Para,
    Prose,
    Ranking,
    RankRow,
    Tone,
    Verdict,
)

BOXES = ("☐ ", "☑ ")
VERDICTS = {Verdict.UNKNOWN: "", Verdict.RIGHT: "✅ right", Verdict.WRONG: "✗ not right"}


def body(intent: Intent) -> dict[str, Any]:
    """What the page keeps of a message: its HTML, the same in words, its buttons."""
    said = intent.said()
    text = "\n".join(filter(None, map(block_text, said.blocks)))
    return {
        "html": "".join(map(block_html, said.blocks)),
        "text": text,
        "headline": said.headline or text.split("\n", 1)[0],
        "buttons": [[button_json(button) for button in row] for row in said.buttons],
    }


def typed_body(text: str) -> dict[str, Any]:
    """A message that a person wrote: literal text."""
    return {
        "html": f'<p class="typed" dir="auto">{escape(text)}</p>',
        "text": text,
        "headline": text,
        "buttons": [],
    }


def button_json(button: Button) -> dict[str, Any]:
    return {
        "action": button.action,
        "label": button.label,
        "style": button.style.value,
        "spoken": button.spoken,
    }


def form_json(form: Form) -> dict[str, Any]:
    return asdict(form)


def block_html(block: Block) -> str:
    match block:
        case Para():
            return _para_html(block)
        case CodeBlock(text):
            return f'<pre tabindex="0"><code>{escape(text)}</code></pre>'
        case Prose(markdown):
            return f'<div class="prose">{prose_html(markdown)}</div>'
        case Bullets(lines):
            items = "".join(f"<li>{line_html(line)}</li>" for line in lines)
            return f'<ul class="boxes">{items}</ul>' if all(map(_has_box, lines)) else f"<ul>{items}</ul>"
        case Options(rows):
            return f'<ul class="options">{"".join(map(_option_html, rows))}</ul>'
        case Ranking():
            return _ranking_html(block)
        case Calendar(_, alt):
            return f'<figure class="picture" tabindex="0"><img alt="{escape(alt)}"></figure>'


def block_text(block: Block) -> str:
    match block:
        case Para(line):
            return line_text(line)
        case CodeBlock(text):
            return text
        case Prose(markdown):
            return markdown.strip()
        case Bullets(lines):
            return "\n".join(f"• {line_text(line)}" for line in lines)
        case Options(rows):
            return "\n".join(map(_option_text, rows))
        case Ranking(caption, ranks):
            return "\n".join([caption, *map(_rank_text, ranks)])
        case Calendar(_, alt):
            return alt


def _has_box(line: Line) -> bool:
    """Whether a box to tick stands where a list has its dots."""
    return line_text(line).startswith(BOXES)


def _para_html(para: Para) -> str:
    inner = line_html(para.line)
    if not inner:
        return ""
    match para.tone:
        case Tone.HEADING:
            return f"<h3>{inner}</h3>"
        case Tone.QUIET:
            return f'<p class="quiet">{inner}</p>'
        case Tone.NORMAL:
            return f"<p>{inner}</p>"


def _option_html(row: OptionRow) -> str:
    chosen = " chosen" if row.chosen else ""
    facts = "".join(f"<span>{escape(fact)}</span>" for fact in _facts(row))
    return (
        f'<li class="option {row.verdict.value}{chosen}"><span class="letter">{escape(row.letter)}</span>'
        f'<div><span class="option-text">{bank_html(row.text)}</span>'
        + (f'<span class="facts">{facts}</span>' if facts else "")
        + (f'<p class="why">{bank_html(row.why)}</p>' if row.why else "")
        + "</div></li>"
    )


def _option_text(row: OptionRow) -> str:
    told = " ".join([f"{row.letter}:", row.text, *(f"· {fact}" for fact in _facts(row))])
    return f"{told}\n   {row.why}" if row.why else told


def _facts(row: OptionRow) -> list[str]:
    """Symbol and word for what is known of an option, its share, and whether the reader chose it."""
    chosen = "chosen" if row.chosen else ""
    return [fact for fact in (VERDICTS[row.verdict], row.share, chosen) if fact]


def _ranking_html(ranking: Ranking) -> str:
    columns = "".join(f'<th scope="col">{column}</th>' for column in ("Rank", "Name", "Result"))
    head = f"<caption>{escape(ranking.caption)}</caption><thead><tr>{columns}</tr></thead>"
    rows = "".join(map(_rank_html, ranking.rows))
    return f'<table class="ranking">{head}<tbody>{rows}</tbody></table>'


def _rank_html(row: RankRow) -> str:
    mine = ' class="me"' if row.me else ""
    you = ' <span class="you">you</span>' if row.me else ""
    name = f'<th scope="row"><bdi>{escape(row.name)}</bdi>{you}</th>'
    return f"<tr{mine}><td>{row.rank}</td>{name}<td>{escape(row.value)}</td></tr>"


def _rank_text(row: RankRow) -> str:
    return f"{row.rank}. {row.name}: {row.value}{' (you)' if row.me else ''}"
