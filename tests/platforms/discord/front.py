"""The REST API over HTTP: reads a request, lets faults and limits have their say, writes the answer."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.platforms.discord.faults import Fault
from tests.platforms.discord.router import Call, Upload
from tests.platforms.discord.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.discord.server import DiscordServer

PREFIX = "/api/v10"
VIA = "1.1 loopback"
LARGEST = 25 * 1024 * 1024  # Resources: Message, Create Message, Limitations


@dataclass
class Request:
    """One request as it came in; ``status`` is None until it was answered, and 0 when dropped."""

    method: str
    path: str
    route: str
    query: dict[str, str]
    body: Any
    files: dict[int, Upload] = field(repr=False)
    at: datetime
    seconds: float  # of the event loop's clock
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict, repr=False)


class Front:
    def __init__(self, server: "DiscordServer") -> None:
        self._server = server

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path = request.path.removeprefix(PREFIX)
        found = self._server.routes.find(request.method, path)
        if found is None:
            return _answer(404, {"message": "404: Not Found", "code": 0})
        route, ids = found
        try:
            body, files = await _read(request)
        except ValueError:
            return _answer(400, Refusal(50109).body())
        except web.HTTPRequestEntityTooLarge:
            return _answer(413, Refusal(40005).body())
        call = Call(self._server, route, ids, dict(request.query), body, files)
        record = self._record(request, path, call)
        response = await self._serve(request, call, record)
        record.status = response.status if record.status is None else record.status
        self._server.pulse.beat()
        return response

    def _record(self, request: web.Request, path: str, call: Call) -> Request:
        record = Request(
            request.method,
            path,
            call.route.name,
            dict(call.query),
            call.body,
            call.files,
            self._server.clock.now(),
            asyncio.get_running_loop().time(),
            headers=dict(request.headers),
        )
        self._server.requests.append(record)
        self._server.pulse.beat()
        return record

    async def _serve(self, request: web.Request, call: Call, record: Request) -> web.Response:
        faults = self._server.faults.take(call.route, record.path)
        before = await self._break(request, record, [each for each in faults if not each.after_effect])
        if before is not None:
            return before
        response = self._answer(request, call)
        self._server.pulse.beat()
        after = await self._break(request, record, [each for each in faults if each.after_effect])
        return response if after is None else after

    async def _break(self, request: web.Request, record: Request, faults: list[Fault]) -> web.Response | None:
        for fault in faults:
            await fault.delay()
            if fault.answers:
                return _faulty(request, fault, record)
        return None

    def _answer(self, request: web.Request, call: Call) -> web.Response:
        if not call.route.interaction and not self._authorised(request):
            return _answer(401, {"message": "401: Unauthorized", "code": 0})
        verdict = self._server.pacing.ask(call, self._server.clock.now().timestamp())
        if verdict.body is not None:
            return _answer(429, verdict.body, verdict.headers)
        try:
            body = call.route.handler(call)
        except Refusal as refusal:
            self._server.refusals.append(refusal)
            return _answer(refusal.status, refusal.body(), verdict.headers)
        except Exception as problem:
            self._server.problems.append(problem)
            raise
        return _answer(204 if body is None else 200, body, verdict.headers)

    def _authorised(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bot {self._server.token}"


async def _read(request: web.Request) -> tuple[Any, dict[int, Upload]]:
    """JSON, or a form of ``payload_json`` and ``files[n]`` (Reference: Uploading Files)."""
    if request.content_type != "multipart/form-data":
        raw = await request.read()
        return (json.loads(raw) if raw else {}), {}
    form = await request.post()
    payload: Any = {}
    files: dict[int, Upload] = {}
    for name, value in form.items():
        if isinstance(value, web.FileField):
            number = int(name.removeprefix("files[").removesuffix("]"))
            files[number] = Upload(value.filename, value.file.read(), value.content_type)
        elif name == "payload_json":
            payload = json.loads(str(value))
    return payload, files


def _faulty(request: web.Request, fault: Fault, record: Request) -> web.Response:
    if fault.drop and request.transport is not None:
        record.status = 0
        request.transport.abort()
    response = _answer(fault.status or 500, fault.body(), fault.headers())
    if not fault.via:
        del response.headers["Via"]
    return response


def _answer(
    status: int, body: Json | list[Json] | None, headers: dict[str, str] | None = None
) -> web.Response:
    """The type is exactly ``application/json``."""
    raw = b"" if body is None else json.dumps(body).encode()
    response = web.Response(status=status, body=raw, headers={"Via": VIA} | (headers or {}))
    if raw:
        response.content_type = "application/json"
    return response
