"""A connection of the gateway, and the session that outlives it (Events: Gateway)."""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum

from aiohttp import web

from tests.platforms.discord.wire import Json

ABNORMAL = (1000, 1001)  # closing with these ends the session


class Op(IntEnum):
    """Topics: Opcodes and Status Codes, Gateway Opcodes."""

    DISPATCH = 0
    HEARTBEAT = 1
    IDENTIFY = 2
    PRESENCE = 3
    VOICE = 4
    RESUME = 6
    RECONNECT = 7
    REQUEST_MEMBERS = 8
    INVALID_SESSION = 9
    HELLO = 10
    ACK = 11


class Closing(Exception):
    """The server closes the connection with a code (Gateway Close Event Codes)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """One WebSocket; frames go out in the order they were put in."""

    def __init__(self, request: web.Request, socket: web.WebSocketResponse) -> None:
        self._request = request
        self._socket = socket
        self._frames: asyncio.Queue[Json] = asyncio.Queue()
        self.session: Session | None = None

    def put(self, op: Op, data: object = None) -> None:
        self.frame({"op": int(op), "d": data, "s": None, "t": None})

    def frame(self, frame: Json) -> None:
        self._frames.put_nowait(frame)

    async def write(self) -> None:
        """Until cancelled."""
        with suppress(ConnectionError):
            while True:
                await self._socket.send_str(json.dumps(await self._frames.get()))

    async def close(self, code: int, reason: str = "") -> None:
        self.leave(ended=code in ABNORMAL)
        await self._socket.close(code=code, message=reason.encode())

    def drop(self) -> None:
        """The line goes dead without a closing frame."""
        self.leave(ended=False)
        if self._request.transport is not None:
            self._request.transport.abort()

    def leave(self, *, ended: bool) -> None:
        session, self.session = self.session, None
        if session is not None:
            session.connection = None
            session.ended = session.ended or ended


@dataclass(eq=False)
class Session:
    id: str
    shard: tuple[int, int]
    intents: int
    connection: Connection | None = field(repr=False)
    sequence: int = 0
    events: list[Json] = field(default_factory=list, repr=False)  # every frame, for replay and for tests
    ended: bool = False

    def covers(self, guild: int | None) -> bool:
        """Sharding: ``shard_id = (guild_id >> 22) % num_shards``, direct messages on shard 0."""
        number, count = self.shard
        return ((guild or 0) >> 22) % count == number if guild else number == 0

    def send(self, event: str, data: object) -> None:
        self.sequence += 1
        frame = {"op": 0, "d": data, "s": self.sequence, "t": event}
        self.events.append(frame)
        if self.connection is not None:
            self.connection.frame(frame)

    def replay(self, after: int) -> None:
        assert self.connection is not None
        for frame in self.events:
            if frame["s"] > after:
                self.connection.frame(frame)
        self.send("RESUMED", {"_trace": []})
