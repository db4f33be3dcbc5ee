"""Events (Events API): who is told, and what is sent again."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.pulse import PATIENCE
from tests.platforms.slack.app import EVENTS, Installation
from tests.platforms.slack.delivery import Answer, Envelope
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer
    from tests.platforms.slack.world import Channel, Workspace

PARTING = {"app_uninstalled", "tokens_revoked"}  # told although the token is already dead
LEAVING = {"channel_left", "group_left"}


@dataclass(eq=False)
class Event:
    """``payload`` is None where the app is not told: not subscribed, no scope, not installed."""

    server: "SlackServer" = field(repr=False)
    payload: Json | None
    tries: list[Answer] = field(default_factory=list)

    @property
    def id(self) -> str:
        return str(self.payload["event_id"]) if self.payload else ""

    @property
    def acknowledged(self) -> bool:
        return any(each.ok for each in self.tries)

    async def delivered(self, times: int = 1, within: float = PATIENCE) -> "Event":
        """Until the app has answered so many deliveries with success."""
        await self.server.until(lambda: sum(each.ok for each in self.tries) >= times, within)
        return self

    def again(self) -> None:
        """Slack delivers it twice: the same event_id, nothing says it is a second time."""
        self._send(0, "")

    def retry(self, reason: str = "http_timeout") -> None:
        """One of the later retries (after a minute, after five)."""
        self._send(len(self.tries), reason)

    def begin(self) -> None:
        if self.payload is not None:
            self._send(0, "")

    def _send(self, number: int, reason: str) -> None:
        assert self.payload is not None, "the app is not told of this event"
        envelope = Envelope("events_api", self.payload, number, reason)
        self.server.bring(envelope, self._answered)

    def _answered(self, answer: Answer) -> None:
        """The first retry follows nearly at once; later ones are the test's to ask for."""
        self.tries.append(answer)
        first = len(self.tries) == 1
        if first and not answer.ok and not answer.no_retry and self.server.retries_events:
            self.retry(answer.problem)


def make(server: "SlackServer", workspace: "Workspace", event: Json, channel: "Channel | None") -> Event:
    installation = workspace.installation
    if installation is None or not _told(server, installation, event, channel):
        return Event(server, None)
    return Event(server, _payload(server, workspace, installation, event, channel))


def _told(server: "SlackServer", installation: Installation, event: Json, channel: "Channel | None") -> bool:
    kind = str(event["type"])
    if kind not in server.app.events or not installation.has(*EVENTS[kind]):
        return False
    if installation.trouble and kind not in PARTING:
        return False
    return channel is None or installation.bot in channel.members or kind in LEAVING


def _payload(
    server: "SlackServer",
    workspace: "Workspace",
    installation: Installation,
    event: Json,
    channel: "Channel | None",
) -> Json:
    """Events API: Callback field overview."""
    now = server.clock.now()
    return {
        "token": server.app.verification_token,
        "team_id": workspace.id,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.enterprise.id if workspace.enterprise else None,
        "api_app_id": server.app.id,
        "event": {"event_ts": server.ids.ts(), **event},
        "type": "event_callback",
        "event_id": server.ids.make("Ev"),
        "event_time": int(now.timestamp()),
        "authorizations": list(_authorizations(workspace, installation)),
        "is_ext_shared_channel": channel is not None and channel.shared,
        "event_context": f"4-{server.ids.secret('')}",
    }


def _authorizations(workspace: "Workspace", installation: Installation) -> Iterator[Json]:
    org_wide = installation.team is None
    yield {
        "enterprise_id": workspace.enterprise.id if workspace.enterprise else None,
        "team_id": None if org_wide else workspace.id,
        "user_id": installation.bot.id,
        "is_bot": True,
        "is_enterprise_install": org_wide,
    }
