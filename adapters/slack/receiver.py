"""Slack in HTTP mode: everything comes to one address, is checked before it is read, and goes to Bolt."""

from typing import Final
from urllib.parse import parse_qs

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from adapters.slack.manifest import PATH
from adapters.slack.signing import is_signed, is_timely
from bot.ports.clock import Clock

NO_RETRY: Final = {"X-Slack-No-Retry": "1"}
PASSED_ON: Final = ("Content-Type", "X-Slack-Retry-Num", "X-Slack-Retry-Reason")
"""Headers are not signed: no other one reaches Bolt."""


class Receiver:
    """``app``: made without a check of signatures, which is made here, by our own clock."""

    def __init__(self, app: AsyncApp, signing_secret: str, clock: Clock) -> None:
        self._app = app
        self._secret = signing_secret
        self._clock = clock
        self._open = False

    def mount(self, app: web.Application) -> None:
        app.router.add_post(PATH, self.handle)
        app.router.add_get(PATH, self.look, allow_head=False)

    def open(self) -> None:
        """From now on requests are taken; before, Slack is told to come again."""
        self._open = True

    def close(self) -> None:
        self._open = False

    async def look(self, request: web.Request) -> web.Response:
        """Slack looks now and then whether the certificate is good."""
        return web.Response(status=200 if request.query.get("ssl_check") == "1" else 404)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """401 for what Slack did not sign within five minutes, 400 for what nobody can read, 503 while the
        bot begins or ends."""
        timely = is_timely(request.headers, self._clock.now())
        body = await request.read()
        if not timely or not is_signed(request.headers, body, self._secret):
            return web.Response(status=200) if _is_ssl_check(body) else _refused(401)
        if not self._open:
            return web.Response(status=503)
        asked = _for_bolt(request, body)
        if asked is None:
            return _refused(400)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))


def _refused(status: int) -> web.Response:
    """Sent again it would be no better."""
    return web.Response(status=status, headers=NO_RETRY)


def _for_bolt(request: web.Request, body: bytes) -> AsyncBoltRequest | None:
    """None where there is no object in it: Bolt reads the body while it makes the request."""
    headers = {name: request.headers[name] for name in PASSED_ON if name in request.headers}
    try:
        return AsyncBoltRequest(body=body.decode(), headers=dict(headers))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _is_ssl_check(body: bytes) -> bool:
    """The same look by POST; it is not signed, and asks for nothing."""
    try:
        return parse_qs(body.decode("ascii"), max_num_fields=5).get("ssl_check") == ["1"]
    except ValueError:
        return False
