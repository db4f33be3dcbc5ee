"""The playground on the server: for its own page and scripts on this machine only."""

import logging
from typing import Final

from aiohttp import web

from adapters.http.errors import errors_as_json
from adapters.http.guard import add_headers, guard, is_loopback
from adapters.web.client import Shown
from adapters.web.refusals import Busy, Down, Missing
from adapters.web.routes import mount

logger = logging.getLogger(__name__)

BODY_LIMIT: Final = 64 * 1024


async def healthz(request: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def playground_app(shown: Shown, host: str = "127.0.0.1") -> web.Application:
    """The page with its JSON API; ``host`` is where it will listen."""
    if not is_loopback(host):
        logger.warning("The playground has no login: whoever reaches %s can act as anybody in it.", host)
    as_json = errors_as_json((Missing, 404), (Busy, 409), (Down, 503))
    app = web.Application(middlewares=[as_json, guard(host)], client_max_size=BODY_LIMIT)
    app.on_response_prepare.append(add_headers)
    app.router.add_get("/healthz", healthz)
    mount(app, shown)
    return app
