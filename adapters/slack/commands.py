"""Two slash commands that take every word, and single ones where a workspace has registered them."""

import re
from collections.abc import Sequence
from typing import Final

from adapters.slack.mentions import EVERYTHING, OWN
from bot.commands import BY_NAME, Command

HELP: Final = "/help"
PERSON: Final = re.compile(r"<@([UW][A-Z0-9]{1,30})(?=[|>])")
"""Somebody who was picked while typing."""


def typed(command: str, text: str, prefix: str = "") -> str:
    """What was typed, as everywhere: "/quiz mlflow 5", "/quiz streak" and "/dailydrill leaderboard" all say
    what they say; "/dailydrill" alone is a call for help."""
    name = command.lstrip("/").removeprefix(prefix).casefold()
    words = text.split()
    if name in BY_NAME and name != OWN:
        return f"/{name} {text}".strip()
    if name == OWN and not _means_a_command(words):
        return f"/{OWN} {text}".strip()
    if not words:
        return HELP if name == EVERYTHING else f"/{name}"
    return f"/{text.strip()}"


def with_accounts(text: str, home: str) -> str:
    """ "<@U1|ada>" → "<@T1:U1|ada>": whom the core knows. ``home``: what stands before everybody's id here."""
    return PERSON.sub(rf"<@{home}:\1", text)


def _means_a_command(words: Sequence[str]) -> bool:
    """After /quiz: a topic may have a command's name only where no command is meant by it."""
    if not words:
        return False
    command: Command | None = BY_NAME.get(words[0].casefold())
    return command is not None and command.name not in (OWN, "topics")
