"""A member of a guild, and what they can do: type a command, press, choose, fill in, react."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.platforms.discord import asking, intents, message_shapes, posting, reacting, shapes, using
from tests.platforms.discord.asking import NotOfferedError
from tests.platforms.discord.interactions import Asked, Reply
from tests.platforms.discord.message import Message
from tests.platforms.discord.permissions import EVERYTHING, Permission
from tests.platforms.discord.posting import Draft
from tests.platforms.discord.wire import Json
from tests.platforms.discord.world import Channel, Guild, Role, User

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer


@dataclass(eq=False)
class Member:
    guild: Guild = field(repr=False)
    user: User
    roles: list[Role] = field(default_factory=list)
    joined: datetime = field(kw_only=True)

    @property
    def id(self) -> int:
        return self.user.id

    @property
    def name(self) -> str:
        return self.user.name

    @property
    def server(self) -> "DiscordServer":
        return self.guild.server

    def permissions_in(self, channel: Channel) -> Permission:
        granted = self.guild.everyone
        for role in self.roles:
            granted |= role.permissions
        return EVERYTHING if Permission.ADMINISTRATOR in granted else granted

    # --- interactions: the plain verb waits for the first answer, ``begin_…`` does not ------------

    async def slash(self, channel: Channel, command: str, /, **options: Any) -> Reply:
        """``slash(channel, "daily pause", reason="…")``; a person, channel or role is given as itself."""
        return await self.begin_slash(channel, command, **options).answered()

    def begin_slash(self, channel: Channel, command: str, /, **options: Any) -> Reply:
        data = asking.command(self, channel, command, options)
        return self._ask(Asked.COMMAND, channel, data)

    async def autocomplete(self, channel: Channel, command: str, /, **options: Any) -> list[Json]:
        """The suggestions while the last of ``options`` is being typed."""
        reply = await self.begin_autocomplete(channel, command, **options).answered()
        return reply.choices

    def begin_autocomplete(self, channel: Channel, command: str, /, **options: Any) -> Reply:
        data = asking.typing(self, channel, command, options)
        return self._ask(Asked.AUTOCOMPLETE, channel, data)

    async def click(self, message: Message, key: str, /, *, stale: bool = False) -> Reply:
        """The button with this ``custom_id`` or label; ``stale`` presses one the message no longer has."""
        return await self.begin_click(message, key, stale=stale).answered()

    def begin_click(self, message: Message, key: str, /, *, stale: bool = False) -> Reply:
        data = using.press(self, message, key, stale=stale)
        return self._ask(Asked.COMPONENT, message.channel, data, message)

    async def select(self, message: Message, key: str, /, *values: Any) -> Reply:
        """Options by label or value; people, roles and channels as themselves."""
        return await self.begin_select(message, key, *values).answered()

    def begin_select(self, message: Message, key: str, /, *values: Any) -> Reply:
        data = using.choose(self, message, key, values)
        return self._ask(Asked.COMPONENT, message.channel, data, message)

    async def submit(self, modal: Reply, values: Mapping[str, Any], /) -> Reply:
        """Fill in the modal a reply opened; fields by ``custom_id`` or label, the others stay as they were."""
        return await self.begin_submit(modal, values).answered()

    def begin_submit(self, modal: Reply, values: Mapping[str, Any], /) -> Reply:
        if modal.modal is None:
            raise NotOfferedError(f"that reply opened no modal, but was {modal.ack}")
        data = using.fill_in(modal.modal, values)
        return self._ask(Asked.MODAL, modal.channel, data, modal.source)

    def _ask(self, asked: Asked, channel: Channel, data: Json, source: "Message | None" = None) -> Reply:
        server = self.server
        snowflake = server.ids.make()
        token = f"token-{snowflake}"
        payload = asking.payload(self, channel, snowflake, data) | {"type": int(asked), "token": token}
        if source is not None:
            payload["message"] = message_shapes.of_message(source)
        reply = Reply(server, snowflake, token, asked, self, channel, payload, source, server.clock.now())
        reply.edits_before = len(source.edits) if source else 0
        server.replies[snowflake] = reply
        guild = channel.guild.id if channel.guild else None
        server.gateway.dispatch("INTERACTION_CREATE", payload, intents.ALWAYS, guild)
        return reply

    # --- the rest of what people do ---------------------------------------------------------------

    def say(self, channel: Channel, text: str) -> Message:
        """Type a message."""
        return posting.write(channel, self.user, Draft({"content": text}, {}))

    def react(self, message: Message, emoji: str) -> None:
        reacting.add(message, emoji, self.user, self)

    def unreact(self, message: Message, emoji: str) -> None:
        reacting.take(message, emoji, self.user)

    def clear_reactions(self, message: Message, emoji: str | None = None) -> None:
        """A moderator removes them all, or all of one emoji."""
        reacting.clear(message, emoji)

    def delete(self, message: Message) -> None:
        """Their own message, or a moderator any."""
        posting.erase(message)

    def leave(self) -> None:
        """They leave the guild (Gateway Events: Guild Member Remove)."""
        self.guild.members.remove(self)
        data = {"guild_id": str(self.guild.id), "user": shapes.of_user(self.user)}
        self.server.gateway.dispatch("GUILD_MEMBER_REMOVE", data, intents.GUILD_MEMBERS, self.guild.id)
