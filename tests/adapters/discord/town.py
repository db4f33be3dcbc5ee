"""A whole bot on a loopback Discord: the real discord.py, services and SQLite file, one clock by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from adapters.discord.platform import DEFAULTS, DiscordPlatform, make
from bot.bank import Bank
from bot.domain.round import Round, Track
from bot.ports.people import Group
from bot.ports.poster import Poster
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.presence import Presence
from bot.service.tick import tick
from bot.service.tools import Tools
from tests.fakes.clock import ManualClock
from tests.platforms.discord.interactions import Reply
from tests.platforms.discord.library import redirected
from tests.platforms.discord.message import Message
from tests.platforms.discord.person import Member
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel, Guild

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
"""A Monday, 07:00 in Berlin."""

NINE = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""09:00 in Berlin."""

MONDAY = date(2026, 11, 2)


@dataclass
class Town:
    server: DiscordServer
    guild: Guild
    channel: Channel
    ada: Member
    grace: Member
    tools: Tools
    platform: DiscordPlatform
    presence: Presence
    clock: ManualClock

    @property
    def store(self) -> Store:
        return self.tools.store

    async def at(self, moment: datetime) -> None:
        """Go there and do what is due."""
        await self.clock.move_to(moment)
        await self.presence.seen()
        await tick(self.tools)

    async def set_up(self, region: str = "One region") -> None:
        """Grace, who organises, starts the daily question in two clicks."""
        asked = await self.grace.slash(self.channel, "daily setup", time="09:00", zone="Europe/Berlin")
        plan = await self.grace.click(shown(asked), region)
        await self.grace.click(shown(plan), "Start")

    async def posted(self, days: int = 0) -> Message:
        """The question of that many days after Monday, in the channel."""
        await self.at(NINE + timedelta(days))
        return self.channel.last

    async def group(self) -> Group:
        return await self.store.people.group("discord", str(self.guild.id), self.guild.name)

    async def track(self) -> Track:
        """The group's first."""
        tracks = await self.store.tracks.of_group((await self.group()).id)
        return tracks[0]

    async def round(self, day: date = MONDAY) -> Round:
        found = await self.store.rounds.on_day((await self.track()).id, day)
        assert found is not None
        return found

    async def revealed(self, days: int = 0) -> Message:
        """The reveal of that day, in the post's thread."""
        post = self.channel.last
        await self.at(NINE + timedelta(days, hours=8, seconds=10))
        assert post.thread is not None
        return post.thread.last

    async def answered(self, post: Message, *members: Member) -> None:
        """Everybody presses A."""
        for member in members:
            await member.click(post, "A")

    async def right(self, day: date = MONDAY) -> str:
        """The letter of the right option."""
        question = (await self.round(day)).question
        assert question is not None
        return "ABCDE"[question.key.right[0]]


def shown(reply: Reply) -> Message:
    assert reply.message is not None, reply
    return reply.message


@dataclass
class Founding:
    """What there is on Discord, whichever process of ours is connected."""

    server: DiscordServer
    guild: Guild
    channel: Channel
    ada: Member
    grace: Member


def found(server: DiscordServer) -> Founding:
    """A server with a channel, Grace who organises and Ada who does not."""
    guild = server.add_guild("Team")
    channel = guild.add_text("ml-daily")
    grace, ada = guild.add_member("Grace", manage_guild=True), guild.add_member("Ada")
    return Founding(server, guild, channel, ada, grace)


@asynccontextmanager
async def opened(
    there: Founding, store: Store, clock: ManualClock, bank: Bank, **changes: Any
) -> AsyncIterator[Town]:
    """The bot among them, until the block ends; as often as a test restarts it."""
    async with living(there.server, store, clock, bank, **changes) as (tools, platform, presence):
        yield Town(
            there.server,
            there.guild,
            there.channel,
            there.ada,
            there.grace,
            tools,
            platform,
            presence,
            clock,
        )


@asynccontextmanager
async def living(
    server: DiscordServer,
    store: Store,
    clock: ManualClock,
    bank: Bank,
    desk: Callable[[Tools], Desk] = Desk,
    look_every: float = 60.0,
    **changes: Any,
) -> AsyncIterator[tuple[Tools, DiscordPlatform, Presence]]:
    """The program connected to the server. ``changes``: to the tools."""
    posters: dict[str, Poster] = {}
    tools = Tools(
        store, bank, Pools(bank), clock, Random(1).randbytes, posters, {"discord": DEFAULTS}, **changes
    )
    presence = Presence(tools, "discord", lambda: posters.update(discord=platform.poster))
    topics = [(name, topic.title) for name, topic in bank.topics.items()]
    with redirected(server):
        platform = make(server.token, server.api_url, desk(tools), tools, presence, topics)
        platform.patience, platform.look_every = 0.05, look_every
        served = asyncio.create_task(platform.serve())
        try:
            await server.until(lambda: presence.connected or served.done())
            if served.done():
                served.result()
            yield tools, platform, presence
        finally:
            await platform.close()
            await asyncio.wait([served])
