"""Spans as elements of rich text, in which everything people or the bank wrote is literal by itself."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from adapters.draw.codes import pieces
from adapters.slack.text import FORMATS, Typed, fallback, is_web
from bot.intents.base import BankText, Bold, Code, CommandRef, Line, Link, Moment, Person, Span

Element = dict[str, Any]
BOLD: Final = {"bold": True}
CODE: Final = {"code": True}


def block(*elements: Element) -> Element:
    return {"type": "rich_text", "elements": list(elements)}


def section(*elements: Element) -> Element:
    return {"type": "rich_text_section", "elements": [one for one in elements if one]}


def preformatted(text: str) -> Element:
    return {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}


def bullets(lines: Sequence[Line], typed: Typed) -> Element:
    items = [section(*spans(line, typed)) for line in lines]
    return {"type": "rich_text_list", "style": "bullet", "elements": items}


def text(words: str, style: Element | None = None) -> Element:
    """Slack refuses an empty one."""
    if not words:
        return {}
    return {"type": "text", "text": words, **({"style": dict(style)} if style else {})}


def spans(line: Sequence[Span], typed: Typed, style: Element | None = None) -> list[Element]:
    return [element for each in line for element in _span(each, typed, style) if element]


def bank(words: str, style: Element | None = None) -> Iterator[Element]:
    """Text of a question: literal but for `code`."""
    for piece, is_code in pieces(words):
        yield text(piece, {**(style or {}), **(CODE if is_code else {})})


def _span(one: Span, typed: Typed, style: Element | None) -> Iterator[Element]:
    match one:
        case str() | Person(str()):
            yield text(one if isinstance(one, str) else one.name, style)
        case Bold(words):
            yield text(words, {**(style or {}), **BOLD})
        case Code(words):
            yield text(words, {**(style or {}), **CODE})
        case BankText(words, strong):
            yield from bank(words, {**(style or {}), **(BOLD if strong else {})})
        case Moment():
            yield _date(one)
        case CommandRef(words):
            yield text(typed(words), CODE)
        case Link(title, url):
            yield {"type": "link", "url": url, "text": title} if is_web(url) else text(title, style)


def _date(moment: Moment) -> Element:
    return {
        "type": "date",
        "timestamp": int(moment.at.timestamp()),
        "format": FORMATS[moment.style],
        "fallback": fallback(moment),
    }
