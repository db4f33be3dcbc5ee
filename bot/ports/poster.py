"""How the core speaks to a platform."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.intents.base import Intent


@dataclass(frozen=True, slots=True)
class Target:
    """A channel, or the direct messages of the account ``dm``; in the thread of a message if
    ``thread_of`` is set. All are the platform's own ids. ``label``: what the post is labelled with."""

    group: str
    channel: str
    thread_of: str | None = None
    dm: str | None = None
    silent: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Reaction:
    """One emoji of one account on a message; ``name`` as far as the platform tells it."""

    account: str
    name: str
    symbol: str


class Poster(Protocol):
    platform: str

    async def permit(self, target: Target) -> None:
        """Wait for the pacer: the platform's rate limits are kept before a lease begins."""
        ...

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        """Create one message carrying ``mark``; returns the platform's reference to it.

        Raises Refused when nothing was posted, Uncertain when nobody knows.
        """
        ...

    async def find(self, target: Target, mark: str, since: datetime) -> str | None:
        """The own message carrying ``mark`` in the history since then; CannotAsk where it can't be read."""
        ...

    async def edit(self, target: Target, ref: str, intent: Intent) -> None:
        """Make an existing message look like ``intent``; may be repeated. Raises Refused or Uncertain."""
        ...

    async def lacks(self, target: Target) -> tuple[str, ...]:
        """The rights that a channel does not give and a question needs, in the platform's own words."""
        ...

    async def labels(self, target: Target) -> tuple[tuple[str, str], ...]:
        """(id, name) of the labels of which a post there must have one; none where it needs none."""
        ...

    async def reactions(self, target: Target, ref: str) -> Sequence[Reaction]:
        """The letters 🇦 to 🇪 that people gave a message, without the bot's own; others may be among them.

        Raises Refused or Uncertain.
        """
        ...
