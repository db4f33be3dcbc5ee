"""What a button's or a form's handler looks like, and how its parts are read."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import Reply
from bot.service.present import as_organiser
from bot.service.tools import Tools, Who

Press = Callable[[Tools, Who, list[str], datetime], Awaitable[Reply]]
"""(tools, who, the action's parts, the time of the act)."""

Submit = Callable[[Tools, Who, list[str], Mapping[str, str], datetime], Awaitable[Reply]]
"""(tools, who, the action's parts, the fields' values, the time of the act)."""

Presses = Mapping[str, tuple[Press, int]]
Forms = Mapping[str, tuple[Submit, int]]
"""verb → (handler, how many parts it needs)."""


def for_organisers(presses: Presses) -> Presses:
    """The same buttons, refused to everybody else before anything is read or done."""
    return {verb: (_press_for_organisers(press), parts) for verb, (press, parts) in presses.items()}


def forms_for_organisers(forms: Forms) -> Forms:
    return {verb: (_submit_for_organisers(submit), parts) for verb, (submit, parts) in forms.items()}


def _press_for_organisers(press: Press) -> Press:
    async def checked(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
        return await press(tools, await as_organiser(tools, who), parts, at)

    return checked


def _submit_for_organisers(submit: Submit) -> Submit:
    async def checked(
        tools: Tools, who: Who, parts: list[str], values: Mapping[str, str], at: datetime
    ) -> Reply:
        return await submit(tools, await as_organiser(tools, who), parts, values, at)

    return checked


def number(word: str) -> int:
    """A number out of an action id; UsageError where somebody tampered with it."""
    if not (word.isascii() and word.isdigit() and len(word) < 12):
        raise UsageError(refusals.DAMAGED_BUTTON)
    return int(word)
