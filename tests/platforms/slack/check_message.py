"""Messages as they are sent (chat.postMessage, chat.update: Errors)."""

import json
import re
from typing import Any

from tests.platforms.slack.check_blocks import MARKDOWN, check_blocks
from tests.platforms.slack.wire import Faults, Json, Refusal

MOST_TEXT = 40_000  # characters; more is cut
MOST_EDITED = 4000
MOST_METADATA = 16_000  # bytes of JSON; Slack has a cap but does not tell it
MOST_ATTACHMENTS = 100
TS = re.compile(r"\d+\.\d{6}")


def check_message(form: Json) -> None:
    """Something to show, within the limits."""
    blocks, markdown = form.get("blocks"), form.get("markdown_text")
    if markdown and (form.get("text") or blocks):
        raise Refusal("markdown_text_conflict")
    if markdown and len(markdown) > MARKDOWN:
        raise Refusal("msg_too_long")
    if not any([form.get("text"), blocks, markdown, form.get("attachments")]):
        raise Refusal("no_text")
    if len(form.get("attachments") or []) > MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    thread = form.get("thread_ts")
    if thread and not TS.fullmatch(str(thread)):
        raise Refusal("invalid_thread_ts")
    _blocks(blocks)
    _metadata(form.get("metadata"))


def check_edit(form: Json, before: list[Json]) -> None:
    """``before``: the blocks it had. Rich text cannot be replaced by other blocks alone. ``{}`` ends metadata."""
    text, blocks = form.get("text"), form.get("blocks")
    shown = {name: value for name, value in form.items() if name != "metadata"}
    if text is not None and len(text) > MOST_EDITED:
        raise Refusal("msg_too_long")
    if any(form.get(name) is not None for name in ("text", "blocks", "markdown_text", "attachments")):
        check_message(shown)
    elif form.get("metadata") is None:
        raise Refusal("no_text")
    _metadata(form.get("metadata") or None)
    if blocks and _has_rich(before) and not _has_rich(blocks):
        raise Refusal("block_mismatch")


def _blocks(blocks: Any) -> None:
    if blocks is None:
        return
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    faults = Faults("/blocks", "invalid_blocks")
    check_blocks(faults, "", blocks, in_view=False)
    faults.refuse()


def _metadata(metadata: Any) -> None:
    """Messaging: Message metadata."""
    if metadata is None:
        return
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    if not isinstance(metadata.get("event_type"), str) or not isinstance(metadata.get("event_payload"), dict):
        raise Refusal("invalid_metadata_schema")
    if len(json.dumps(metadata).encode()) > MOST_METADATA:
        raise Refusal("metadata_too_large")


def _has_rich(blocks: list[Json]) -> bool:
    return any(block.get("type") == "rich_text" for block in blocks)
