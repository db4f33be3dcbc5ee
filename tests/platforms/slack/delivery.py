"""Bringing a payload to the app: what is sent, what came back, and the two ways there are."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

from tests.platforms.slack.wire import Json

Kind = Literal["slash_commands", "interactive", "events_api"]


@dataclass
class Envelope:
    """One delivery of a payload. ``headers``: over HTTP, instead of or beside those Slack sends."""

    kind: Kind
    payload: Json
    retry: int = 0
    reason: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    id: str = ""

    def frame(self) -> Json:
        """As it goes over a WebSocket (Using Socket Mode: Receiving payloads)."""
        frame: Json = {"envelope_id": self.id, "type": self.kind, "payload": self.payload}
        frame["accepts_response_payload"] = self.kind != "events_api"
        if self.kind == "events_api":
            frame |= {"retry_attempt": self.retry, "retry_reason": self.reason}
        return frame


@dataclass
class Answer:
    """``body`` is the acknowledgement's payload; ``problem`` says why there was none in time."""

    ok: bool
    body: Json = field(default_factory=dict)
    problem: str = ""
    status: int = 200
    no_retry: bool = False


class Transport(Protocol):
    async def send(self, envelope: Envelope) -> Answer:
        """Within the server's patience."""
        ...
