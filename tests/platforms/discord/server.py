"""The server: the world, the API and the gateway on one port of 127.0.0.1, in the test's own loop."""

import asyncio
from collections.abc import Callable
from types import TracebackType
from typing import Literal, Self

from aiohttp import web

from bot.clock import SystemClock
from bot.ports.clock import Clock
from tests.platforms.discord import intents, message_shapes, shapes
from tests.platforms.discord.faults import Fault, FaultBox
from tests.platforms.discord.front import LARGEST, PREFIX, Front, Request
from tests.platforms.discord.gateway import Gateway
from tests.platforms.discord.interactions import Reply
from tests.platforms.discord.nonces import Nonces
from tests.platforms.discord.pacing import Pacing
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.person import Member
from tests.platforms.discord.registry import Registry
from tests.platforms.discord.routes import ROUTES
from tests.platforms.discord.snowflakes import Snowflakes
from tests.platforms.discord.wire import Json, Refusal
from tests.platforms.discord.world import Channel, Guild, Kind, Role, User
from tests.platforms.pulse import PATIENCE, Pulse

TOKEN = "made-up.bot.token"
Callbacks = Literal["documented", "204", "message"]


class DiscordServer:
    """``async with DiscordServer() as server``: see the package's docstring for what a test can do with it."""

    patience = 3.0  # real seconds in which an interaction must be answered
    old_edits: int | None = None  # how many edits of messages older than an hour are left; None is no end
    forum_layouts = True  # whether a forum's first message may have IS_COMPONENTS_V2

    def __init__(
        self,
        clock: Clock | None = None,
        token: str = TOKEN,
        *,
        ignore_nonce: bool = False,
        refuse_resume: bool = False,
        callbacks: Callbacks = "documented",
    ) -> None:
        """``clock``: of ids, deadlines of interactions, ages of messages and nonces; the real one by default.

        The other three make it another lawful server: it knows no nonce any more, resumes no session,
        answers callbacks always with 204 or always with the message.
        """
        self.clock = clock or SystemClock()
        self.token = token
        self.ids = Snowflakes(self.clock)
        self.pulse = Pulse()
        self.routes = ROUTES
        self.gateway = Gateway(self)
        self.pacing = Pacing()
        self.faults = FaultBox(self.pulse.beat)
        self.registry = Registry(self.clock, self.ids)
        self.nonces = Nonces(self.clock)
        self.bot = User(self, self.ids.make(), "dailydrill", bot=True)
        self.users: dict[int, User] = {self.bot.id: self.bot}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self._dms: dict[int, Channel] = {}
        self.replies: dict[int, Reply] = {}  # by the interaction's id
        self.requests: list[Request] = []
        self.refusals: list[Refusal] = []
        self.problems: list[Exception] = []  # of this server's own: raised at its end
        self.callbacks = callbacks
        self.gateway.refuse_resume = refuse_resume
        self.nonces.ignored = ignore_nonce
        self._runner: web.AppRunner | None = None
        self._origin = ""

    # --- where it is -----------------------------------------------------------------------------

    @property
    def api_url(self) -> str:
        return f"http://{self._origin}{PREFIX}"

    @property
    def cdn_url(self) -> str:
        return f"http://{self._origin}"

    @property
    def gateway_url(self) -> str:
        return f"ws://{self._origin}/gateway"

    async def start(self, port: int = 0, *more: web.RouteDef) -> None:
        """``more``: routes of its own for who runs it by hand."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_routes(more)
        app.router.add_get("/gateway", self.gateway.handle)
        app.router.add_get("/gateway/", self.gateway.handle)
        app.router.add_get("/attachments/{channel}/{attachment}/{name}", self._attachment)
        app.router.add_route("*", PREFIX + "/{tail:.*}", Front(self).handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self._origin = "{}:{}".format(*self._runner.addresses[0][:2])

    async def stop(self) -> None:
        self.faults.release()
        self.gateway.drop()
        if self._runner is not None:
            await self._runner.cleanup()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()
        if self.problems and problem is None:
            raise self.problems[0]

    # --- building --------------------------------------------------------------------------------

    def add_user(self, name: str) -> User:
        user = User(self, self.ids.make(), name)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str = "Guild", *, joined: bool = True) -> Guild:
        """A guild that the bot is added to, or one that it may be added to later."""
        guild = Guild(self, self.ids.make_guild(), name, self.add_user(f"{name} owner"))
        if joined:
            self.invite(guild)
        return guild

    def invite(self, guild: Guild) -> Guild:
        """The bot is added; GUILD_CREATE when it is connected (Gateway Events: Guild Create)."""
        self.guilds[guild.id] = guild
        self.gateway.dispatch("GUILD_CREATE", shapes.of_guild_create(guild), intents.GUILDS, guild.id)
        return guild

    def remove_guild(self, guild: Guild) -> None:
        """The bot is thrown out: GUILD_DELETE without ``unavailable`` (Gateway Events: Guild Delete)."""
        del self.guilds[guild.id]
        self.gateway.dispatch("GUILD_DELETE", {"id": str(guild.id)}, intents.GUILDS, guild.id)

    def outage(self, guild: Guild) -> None:
        """GUILD_DELETE with ``unavailable``; the bot is still a member."""
        guild.unavailable = True
        self.gateway.dispatch("GUILD_DELETE", shapes.of_lost(guild), intents.GUILDS, guild.id)

    def recover(self, guild: Guild) -> None:
        guild.unavailable = False
        data = shapes.of_guild_create(guild) | {"unavailable": False}
        self.gateway.dispatch("GUILD_CREATE", data, intents.GUILDS, guild.id)

    def make_member(self, guild: Guild, user: User, roles: list[Role]) -> Member:
        return Member(guild, user, roles, joined=self.clock.now())

    def dm_with(self, user: User) -> Channel:
        """One for each person, made when first asked for."""
        if user.id not in self._dms:
            channel = Channel(self, self.ids.make(), Kind.DM, user.name, recipient=user)
            self.channels[channel.id] = self._dms[user.id] = channel
        return self._dms[user.id]

    # --- looking ---------------------------------------------------------------------------------

    @property
    def identifies(self) -> list[Json]:
        return self.gateway.identifies

    @property
    def commands(self) -> list[Json]:
        """The global ones."""
        return self.registry.of(None)

    def asked(self, pattern: str) -> list[Request]:
        """The requests by a template's name: ``POST /channels/{channel}/messages``."""
        return [request for request in self.requests if request.route == pattern]

    @property
    def invalid_requests(self) -> int:
        """Answers 401, 403 and 429: 10,000 in 10 minutes get an address banned (Topics: Rate Limits)."""
        return len([request for request in self.requests if request.status in (401, 403, 429)])

    def story(self) -> str:
        """What has happened, in a line, for the message of a test that waited in vain."""
        asked = [f"{each.method} {each.path} {each.status}" for each in self.requests[-8:]]
        sessions = [f"{each.id} sent {each.sequence}" for each in self.gateway.sessions]
        heard = f"{len(self.identifies)} identifies, {len(self.gateway.resumes)} resumes"
        return f"{', '.join(asked)}; {heard}, {', '.join(sessions)}, {self.problems}"

    async def until(self, condition: Callable[[], object], within: float = PATIENCE) -> None:
        """Waits (real seconds) until ``condition()`` is true."""
        await self.pulse.until(condition, within)

    async def until_ready(self, shards: int = 1, within: float = PATIENCE) -> None:
        """Waits until so many shards are connected."""
        await self.until(lambda: len(self.gateway.connected) >= shards, within)

    # --- faults ----------------------------------------------------------------------------------

    def fail(
        self,
        pattern: str,
        status: int | None = None,
        *,
        code: int | None = None,
        times: int = 1,
        after_effect: bool = False,
        drop: bool = False,
        latency: float = 0.0,
    ) -> Fault:
        """The next ``times`` requests like ``POST /channels/*/messages`` fail, before or after their effect."""
        if status is None and code is None and not drop:
            status = 503
        return self.faults.add(
            Fault(pattern, status, code, times, after_effect=after_effect, drop=drop, latency=latency)
        )

    def limit(
        self,
        pattern: str,
        retry_after: float,
        *,
        times: int = 1,
        globally: bool = False,
        shared: bool = False,
        via: bool = True,
    ) -> Fault:
        """The next ``times`` requests get a 429."""
        return self.faults.add(
            Fault(
                pattern, 429, None, times, retry_after=retry_after, globally=globally, shared=shared, via=via
            )
        )

    def slow(self, pattern: str, seconds: float | Callable[[], float], *, times: int = 10**9) -> Fault:
        """So many real seconds before the effect, beside whatever else is to happen."""
        return self.faults.add(Fault(pattern, times=times, latency=seconds))

    def hold(self, pattern: str, *, times: int = 1, after_effect: bool = False) -> Fault:
        """Nothing is answered until ``fault.release()``; ``fault.hits`` tells whether one arrived."""
        held = asyncio.Event()
        return self.faults.add(Fault(pattern, times=times, after_effect=after_effect, held=held))

    async def _attachment(self, request: web.Request) -> web.Response:
        channel = self.channels.get(int(request.match_info["channel"]))
        for message in channel.messages if channel else []:
            for attachment in message.attachments:
                if str(attachment.id) == request.match_info["attachment"]:
                    return web.Response(body=attachment.data, content_type=attachment.content_type)
        raise web.HTTPNotFound

    # --- for the routes --------------------------------------------------------------------------

    def channel_for_bot(self, snowflake: int) -> Channel:
        """Unknown Channel, or Missing Access without VIEW_CHANNEL (Topics: Permissions)."""
        channel = self.channels.get(snowflake)
        if channel is None or channel.deleted:
            raise Refusal(10003)
        if channel.guild is not None and channel.guild.id not in self.guilds:
            raise Refusal(50001)
        if Permission.VIEW_CHANNEL not in channel.bot_permissions:
            raise Refusal(50001)
        return channel

    def as_seen_by_bot(self, message: Json) -> Json:
        """Content of others is hidden in guilds without MESSAGE_CONTENT (Events: Gateway)."""
        if message["author"]["id"] == str(self.bot.id) or "guild_id" not in message:
            return message
        mentioned = self.bot.mention in message.get("content", "")
        return message if mentioned else message_shapes.without_content(message)
