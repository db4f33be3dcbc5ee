"""Rich text (Reference: Rich text block)."""

import re
from collections.abc import Callable
from typing import Any

from tests.platforms.slack.wire import Faults, Json

STYLES = {"bold", "italic", "strike", "code", "underline"}
MENTION_STYLES = {"bold", "italic", "strike", "highlight", "client_highlight", "unlink"}
TOKEN = re.compile(r"\{(\w+)\}")
TOKENS = {
    "date",
    "date_long",
    "date_long_pretty",
    "date_num",
    "date_pretty",
    "date_short",
    "date_short_pretty",
    "date_slash",
    "day_divider_pretty",
    "ago",
    "time",
    "time_secs",
}
# element: the fields it must have, the others, the styles it takes
ELEMENTS: dict[str, tuple[set[str], set[str], set[str]]] = {
    "text": ({"text"}, {"style"}, STYLES),
    "link": ({"url"}, {"text", "unsafe", "style"}, STYLES),
    "user": ({"user_id"}, {"style"}, MENTION_STYLES),
    "usergroup": ({"usergroup_id"}, {"style"}, MENTION_STYLES),
    "channel": ({"channel_id"}, {"style"}, MENTION_STYLES),
    "broadcast": ({"range"}, {"style"}, MENTION_STYLES),
    "emoji": ({"name"}, {"unicode", "skin_tone", "style"}, STYLES),
    "date": ({"timestamp", "format"}, {"url", "fallback", "style"}, STYLES),
    "color": ({"value"}, {"style"}, STYLES),
}
PARTS = {
    "rich_text_section": set[str](),
    "rich_text_list": {"style", "indent", "offset", "border"},
    "rich_text_preformatted": {"border", "language"},
    "rich_text_quote": {"border"},
}
IN_PREFORMATTED = {"text", "link"}


def check_rich(faults: Faults, path: str, block: Json) -> None:
    for place, part in enumerate(faults.items(f"{path}/elements", block.get("elements"), 1, 1000)):
        _part(faults, f"{path}/elements/{place}", part, set(PARTS))


def _part(faults: Faults, path: str, part: Any, allowed: set[str]) -> None:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind not in allowed:
        faults.add(path, f"unsupported type: {kind}")
        return
    faults.fields(path, part, {"elements"}, PARTS[kind])
    for place, element in enumerate(faults.items(f"{path}/elements", part.get("elements"), 1, 1000)):
        where = f"{path}/elements/{place}"
        if kind == "rich_text_list":
            _part(faults, where, element, {"rich_text_section"})
        else:
            _element(
                faults, where, element, IN_PREFORMATTED if kind == "rich_text_preformatted" else set(ELEMENTS)
            )
    if kind == "rich_text_list":
        _list(faults, path, part)


def _list(faults: Faults, path: str, part: Json) -> None:
    faults.one_of(f"{path}/style", part.get("style"), {"bullet", "ordered"})
    if not 0 <= int(part.get("indent", 0)) <= 8:
        faults.add(f"{path}/indent", "must be between 0 and 8")


def _element(faults: Faults, path: str, element: Any, allowed: set[str]) -> None:
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in allowed:
        faults.add(path, f"unsupported type: {kind}")
        return
    required, optional, styles = ELEMENTS[kind]
    faults.fields(path, element, required, optional)
    if "style" in element:
        _style(faults, f"{path}/style", element["style"], styles)
    check = CHECKS.get(kind)
    if check is not None:
        check(faults, path, element)


def _style(faults: Faults, path: str, style: Any, allowed: set[str]) -> None:
    if faults.fields(path, style, set(), allowed):
        for name, value in style.items():
            if not isinstance(value, bool):
                faults.add(f"{path}/{name}", "must provide a boolean")


def _text(faults: Faults, path: str, element: Json) -> None:
    """Never empty."""
    faults.string(f"{path}/text", element.get("text"), 10**6)


def _link(faults: Faults, path: str, element: Json) -> None:
    faults.string(f"{path}/url", element.get("url"), 3000)
    if not re.match(r"https?://|mailto:|tel:|slack://", str(element.get("url"))):
        faults.add(f"{path}/url", "must be a valid URL")


def _date(faults: Faults, path: str, element: Json) -> None:
    """Messaging: Formatting message text, Date formatting."""
    if not isinstance(element.get("timestamp"), int):
        faults.add(f"{path}/timestamp", "must provide an integer")
    tokens = TOKEN.findall(str(element.get("format")))
    if not tokens or not TOKENS.issuperset(tokens):
        faults.add(f"{path}/format", "must have tokens of a date, and known ones")


def _emoji(faults: Faults, path: str, element: Json) -> None:
    if ":" in str(element.get("name")):
        faults.add(f"{path}/name", "must be a name without colons")


def _broadcast(faults: Faults, path: str, element: Json) -> None:
    faults.one_of(f"{path}/range", element.get("range"), {"here", "channel", "everyone"})


CHECKS: dict[str, Callable[[Faults, str, Json], None]] = {
    "text": _text,
    "link": _link,
    "date": _date,
    "emoji": _emoji,
    "broadcast": _broadcast,
}
