"""It cannot be done as typed, but something near it can: one button each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intents.base import Button, Said, para
from bot.intents.which import MOST_BUTTONS, in_rows
from bot.intents.words import with_commands


@dataclass(frozen=True, slots=True)
class Instead:
    """A command in backticks becomes a reference. ``offers``: (action, label) pairs."""

    sentence: str
    offers: Sequence[tuple[str, str]]

    def said(self) -> Said:
        buttons = [Button(action, label) for action, label in self.offers[:MOST_BUTTONS]]
        return Said((para(*with_commands(self.sentence)),), in_rows(buttons))
