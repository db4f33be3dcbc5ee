"""The Web API over HTTP: reads a request, lets faults and limits have their say, writes the answer."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from aiohttp import web

from tests.platforms.slack import access
from tests.platforms.slack.calls import METHODS, Call
from tests.platforms.slack.faults import Fault
from tests.platforms.slack.requests import Request
from tests.platforms.slack.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

PREFIX = "/api/"
Answering = Callable[[], web.Response]
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
TYPES = (*FORMS, "application/json", "text/plain")


class Front:
    def __init__(self, server: "SlackServer") -> None:
        self._server = server

    async def handle(self, request: web.Request) -> web.StreamResponse:
        name = request.path.removeprefix(PREFIX)
        args = await read(request)
        record = self.note(request, name, args)
        return await self.guarded(request, record, lambda: self._answer(request, record))

    def note(self, request: web.Request, name: str, args: Json) -> Request:
        server = self._server
        token = access.token_of(request, args)
        shown = {key: value for key, value in args.items() if key != "token"}
        record = Request(name, shown, token, server.clock.now(), server.seconds(), dict(request.headers))
        server.requests.append(record)
        server.pulse.beat()
        return record

    async def guarded(self, request: web.Request, record: Request, answer: Answering) -> web.Response:
        """The answer, unless a fault stands before or after its effect."""
        faults = self._server.faults.take(record.method, record.args)
        response = await _break(request, record, [each for each in faults if not each.after_effect])
        if response is None:
            response = answer()
            self._server.pulse.beat()
            after = await _break(request, record, [each for each in faults if each.after_effect])
            response = response if after is None else after
        record.status = response.status if record.status is None else record.status
        self._server.pulse.beat()
        return response

    def _answer(self, request: web.Request, record: Request) -> web.Response:
        if request.method == "POST" and request.content_type not in TYPES and request.can_read_body:
            return refused(record, Refusal("invalid_post_type"))
        method = METHODS.get(record.method)
        if method is None:
            return refused(record, Refusal("unknown_method", req_method=record.method))
        basic = request.headers.get("Authorization", "").partition("Basic ")[2]
        call = Call(self._server, method, record.args, record.token, basic=basic)
        headers: dict[str, str] = {}
        try:
            call.installation = access.installation(call)
            headers |= _scopes(call)
            access.check(call)
            wait = self._server.pacing.ask(call)
            if wait is not None:
                record.error = "ratelimited"
                return _json(429, {"ok": False, "error": "ratelimited"}, headers | {"Retry-After": str(wait)})
            return _json(200, {"ok": True} | method.handler(call), headers)
        except Refusal as refusal:
            self._server.refusals.append(refusal)
            return refused(record, refusal, headers)
        except Exception as problem:
            self._server.problems.append(problem)
            raise


def refused(record: Request, refusal: Refusal, headers: dict[str, str] | None = None) -> web.Response:
    """Slack refuses with 200."""
    record.error = refusal.error
    return _json(200, refusal.body(), headers or {})


async def read(request: web.Request) -> Json:
    """JSON, a form, or the query of a GET (Web API: POST bodies)."""
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        raw = await request.read()
        try:
            body = json.loads(raw) if raw else {}
        except ValueError:
            return args
        return args | (body if isinstance(body, dict) else {})
    if request.content_type in FORMS:
        args |= {name: value for name, value in (await request.post()).items() if isinstance(value, str)}
    return args


async def _break(request: web.Request, record: Request, faults: list[Fault]) -> web.Response | None:
    for fault in faults:
        await fault.delay()
        if fault.answers:
            return _faulty(request, record, fault)
    return None


def _faulty(request: web.Request, record: Request, fault: Fault) -> web.Response:
    if fault.drop and request.transport is not None:
        record.status = 0
        request.transport.abort()
    body = fault.body()
    record.error = fault.error or ""
    if fault.raw is not None:
        return web.Response(status=fault.status or 200, text=fault.raw, content_type="application/json")
    if body is None:
        return web.Response(
            status=fault.status or 503, text="<html>upstream</html>", content_type="text/html"
        )
    return _json(fault.status or 200, body, fault.headers())


def _scopes(call: Call) -> dict[str, str]:
    """What the token was granted, and what the method takes."""
    headers = {"x-accepted-oauth-scopes": ",".join(call.method.needs)}
    if call.installation is not None:
        headers["x-oauth-scopes"] = ",".join(call.installation.scopes)
    return headers


def _json(status: int, body: Json, headers: dict[str, str]) -> web.Response:
    return web.Response(
        status=status,
        text=json.dumps(body),
        content_type="application/json",
        charset="utf-8",
        headers=headers,
    )
