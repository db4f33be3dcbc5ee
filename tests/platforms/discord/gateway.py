"""Gateway v10 over WebSocket (Events: Gateway). Text frames, not compressed.

A session outlives its connection: what happens meanwhile is kept and replayed on RESUME.
"""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from tests.platforms.discord import intents, shapes
from tests.platforms.discord.sessions import ABNORMAL, Closing, Connection, Op, Session
from tests.platforms.discord.wire import Json

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer

PRIVILEGED = intents.GUILD_MEMBERS | intents.GUILD_PRESENCES | intents.MESSAGE_CONTENT
KNOWN = (1 << 17) - 1 | 0b11 << 20 | 0b11 << 24  # minus the gaps: 17–19 and 22–23
GUILDS_A_SHARD = 2500


class Gateway:
    def __init__(self, server: "DiscordServer") -> None:
        self._server = server
        self._connections: list[Connection] = []
        self.sessions: list[Session] = []
        self.identifies: list[Json] = []
        self.resumes: list[Json] = []
        self.heartbeats = 0
        self.heartbeat_interval = 41.25  # seconds
        self.acknowledges = True  # whether heartbeats are answered
        self.refuse_resume = False
        self.unreachable = False  # answers 503 instead of opening a WebSocket
        self.allowed_intents = KNOWN & ~PRIVILEGED
        self.shards = 1  # what /gateway/bot recommends

    @property
    def connected(self) -> list[Session]:
        return [session for session in self.sessions if session.connection is not None]

    # --- what a test makes happen ----------------------------------------------------------------

    def dispatch(self, event: str, data: Json, intent: int, guild: int | None = None) -> None:
        """To each session whose shard and intents it falls under; 0 is an event that needs no intent."""
        for session in self.sessions:
            if session.covers(guild) and (not intent or session.intents & intent) and not session.ended:
                session.send(event, self._redacted(event, data, session))
        self._server.pulse.beat()

    def reconnect(self) -> None:
        """Op 7: every client is asked to reconnect and resume."""
        for connection in list(self._connections):
            connection.put(Op.RECONNECT)

    def invalid_session(self, *, resumable: bool = False) -> None:
        """Op 9."""
        for session in self.connected:
            session.ended = session.ended or not resumable
            assert session.connection is not None
            session.connection.put(Op.INVALID_SESSION, resumable)

    async def close(self, code: int, reason: str = "") -> None:
        """Close every connection with a code."""
        for connection in list(self._connections):
            await connection.close(code, reason)

    def drop(self) -> None:
        """Every line goes dead."""
        for connection in list(self._connections):
            connection.drop()

    def forget_sessions(self) -> None:
        """No session can be resumed any more."""
        for session in self.sessions:
            session.ended = True

    # --- the connection --------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        if self.unreachable:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse(max_msg_size=0, timeout=0.5)
        await socket.prepare(request)
        connection = Connection(request, socket)
        self._connections.append(connection)
        writer = asyncio.create_task(connection.write())
        connection.put(Op.HELLO, {"heartbeat_interval": round(self.heartbeat_interval * 1000)})
        try:
            await self._read(connection, socket)
        except Closing as closing:
            await connection.close(closing.code, closing.reason)
        finally:
            self._connections.remove(connection)
            connection.leave(ended=socket.close_code in ABNORMAL)
            writer.cancel()
            await asyncio.wait([writer])
            self._server.pulse.beat()
        return socket

    async def _read(self, connection: Connection, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is not WSMsgType.TEXT:
                return
            try:
                frame = json.loads(message.data)
                op, data = frame["op"], frame.get("d")
            except (ValueError, KeyError, TypeError):
                raise Closing(4002, "Error while decoding payload.") from None
            self._receive(connection, op, data)
            self._server.pulse.beat()

    def _receive(self, connection: Connection, op: int, data: Any) -> None:
        if op == Op.HEARTBEAT:
            self.heartbeats += 1
            if self.acknowledges:
                connection.put(Op.ACK)
        elif op == Op.IDENTIFY:
            self._identify(connection, data)
        elif op == Op.RESUME:
            self._resume(connection, data)
        elif op not in (Op.PRESENCE, Op.VOICE, Op.REQUEST_MEMBERS):
            raise Closing(4001, "Unknown opcode.")
        elif connection.session is None:
            raise Closing(4003, "Not authenticated.")

    def _identify(self, connection: Connection, data: Json) -> None:
        """Close codes: Opcodes and Status Codes, Gateway Close Event Codes."""
        if connection.session is not None:
            raise Closing(4005, "Already authenticated.")
        self.identifies.append(data)
        if data.get("token") != self._server.token:
            raise Closing(4004, "Authentication failed.")
        shard = self._shard(data.get("shard", [0, 1]))
        wanted = data.get("intents", 0)
        if not isinstance(wanted, int) or wanted & ~KNOWN:
            raise Closing(4013, "Invalid intent(s).")
        if wanted & ~self.allowed_intents:
            raise Closing(4014, "Disallowed intent(s).")
        self._begin(connection, shard, wanted)

    def _shard(self, given: list[int]) -> tuple[int, int]:
        number, count = given
        if not 0 <= number < count:
            raise Closing(4010, "Invalid shard.")
        guilds = [guild for guild in self._server.guilds if (guild >> 22) % count == number]
        if len(guilds) > GUILDS_A_SHARD:
            raise Closing(4011, "Sharding required.")
        return number, count

    def _begin(self, connection: Connection, shard: tuple[int, int], wanted: int) -> None:
        """READY with every guild unavailable, then GUILD_CREATE for each (Gateway Events: Ready)."""
        session = Session(f"session{len(self.identifies)}", shard, wanted, connection)
        connection.session = session
        self.sessions = [one for one in self.sessions if one.connection is not None]
        self.sessions.append(session)
        guilds = [guild for guild in self._server.guilds.values() if session.covers(guild.id)]
        session.send("READY", self._ready(session, [shapes.of_lost(guild) for guild in guilds]))
        for guild in guilds:
            if wanted & intents.GUILDS and not guild.unavailable:
                session.send("GUILD_CREATE", shapes.of_guild_create(guild) | {"unavailable": False})

    def _ready(self, session: Session, guilds: list[Json]) -> Json:
        bot = self._server.bot
        return {
            "v": 10,
            "user": shapes.of_user(bot),
            "guilds": guilds,
            "session_id": session.id,
            "resume_gateway_url": self._server.gateway_url,
            "shard": list(session.shard),
            "application": {"id": str(bot.id), "flags": 0},
            "private_channels": [],
        }

    def _resume(self, connection: Connection, data: Json) -> None:
        """Replays what was missed, then RESUMED; else Op 9 with false (Events: Gateway, Resuming)."""
        self.resumes.append(data)
        if data.get("token") != self._server.token:
            raise Closing(4004, "Authentication failed.")
        session = next((one for one in self.sessions if one.id == data.get("session_id")), None)
        if session is None or session.ended or self.refuse_resume:
            connection.put(Op.INVALID_SESSION, False)
            return
        if not isinstance(data.get("seq"), int) or data["seq"] > session.sequence:
            raise Closing(4007, "Invalid seq.")
        connection.session, session.connection = session, connection
        session.replay(data["seq"])

    def _redacted(self, event: str, data: Json, session: Session) -> Json:
        if event not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or session.intents & intents.MESSAGE_CONTENT:
            return data
        return self._server.as_seen_by_bot(data)
