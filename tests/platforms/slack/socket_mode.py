"""Socket Mode: lines to the app over WebSocket (Using Socket Mode).

Each payload goes to any one of the open lines. What was sent on a line that broke before it was acknowledged is
sent again on another, or on the next that opens while somebody waits for it.
"""

import asyncio
import json
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Literal

from aiohttp import WSMsgType, web

from tests.platforms.slack.delivery import Answer, Envelope
from tests.platforms.slack.wire import Json

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

MOST_LINES = 10
Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]


@dataclass(eq=False)
class Line:
    """One WebSocket; frames go out in the order they were put in."""

    number: int
    request: web.Request = field(repr=False)
    socket: web.WebSocketResponse = field(repr=False)
    frames: "asyncio.Queue[Json]" = field(default_factory=asyncio.Queue, repr=False)
    sent: list[Json] = field(default_factory=list, repr=False)
    got: list[Json] = field(default_factory=list, repr=False)

    def put(self, frame: Json) -> None:
        self.sent.append(frame)
        self.frames.put_nowait(frame)

    async def write(self) -> None:
        """Until cancelled."""
        try:
            while True:
                await self.socket.send_str(json.dumps(await self.frames.get()))
        except ConnectionError:
            return

    def cut(self) -> None:
        """The line goes dead without a closing frame."""
        if self.request.transport is not None:
            self.request.transport.abort()


@dataclass(eq=False)
class Waiting:
    """An envelope that is not acknowledged yet."""

    envelope: Envelope
    answer: "asyncio.Future[Answer]"
    line: Line | None = None


class SocketMode:
    def __init__(self, server: "SlackServer") -> None:
        self._server = server
        self._tickets: set[str] = set()
        self._waiting: dict[str, Waiting] = {}
        self._numbers = count(1)
        self._turn = count()
        self.lines: list[Line] = []
        self.enabled = True
        self.answers_pings = True  # without it lines are silent
        self.refuses = 0  # so many addresses that were issued open nothing
        self.lifetime = 18060  # seconds, as hello tells
        self.late: list[Json] = []  # acknowledgements that nobody waited for any more

    # --- what a test makes happen ----------------------------------------------------------------

    def disconnect(self, reason: Reason = "refresh_requested", line: Line | None = None) -> None:
        """Asks one line, or each, to be opened anew; ``link_disabled``: Socket Mode was switched off."""
        self.enabled = self.enabled and reason != "link_disabled"
        for each in [line] if line is not None else list(self.lines):
            each.put(_goodbye(reason))

    def cut(self, line: Line | None = None) -> None:
        """The line goes dead, or each does."""
        for each in [line] if line is not None else list(self.lines):
            each.cut()

    # --- for the server --------------------------------------------------------------------------

    def issue(self) -> str:
        """A URL that opens one line (apps.connections.open)."""
        ticket = self._server.ids.secret("ticket-")
        self._tickets.add(ticket)
        return f"{self._server.origin.replace('http', 'ws', 1)}/link/?ticket={ticket}&app_id={self._server.app.id}"

    async def send(self, envelope: Envelope) -> Answer:
        """To one line, in turn."""
        waiting = Waiting(envelope, asyncio.get_running_loop().create_future())
        envelope.id = self._server.ids.secret("envelope-")
        self._waiting[envelope.id] = waiting
        self._put(waiting)
        try:
            async with asyncio.timeout(self._server.patience):
                return await waiting.answer
        except TimeoutError:
            reason = "timeout" if waiting.line is not None else "connection_failed"
            return Answer(ok=False, problem=reason, status=0)
        finally:
            del self._waiting[envelope.id]

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            raise web.HTTPNotFound
        self._tickets.discard(ticket)
        if self.refuses:
            self.refuses -= 1
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(autoping=False, autoclose=False, timeout=0.5)
        await socket.prepare(request)
        line = Line(next(self._numbers), request, socket)
        writer = asyncio.create_task(line.write())
        self._greet(line)
        try:
            await self._read(line)
        finally:
            # Without a closing frame: aiohttp's client starts its heartbeat anew on any it gets after its own.
            line.cut()
            writer.cancel()
            await asyncio.wait([writer])
            self._lost(line)
        return socket

    # --- a line's life ---------------------------------------------------------------------------

    def _greet(self, line: Line) -> None:
        """Hello, or the eleventh is sent away."""
        if len(self.lines) >= MOST_LINES:
            line.put(_goodbye("too_many_websockets"))
            return
        self.lines.append(line)
        line.put(
            {
                "type": "hello",
                "num_connections": len(self.lines),
                "connection_info": {"app_id": self._server.app.id},
                "debug_info": {"host": "loopback", "approximate_connection_time": self.lifetime},
            }
        )
        for waiting in self._waiting.values():
            if waiting.line is None:
                self._put(waiting)
        self._server.pulse.beat()

    async def _read(self, line: Line) -> None:
        async for message in line.socket:
            if message.type is WSMsgType.PING and self.answers_pings:
                await line.socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self._acknowledged(line, json.loads(message.data))

    def _acknowledged(self, line: Line, frame: Json) -> None:
        """Using Socket Mode: Acknowledging events."""
        line.got.append(frame)
        waiting = self._waiting.get(str(frame.get("envelope_id")))
        if waiting is None or waiting.answer.done():
            self.late.append(frame)
        else:
            waiting.answer.set_result(Answer(ok=True, body=frame.get("payload") or {}))
        self._server.pulse.beat()

    def _put(self, waiting: Waiting) -> None:
        if self.lines:
            waiting.line = self.lines[next(self._turn) % len(self.lines)]
            waiting.line.put(waiting.envelope.frame())

    def _lost(self, line: Line) -> None:
        if line in self.lines:
            self.lines.remove(line)
        for waiting in self._waiting.values():
            if waiting.line is line and not waiting.answer.done():
                waiting.line = None
                self._put(waiting)
        self._server.pulse.beat()


def _goodbye(reason: Reason) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}}
