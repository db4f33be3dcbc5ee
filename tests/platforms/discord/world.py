"""What there is on the server: guilds, channels, people, messages. Plain data, and how a test builds it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import TYPE_CHECKING

from tests.platforms.discord import intents, shapes
from tests.platforms.discord.message import Message
from tests.platforms.discord.permissions import (
    DIRECT,
    EVERYONE,
    EVERYTHING,
    NOTHING,
    Permission,
    named,
)
from tests.platforms.discord.wire import Json

if TYPE_CHECKING:
    from tests.platforms.discord.person import Member
    from tests.platforms.discord.server import DiscordServer


class Kind(IntEnum):
    """Channel types (Resources: Channel)."""

    TEXT = 0
    DM = 1
    ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    FORUM = 15


@dataclass(eq=False)
class User:
    server: "DiscordServer" = field(repr=False)
    id: int
    name: str
    bot: bool = False
    refuses_dms: bool = False
    locale: str = "en-US"

    @property
    def dm(self) -> "Channel":
        """Their direct messages with the bot; the same one each time."""
        return self.server.dm_with(self)

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"


@dataclass(eq=False)
class Role:
    id: int
    name: str
    permissions: Permission = NOTHING


@dataclass(eq=False)
class Tag:
    id: int
    name: str


@dataclass(eq=False)
class Channel:
    server: "DiscordServer" = field(repr=False)
    id: int
    kind: Kind
    name: str
    guild: "Guild | None" = field(default=None, repr=False)
    recipient: User | None = None
    denied: Permission = NOTHING  # to the bot
    tags: list[Tag] = field(default_factory=list)
    requires_tag: bool = False
    threads: list["Thread"] = field(default_factory=list, repr=False)
    position: int = 0
    kept: dict[int, Message] = field(default_factory=dict, repr=False)
    deleted: bool = False

    @property
    def messages(self) -> list[Message]:
        """What everybody here sees, oldest first."""
        return list(self.kept.values())

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def bot_permissions(self) -> Permission:
        if self.guild is None:
            return DIRECT
        if Permission.ADMINISTRATOR in self.guild.bot_permissions:
            return EVERYTHING
        return self.guild.bot_permissions & ~self.denied

    def deny(self, *names: str) -> None:
        """Take permissions from the bot here: ``deny("SEND_MESSAGES")``."""
        self.denied |= named(names)
        self._tell("CHANNEL_UPDATE")

    def allow(self, *names: str) -> None:
        """Give back what was denied here."""
        self.denied &= ~named(names)
        self._tell("CHANNEL_UPDATE")

    def remove(self) -> None:
        """Somebody deletes the channel."""
        assert self.guild is not None
        self.deleted = True
        self.guild.channels.remove(self)
        self._tell("CHANNEL_DELETE")

    def tell(self, event: str, data: Json, guilds: int, direct: int) -> None:
        """Send an event about something in here, to who has the intent for guilds or direct messages.

        Of messages and reactions nothing reaches an app that cannot look in (Topics: Permissions).
        """
        if event.startswith("MESSAGE") and Permission.VIEW_CHANNEL not in self.bot_permissions:
            return
        if self.guild is None:
            self.server.gateway.dispatch(event, data, direct)
            return
        shard_of = self.guild.id
        self.server.gateway.dispatch(event, data | {"guild_id": str(shard_of)}, guilds, shard_of)

    def shape(self) -> Json:
        return shapes.of_channel(self)

    def _tell(self, event: str) -> None:
        self.tell(event, self.shape(), intents.GUILDS, intents.GUILDS)


@dataclass(eq=False, kw_only=True)
class Thread(Channel):
    parent: Channel = field(repr=False)
    applied_tags: list[Tag] = field(default_factory=list)
    archived: bool = False
    locked: bool = False
    auto_archive: int = 1440
    made: datetime

    @property
    def bot_permissions(self) -> Permission:
        """Threads have no overwrites of their own (Topics: Threads, Permissions)."""
        return self.parent.bot_permissions

    def shape(self) -> Json:
        return shapes.of_thread(self)

    def remove(self) -> None:
        """Somebody deletes the thread."""
        self.deleted = True
        keys = ("id", "guild_id", "parent_id", "type")
        data = {key: value for key, value in self.shape().items() if key in keys}
        self.tell("THREAD_DELETE", data, intents.GUILDS, intents.GUILDS)

    def unarchive(self) -> None:
        self.archived = False
        self.changed()

    def changed(self) -> None:
        self._tell("THREAD_UPDATE")

    def archive(self, *, locked: bool = False) -> None:
        """Discord or a moderator archives it."""
        self.archived, self.locked = True, locked
        self._tell("THREAD_UPDATE")


@dataclass(eq=False)
class Guild:
    server: "DiscordServer" = field(repr=False)
    id: int
    name: str
    owner: User
    locale: str = "en-US"
    everyone: Permission = EVERYONE
    bot_granted: Permission = NOTHING  # by the bot's own role
    unavailable: bool = False
    system_channel: Channel | None = None
    roles: list[Role] = field(default_factory=list)
    channels: list[Channel] = field(default_factory=list, repr=False)
    members: list["Member"] = field(default_factory=list, repr=False)

    @property
    def bot_permissions(self) -> Permission:
        return self.everyone | self.bot_granted

    @property
    def member(self) -> "Member":
        """The first person, for tests in which it does not matter who."""
        return self.members[0] if self.members else self.add_member("ada")

    @property
    def threads(self) -> list[Thread]:
        return [thread for channel in self.channels for thread in channel.threads if not thread.deleted]

    def add_text(self, name: str) -> Channel:
        return self._add(Kind.TEXT, name)

    def add_announcement(self, name: str) -> Channel:
        return self._add(Kind.ANNOUNCEMENT, name)

    def add_forum(self, name: str, tags: tuple[str, ...] = (), *, requires_tag: bool = False) -> Channel:
        forum = self._add(Kind.FORUM, name)
        forum.tags = [Tag(self.server.ids.make(), tag) for tag in tags]
        forum.requires_tag = requires_tag
        self.server.gateway.dispatch("CHANNEL_UPDATE", shapes.of_channel(forum), intents.GUILDS, self.id)
        return forum

    def add_role(self, name: str, permissions: Permission = NOTHING) -> Role:
        role = Role(self.server.ids.make(), name, permissions)
        self.roles.append(role)
        data = {"guild_id": str(self.id), "role": shapes.of_role(role, len(self.roles))}
        self.server.gateway.dispatch("GUILD_ROLE_CREATE", data, intents.GUILDS, self.id)
        return role

    def add_member(self, name: str, *, manage_guild: bool = False, user: User | None = None) -> "Member":
        """A person here; ``user`` puts somebody of another guild into this one too."""
        roles = [self._organisers()] if manage_guild else []
        member = self.server.make_member(self, user or self.server.add_user(name), roles)
        self.members.append(member)
        return member

    def grant(self, *names: str) -> None:
        """Permissions for the bot's own role."""
        self.bot_granted |= named(names)
        self._role_changed(self.server.bot.id)

    def deny(self, *names: str) -> None:
        """Take permissions from everybody and from the bot's role."""
        self.everyone &= ~named(names)
        self.bot_granted &= ~named(names)
        self._role_changed(self.id)
        self._role_changed(self.server.bot.id)

    def _role_changed(self, snowflake: int) -> None:
        role = next(each for each in shapes.of_roles(self) if each["id"] == str(snowflake))
        data = {"guild_id": str(self.id), "role": role}
        self.server.gateway.dispatch("GUILD_ROLE_UPDATE", data, intents.GUILDS, self.id)

    def role(self, name: str, permissions: Permission = NOTHING) -> Role:
        """A role by its name; made when there is none yet."""
        for role in self.roles:
            if role.name == name:
                return role
        return self.add_role(name, permissions)

    def _organisers(self) -> Role:
        return self.role("Organisers", Permission.MANAGE_GUILD)

    def _add(self, kind: Kind, name: str) -> Channel:
        place = len(self.channels)
        channel = Channel(self.server, self.server.ids.make(), kind, name, guild=self, position=place)
        self.channels.append(channel)
        self.server.channels[channel.id] = channel
        self.server.gateway.dispatch("CHANNEL_CREATE", shapes.of_channel(channel), intents.GUILDS, self.id)
        return channel
