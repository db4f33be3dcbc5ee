"""The JSON API and the WebSocket over real sockets on loopback."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, WSMsgType

from adapters.http.playground import playground_app
from adapters.http.server import serving
from adapters.web.client import Playground, Shown
from bot.errors import DailydrillError
from tests.adapters.core import ScriptedDesk

B = "v1:answer:mark0:1"


class Client:
    def __init__(self, session: ClientSession, url: str) -> None:
        self.session = session
        self.url = url

    async def get(self, path: str, **query: str) -> tuple[int, Any]:
        async with self.session.get(self.url + path, params=query) as response:
            return response.status, await response.json()

    async def post(self, path: str, data: object) -> tuple[int, Any]:
        async with self.session.post(self.url + path, json=data) as response:
            return response.status, await response.json()


@pytest.fixture
async def client(playground: Playground) -> AsyncIterator[Client]:
    async with serving(playground_app(Shown(playground)), "127.0.0.1", 0) as url, ClientSession() as session:
        yield Client(session, url)


async def test_a_member_reads_the_channel_and_answers(client: Client) -> None:
    status, state = await client.get("api/state", **{"as": "robin"})
    assert (status, state["me"], state["zone"]) == (200, "robin", "Europe/Berlin")
    (post,) = state["messages"]
    status, outcome = await client.post("api/button", {"as": "robin", "message": post["id"], "action": B})
    assert status == 200
    assert outcome["message"]["text"].startswith("Saved: B.")
    assert [move["label"] for move in state["moves"]] == [
        "Reveal (17:00)",
        "Next question (Thu 09:00)",
        "A week",
    ]


async def test_who_does_not_say_acts_as_the_newcomer(client: Client) -> None:
    assert (await client.get("api/state"))[1]["me"] == "robin"


async def test_commands_reactions_forms_and_the_clock_work_as_on_the_page(
    client: Client, desk: ScriptedDesk
) -> None:
    status, quiz = await client.post("api/command", {"as": "ada", "text": "/quiz mlflow"})
    assert status == 200
    assert quiz["message"]["buttons"][0][0]["action"].startswith("v1:quiz:")
    assert (await client.post("api/reaction", {"as": "ada", "message": 1, "symbol": "🇧", "on": True}))[
        0
    ] == 200
    assert desk.reacted == [("ada", "1", "🇧", True)]
    _, report = await client.post("api/command", {"as": "ada", "text": "/report"})
    filled = {"as": "ada", "action": report["form"]["action"], "values": {"what": "typo", "line": ""}}
    assert (await client.post("api/form", filled))[1]["message"]["text"] == "Thank you. Reported as typo."
    assert (await client.post("api/clock", {"move": "reveal"}))[1]["now"] == "2026-11-18T16:00:00+00:00"
    _, clock = await client.post("api/clock", {"to": "2026-11-19T09:30:00+01:00"})
    assert clock["moves"][0]["label"] == "Reveal (17:00)"


async def test_earlier_messages_are_read_with_the_id_they_came_before(client: Client) -> None:
    await client.post("api/command", {"as": "ada", "text": "Good morning"})
    status, page = await client.get("api/messages", **{"as": "robin", "before": "2"})
    assert (status, [message["id"] for message in page["messages"]], page["earlier"]) == (200, [1], None)
    for before in ("", "-1", "x", "9" * 13):
        status, refusal = await client.get("api/messages", **{"as": "robin", "before": before})
        assert (status, refusal["error"]) == (400, 'Give "before" as the id of a message.')


async def test_suggestions_know_who_asks(client: Client) -> None:
    _, found = await client.get("api/suggest", **{"as": "robin", "text": "/quiz ml"})
    assert [each["insert"] for each in found["suggestions"]] == ["/quiz mlflow"]


async def test_the_bot_can_be_switched_off(client: Client) -> None:
    assert (await client.post("api/down", {"down": True}))[1]["down"]
    status, refusal = await client.post("api/command", {"as": "ada", "text": "/help"})
    assert (status, refusal) == (503, {"error": "The bot is down, so nobody answers. Switch it on again."})


@pytest.mark.parametrize(
    ("path", "data", "status", "sentence"),
    [
        ("api/command", {"as": "eve", "text": "/help"}, 404, "There is no member 'eve' here."),
        ("api/command", {"as": "ada"}, 400, 'Give "text" as text.'),
        ("api/command", ["ada"], 400, "Send a JSON object."),
        ("api/button", {"as": "ada", "message": 99, "action": B}, 404, "That message is not on the page."),
        ("api/button", {"as": "ada", "message": True, "action": B}, 400, 'Give "message" as a number.'),
        (
            "api/button",
            {"as": "ada", "message": 1, "action": "v1:x"},
            404,
            "That button is not there any more.",
        ),
        ("api/form", {"as": "ada", "action": "x", "values": {"a": 1}}, 400, 'Each of "values" must be text.'),
        ("api/clock", {"move": "back"}, 404, "The clock has no such button now."),
        ("api/clock", {"to": "2020-01-01T00:00:00Z"}, 400, "The clock only goes forward."),
        ("api/clock", {"to": "2026-11-19T09:30:00"}, 400, 'Give "to" as a time with its offset'),
        ("api/clock", {"to": "soon"}, 400, 'Give "to" as a time with its offset'),
        ("api/nothing", {}, 404, "There is nothing at this address."),
    ],
)
async def test_every_refusal_is_a_sentence(
    client: Client, path: str, data: object, status: int, sentence: str
) -> None:
    got, refusal = await client.post(path, data)
    assert got == status
    assert refusal["error"].startswith(sentence)


async def test_a_bug_gives_an_id_and_tells_nothing_else(client: Client) -> None:
    status, refusal = await client.post("api/command", {"as": "ada", "text": "/crash"})
    assert status == 500
    assert refusal["error"].startswith("Something went wrong on our side. Reference: ")
    assert "bug" not in refusal["error"]


async def test_what_is_not_json_or_too_much_is_refused(client: Client) -> None:
    url = client.url + "api/command"
    json = {"Content-Type": "application/json"}
    async with client.session.post(url, data=b"{", headers=json) as response:
        assert (response.status, await response.json()) == (400, {"error": "That is not JSON."})
    async with client.session.post(url, data=b"[" * 60_000, headers=json) as response:
        assert response.status == 400
    async with client.session.post(url, data=b" " * 70_000, headers=json) as response:
        assert response.status == 413
    async with client.session.post(url, data="{}", headers={"Content-Type": "text/plain"}) as response:
        assert response.status == 415


async def test_a_socket_is_given_the_state_and_then_what_its_member_may_see(client: Client) -> None:
    async with client.session.ws_connect(client.url + "ws?as=ada") as socket:
        first = await socket.receive_json(timeout=5)
        assert (first["type"], first["me"], len(first["messages"])) == ("state", "ada", 1)
        await client.post("api/button", {"as": "robin", "message": 1, "action": B})
        await client.post("api/command", {"as": "robin", "text": "Good morning"})
        while (event := await socket.receive_json(timeout=5))["type"] != "message":
            pass
        assert event["message"]["text"] == "Good morning"


async def test_a_socket_of_nobody_is_refused(client: Client) -> None:
    assert (await client.get("ws", **{"as": "eve"}))[0] == 404


async def test_stopping_the_server_closes_the_sockets(playground: Playground) -> None:
    async with ClientSession() as session:
        async with serving(playground_app(Shown(playground)), "127.0.0.1", 0) as url:
            socket = await session.ws_connect(url + "ws?as=ada")
            await socket.receive_json(timeout=5)
        assert (await socket.receive(timeout=5)).type is WSMsgType.CLOSE


async def test_a_port_in_use_is_said_plainly(playground: Playground) -> None:
    async with serving(playground_app(Shown(playground)), "127.0.0.1", 0) as url:
        port = int(url.rstrip("/").rsplit(":", 1)[1])
        with pytest.raises(DailydrillError, match=f"Port {port} is in use. Set HTTP_PORT to another one."):
            async with serving(playground_app(Shown(playground)), "127.0.0.1", port):
                pass


async def test_it_says_that_it_is_alive(client: Client) -> None:
    assert await client.get("healthz") == (200, {"status": "ok"})


async def test_two_tabs_pressing_at_once_leave_one_answer(client: Client, desk: ScriptedDesk) -> None:
    presses = [{"as": "robin", "message": 1, "action": f"v1:answer:mark0:{index}"} for index in (0, 1)]
    results = await asyncio.gather(*(client.post("api/button", each) for each in presses))
    assert [status for status, _ in results] == [200, 200]
    assert list(desk.games["mark0"].answers) == ["robin"]
