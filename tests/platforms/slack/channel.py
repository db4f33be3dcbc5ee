"""Channels, private ones and direct messages (Reference: Conversation object)."""

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from tests.platforms.slack.events import Event
from tests.platforms.slack.ids import numbered
from tests.platforms.slack.message import Message
from tests.platforms.slack.people import User
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer
    from tests.platforms.slack.world import Workspace


class Kind(Enum):
    """What a channel is, by the first part of the scopes that let an app see it."""

    PUBLIC = "channels"
    PRIVATE = "groups"
    DM = "im"


@dataclass(eq=False)
class Channel:
    server: "SlackServer" = field(repr=False)
    workspace: "Workspace" = field(repr=False)
    id: str
    kind: Kind
    name: str
    members: list[User] = field(default_factory=list, repr=False)
    archived: bool = False
    deleted: bool = False
    guests: list["Workspace"] = field(default_factory=list, repr=False)  # that share it by Slack Connect
    refuses: str = ""  # the error of posting here: ``restricted_action``
    kept: dict[str, Message] = field(default_factory=dict, repr=False)
    threads: dict[str, list[Message]] = field(default_factory=dict, repr=False)  # replies by parent
    whispers: list[Message] = field(default_factory=list, repr=False)  # each for one person alone

    # --- looking ---------------------------------------------------------------------------------

    @property
    def messages(self) -> list[Message]:
        """What everybody sees in the channel itself, oldest first: no replies in threads."""
        return [message for message in self.kept.values() if not message.reply or message.broadcast]

    @property
    def last(self) -> Message:
        return self.messages[-1]

    @property
    def everything(self) -> list[Message]:
        """Replies too."""
        return list(self.kept.values())

    def thread(self, parent: str | Message) -> list[Message]:
        """The replies under a message or its timestamp."""
        ts = parent if isinstance(parent, str) else parent.ts
        return list(self.threads.get(ts, []))

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def shared(self) -> bool:
        return bool(self.guests)

    @property
    def bot_inside(self) -> bool:
        installation = self.workspace.installation
        return installation is not None and installation.bot in self.members

    def sees(self, workspace: "Workspace") -> bool:
        return workspace is self.workspace or workspace in self.guests

    # --- what people do to it --------------------------------------------------------------------

    def archive(self) -> Event:
        self.archived = True
        return self._tell({"type": "channel_archive", "channel": self.id, "user": self.workspace.person.id})

    def unarchive(self) -> Event:
        self.archived = False
        return self._tell({"type": "channel_unarchive", "channel": self.id, "user": self.workspace.person.id})

    def rename(self, name: str) -> Event:
        self.name = name
        return self._tell({"type": "channel_rename", "channel": {"id": self.id, "name": name, "created": 0}})

    def delete(self) -> Event:
        self.deleted = True
        return self._tell({"type": "channel_deleted", "channel": self.id})

    def invite_bot(self, by: User | None = None) -> Event:
        """``/invite @dailydrill``: member_joined_channel of the bot's own user."""
        return self.join(self.workspace.bot, by or self.workspace.person)

    def remove_bot(self) -> Event:
        return self.leave(self.workspace.bot)

    def join(self, user: User, by: User | None = None) -> Event:
        if user not in self.members:
            self.members.append(user)
        event: Json = {"type": "member_joined_channel", "user": user.id, "channel": self.id}
        event |= {"channel_type": self.letter, "team": user.workspace.id}
        return self._tell(event | ({"inviter": by.id} if by is not None else {}))

    def leave(self, user: User) -> Event:
        if user in self.members:
            self.members.remove(user)
        if user.is_bot:  # told of its own leaving by another event
            kind = "group_left" if self.kind is Kind.PRIVATE else "channel_left"
            return self._tell({"type": kind, "channel": self.id, "actor_id": self.workspace.person.id})
        event = {"type": "member_left_channel", "user": user.id, "channel": self.id}
        return self._tell(event | {"channel_type": self.letter, "team": user.workspace.id})

    def share(self, other: "Workspace") -> None:
        """With another team, by Slack Connect."""
        self.guests.append(other)

    @property
    def letter(self) -> str:
        return {Kind.PUBLIC: "C", Kind.PRIVATE: "G", Kind.DM: "D"}[self.kind]

    def _tell(self, event: Json) -> Event:
        return self.server.announce(self.workspace, event, self)

    # --- for the methods -------------------------------------------------------------------------

    def shape(self) -> Json:
        """Reference: Conversation object."""
        shape: Json = {
            "id": self.id,
            "is_im": self.kind is Kind.DM,
            "is_archived": self.archived,
            "created": 0,
        }
        if self.kind is Kind.DM:
            return shape | {"user": self.members[0].id, "is_user_deleted": self.members[0].deleted}
        return shape | {
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind is Kind.PUBLIC,
            "is_group": self.kind is Kind.PRIVATE,
            "is_private": self.kind is Kind.PRIVATE,
            "is_mpim": False,
            "is_general": False,
            "is_member": self.bot_inside,
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "context_team_id": self.workspace.id,
            "num_members": len(self.members),
        }

    def between(self, oldest: str, latest: str, *, inclusive: bool) -> list[Message]:
        """Of what is in the channel itself."""
        low, high = numbered(oldest or "0"), numbered(latest or "99999999999")
        found = []
        for message in self.messages:
            at = numbered(message.ts)
            if low < at < high or (inclusive and at in (low, high)):
                found.append(message)
        return found
