"""Spans as Discord's Markdown, in which whatever people or the bank wrote is literal.

Nothing pings: the client allows no mentions, and what looks like one is written out.
"""

import re
from collections.abc import Callable, Sequence
from typing import Final

from adapters.draw.codes import pieces
from bot.intents.base import BankText, Bold, Code, CommandRef, Link, Moment, MomentStyle, Person, Span

Typed = Callable[[str], str]
"""A command, from its neutral words ("privacy hide") to how it is typed here."""

STYLES: Final = {
    MomentStyle.TIME: "t",
    MomentStyle.DAY: "D",
    MomentStyle.DAY_TIME: "f",
    MomentStyle.RELATIVE: "R",
}
"""Discord's own timestamps, which each reader sees in their own zone."""

_SPECIAL = re.compile(r"[\\*_~|`<\[]|:(?=//)|@(?=everyone|here)")
_BEGINS = re.compile(r"^(\s*\d*)((?:(?<=\d)\.|(?<!\d)(?:#{1,3}|>{1,3}|-#|[-+])) )", re.MULTILINE)
_UNPINGED: Final = "@\u200b"
_TICKS_APART: Final = "`\u200b`"
_FENCE_APART: Final = "`\u200b``"


def literal(text: str) -> str:
    """Text that reads on Discord as it is written here."""
    return _SPECIAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return _UNPINGED if found[0] == "@" else f"\\{found[0]}"


def line(spans: Sequence[Span], typed: Typed) -> str:
    """A line of its own: what would begin a list, a heading or a quote is literal too."""
    drawn = [literal(each) if isinstance(each, str) else span(each, typed) for each in spans]
    return unbegun("".join(drawn))


def span(one: Span, typed: Typed) -> str:
    match one:
        case str():
            return literal(one)
        case Bold(text):
            return strong(literal(text))
        case Code(text):
            return code(text)
        case BankText(text, is_strong):
            return strong(bank(text)) if is_strong else bank(text)
        case Moment(at, _, style):
            return f"<t:{int(at.timestamp())}:{STYLES[style]}>"
        case Person(name):
            return literal(name)
        case CommandRef(words):
            return typed(words)
        case Link(title, url):
            return link(literal(title), url)


def bank(text: str) -> str:
    """Text of a question: literal but for `code`."""
    return "".join(code(piece) if is_code else literal(piece) for piece, is_code in pieces(text))


def strong(text: str) -> str:
    """Spaces at its ends stand outside, as bold begins and ends at a word."""
    bare = text.strip()
    if not bare:
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}**{bare}**{after}"


def code(text: str) -> str:
    """A code span; one that holds a backtick is fenced by two, and two of them are kept apart."""
    text = text.replace("``", _TICKS_APART)
    fence = "``" if "`" in text else "`"
    inner = f" {text} " if text.startswith("`") or text.endswith("`") else text
    return f"{fence}{inner}{fence}"


def code_block(text: str) -> str:
    """Three backticks inside would end it: a joiner that nobody sees keeps them apart."""
    apart = text.replace("```", _FENCE_APART)
    return f"```\n{apart}\n```"


def link(title: str, url: str) -> str:
    """In angle brackets it draws no preview. What is no address of the web stays text."""
    if not re.fullmatch(r"https?://[^\s<>()]+(?:\([^\s<>()]*\)[^\s<>()]*)*", url):
        return title
    return f"[{title}](<{url}>)"


def unbegun(text: str) -> str:
    """Only the words of people and the bank can begin a line like this; a timestamp or bold cannot."""
    return _BEGINS.sub(_kept_apart, text)


def _kept_apart(found: re.Match[str]) -> str:
    return f"{found[1]}\\{found[2]}"
