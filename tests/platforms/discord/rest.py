"""The API without a library: what the server answers, as it stands on the wire."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession, FormData

from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.wire import Json


@dataclass
class Answered:
    status: int
    body: Any
    headers: Mapping[str, str]

    @property
    def code(self) -> int:
        return int(self.body["code"])

    @property
    def faults(self) -> dict[str, str]:
        """The code of Discord's first error at each path: ``{"content": "BASE_TYPE_BAD_LENGTH"}``."""
        found: dict[str, str] = {}
        _gather(self.body.get("errors", {}), "", found)
        return found


def _gather(errors: Json, path: str, found: dict[str, str]) -> None:
    for key, value in errors.items():
        if key == "_errors":
            found[path] = value[0]["code"]
        else:
            _gather(value, f"{path}.{key}".lstrip("."), found)


class Rest:
    def __init__(self, server: DiscordServer, session: ClientSession) -> None:
        self._server = server
        self._session = session
        self.token = server.token

    async def call(self, method: str, path: str, body: object = None, **query: str) -> Answered:
        return await self._send(method, path, query, json.dumps(body) if body is not None else None)

    async def upload(
        self, method: str, path: str, body: object, files: Mapping[str, bytes], **query: str
    ) -> Answered:
        form = FormData(quote_fields=False)
        form.add_field("payload_json", json.dumps(body))
        for number, (name, data) in enumerate(files.items()):
            form.add_field(f"files[{number}]", data, filename=name, content_type="image/png")
        return await self._send(method, path, query, form)

    async def _send(
        self, method: str, path: str, query: Mapping[str, str], data: str | FormData | None
    ) -> Answered:
        headers = {"Authorization": f"Bot {self.token}"}
        if isinstance(data, str):
            headers["Content-Type"] = "application/json"
        url = self._server.api_url + path
        async with self._session.request(method, url, params=query, data=data, headers=headers) as response:
            text = await response.text()
            return Answered(response.status, json.loads(text) if text else None, response.headers)


@asynccontextmanager
async def rest_of(server: DiscordServer) -> AsyncIterator[Rest]:
    async with ClientSession() as session:
        yield Rest(server, session)
