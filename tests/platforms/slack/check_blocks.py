"""Blocks of messages, modals and Home tabs (Reference: Blocks)."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from tests.platforms.slack.check_elements import IN_ACTIONS, IN_INPUT, IN_SECTION, check_element, check_image
from tests.platforms.slack.check_objects import EITHER, check_text
from tests.platforms.slack.check_rich import check_rich
from tests.platforms.slack.check_table import check_data_table, check_table
from tests.platforms.slack.wire import Faults, Json

MARKDOWN = 12_000
# block: the fields it must have, the others
FIELDS: dict[str, tuple[set[str], set[str]]] = {
    "section": (set(), {"text", "fields", "accessory", "expand"}),
    "header": ({"text"}, set()),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "divider": (set(), set()),
    "image": ({"alt_text"}, {"image_url", "slack_file", "title"}),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "rich_text": ({"elements"}, set()),
    "markdown": ({"text"}, set()),
    "table": ({"rows"}, {"column_settings"}),
    "data_table": ({"rows", "caption"}, {"page_size", "row_header_column_index", "column_settings"}),
}
IN_VIEWS = {"section", "header", "context", "actions", "divider", "image", "input", "rich_text"}
# not looked into here
UNCHECKED = {
    "video",
    "file",
    "context_actions",
    "alert",
    "card",
    "carousel",
    "container",
    "plan",
    "task_card",
}


def check_blocks(faults: Faults, path: str, blocks: Any, *, in_view: bool) -> None:
    """At most 50 in a message, 100 in a view."""
    found = faults.items(path, blocks, 0, 100 if in_view else 50)
    allowed = IN_VIEWS if in_view else FIELDS.keys() | UNCHECKED
    for place, block in enumerate(found):
        _block(faults, f"{path}/{place}", block, set(allowed))
    kept = [block for block in found if isinstance(block, dict)]
    _once(faults, path, [block.get("block_id") for block in kept], "block_id")
    for ids in _action_ids(kept, together=not in_view):
        _once(faults, path, ids, "action_id")
    _together(faults, path, kept)


def _block(faults: Faults, path: str, block: Any, allowed: set[str]) -> None:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in allowed:
        faults.add(path, f"unsupported type: {kind}")
        return
    if kind in UNCHECKED:
        return
    required, optional = FIELDS[kind]
    faults.fields(path, block, required, optional | {"block_id"})
    faults.strings(path, block, {"block_id": 255})
    check = CHECKS.get(kind)
    if check is not None:
        check(faults, path, block)


def _section(faults: Faults, path: str, block: Json) -> None:
    """A text, or fields, or both."""
    if "text" not in block and not block.get("fields"):
        faults.add(path, "missing required field: text or fields")
    if "text" in block:
        check_text(faults, f"{path}/text", block["text"], 3000, EITHER)
    if "fields" in block:
        for place, text in enumerate(faults.items(f"{path}/fields", block["fields"], 1, 10)):
            check_text(faults, f"{path}/fields/{place}", text, 2000, EITHER)
    if "accessory" in block:
        check_element(faults, f"{path}/accessory", block["accessory"], IN_SECTION)


def _header(faults: Faults, path: str, block: Json) -> None:
    check_text(faults, f"{path}/text", block.get("text"), 150)


def _context(faults: Faults, path: str, block: Json) -> None:
    for place, element in enumerate(faults.items(f"{path}/elements", block.get("elements"), 1, 10)):
        where = f"{path}/elements/{place}"
        if isinstance(element, dict) and element.get("type") == "image":
            check_element(faults, where, element, {"image"})
        else:
            check_text(faults, where, element, 3000, EITHER)


def _actions(faults: Faults, path: str, block: Json) -> None:
    for place, element in enumerate(faults.items(f"{path}/elements", block.get("elements"), 1, 25)):
        check_element(faults, f"{path}/elements/{place}", element, IN_ACTIONS)


def _image(faults: Faults, path: str, block: Json) -> None:
    check_image(faults, path, block)
    if "title" in block:
        check_text(faults, f"{path}/title", block["title"], 2000)


def _input(faults: Faults, path: str, block: Json) -> None:
    check_text(faults, f"{path}/label", block.get("label"), 2000)
    check_element(faults, f"{path}/element", block.get("element"), IN_INPUT)
    if "hint" in block:
        check_text(faults, f"{path}/hint", block["hint"], 2000)


def _markdown(faults: Faults, path: str, block: Json) -> None:
    faults.string(f"{path}/text", block.get("text"), MARKDOWN)


def _together(faults: Faults, path: str, blocks: list[Json]) -> None:
    """What counts over all blocks of a message."""
    lengths = [len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown"]
    if sum(lengths) > MARKDOWN and len(lengths) > 1:
        faults.add(path, f"markdown blocks must be less than {MARKDOWN + 1} characters in total")
    if sum(block.get("type") == "table" for block in blocks) > 1:
        faults.add(path, "only_one_table_allowed")


def _once(faults: Faults, path: str, ids: list[Any], name: str) -> None:
    for value, times in Counter(filter(None, ids)).items():
        if times > 1:
            faults.add(
                path,
                f"`{name}` {value!r} already exists for another {'block' if name == 'block_id' else 'element'}",
            )


def _action_ids(blocks: list[Json], *, together: bool) -> Iterator[list[Any]]:
    """In a message each is there once; in a view once in each block."""
    each = [[element.get("action_id") for element in _usable(block)] for block in blocks]
    if together:
        yield [identity for ids in each for identity in ids]
    else:
        yield from each


def _usable(block: Json) -> list[Json]:
    inner = [block.get("accessory"), block.get("element")]
    inner += block.get("elements") or [] if block.get("type") == "actions" else []
    return [element for element in inner if isinstance(element, dict)]


CHECKS: dict[str, Callable[[Faults, str, Json], None]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "input": _input,
    "rich_text": check_rich,
    "markdown": _markdown,
    "table": check_table,
    "data_table": check_data_table,
}
