"""A lean loopback Slack: a line of Socket Mode, presses and what follows them, messages and edits."""

import asyncio
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from time import perf_counter
from types import MappingProxyType
from typing import Any, Final, Self

from aiohttp import WSMsgType, web

from bot.clock import SystemClock
from tests.benchmarks.presses import Presses
from tests.benchmarks.slack.limits import Edits, Messages, Way
from tests.benchmarks.slack.payloads import SCOPES, Channel, Click, filled, message, press, whoami

API: Final = "/api/"
HELLO: Final = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0000000001"}}
JSON: Final = {"Content-Type": "application/json; charset=utf-8", "X-OAuth-Scopes": SCOPES}
WORD: Final = re.compile(rb'"text": ?"(\w+)')


class LeanSlack(Presses[Click]):
    """``posted``: messages by channel and mark; ``edited``: edits by channel and timestamp."""

    def __init__(
        self, channels: Sequence[Channel], way: Way | None = None, edits: Edits | None = None
    ) -> None:
        super().__init__()
        self.messages = Messages()
        self.edits = edits or Edits()
        self.connected = asyncio.Event()
        self.posted: Counter[tuple[str, str]] = Counter()
        self.edited: Counter[tuple[str, str]] = Counter()
        self._way = way or Way()
        self._presses = {channel.id: press(channel) for channel in channels}
        self._socket: web.WebSocketResponse | None = None
        self._number = 0
        self._sent_at: dict[str, float] = {}
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None))

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self._port = self._runner.addresses[0][1]
        self.api_url = f"http://127.0.0.1:{self._port}/api"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    # --- what is measured --------------------------------------------------------------------------

    async def _press(self, click: Click) -> None:
        assert self._socket is not None
        self._number += 1
        id_ = str(self._number)
        hook = f"http://127.0.0.1:{self._port}/hooks/{id_}"
        text = filled(self._presses[click.channel.id], click, id_, hook, _time())
        self._sent_at[id_] = perf_counter()
        await self._socket.send_str(text)

    def _are_answered(self, count: int) -> bool:
        return super()._are_answered(count) and len(self.acknowledged) >= count

    # --- what is served ----------------------------------------------------------------------------

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/hooks/"):
            return self._shown(path, await request.read())
        if path == "/link":
            return await self._line(request)
        if path == f"{API}chat.postMessage":
            return await self._message(await request.json())
        if path == f"{API}chat.update":
            return await self._edit(await request.json())
        return _json(self._rest(path.removeprefix(API)))

    def _shown(self, path: str, body: bytes) -> web.Response:
        """The reply of a press, at its response URL."""
        waited = perf_counter() - self._sent_at[path.removeprefix("/hooks/")]
        found = WORD.search(body)
        self._answered(found[1].decode() if found else "", waited)
        return web.Response(text="ok")

    async def _message(self, body: Any) -> web.Response:
        await self._way.half()
        channel, taken = body["channel"], self.messages.taken(body["channel"])
        if taken:
            self.posted[channel, body["metadata"]["event_payload"]["mark"]] += 1
        await self._way.half()
        if not taken:
            return _refused()
        ts = f"{_time():.6f}"
        told = message(channel, ts, text=body["text"], blocks=body["blocks"])
        return _json({"channel": channel, "ts": ts, "message": told})

    async def _edit(self, body: Any) -> web.Response:
        await self._way.half()
        taken = self.edits.taken()
        if taken:
            self.edited[body["channel"], body["ts"]] += 1
        await self._way.half()
        return _json({"channel": body["channel"], "ts": body["ts"]}) if taken else _refused()

    def _rest(self, method: str) -> dict[str, Any]:
        if method == "auth.test":
            return whoami()
        if method == "apps.connections.open":
            return {"url": f"ws://127.0.0.1:{self._port}/link"}
        if method == "conversations.history":
            return {"messages": [], "has_more": False}
        return {"channel": {"is_member": True}, "user": {"name": "somebody", "tz": "UTC"}}

    async def _line(self, request: web.BaseRequest) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(max_msg_size=0, timeout=0.2)
        await socket.prepare(request)
        await socket.send_str(json.dumps(HELLO))
        self._socket = socket
        self.connected.set()
        async for frame in socket:
            if frame.type is WSMsgType.TEXT:
                arrived = perf_counter()
                self.acknowledged.append(arrived - self._sent_at[json.loads(frame.data)["envelope_id"]])
        return socket


def _time() -> float:
    return SystemClock().now().timestamp()


def _refused() -> web.Response:
    return _json({"ok": False, "error": "ratelimited"}, {"Retry-After": "1"}, status=429)


def _json(body: Any, headers: Mapping[str, str] = MappingProxyType({}), status: int = 200) -> web.Response:
    return web.Response(
        body=json.dumps({"ok": True, **body}).encode(), headers={**JSON, **headers}, status=status
    )
