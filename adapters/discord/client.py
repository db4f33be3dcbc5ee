"""The connection to Discord: the fewest intents and the smallest caches, and what happens there."""

import asyncio
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, Final, Protocol

import discord
import structlog
from discord import app_commands

from adapters.discord import actions
from adapters.discord.callback import Callbacks
from adapters.discord.commands import Topics, build
from adapters.discord.mentions import Mentions
from adapters.discord.replies import Act, Replies
from bot.service.desk import Desk

log = structlog.get_logger()

discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False
"""Nobody speaks here, so nobody needs to know what that would take."""

LONGEST_WAIT: Final = 30.0
"""Seconds that Discord may ask to wait before a request counts as refused; the least that discord.py takes."""

CHANGED: Final = "My commands have changed. Please reload Discord and try again."


class Happenings(Protocol):
    """What the platform does when the gateway tells of something."""

    async def set_up(self, client: "Client") -> None:
        """Logged in, not connected yet."""
        ...

    async def up(self, client: "Client") -> None: ...

    async def down(self) -> None: ...

    async def joined(self, guild: discord.Guild) -> None: ...

    async def left(self, guild: discord.Guild) -> None: ...


class Tree(app_commands.CommandTree["Client"]):
    """A command that Discord and we know differently is answered as well."""

    async def on_error(self, interaction: Act, error: app_commands.AppCommandError, /) -> None:
        if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
            await self.client.replies.sorry(interaction, CHANGED)
        else:
            log.error("a command could not be answered", exc_info=error)
            await self.client.replies.apology(interaction)


class Client(discord.AutoShardedClient):
    """``reactions``: whether any track counts them. ``patience``: seconds without a further server after which
    a beginning connection counts as complete. Interactions need no intent; servers and channels come
    with ``guilds``, members and messages are not kept."""

    def __init__(
        self,
        desk: Desk,
        happenings: Happenings,
        mentions: Mentions,
        topics: Topics,
        *,
        reactions: bool,
        patience: float,
    ) -> None:
        intents = discord.Intents.none()
        intents.guilds = True
        intents.guild_reactions = reactions
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=patience,
            max_messages=None,
            max_ratelimit_timeout=LONGEST_WAIT,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self.desk = desk
        self._callbacks = Callbacks()
        self.replies = Replies(mentions, self._callbacks)
        self.tree = Tree(self)
        self._happenings = happenings
        self._lost: set[int] = set()
        self._in_hand: set[asyncio.Task[Any]] = set()
        build(self.tree, topics, self._perform)

    async def setup_hook(self) -> None:
        self._callbacks.begin(self.http)
        await self._happenings.set_up(self)

    async def on_ready(self) -> None:
        self._lost.clear()
        await self._happenings.up(self)

    async def on_shard_resumed(self, shard_id: int) -> None:
        await self._found(shard_id)

    async def on_shard_ready(self, shard_id: int) -> None:
        if self.is_ready():
            await self._found(shard_id)

    async def on_shard_disconnect(self, shard_id: int) -> None:
        """A shard that is away means servers in which nobody can answer."""
        self._lost.add(shard_id)
        await self._happenings.down()

    async def _found(self, shard_id: int) -> None:
        self._lost.discard(shard_id)
        if not self._lost:
            await self._happenings.up(self)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._happenings.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Never an outage: discord.py tells that as unavailable."""
        await self._happenings.left(guild)

    async def on_interaction(self, interaction: Act) -> None:
        if interaction.type in actions.HANDLED:
            await self._answered(interaction, actions.act(interaction, self.desk, self.replies))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        await actions.react(self, event, self.desk, on=True)

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        await actions.react(self, event, self.desk, on=False)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """discord.py calls it while the exception is being handled."""
        log.error("an event could not be handled", happening=event_method, exc_info=sys.exc_info())

    async def close(self) -> None:
        self.replies.end()
        await self._callbacks.end()
        await super().close()

    async def finish(self, seconds: float) -> None:
        """Wait until no answer is in hand, but no longer than this."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while self._in_hand:
                    await asyncio.wait(self._in_hand)

    async def _perform(self, interaction: Act, text: str) -> None:
        await self._answered(interaction, actions.command(interaction, text, self.desk, self.replies))

    async def _answered(self, interaction: Act, act: Coroutine[Any, Any, None]) -> None:
        """No library error handler is asked about buttons and forms: what breaks here is told here."""
        task = asyncio.current_task()
        assert task is not None
        self._in_hand.add(task)
        try:
            await act
        except Exception:
            log.exception("an act could not be answered", interaction=interaction.id)
            await self.replies.apology(interaction)
        finally:
            self._in_hand.discard(task)
