"""Cursors (Web API: Pagination)."""

from collections.abc import Sequence
from typing import TypeVar

from tests.platforms.slack.calls import Call
from tests.platforms.slack.wire import Json, Refusal

T = TypeVar("T")


def page(call: Call, things: Sequence[T], most: int, default: int = 100) -> tuple[Sequence[T], Json]:
    """What is on the page that was asked for, and how the answer tells the next."""
    limit = call.number("limit", default)
    if not 1 <= limit <= most:
        raise Refusal("invalid_limit")
    start = _start(call.text("cursor"))
    following = start + limit
    cursor = f"from{following}" if following < len(things) else ""
    return things[start:following], {"response_metadata": {"next_cursor": cursor}}


def _start(cursor: str | None) -> int:
    if not cursor:
        return 0
    number = cursor.removeprefix("from")
    if not number.isdecimal():
        raise Refusal("invalid_cursor")
    return int(number)
