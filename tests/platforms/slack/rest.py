"""The API without a library: what the server answers, as it stands on the wire."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession

from tests.platforms.slack.server import SlackServer


@dataclass
class Answered:
    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def error(self) -> str:
        """ "" where it went well."""
        return "" if self.body["ok"] else str(self.body["error"])

    @property
    def pointers(self) -> list[str]:
        """Where Slack found something wrong: ``/blocks/0/text/text``."""
        told = self.body.get("response_metadata", {}).get("messages", [])
        return [message.rpartition("[json-pointer:")[2].rstrip("]") for message in told]


class Rest:
    def __init__(self, server: SlackServer, session: ClientSession, token: str) -> None:
        self._server = server
        self._session = session
        self.token = token

    async def call(self, method: str, **args: object) -> Answered:
        """As JSON."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json; charset=utf-8"}
        return await self._send(method, data=json.dumps(args), headers=headers)

    async def form(self, method: str, **args: object) -> Answered:
        """As a form, in which blocks, views and the like are text; the token too."""
        fields = {key: value if isinstance(value, str) else json.dumps(value) for key, value in args.items()}
        return await self._send(method, data={"token": self.token} | fields)

    async def _send(self, method: str, **how: Any) -> Answered:
        async with self._session.post(self._server.api_url + method, **how) as response:
            text = await response.text()
            body = json.loads(text) if response.content_type == "application/json" else text
            return Answered(response.status, body, response.headers)


@asynccontextmanager
async def rest_of(server: SlackServer, token: str) -> AsyncIterator[Rest]:
    async with ClientSession() as session:
        yield Rest(server, session, token)
