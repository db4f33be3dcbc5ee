"""Discord as ``run`` serves it: one client, its poster, and what begins and ends with its connection."""

import asyncio
from typing import Final

import discord
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.client import Client
from adapters.discord.commands import Topics
from adapters.discord.inspection import REFUSED
from adapters.discord.judging import judged
from adapters.discord.mentions import Mentions
from adapters.discord.pacer import Gate
from adapters.discord.people import PLATFORM
from adapters.discord.places import may_here
from adapters.discord.poster import DiscordPoster
from adapters.discord.registering import register
from bot.errors import SettingsError
from bot.service import departure, greeting
from bot.service.choices import any_counts_reactions
from bot.service.desk import Desk
from bot.service.presence import Presence
from bot.service.tools import PlatformDefaults, Tools

log = structlog.get_logger()

DEFAULTS: Final = PlatformDefaults(reveal_next_day=True, names=True, boards=True, reactions=True)
FINISHED_WITHIN: Final = 10.0
"""Seconds that answers in hand get when the program ends."""

NEED_REACTIONS: Final = "a track counts reactions now: connecting anew to hear of them"


class DiscordPlatform:
    name = PLATFORM
    defaults = DEFAULTS
    patience = 2.0
    look_every = 60.0
    """Seconds between two looks at whether reactions count by now."""

    def __init__(self, token: str, desk: Desk, tools: Tools, presence: Presence, topics: Topics) -> None:
        self._token = token
        self._desk = desk
        self._tools = tools
        self._presence = presence
        self._topics = topics
        self._mentions = Mentions()
        self._client = self._made(reactions=False)
        self.poster = DiscordPoster(self._client, self._mentions, Gate())

    async def serve(self) -> None:
        """Connect, and stay connected until cancelled. SettingsError when the token is refused."""
        while not await any_counts_reactions(self._tools, PLATFORM):
            if not await self._deaf():
                return
        await self._connected(self._begun(reactions=True))

    async def _deaf(self) -> bool:
        """A connection that hears of no reactions; True when it ended because some count now."""
        client = self._begun(reactions=False)
        watch = asyncio.create_task(self._watch(client))
        try:
            await self._connected(client)
        finally:
            watch.cancel()
        return watch.done()

    async def close(self) -> None:
        await self._client.finish(FINISHED_WITHIN)
        await self._client.close()

    def _begun(self, *, reactions: bool) -> Client:
        self._client = self.poster.client = self._made(reactions=reactions)
        return self._client

    async def _connected(self, client: Client) -> None:
        try:
            with judged():
                async with client:
                    await client.start(self._token)
        except discord.LoginFailure:
            raise SettingsError(REFUSED) from None
        finally:
            await self._presence.down()

    async def _watch(self, client: Client) -> None:
        """Ends the connection when reactions begin to count: what is listened to is said when it begins."""
        while True:
            await asyncio.sleep(self.look_every)
            if await any_counts_reactions(self._tools, PLATFORM):
                break
        log.info(NEED_REACTIONS)
        await client.close()

    def _made(self, *, reactions: bool) -> Client:
        return Client(
            self._desk, self, self._mentions, self._topics, reactions=reactions, patience=self.patience
        )

    # --- what the gateway tells --------------------------------------------------------------------

    async def set_up(self, client: Client) -> None:
        """Every later connection goes where the API says."""
        _, gateway, _ = await client.http.get_bot_gateway()
        DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
        application = client.application_id or 0
        self._mentions.know(await register(client.tree, self._tools.store.notes, application))

    async def up(self, client: Client) -> None:
        await departure.still_in(self._tools, PLATFORM, await _servers(client))
        await self._presence.up()

    async def down(self) -> None:
        await self._presence.down()

    async def joined(self, guild: discord.Guild) -> None:
        if await departure.returned(self._tools, PLATFORM, str(guild.id)):
            return
        channel = guild.system_channel
        permissions = may_here(channel)
        if channel is not None and permissions is not None and permissions.send_messages:
            await greeting.greet(self._tools, PLATFORM, str(guild.id), guild.name, str(channel.id))

    async def left(self, guild: discord.Guild) -> None:
        await departure.left(self._tools, PLATFORM, str(guild.id))


async def _servers(client: Client) -> set[str]:
    """Where the bot is by Discord's list: what the library remembers of an earlier connection may be over.
    An outage is no departure."""
    known = client.guilds
    try:
        listed = {guild.id async for guild in client.fetch_guilds(limit=None, with_counts=False)}
    except (discord.HTTPException, OSError) as error:
        log.warning("Discord did not list the servers", error=str(error))
        listed = {guild.id for guild in known}
    return {str(one) for one in listed | {guild.id for guild in known if guild.unavailable}}


def make(
    token: str, api_url: str, desk: Desk, tools: Tools, presence: Presence, topics: Topics
) -> DiscordPlatform:
    """discord.py keeps the API's address for the whole process."""
    Route.BASE = api_url.rstrip("/")
    return DiscordPlatform(token, desk, tools, presence, topics)
