"""What watchers ask: alive (restart it if not), ready (send it work), and the numbers."""

from aiohttp import web

from adapters.http.errors import failure
from adapters.http.metrics import CONTENT_TYPE, PrometheusMetrics
from bot.service.pulse import Pulse


class Probes:
    """``mount`` puts them on a server."""

    def __init__(self, pulse: Pulse, metrics: PrometheusMetrics) -> None:
        self._pulse = pulse
        self._metrics = metrics

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._numbers)

    async def _healthz(self, request: web.Request) -> web.Response:
        """A platform or database that fails is no reason to start anew, so neither is asked."""
        trouble = self._pulse.trouble()
        return failure(trouble, 503) if trouble else web.json_response({"status": "ok"})

    async def _readyz(self, request: web.Request) -> web.Response:
        missing = await self._pulse.missing()
        if missing:
            return web.json_response({"status": "not ready", "missing": missing}, status=503)
        return web.json_response({"status": "ready"})

    async def _numbers(self, request: web.Request) -> web.Response:
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})
