"""A lean loopback Discord: identify, be told of the servers, get presses and answer them, post in channels."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter
from types import MappingProxyType
from typing import Any, Self

from aiohttp import WSMsgType, web

from tests.benchmarks.discord.limits import CHANNEL_LIMIT, NoLimit, RateLimit
from tests.benchmarks.discord.payloads import (
    APART,
    BOT_ID,
    EVERYTHING,
    FIRST_GUILD,
    POST_ID,
    Click,
    Guild,
    application,
    bot_user,
    callback,
    filled,
    guild_create,
    message,
    press,
    ready,
)
from tests.benchmarks.presses import Presses

API = "/api/v10"
HELLO = {"op": 10, "d": {"heartbeat_interval": 41_250}}
JSON = {"Content-Type": "application/json"}
LISTED = 200
"""Servers on a page."""


class LeanDiscord(Presses[Click]):
    """``limit`` counts what is posted."""

    def __init__(self, guilds: Sequence[Guild], limit: RateLimit | None = None) -> None:
        super().__init__()
        self.guilds = list(guilds)
        self.limit = limit or NoLimit()
        self.first_request: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.identified = asyncio.Event()
        self.posted: Counter[tuple[str, str]] = Counter()
        self._presses = {
            (guild.place, place): press(guild, place) for guild in guilds for place in range(len(guild.marks))
        }
        self._callback = callback()
        self._socket: web.WebSocketResponse | None = None
        self._sequence = 10
        self._sent_at: dict[str, float] = {}
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None))

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._port = self._runner.addresses[0][1]
        self.api_url = f"http://127.0.0.1:{self._port}{API}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    # --- what is measured --------------------------------------------------------------------------

    def quiet_for(self) -> float:
        """Seconds since the last post."""
        return perf_counter() - self.limit.arrivals[-1]

    async def _press(self, click: Click) -> None:
        assert self._socket is not None
        self._sequence += 1
        token = f"token-{self._sequence}"
        text = filled(self._presses[click.guild.place, click.channel], click, token, self._sequence)
        self._sent_at[token] = perf_counter()
        await self._socket.send_str(text)

    # --- what is served ----------------------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        if not self.first_request.done():
            self.first_request.set_result(perf_counter())
        path = request.path.removeprefix(API)
        if path.startswith("/interactions/"):
            self._called_back(path, await request.read())
            return self._confirmed(path) if "with_response" in request.query else web.Response(status=204)
        if path == "/gateway":
            return await self._gateway(request)
        if request.method == "POST" and path.endswith("/messages"):
            return await self._posted(path, await request.json())
        if path == "/users/@me/guilds":
            return _json(self._listed(int(request.query.get("after", 0))))
        return _json(self._rest(path, await request.json() if request.can_read_body else None))

    def _called_back(self, path: str, body: bytes) -> None:
        arrived = perf_counter()
        token = path.split("/")[3]
        self._answered(_first_word(body), arrived - self._sent_at.pop(token))

    def _confirmed(self, path: str) -> web.Response:
        id_ = path.split("/")[2]
        return web.Response(text=self._callback % (id_, id_, id_), headers=JSON)

    async def _posted(self, path: str, body: Any) -> web.Response:
        """The limit is kept where the server is, half a round trip away."""
        channel = path.split("/")[2]
        await self.limit.on_the_way()
        refused = self.limit.refused()
        if refused is None:
            self.posted[channel, str(body["nonce"])] += 1
        await self.limit.on_the_way()
        if refused is not None:
            told = {"message": "You are being rate limited.", "retry_after": refused, "global": True}
            return _json(told, {"Via": "1.1 loopback"}, status=429)
        made = message(POST_ID + self.posted.total() * APART, channel, nonce=body["nonce"])
        return _json(made, CHANNEL_LIMIT)

    def _listed(self, after: int) -> list[dict[str, Any]]:
        ids = sorted(guild.id for guild in self.guilds if guild.id > after)[:LISTED]
        return [{"id": str(id_), "name": "Study group", "permissions": EVERYTHING} for id_ in ids]

    def _rest(self, path: str, body: Any) -> Any:
        if path == "/users/@me":
            return bot_user()
        if path == "/gateway/bot":
            limit = {"total": 1000, "remaining": 1000, "reset_after": 86_400_000, "max_concurrency": 1}
            address = f"ws://127.0.0.1:{self._port}/gateway"
            return {"url": address, "shards": 1, "session_start_limit": limit}
        if path.endswith("/commands"):
            return [_registered(command, place) for place, command in enumerate(body or [])]
        if "/messages/" in path:
            return message(POST_ID, FIRST_GUILD)
        return application()

    async def _gateway(self, request: web.BaseRequest) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0, timeout=0.2)
        await socket.prepare(request)
        await _tell(socket, HELLO)
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                await self._read(socket, json.loads(frame.data)["op"])
        return socket

    async def _read(self, socket: web.WebSocketResponse, op: int) -> None:
        if op == 1:
            await _tell(socket, {"op": 11})
        elif op == 2:
            await _tell(socket, {"op": 0, "t": "READY", "s": 1, "d": ready(self.guilds)})
            for guild in self.guilds:
                await _tell(socket, {"op": 0, "t": "GUILD_CREATE", "s": 2, "d": guild_create(guild)})
            self._socket = socket
            self.identified.set()


def _registered(command: dict[str, Any], place: int) -> dict[str, Any]:
    more = {"id": str(BOT_ID + place), "application_id": str(BOT_ID), "version": "1", "type": 1}
    return {"default_member_permissions": None, "nsfw": False, **command, **more}


def _first_word(body: bytes) -> str:
    """Of what was said: "Saved", "Changed", "Closed" …"""
    _, _, said = body.partition(b'"content":"')
    return said[:7].decode(errors="replace").split(":")[0].split(" ")[0]


def _json(body: Any, headers: Mapping[str, str] = MappingProxyType({}), status: int = 200) -> web.Response:
    return web.Response(body=json.dumps(body).encode(), headers={**JSON, **headers}, status=status)


async def _tell(socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
    await socket.send_str(json.dumps(frame))


def clicks(guilds: Sequence[Guild], channel: int, members: Iterable[int], letter: int) -> list[Click]:
    """Each member presses that letter once; they are spread over the servers."""
    return [Click(guilds[member % len(guilds)], channel, member, letter) for member in members]
