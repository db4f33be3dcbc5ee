"""One call of a Web API method as its handler sees it, and the methods by name."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from tests.platforms.slack.app import Installation
from tests.platforms.slack.wire import Json, Refusal
from tests.platforms.slack.world import Channel, Kind, Workspace

if TYPE_CHECKING:
    from tests.platforms.slack.person import Person
    from tests.platforms.slack.server import SlackServer

Handler = Callable[["Call"], Json]
Caller = Literal["bot", "app", "anybody"]


@dataclass(frozen=True)
class Method:
    """``needs``: scopes of which one is enough; ``tier``: 1–4, or 0 for none; ``caller``: whose token."""

    name: str
    handler: Handler
    needs: tuple[str, ...] = ()
    tier: int = 4
    caller: Caller = "bot"


METHODS: dict[str, Method] = {}


def method(name: str, *needs: str, tier: int = 4, caller: Caller = "bot") -> Callable[[Handler], Handler]:
    def keep(handler: Handler) -> Handler:
        METHODS[name] = Method(name, handler, needs, tier, caller)
        return handler

    return keep


@dataclass
class Call:
    """``installation`` is None for methods that are not called with a bot token."""

    server: "SlackServer"
    method: Method
    args: Json
    token: str = field(repr=False)
    installation: Installation | None = None
    basic: str = field(default="", repr=False)  # of ``Authorization: Basic …``

    # --- who asks --------------------------------------------------------------------------------

    @property
    def app(self) -> Installation:
        assert self.installation is not None
        return self.installation

    @property
    def workspace(self) -> Workspace:
        """Of the token; one of a whole organisation says which by ``team_id``."""
        if self.app.team is not None:
            return self.app.team
        assert self.app.enterprise is not None
        wanted = self.text("team_id")
        for workspace in self.app.enterprise.workspaces:
            if wanted is None or workspace.id == wanted:
                return workspace
        raise Refusal("team_not_found")

    @property
    def workspaces(self) -> list[Workspace]:
        """All that the token reaches."""
        if self.app.team is not None:
            return [self.app.team]
        return self.app.enterprise.workspaces if self.app.enterprise is not None else []

    def require(self, *scopes: str) -> None:
        """Any of them is enough."""
        if not self.app.has(*scopes):
            provided = ",".join(self.app.scopes)
            raise Refusal("missing_scope", needed=",".join(scopes), provided=provided)

    # --- its arguments ---------------------------------------------------------------------------

    def text(self, name: str) -> str | None:
        value = self.args.get(name)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        raise Refusal("invalid_arguments", [f"[ERROR] must be a string [json-pointer:/{name}]"])

    def needed(self, name: str) -> str:
        value = self.text(name)
        if not value:
            raise Refusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.args.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int) -> int:
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            return int(str(value))
        except ValueError:
            raise Refusal(
                "invalid_arguments", [f"[ERROR] must be an integer [json-pointer:/{name}]"]
            ) from None

    def data(self, name: str) -> Any:
        """JSON, which a form carries as text."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise Refusal("invalid_blocks_format" if name == "blocks" else "invalid_arguments") from None

    # --- what they name --------------------------------------------------------------------------

    def channel(self, name: str = "channel") -> Channel:
        """By id or ``#name``. Private ones are not there for who is not in them."""
        wanted = self.needed(name)
        known = self.server.channels.get(wanted)
        for channel in [known] if known is not None else self.server.channels_of(self.workspaces):
            if wanted in (channel.id, f"#{channel.name}") and self._visible(channel):
                return channel
        raise Refusal("channel_not_found")

    def _visible(self, channel: Channel) -> bool:
        if channel.deleted or not any(channel.sees(each) for each in self.workspaces):
            return False
        return channel.kind is Kind.PUBLIC or self.app.bot in channel.members

    def user(self, name: str = "user") -> "Person":
        """Anybody of the team, or whom it meets in a shared channel."""
        wanted = self.needed(name)
        for person in self.server.people:
            if person.id == wanted and self._meets(person):
                return person
        raise Refusal("user_not_found")

    def _meets(self, person: "Person") -> bool:
        if any(workspace.knows(person) for workspace in self.workspaces):
            return True
        shared = [each for each in self.server.channels_of(self.workspaces) if each.shared]
        return any(person in channel.members or person.workspace in channel.guests for channel in shared)
