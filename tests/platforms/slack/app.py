"""The app as its settings page has it, and where it is installed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.platforms.slack.people import User
    from tests.platforms.slack.world import Enterprise, Workspace

ROTATION = timedelta(hours=12)  # Authentication: Using token rotation
GENEROUS = (
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:read",
    "reactions:write",
    "team:read",
    "users:read",
)
# event: the scopes of which one is needed (Reference: Events); none means no scope at all
EVENTS: dict[str, tuple[str, ...]] = {
    "app_home_opened": (),
    "app_uninstalled": (),
    "channel_archive": ("channels:read", "groups:read"),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read", "groups:read"),
    "group_left": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "tokens_revoked": (),
}


@dataclass
class App:
    """``events``: those it is subscribed to; ``commands``: None lets people type any."""

    id: str
    client_id: str = "1000.2000"
    client_secret: str = "made-up-client-secret"
    signing_secret: str = "made-up-signing-secret"
    verification_token: str = "made-up-verification-token"
    app_token: str = "xapp-1-made-up"
    app_token_scopes: tuple[str, ...] = ("connections:write",)
    events: set[str] = field(default_factory=lambda: set(EVENTS))
    commands: set[str] | None = None
    redirect_uri: str = ""  # where people are sent back to when the app does not say
    rotates: bool = False  # tokens that end after 12 h
    messages_tab: bool = True
    home_tab: bool = True


@dataclass(eq=False)
class Installation:
    """The app in a workspace or, for a whole organisation, in an enterprise (``team`` is None then)."""

    bot: "User"
    bot_id: str
    scopes: list[str]
    team: "Workspace | None"
    enterprise: "Enterprise | None"
    installer: "User"
    tokens: dict[str, datetime | None] = field(default_factory=dict)  # until when each is good
    refresh_token: str | None = None
    trouble: str = ""  # the error its tokens are answered with

    @property
    def token(self) -> str:
        """The one issued last."""
        return next(reversed(self.tokens))

    def has(self, *scopes: str) -> bool:
        """Any of them; none asked for is always granted."""
        return not scopes or any(scope in self.scopes for scope in scopes)
