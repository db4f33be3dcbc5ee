"""Response URLs: five uses in half an hour (Interactivity: Message responses)."""

import json
from typing import TYPE_CHECKING

from aiohttp import web

from tests.platforms.slack import posting
from tests.platforms.slack.front import Front
from tests.platforms.slack.interactions import URL_USES, Reply
from tests.platforms.slack.requests import Request
from tests.platforms.slack.wire import Json, Refusal

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

# others are 400 (Sending messages using incoming webhooks: Handling errors)
STATUSES = {"expired_url": 404, "used_url": 404, "channel_is_archived": 410}
NAME = "response_url"


class Hooks:
    def __init__(self, server: "SlackServer", front: Front) -> None:
        self._server = server
        self._front = front

    async def handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.text()
        try:
            body = json.loads(raw)
        except ValueError:
            body = None
        record = self._front.note(request, NAME, body if isinstance(body, dict) else {})
        return await self._front.guarded(request, record, lambda: self._answer(request, record, body))

    def _answer(self, request: web.Request, record: Request, body: object) -> web.Response:
        try:
            self._take(request.match_info["key"], body)
        except Refusal as refusal:
            self._server.refusals.append(refusal)
            record.error = refusal.error
            return web.json_response(refusal.body(), status=STATUSES.get(refusal.error, 400))
        return web.Response(text="ok")

    def _take(self, key: str, body: object) -> None:
        reply = self._server.urls.get(key)
        if reply is None or reply.url_expired:
            raise Refusal("expired_url")
        if reply.url_uses >= URL_USES:
            raise Refusal("used_url")
        if not isinstance(body, dict):
            raise Refusal("invalid_payload")
        self._alive(reply)
        posting.respond(reply, _given(body))
        reply.url_uses += 1

    def _alive(self, reply: Reply) -> None:
        """An app that was thrown out cannot answer any more."""
        assert reply.channel is not None
        if reply.channel.workspace.installed.trouble:
            raise Refusal("expired_url")


def _given(body: Json) -> Json:
    return {key: value for key, value in body.items() if value is not None}
