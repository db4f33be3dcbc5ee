"""One interaction: what was sent to the bot, and what came back (Interactions: Receiving and Responding)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.platforms.discord.wire import Json
from tests.platforms.pulse import PATIENCE, NeverHappenedError

if TYPE_CHECKING:
    from tests.platforms.discord.message import Message
    from tests.platforms.discord.person import Member
    from tests.platforms.discord.server import DiscordServer
    from tests.platforms.discord.world import Channel

FIRST_ANSWER = timedelta(seconds=3)
TOKEN_LIFE = timedelta(minutes=15)


class Asked(IntEnum):
    """Interaction Type."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Callback(IntEnum):
    """Interaction Callback Type."""

    MESSAGE = 4
    DEFERRED_MESSAGE = 5
    DEFERRED_UPDATE = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


class NotAnsweredError(AssertionError):
    """The person sees *The application did not respond*."""


@dataclass(eq=False)
class Reply:
    """Awaited and read by the test; the routes fill it in."""

    server: "DiscordServer" = field(repr=False)
    id: int
    token: str
    asked: Asked
    member: "Member"
    channel: "Channel" = field(repr=False)
    payload: Json = field(repr=False)  # as it was dispatched
    source: "Message | None"  # the message whose component was used
    began: datetime
    ack: Json | None = None  # the callback's body
    message: "Message | None" = None  # the original response; for updates the source
    followups: list["Message"] = field(default_factory=list)
    edits_before: int = 0  # of the source
    given_up: bool = False

    # --- reading ---------------------------------------------------------------------------------

    @property
    def type(self) -> int | None:
        """The callback's type, None until acknowledged."""
        return self.ack["type"] if self.ack else None

    @property
    def data(self) -> Json:
        return (self.ack or {}).get("data") or {}

    @property
    def modal(self) -> Json | None:
        return self.data if self.type == Callback.MODAL else None

    @property
    def choices(self) -> list[Json]:
        choices: list[Json] = self.data.get("choices", [])
        return choices

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and self.message.ephemeral

    @property
    def text(self) -> str:
        """All the person reads: the original response and the follow-ups."""
        own = self.message if self.message is not self.source else None
        return "\n".join(
            each.text for each in [own, *self.followups] if each is not None and not each.deleted
        )

    @property
    def dead(self) -> bool:
        """Whether the bot can no longer use the token: not answered in 3 s, or older than 15 min."""
        age = self.server.clock.now() - self.began
        return self.given_up or age > TOKEN_LIFE or (self.ack is None and age > FIRST_ANSWER)

    # --- waiting ---------------------------------------------------------------------------------

    async def answered(self, within: float | None = None) -> "Reply":
        """Acknowledged within so many real seconds (the server's ``patience``), or the token dies."""
        seconds = self.server.patience if within is None else within
        try:
            await self.server.until(lambda: self.ack is not None, seconds)
        except NeverHappenedError:
            self.given_up = True
            name = self.payload["data"].get("name") or self.payload["data"].get("custom_id")
            raise NotAnsweredError(f"{self.asked.name} {name}: no answer within {seconds:g} s") from None
        return self

    async def settled(self, within: float = PATIENCE) -> "Message":
        """The response once it no longer says *is thinking…*; for a deferred update, once edited."""
        await self.until(self._is_settled, within)
        assert self.message is not None
        return self.message

    def _is_settled(self) -> bool:
        if self.message is None or self.message.loading:
            return False
        if self.type == Callback.DEFERRED_UPDATE:
            return len(self.message.edits) > self.edits_before
        return True

    async def followed_up(self, count: int = 1, within: float = PATIENCE) -> "Message":
        """The ``count``-th follow-up message."""
        await self.until(lambda: len(self.followups) >= count, within)
        return self.followups[count - 1]

    async def until(self, condition: Callable[[], object], within: float = PATIENCE) -> None:
        await self.server.until(condition, within)
