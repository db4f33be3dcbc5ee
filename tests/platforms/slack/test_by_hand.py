"""The control API that a person uses with curl."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from tests.platforms.slack.bot import make_bot
from tests.platforms.slack.control import Control
from tests.platforms.slack.library import running
from tests.platforms.slack.server import SlackServer


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
    server = SlackServer()
    workspace = server.add_workspace("Team")
    workspace.add_channel("ml-daily")
    control = Control(server, workspace)
    control.soon = 0.1
    await server.start(0, *control.routes())
    async with running(make_bot(server, workspace), server), ClientSession() as session:
        yield Curl(session, server.origin)
    await server.stop()


async def test_a_day_by_hand(curl: Curl) -> None:
    asked = await curl.post("slash", command="/quiz", text="mlflow")
    assert asked["messages"][0]["text"] == "mlflow for ada"
    question, answered = await curl.get("messages")
    assert (question["buttons"]["answer:a"], answered["ephemeral"]) == ("A", True)
    assert (await curl.post("click", key="A"))["messages"][0]["text"] == "Saved: A."
    assert (await curl.post("select", key="level", value="Junior"))["messages"][0]["text"] == "Level junior."
    assert (await curl.post("click", key="Form"))["modal"]["fields"] == {"what": "Question"}
    assert (await curl.post("submit", values={"what": "?"}))["modal"]["errors"] == {"what": "Say more."}
    assert (await curl.post("submit", values={"what": "Why?"}))["modal"] is None
    assert [each["text"] for each in await curl.get("messages?channel=dm")] == ["kept: Why?"]
    assert (await curl.post("home"))["home"]["shown"].startswith("Hello U")
    await curl.post("react", emoji="a", ts=question["ts"])
    assert (await curl.get("messages"))[0]["reactions"] == {"a": 1}
    await curl.post("react", emoji="a", ts=question["ts"], off=True)
    edited = await curl.post("click", key="Edit", ts=question["ts"], **{"as": "robin"})
    assert edited["replaced"]["shown"] == "Edited."
    assert [each["name"] for each in await curl.get("people")] == ["ada", "robin"]
    assert await curl.post("uninstall") == {"acknowledged": False}
    assert "views.open 200" in await curl.get("requests")


async def test_mistakes_are_told(curl: Curl) -> None:
    assert "NotOfferedError" in (await curl.post("say", text="x", channel="none"))["error"]
    assert "NotOfferedError" in (await curl.post("submit"))["error"]
    assert "NotOfferedError" in (await curl.post("click", key="A", on="modal"))["error"]
    assert "IndexError" in (await curl.post("click", key="A"))["error"]
    assert "KeyError" in (await curl.post("slash"))["error"]
    assert (await curl.post("say", text="x"))["text"] == "x"
    assert "there is no message" in (await curl.post("click", key="A", ts="1.2"))["error"]
    assert await curl.post("fail", pattern="chat.*", error="fatal_error") == {}
    assert (await curl.post("react", emoji="a"))["told"]
