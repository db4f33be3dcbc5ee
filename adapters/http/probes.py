"""What watchers ask: alive (restart it if not), ready (send it work), and the numbers."""

from aiohttp import web

from adapters.http.errors import failure
from adapters.http.metrics import CONTENT_TYPE, PrometheusMetrics
from adapters.http.nearby import is_nearby
from bot.service.pulse import Pulse


class Probes:
    """``mount`` puts them on a server. ``exposed``: a platform comes to the same server from the internet;
    what says more than being alive is then for this machine and its network alone. ``public_url``: under
    which that is."""

    def __init__(
        self,
        pulse: Pulse,
        metrics: PrometheusMetrics,
        *,
        exposed: bool = False,
        public_url: str | None = None,
    ) -> None:
        self._pulse = pulse
        self._metrics = metrics
        self._exposed = exposed
        self._public_url = public_url

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/healthz", self._healthz)
        app.router.add_get("/readyz", self._readyz)
        app.router.add_get("/metrics", self._numbers)

    async def _healthz(self, request: web.Request) -> web.Response:
        """A platform or database that fails is no reason to start anew, so neither is asked."""
        trouble = self._pulse.trouble()
        return failure(trouble, 503) if trouble else web.json_response({"status": "ok"})

    async def _readyz(self, request: web.Request) -> web.Response:
        self._refuse_strangers(request)
        missing = await self._pulse.missing()
        if missing:
            return web.json_response({"status": "not ready", "missing": missing}, status=503)
        return web.json_response({"status": "ready"})

    async def _numbers(self, request: web.Request) -> web.Response:
        self._refuse_strangers(request)
        return web.Response(body=self._metrics.text(), headers={"Content-Type": CONTENT_TYPE})

    def _refuse_strangers(self, request: web.Request) -> None:
        if self._exposed and not is_nearby(request, self._public_url):
            raise web.HTTPNotFound
