"""Modals and Home tabs (Reference: Modal views, Home tab views)."""

import json
from typing import Any

from tests.platforms.slack.check_blocks import check_blocks
from tests.platforms.slack.check_objects import check_text
from tests.platforms.slack.wire import Faults, Json, Refusal

LARGEST = 250_000  # bytes of JSON
LIMITS = {"private_metadata": 3000, "callback_id": 255, "external_id": 255}
COMMON = {"blocks", "private_metadata", "callback_id", "external_id"}
MODAL = COMMON | {"title", "submit", "close", "clear_on_close", "notify_on_close", "submit_disabled"}
TITLES = 24


def check_view(given: Json, kind: str) -> None:
    """``kind``: modal or home."""
    if len(json.dumps(given).encode()) > LARGEST:
        raise Refusal("view_too_large")
    faults = Faults("/view", "invalid_arguments")
    if given.get("type") != kind:
        faults.add("/type", f"unsupported type: {given.get('type')}")
    required = {"blocks", "title"} if kind == "modal" else {"blocks"}
    faults.fields("", given, required, MODAL if kind == "modal" else COMMON)
    faults.strings("", given, LIMITS)
    for name in ("title", "submit", "close"):
        if given.get(name) is not None:
            check_text(faults, f"/{name}", given[name], TITLES)
    check_blocks(faults, "/blocks", given.get("blocks"), in_view=True)
    if kind == "modal" and not given.get("submit") and _has_input(given.get("blocks")):
        faults.add("/submit", "a submit is required when there are input blocks")
    faults.refuse()


def _has_input(blocks: Any) -> bool:
    return isinstance(blocks, list) and any(
        isinstance(each, dict) and each.get("type") == "input" for each in blocks
    )
