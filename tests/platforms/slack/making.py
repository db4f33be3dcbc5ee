"""Blocks and views for tests, as short as can be written."""

from typing import Any

from tests.platforms.slack.wire import Json


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "x", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text)} | more


def button(number: int = 0, **more: Any) -> Json:
    return {"type": "button", "action_id": f"b{number}", "text": plain("B")} | more


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def buttons(count: int) -> Json:
    return actions(*(button(number) for number in range(count)))


def option(value: str = "v", **more: Any) -> Json:
    return {"text": plain("o"), "value": value} | more


def chooser(kind: str, count: int = 1, **more: Any) -> Json:
    options = [option(str(number)) for number in range(count)]
    return {"type": kind, "action_id": "c", "options": options} | more


def context(count: int) -> Json:
    return {"type": "context", "elements": [mrkdwn("x")] * count}


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def line(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def words(text: str = "x", **more: Any) -> Json:
    return {"type": "text", "text": text} | more


def date(pattern: str, timestamp: Any = 1) -> Json:
    return {"type": "date", "timestamp": timestamp, "format": pattern}


def listed(**more: Any) -> Json:
    return {"type": "rich_text_list", "style": "bullet", "elements": [line(words())]} | more


def table(rows: int = 1, columns: int = 1, text: str = "x") -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * columns] * rows}


def markdown(length: int) -> Json:
    return {"type": "markdown", "text": "x" * length}


def field(element: Json, label: str = "L", **more: Any) -> Json:
    return {"type": "input", "label": plain(label), "element": element} | more


def entry(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "e"} | more


def asking(text: str) -> Json:
    """A button that asks again."""
    texts = {"title": plain("T"), "confirm": plain("Y"), "deny": plain("N")}
    return actions(button(confirm={"text": mrkdwn(text), **texts}))


def groups(count: int) -> Json:
    group = {"label": plain("G"), "options": [option(str(number)) for number in range(count)]}
    return actions({"type": "static_select", "action_id": "c", "option_groups": [group]})


def data_table(rows: int) -> Json:
    return table(rows) | {"type": "data_table", "caption": "C"}


def modal(*blocks: Json, **more: Any) -> Json:
    shown = list(blocks) or [section()]
    return {"type": "modal", "title": plain("T"), "submit": plain("S"), "blocks": shown} | more


def without_submit(*blocks: Json) -> Json:
    return {"type": "modal", "title": plain("T"), "blocks": list(blocks)}
