"""A whole bot on a loopback Slack: the real slack-bolt, services and SQLite file, one clock by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from adapters.slack.platform import DEFAULTS, SlackPlatform
from adapters.slack.workspaces import Workspace as Known
from bot.bank import Bank
from bot.domain.round import Round
from bot.ports.poster import Poster
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.presence import Presence
from bot.service.tick import tick
from bot.service.tools import Tools, Who
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


class NoHome:
    async def open(self, workspace: Known, who: Who, user: str) -> None:
        """Nobody looks at it here."""


@asynccontextmanager
async def living(
    server: SlackServer, workspace: Workspace, store: Store, clock: ManualClock, bank: Bank, **changes: Any
) -> AsyncIterator[tuple[Tools, SlackPlatform, Presence]]:
    """The program connected to the server, until the block ends; as often as a test restarts it."""
    posters: dict[str, Poster] = {}
    tools = Tools(
        store, bank, Pools(bank), clock, Random(1).randbytes, posters, {"slack": DEFAULTS}, **changes
    )
    presence = Presence(tools, "slack")
    platform = SlackPlatform(
        workspace.token,
        server.app.app_token,
        server.api_url.rstrip("/"),
        "",
        Desk(tools),
        tools,
        presence,
        NoHome(),
    )
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
