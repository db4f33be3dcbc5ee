"""The one hint on joining a server or workspace."""

from dataclasses import dataclass

from bot.intents.base import Said, para
from bot.intents.words import with_commands


@dataclass(frozen=True, slots=True)
class Joined:
    def said(self) -> Said:
        return Said(
            (
                para(
                    *with_commands(
                        "I post one interview question a day. Nothing happens until an organiser runs "
                        "`/daily setup` (about a minute)."
                    )
                ),
            )
        )
