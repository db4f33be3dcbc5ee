"""Set-up in a channel whose posts must carry a label: which one."""

from dataclasses import dataclass

from bot.intents.base import Bold, Button, Said, action, para, quiet
from bot.intents.which import in_rows

LABEL = 75


@dataclass(frozen=True, slots=True)
class WhichLabel:
    """``draft``: id of the draft the answer goes to. ``labels``: (id, name) pairs."""

    draft: int
    labels: tuple[tuple[str, str], ...]

    def said(self) -> Said:
        buttons = [
            Button(action("setuplabel", self.draft, label), name[:LABEL]) for label, name in self.labels
        ]
        return Said(
            (
                para(Bold("Which tag shall the questions have?")),
                quiet("Every post in this channel needs one."),
            ),
            in_rows(buttons),
        )
