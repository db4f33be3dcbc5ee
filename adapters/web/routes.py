"""The playground's addresses: the page itself, its JSON API, and the WebSocket that keeps it live."""

import asyncio
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import quote
from weakref import WeakSet

from aiohttp import WSCloseCode, web

from adapters.web.actions import press, react, submit
from adapters.web.attached import fetched
from adapters.web.client import Playground, Shown
from adapters.web.commands import say, suggestions
from adapters.web.hub import Seat
from bot.errors import UsageError

STATIC: Final = Path(__file__).with_name("static")
SHOWN: Final = web.AppKey("shown", Shown)
SOCKETS: Final = web.AppKey("sockets", WeakSet[web.WebSocketResponse])

MEDIA: Final = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*")

T = TypeVar("T")
Data = Mapping[str, Any]


def mount(app: web.Application, shown: Shown) -> None:
    app[SHOWN] = shown
    app[SOCKETS] = WeakSet()
    app.on_shutdown.append(close_sockets)
    app.router.add_get("/", page)
    app.router.add_static("/static", STATIC)
    app.router.add_get("/ws", socket)
    app.router.add_get("/api/state", state)
    app.router.add_get("/api/messages", messages)
    app.router.add_get("/api/messages/{message:[0-9]{1,12}}/{kind}/{place:[0-9]{1,3}}", attached)
    app.router.add_get("/api/suggest", suggest_next)
    app.router.add_post("/api/command", command)
    app.router.add_post("/api/button", button)
    app.router.add_post("/api/form", form)
    app.router.add_post("/api/reaction", reaction)
    app.router.add_post("/api/clock", clock)
    app.router.add_post("/api/down", down)


async def page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(STATIC / "index.html")


async def state(request: web.Request) -> web.Response:
    return web.json_response(await _playground(request).state(_acting(request)))


async def messages(request: web.Request) -> web.Response:
    before = request.query.get("before", "")
    if not re.fullmatch(r"[0-9]{1,12}", before):
        raise UsageError('Give "before" as the id of a message.')
    return web.json_response(await _playground(request).messages_json(_acting(request), int(before)))


async def attached(request: web.Request) -> web.Response:
    """A picture, to be shown, or a file, to be saved; neither is ever run as a page."""
    match = request.match_info
    message = await _playground(request).message(_acting(request), int(match["message"]))
    found = fetched(message, match["kind"], int(match["place"]))
    shown = "inline" if found.name is None else f"attachment; filename*=UTF-8''{quote(found.name, safe='')}"
    media = found.media if MEDIA.fullmatch(found.media) else "application/octet-stream"
    return web.Response(body=found.content, headers={"Content-Type": media, "Content-Disposition": shown})


async def suggest_next(request: web.Request) -> web.Response:
    text = request.query.get("text", "")[:500]
    return web.json_response(await suggestions(_playground(request), _acting(request), text))


async def command(request: web.Request) -> web.Response:
    data = await _data(request)
    text, thread = _want(data, "text", str), _maybe(data, "thread", int)
    outcome = await say(_playground(request), _want(data, "as", str), text, thread)
    return web.json_response(outcome.as_json())


async def button(request: web.Request) -> web.Response:
    data = await _data(request)
    account, message, action = _want(data, "as", str), _want(data, "message", int), _want(data, "action", str)
    outcome = await press(_playground(request), account, message, action)
    return web.json_response(outcome.as_json())


async def form(request: web.Request) -> web.Response:
    data = await _data(request)
    values = _want(data, "values", dict)
    if not all(isinstance(value, str) for value in values.values()):
        raise UsageError('Each of "values" must be text.')
    account, action, message = (
        _want(data, "as", str),
        _want(data, "action", str),
        _maybe(data, "message", int),
    )
    outcome = await submit(_playground(request), account, action, values, message)
    return web.json_response(outcome.as_json())


async def reaction(request: web.Request) -> web.Response:
    data = await _data(request)
    account, message = _want(data, "as", str), _want(data, "message", int)
    await react(_playground(request), account, message, _want(data, "symbol", str), _want(data, "on", bool))
    return web.json_response({})


async def clock(request: web.Request) -> web.Response:
    playground, data = _playground(request), await _data(request)
    if "move" in data:
        await playground.move(_want(data, "move", str))
    else:
        await playground.move_to(_instant(_want(data, "to", str)))
    return web.json_response(playground.clock_json())


async def down(request: web.Request) -> web.Response:
    playground = _playground(request)
    await playground.set_down(_want(await _data(request), "down", bool))
    return web.json_response(playground.clock_json())


async def socket(request: web.Request) -> web.WebSocketResponse:
    """First the whole state, then every change that the member acting may see."""
    playground, account = _playground(request), _acting(request)
    playground.resident(account)
    connection = web.WebSocketResponse(heartbeat=20, max_msg_size=4096)
    await connection.prepare(request)
    request.app[SOCKETS].add(connection)
    with playground.hub.seat(account) as seat:
        await connection.send_json({"type": "state", **await playground.state(account)})
        telling = asyncio.create_task(_tell(connection, seat))
        async for _ in connection:
            pass
        telling.cancel()
        with suppress(asyncio.CancelledError):
            await telling
    return connection


async def _tell(connection: web.WebSocketResponse, seat: Seat) -> None:
    with suppress(ConnectionError):
        while True:
            await connection.send_json(await seat.next())


async def close_sockets(app: web.Application) -> None:
    sockets = app[SOCKETS]
    for connection in set(sockets):
        await connection.close(code=WSCloseCode.GOING_AWAY)


def _acting(request: web.Request) -> str:
    """Whom the reader acts as; a newcomer who does not say is the first of the residents."""
    return request.query.get("as") or _playground(request).residents[0].account


def _playground(request: web.Request) -> Playground:
    return request.app[SHOWN].playground


async def _data(request: web.Request) -> Data:
    try:
        data = json.loads(await request.text())
    except (ValueError, RecursionError):
        raise UsageError("That is not JSON.") from None
    if not isinstance(data, dict):
        raise UsageError("Send a JSON object.")
    return data


def _want(data: Data, name: str, kind: type[T]) -> T:
    value = data.get(name)
    if type(value) is not kind:
        raise UsageError(f'Give "{name}" as {_KINDS[kind]}.')
    return value


def _maybe(data: Data, name: str, kind: type[T]) -> T | None:
    return None if data.get(name) is None else _want(data, name, kind)


_KINDS: Final[Mapping[type, str]] = {str: "text", int: "a number", bool: "true or false", dict: "an object"}


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise UsageError('Give "to" as a time with its offset, for example 2026-11-19T17:00:00+01:00.')
    return instant
