"""Create Message's ``enforce_nonce``: unique an author and channel "in the past few minutes"."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.ports.clock import Clock
from tests.platforms.discord.wire import Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.message import Message
    from tests.platforms.discord.world import Channel

FEW_MINUTES = timedelta(minutes=5)


class Nonces:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._seen: dict[tuple[int, str], tuple[datetime, Message]] = {}
        self.window = FEW_MINUTES
        self.ignored = False  # a lawful server whose few minutes are over

    def keep(self, channel: "Channel", nonce: str | int, message: "Message") -> None:
        self._seen[channel.id, str(nonce)] = (self._clock.now(), message)

    def find(self, channel: "Channel", nonce: str | int) -> "Message | None":
        """The message that was made with it; Unknown Message when that one was deleted since."""
        found = self._seen.get((channel.id, str(nonce)))
        if self.ignored or found is None or self._clock.now() - found[0] > self.window:
            return None
        if found[1].deleted:
            raise Refusal(10008)
        return found[1]
