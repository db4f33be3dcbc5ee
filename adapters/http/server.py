"""The one aiohttp server: ``make_app`` puts it together, ``run_app`` serves it until it is cancelled."""

import asyncio
import errno
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from adapters.http.errors import errors_as_json
from adapters.http.guard import add_headers, guard, is_loopback
from adapters.web.client import Shown
from adapters.web.routes import mount
from bot.errors import DailydrillError

logger = logging.getLogger(__name__)

BODY_LIMIT: Final = 64 * 1024


async def healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def make_app(shown: Shown, host: str = "127.0.0.1") -> web.Application:
    """The playground with its JSON API; ``host`` is where it will listen."""
    app = web.Application(middlewares=[errors_as_json, guard(host)], client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/healthz", healthz)
    mount(app, shown)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the block runs; gives the address to open. Port 0 takes any free one."""
    if not is_loopback(host):
        logger.warning("The playground has no login: whoever reaches %s can act as anybody in it.", host)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await _listen(site, host, port)
        yield f"http://{_shown(host)}:{runner.addresses[0][1]}/"
    finally:
        await runner.cleanup()


async def run_app(
    app: web.Application, host: str, port: int, ready: Callable[[str], None] = lambda url: None
) -> None:
    """Serve until cancelled; ``ready`` is called with the address once it can be opened."""
    async with serving(app, host, port) as url:
        ready(url)
        await asyncio.Event().wait()


async def _listen(site: web.TCPSite, host: str, port: int) -> None:
    try:
        await site.start()
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise DailydrillError(f"Port {port} is in use. Set HTTP_PORT to another one.") from error
        raise DailydrillError(f"Cannot listen on {host}:{port}: {error.strerror or error}.") from error


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::"}:
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
