"""What a person reads when something cannot be done."""

from dataclasses import dataclass

from bot.intents.base import Code, Said, para
from bot.intents.words import with_commands


@dataclass(frozen=True, slots=True)
class Sorry:
    """A known error: its sentence says what to do instead; a command in backticks becomes a reference.
    ``faults``: the same by the fields of a form that they belong to, (field, sentence) pairs."""

    sentence: str
    faults: tuple[tuple[str, str], ...] = ()

    def said(self) -> Said:
        return Said((para(*with_commands(self.sentence)),))


@dataclass(frozen=True, slots=True)
class Broken:
    """An unknown error; ``reference`` finds its traceback in the log."""

    reference: str

    def said(self) -> Said:
        return Said(
            (
                para(
                    "Something went wrong on our side, and nothing was lost. Reference: ",
                    Code(self.reference),
                    ".",
                ),
            )
        )
