"""One interaction: what was sent to the app, and what came back (Interactivity: Handling user interaction)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

from tests.platforms.pulse import PATIENCE, NeverHappenedError
from tests.platforms.slack.delivery import Answer
from tests.platforms.slack.message import Message
from tests.platforms.slack.views import View
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.person import Person
    from tests.platforms.slack.requests import Request
    from tests.platforms.slack.server import SlackServer
    from tests.platforms.slack.world import Channel

TRIGGER_LIFE = timedelta(seconds=3)
URL_LIFE = timedelta(minutes=30)
URL_USES = 5


class Asked(Enum):
    COMMAND = "slash command"
    ACTION = "block action"
    SUBMISSION = "view submission"
    CLOSED = "view closed"
    SHORTCUT = "shortcut"


class NotAnsweredError(AssertionError):
    """The person sees that the app did not respond."""


@dataclass(eq=False)
class Reply:
    """Awaited and read by the test; the server fills it in."""

    server: "SlackServer" = field(repr=False)
    asked: Asked
    person: "Person" = field(repr=False)
    payload: Json = field(repr=False)
    channel: "Channel | None" = field(repr=False)
    source: "Message | View | None"  # what was pressed or submitted
    began: datetime
    began_seconds: float = field(repr=False)  # of the event loop's clock
    trigger_id: str = field(repr=False)
    trigger_used: bool = False
    url_uses: int = 0
    requests_before: int = field(default=0, repr=False)
    answer: Answer | None = None
    messages: list[Message] = field(default_factory=list)  # made by the acknowledgement and the response_url
    views: list[View] = field(default_factory=list)  # opened, pushed or updated
    replaced: int = 0  # how often the source was changed by the response_url
    problems: list[str] = field(default_factory=list)  # what Slack did not take of the answer
    heard: asyncio.Event = field(
        default_factory=asyncio.Event, repr=False
    )  # once there is an answer, or none in time

    # --- reading ---------------------------------------------------------------------------------

    @property
    def acknowledged(self) -> bool:
        return self.answer is not None and self.answer.ok

    @property
    def ack(self) -> Json:
        """The acknowledgement's body."""
        return self.answer.body if self.answer else {}

    @property
    def response_action(self) -> str | None:
        return self.ack.get("response_action")

    @property
    def errors(self) -> dict[str, str]:
        """By block, of a submission that was not taken."""
        errors: dict[str, str] = self.ack.get("errors") or {}
        return errors

    @property
    def message(self) -> Message | None:
        """The first the person got; where the source was changed instead, the source."""
        if self.messages:
            return self.messages[0]
        return self.source if self.replaced and isinstance(self.source, Message) else None

    @property
    def ephemeral(self) -> bool:
        return self.message is not None and self.message.ephemeral

    @property
    def modal(self) -> View | None:
        """The last view that was opened, pushed or updated."""
        return self.views[-1] if self.views else None

    @property
    def text(self) -> str:
        """All the person reads of the answer."""
        seen = [*([self.message] if self.replaced else []), *self.messages]
        return "\n".join(message.shown for message in dict.fromkeys(seen) if message and not message.deleted)

    @property
    def requests(self) -> "list[Request]":
        """The app's Web API calls since."""
        return self.server.requests[self.requests_before :]

    @property
    def trigger_expired(self) -> bool:
        """Three seconds, of the server's clock or really."""
        late = self.server.clock.now() - self.began > TRIGGER_LIFE
        return late or self.server.seconds() - self.began_seconds > self.server.patience

    @property
    def url_expired(self) -> bool:
        return self.server.clock.now() - self.began > URL_LIFE

    # --- waiting ---------------------------------------------------------------------------------

    async def answered(self) -> "Reply":
        """Acknowledged within the server's patience."""
        await self.heard.wait()
        if not self.acknowledged:
            problem = self.answer.problem if self.answer else ""
            raise NotAnsweredError(f"{self.asked.value} {self.name()}: {problem}")
        return self

    async def told(self, count: int = 1, within: float = PATIENCE) -> "Reply":
        """Until the person got so many messages, or the source was changed, or a view was opened."""
        await self.until(lambda: len(self.messages) + self.replaced + len(self.views) >= count, within)
        return self

    async def posted(self, count: int = 1, within: float = PATIENCE) -> Message:
        """The ``count``-th message."""
        await self.until(lambda: len(self.messages) >= count, within)
        return self.messages[count - 1]

    async def opened(self, within: float = PATIENCE) -> View:
        """The view it opened, pushed or updated."""
        await self.until(lambda: self.views, within)
        return self.views[-1]

    async def changed(self, within: float = PATIENCE) -> Message:
        """The source, once the response_url replaced or deleted it."""
        await self.until(lambda: self.replaced, within)
        assert isinstance(self.source, Message)
        return self.source

    async def until(self, condition: Callable[[], object], within: float = PATIENCE) -> None:
        try:
            await self.server.until(condition, within)
        except NeverHappenedError as error:
            raise NeverHappenedError(
                f"{self.asked.value} {self.name()}: {error}, {self.server.story()}"
            ) from None

    def name(self) -> str:
        if self.asked is Asked.COMMAND:
            return f"{self.payload['command']} {self.payload['text']}".strip()
        if self.asked is Asked.ACTION:
            return str(self.payload["actions"][0]["action_id"])
        return str(self.payload.get("callback_id") or self.payload["view"]["callback_id"])
