"""A bot for many workspaces on a loopback Slack: OAuth, signed HTTP, sealed tokens; one clock by hand."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random

from aiohttp.test_utils import unused_port
from cryptography.fernet import Fernet

from adapters.http.server import make_app, serving
from adapters.slack.over_oauth import over_oauth
from adapters.slack.platform import DEFAULTS, Core, SlackPlatform
from adapters.slack.tokens import OAuthApp
from bot.bank import Bank
from bot.ports.poster import Poster
from bot.ports.store import Store
from bot.secrets import Sealer
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.presence import Presence
from bot.service.tick import tick
from bot.service.tools import Tools
from bot.store.open import open_store
from tests.fakes.clock import ManualClock
from tests.platforms.slack.http_mode import HttpMode
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace

KEY = Fernet.generate_key().decode()


@dataclass
class Guest:
    """A workspace that has not installed the app yet, with somebody who may."""

    workspace: Workspace
    channel: Channel
    grace: Person

    @classmethod
    def of(cls, server: SlackServer, name: str = "Guest") -> "Guest":
        workspace = server.add_workspace(name, installed=False)
        grace = workspace.add_user("grace", admin=True, tz="Europe/Berlin")
        return cls(workspace, workspace.add_channel("ml-daily", bot=False), grace)


@dataclass
class Site:
    server: SlackServer
    url: str
    http: HttpMode
    tools: Tools
    platform: SlackPlatform
    presence: Presence
    clock: ManualClock
    install: str = field(init=False)

    def __post_init__(self) -> None:
        self.install = f"{self.url}/slack/install"

    @property
    def store(self) -> Store:
        return self.tools.store

    async def at(self, moment: datetime) -> None:
        await self.clock.move_to(moment)
        await self.presence.seen()
        await tick(self.tools)

    async def join(self, guest: Guest) -> None:
        """The app comes into the workspace, and into its channel."""
        visit = await guest.grace.install(self.install)
        assert visit.status == 200, visit.page
        await self.server.until(lambda: guest.grace.dm.messages)
        guest.channel.invite_bot()

    async def set_up(self, guest: Guest) -> None:
        asked = await guest.grace.slash(guest.channel, "/dailydrill", "daily setup 09:00")
        await asked.posted()
        await (await guest.grace.click(asked, "One region")).told()
        await (await guest.grace.click(asked, "Start")).told()

    async def state(self, guest: Guest) -> tuple[str, str | None]:
        """Of its one track, with the reason."""
        group = await self.store.people.group("slack", guest.workspace.id, "")
        (track,) = await self.store.tracks.of_group(group.id)
        return track.state.value, track.reason


@asynccontextmanager
async def sealed_store(path: Path, *keys: str) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{path}", sealer=Sealer(keys or [KEY])) as opened:
        yield opened


@asynccontextmanager
async def open_site(server: SlackServer, store: Store, clock: ManualClock, bank: Bank) -> AsyncIterator[Site]:
    """The program on a port of its own, until the block ends; as often as a test restarts it."""
    posters: dict[str, Poster] = {}
    tools = Tools(store, bank, Pools(bank), clock, Random(1).randbytes, posters, {"slack": DEFAULTS})
    presence = Presence(tools, "slack")
    core = Core(server.api_url.rstrip("/"), "", Desk(tools), tools, presence)
    port = unused_port()
    url = f"http://127.0.0.1:{port}"
    server.app.redirect_uri = f"{url}/slack/oauth_redirect"
    app = OAuthApp(server.app.client_id, server.app.client_secret, core.api_url)
    platform = over_oauth(core, app, server.app.signing_secret, url)
    async with serving(make_app(platform.mount), "127.0.0.1", port):
        served = asyncio.create_task(platform.serve())
        try:
            await server.until(lambda: presence.connected or served.done())
            posters["slack"] = platform.poster
            http = await server.use_http(url)
            yield Site(server, url, http, tools, platform, presence, clock)
        finally:
            await platform.close()
            served.cancel()
            await asyncio.wait([served])
