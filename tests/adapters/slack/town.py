"""A whole bot on a loopback Slack: the real slack-bolt, services and SQLite file, one clock by hand."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from adapters.slack.platform import DEFAULTS, Core, SlackPlatform, over_socket
from bot.bank import Bank
from bot.domain.round import Round
from bot.ports.poster import Poster
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.presence import Presence
from bot.service.tick import tick
from bot.service.tools import PlatformDefaults, Tools
from tests.fakes.clock import ManualClock
from tests.platforms.slack.interactions import Reply
from tests.platforms.slack.message import Message
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace

START = datetime(2026, 11, 2, 6, 0, tzinfo=UTC)
"""A Monday, 07:00 in Berlin."""

NINE = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
"""09:00 in Berlin."""

MONDAY = date(2026, 11, 2)


@dataclass
class Town:
    server: SlackServer
    workspace: Workspace
    channel: Channel
    ada: Person
    grace: Person
    tools: Tools
    platform: SlackPlatform
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

    async def set_up(self) -> None:
        """Grace, who organises, starts the daily question."""
        asked = await self.grace.slash(self.channel, "/dailydrill", "daily setup 09:00")
        await asked.posted()
        plan = await self.grace.click(asked, "One region")
        await plan.told()
        started = await self.grace.click(asked, "Start")
        await started.told()

    async def say(self, person: Person, text: str, command: str = "/dailydrill") -> str:
        """What somebody is told after a command."""
        reply = await person.slash(self.channel, command, text)
        return (await reply.posted()).text

    async def posted(self, days: int = 0) -> Message:
        """The question of that many days after Monday, in the channel."""
        await self.at(NINE + timedelta(days))
        return self.channel.messages[-1]

    async def round(self, day: date = MONDAY) -> Round:
        group = await self.store.people.group("slack", self.workspace.id, "")
        (track,) = await self.store.tracks.of_group(group.id)
        found = await self.store.rounds.on_day(track.id, day)
        assert found is not None
        return found

    async def right(self, day: date = MONDAY) -> str:
        """The letter of the right option."""
        question = (await self.round(day)).question
        assert question is not None
        return "ABCDE"[question.key.right[0]]


@asynccontextmanager
async def living(
    server: SlackServer,
    workspace: Workspace,
    store: Store,
    clock: ManualClock,
    bank: Bank,
    desk: Callable[[Tools], Desk] = Desk,
    defaults: PlatformDefaults = DEFAULTS,
    **changes: Any,
) -> AsyncIterator[tuple[Tools, SlackPlatform, Presence]]:
    """The program connected to the server, until the block ends; as often as a test restarts it. ``changes``:
    to the tools."""
    posters: dict[str, Poster] = {}
    tools = Tools(
        store, bank, Pools(bank), clock, Random(1).randbytes, posters, {"slack": defaults}, **changes
    )
    presence = Presence(tools, "slack")
    core = Core(server.api_url.rstrip("/"), "", desk(tools), tools, presence)
    platform = over_socket(core, workspace.token, server.app.app_token)
    served = asyncio.create_task(platform.serve())
    try:
        await server.until(lambda: presence.connected or served.done())
        if served.done():
            served.result()
        posters["slack"] = platform.poster
        yield tools, platform, presence
    finally:
        await platform.close()
        served.cancel()
        await asyncio.wait([served])


def shown(reply: Reply) -> Message:
    assert reply.message is not None, reply
    return reply.message
