"""Several are possible: one button each."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.intents.base import Bold, Button, Said, para

IN_A_ROW = 5
MOST_BUTTONS = 25


@dataclass(frozen=True, slots=True)
class Which:
    """``choices``: (action, label) pairs."""

    question: str
    choices: tuple[tuple[str, str], ...]

    def said(self) -> Said:
        buttons = [Button(action, label) for action, label in self.choices[:MOST_BUTTONS]]
        return Said((para(Bold(self.question)),), in_rows(buttons))


def in_rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """At most five side by side, as on the narrowest platform."""
    starts = range(0, len(buttons), IN_A_ROW)
    return tuple(tuple(buttons[start : start + IN_A_ROW]) for start in starts)


def which_channel(choices: Sequence[tuple[str, str]]) -> Which:
    return Which("Which daily question?", tuple((action, f"#{name}") for action, name in choices))


def which_person(choices: Sequence[tuple[str, str, str]]) -> Which:
    """(action, name, account): people of the same name are told apart by their account."""
    names = [name for _, name, _ in choices]
    labels = [name if names.count(name) == 1 else f"{name} ({account})" for _, name, account in choices]
    return Which(
        "Who is meant?", tuple((choice[0], label[:75]) for choice, label in zip(choices, labels, strict=True))
    )
