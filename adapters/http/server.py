"""The one aiohttp server: ``make_app`` puts it together, ``run_app`` serves it until it is cancelled."""

import asyncio
import errno
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from adapters.http.errors import errors_as_json
from bot.errors import DailydrillError

BODY_LIMIT: Final = 1024 * 1024

Mount = Callable[[web.Application], None]
"""Puts addresses on a server: the probes, a platform's receiver."""


def make_app(*mounts: Mount) -> web.Application:
    app = web.Application(middlewares=[errors_as_json()], client_max_size=BODY_LIMIT)
    for mount in mounts:
        mount(app)
    return app


@asynccontextmanager
async def serving(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the block runs; gives the address to open. Port 0 takes any free one."""
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
