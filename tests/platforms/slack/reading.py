"""Blocks in words, as somebody in the channel reads them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.platforms.slack.wire import Json

LINKED = re.compile(r"<(?:https?://|mailto:)[^|>]*\|([^>]*)>")
DATED = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")


def words(blocks: list[Json]) -> str:
    """A line for each block that says anything."""
    lines = (_block(block) for block in blocks)
    return "\n".join(line for line in lines if line)


def _block(block: Json) -> str:
    reader = READERS.get(block["type"])
    return reader(block).rstrip("\n") if reader else ""


def _text(text: Any) -> str:
    if not isinstance(text, dict):
        return ""
    written = str(text.get("text", ""))
    return unescaped(written) if text.get("type") == "mrkdwn" else written


def unescaped(written: str) -> str:
    """mrkdwn without its marks for links and dates."""
    plain = DATED.sub(r"\1", LINKED.sub(r"\1", written))
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _section(block: Json) -> str:
    texts = [_text(block.get("text")), *(_text(field) for field in block.get("fields", []))]
    return "\n".join(text for text in [*texts, _element(block.get("accessory"))] if text)


def _element(element: Any) -> str:
    if not isinstance(element, dict):
        return ""
    return _text(element.get("text")) or _text(element.get("placeholder")) or str(element.get("alt_text", ""))


def _listed(block: Json) -> str:
    return " ".join(_element(each) or _text(each) for each in block["elements"])


def _input(block: Json) -> str:
    return f"{_text(block['label'])}: {_element(block['element'])}".rstrip(": ")


def _rich(block: Json) -> str:
    return "\n".join(_rich_part(part) for part in block["elements"])


def _rich_part(part: Json) -> str:
    if part["type"] == "rich_text_list":
        return "\n".join(f"• {_rich_part(each)}" for each in part["elements"])
    return "".join(_rich_element(each) for each in part["elements"])


def _rich_element(element: Json) -> str:
    match element["type"]:
        case "text":
            return str(element["text"])
        case "link":
            return str(element.get("text") or element["url"])
        case "emoji":
            return f":{element['name']}:"
        case "date":
            at = datetime.fromtimestamp(element["timestamp"], UTC)
            return str(element.get("fallback") or at.isoformat())
        case "user":
            return f"<@{element['user_id']}>"
        case other:
            return f"<{other}>"


def _table(block: Json) -> str:
    return "\n".join(" | ".join(_cell(cell) for cell in row) for row in block["rows"])


def _cell(cell: Json) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else _rich(cell)


READERS: dict[str, Callable[[Json], str]] = {
    "section": _section,
    "header": lambda block: _text(block["text"]),
    "context": _listed,
    "actions": _listed,
    "image": lambda block: str(block["alt_text"]),
    "input": _input,
    "markdown": lambda block: str(block["text"]),
    "rich_text": _rich,
    "table": _table,
}
