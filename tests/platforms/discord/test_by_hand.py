"""The control API that a person uses with curl."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.platforms.discord.bot import Bot
from tests.platforms.discord.control import Control
from tests.platforms.discord.library import running
from tests.platforms.discord.server import DiscordServer


class Curl:
    def __init__(self, session: ClientSession, url: str) -> None:
        self._session, self._url = session, url

    async def post(self, act: str, **body: object) -> Any:
        async with self._session.post(f"{self._url}/_/{act}", json=body) as response:
            return await response.json()

    async def get(self, look: str) -> Any:
        async with self._session.get(f"{self._url}/_/{look}") as response:
            return await response.json()


@pytest.fixture
async def curl() -> AsyncIterator[Curl]:
    server = DiscordServer()
    guild = server.add_guild("Team")
    guild.add_text("daily")
    await server.start(0, *Control(server, guild).routes())
    async with running(Bot(), server), ClientSession() as session:
        yield Curl(session, server.cdn_url)
    await server.stop()


async def test_a_day_by_hand(curl: Curl) -> None:
    asked = await curl.post("slash", command="quiz", options={"topics": "mlflow"})
    assert asked["message"]["text"] == "1 of mlflow"
    assert (await curl.get("messages"))[0]["id"] == asked["message"]["id"]
    assert (await curl.post("click", key="A"))["message"]["ephemeral"]
    chosen = await curl.post("select", message=asked["message"]["id"], key="level", values=["Junior"])
    assert chosen["message"]["text"] == "Level Junior."
    form = await curl.post("click", key="Form")
    sent = await curl.post("submit", reply=form["reply"], values={"what": "Why?", "kind": "Choice"})
    assert sent["message"]["text"] == "Choice: Why?"
    later = await curl.post("slash", command="later", **{"as": "robin"})
    assert later["message"]["text"] == "Here it is."
    suggested = await curl.post("autocomplete", command="quiz", options={"topics": "ml"})
    assert len(suggested["choices"]) == 2
    await curl.post("react", emoji="🇦", message=asked["message"]["id"])
    await curl.post("say", text="Good morning")
    assert [each["reactions"] for each in await curl.get("messages")] == [{"🇦": 1}, {}, {}]
    assert (await curl.get("commands"))[0]["name"] == "quiz"
    assert "GET /users/@me 200" in await curl.get("requests")


async def test_mistakes_are_told(curl: Curl) -> None:
    assert "NotOfferedError" in (await curl.post("slash", command="nothing"))["error"]
    assert "NotOfferedError" in (await curl.post("say", text="x", channel="none"))["error"]
    assert "IndexError" in (await curl.post("click", key="A"))["error"]
    assert "KeyError" in (await curl.post("slash"))["error"]
    assert await curl.post("fail", pattern="GET /users/*", status=500) == {}


async def test_people_are_given_by_name(curl: Curl) -> None:
    options = {"who": "robin", "where": "daily", "role": "Data"}
    told = await curl.post("slash", command="mention", options=options)
    assert told["message"]["text"] == "robin in daily as Data"
