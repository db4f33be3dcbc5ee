"""What a button's or a form's handler looks like, and how its parts are read."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import Reply
from bot.service.tools import Tools, Who

Press = Callable[[Tools, Who, list[str], datetime], Awaitable[Reply]]
"""(tools, who, the action's parts, the time of the act)."""

Submit = Callable[[Tools, Who, list[str], Mapping[str, str], datetime], Awaitable[Reply]]
"""(tools, who, the action's parts, the fields' values, the time of the act)."""

Presses = Mapping[str, tuple[Press, int]]
Forms = Mapping[str, tuple[Submit, int]]
"""verb → (handler, how many parts it needs)."""


def number(word: str) -> int:
    """A number out of an action id; UsageError where somebody tampered with it."""
    if not (word.isascii() and word.isdigit() and len(word) < 12):
        raise UsageError(refusals.DAMAGED_BUTTON)
    return int(word)
