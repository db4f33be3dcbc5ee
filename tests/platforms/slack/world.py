"""What there is on the server: organisations and workspaces. Plain data, and how a test builds it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from tests.platforms.slack import leaving
from tests.platforms.slack.app import GENEROUS, Installation
from tests.platforms.slack.channel import Channel, Kind
from tests.platforms.slack.events import Event
from tests.platforms.slack.files import File
from tests.platforms.slack.people import User
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.person import Person
    from tests.platforms.slack.server import SlackServer

__all__ = ["Channel", "Enterprise", "Kind", "Workspace"]


@dataclass(eq=False)
class Workspace:
    server: "SlackServer" = field(repr=False)
    id: str
    name: str
    domain: str
    enterprise: "Enterprise | None" = None
    users: list["Person"] = field(default_factory=list, repr=False)
    channels: list[Channel] = field(default_factory=list, repr=False)
    files: list[File] = field(default_factory=list, repr=False)
    own: Installation | None = field(default=None, repr=False)
    edit_window: timedelta | None = None  # after which messages cannot be edited
    _founder: "Person | None" = field(default=None, repr=False)

    # --- building --------------------------------------------------------------------------------

    def add_user(self, name: str, **traits: Any) -> "Person":
        """``admin``, ``owner``, ``primary_owner``, ``restricted``, ``ultra_restricted``, ``tz``, ``display_name`` …"""
        person = self.server.make_person(self, name, **traits)
        self.users.append(person)
        for channel in self.channels:
            channel.members.append(person)
        return person

    def add_channel(self, name: str, *, private: bool = False, bot: bool = True) -> Channel:
        """``bot``: whether the bot is already in it. Everybody is, who comes later too."""
        kind = Kind.PRIVATE if private else Kind.PUBLIC
        people: list[User] = list(self.users)
        channel = Channel(self.server, self, self.server.ids.make("C"), kind, name, people)
        self.channels.append(channel)
        self.server.channels[channel.id] = channel
        if bot and self.installation is not None:
            channel.members.append(self.bot)
        return channel

    @property
    def founder(self) -> "Person":
        """Who made the workspace and installed the app; in no channel."""
        if self._founder is None:
            self._founder = self.server.make_person(self, "founder", primary_owner=True)
        return self._founder

    @property
    def person(self) -> "Person":
        """The first one, for tests in which it does not matter who."""
        return self.users[0] if self.users else self.add_user("ada")

    # --- the app here ----------------------------------------------------------------------------

    @property
    def installation(self) -> Installation | None:
        if self.own is not None or self.enterprise is None:
            return self.own
        return self.enterprise.installation

    @property
    def installed(self) -> Installation:
        assert self.installation is not None, f"the app was never installed in {self.name}"
        return self.installation

    @property
    def bot(self) -> User:
        return self.installed.bot

    @property
    def token(self) -> str:
        return self.installed.token

    @property
    def scopes(self) -> list[str]:
        return self.installed.scopes

    def install(self, scopes: list[str] | None = None, by: User | None = None) -> Installation:
        """Again, too: the same bot user; a new token where the old one is dead or tokens rotate."""
        granted = list(GENEROUS) if scopes is None else list(scopes)
        self.own = self.server.install(by or self.founder, granted, team=self)
        return self.own

    def grant(self, *scopes: str) -> None:
        self.installed.scopes += [scope for scope in scopes if scope not in self.installed.scopes]

    def deny(self, *scopes: str) -> None:
        self.installed.scopes = [scope for scope in self.installed.scopes if scope not in scopes]

    def uninstall(self, *, tokens_first: bool = False) -> list[Event]:
        """app_uninstalled and tokens_revoked, which come in no fixed order; the bot leaves its channels."""
        return leaving.uninstall(self, tokens_first=tokens_first)

    def revoke_token(self) -> Event:
        """tokens_revoked; the app stays installed without a token."""
        return leaving.revoke(self)

    def deactivate(self) -> None:
        """Slack or an admin suspends the workspace: nothing is told, the token is answered account_inactive."""
        self.installed.trouble = "account_inactive"

    def reactivate(self) -> None:
        """The same token works again."""
        self.installed.trouble = ""

    def knows(self, user: User) -> bool:
        """Whether they are of this team, or of its organisation."""
        if user.workspace is self:
            return True
        return self.enterprise is not None and user.workspace.enterprise is self.enterprise

    def shape(self) -> Json:
        """Reference: Team object."""
        team: Json = {"id": self.id, "name": self.name, "domain": self.domain, "email_domain": ""}
        if self.enterprise is not None:
            team |= {"enterprise_id": self.enterprise.id, "enterprise_name": self.enterprise.name}
        return team


@dataclass(eq=False)
class Enterprise:
    """An organisation of workspaces; ``installation`` where the app was installed for all of it."""

    server: "SlackServer" = field(repr=False)
    id: str
    name: str
    domain: str
    workspaces: list[Workspace] = field(default_factory=list, repr=False)
    installation: Installation | None = field(default=None, repr=False)

    def add_workspace(
        self, name: str, scopes: list[str] | None = None, *, installed: bool = False
    ) -> Workspace:
        """``installed``: with a token of its own; else the organisation's, once there is one."""
        return self.server.add_workspace(name, scopes, enterprise=self, installed=installed)

    def install(self, scopes: list[str] | None = None) -> Installation:
        """For the whole organisation: one token, ``team`` null."""
        granted = list(GENEROUS) if scopes is None else list(scopes)
        self.installation = self.server.install(self.workspaces[0].founder, granted, enterprise=self)
        return self.installation
