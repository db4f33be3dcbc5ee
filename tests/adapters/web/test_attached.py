import asyncio
import threading
from base64 import b64decode
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp import ClientSession

from adapters.http.playground import playground_app
from adapters.http.server import serving
from adapters.web import attached
from adapters.web.attached import complete_body
from adapters.web.client import Playground, Shown
from adapters.web.people import BOT
from adapters.web.replies import put
from bot.intents.base import Attachment, Block, Calendar, CalendarDay, Said, para

ALT = 'A year <b>"in words"</b>'
PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Says:
    blocks: tuple[Block, ...] = (para("Here."),)
    files: tuple[Attachment, ...] = ()

    def said(self) -> Said:
        return Said(self.blocks, files=self.files)


def year() -> Calendar:
    first = date(2025, 11, 22)
    return Calendar(tuple(CalendarDay(first + timedelta(days=n), n % 5) for n in range(365)), ALT)


EXPORT = Says(
    files=(
        Attachment("dailydrill-2026-11-21.json", "application/json", b'{"a": 1}\n'),
        Attachment('odd "name"\r\nX: y ü.csv', "text/html\r\nX: y", b"<script>"),
    )
)


async def test_a_calendar_is_a_picture_with_the_same_in_words() -> None:
    content = await complete_body(Says((para("Before."), year())))
    assert content["html"].count("<img ") == 1
    assert 'alt="A year &lt;b&gt;&quot;in words&quot;&lt;/b&gt;"' in content["html"]
    assert ALT in content["text"]
    (picture,) = content["pictures"]
    png = b64decode(picture["content"])
    assert png.startswith(PNG)
    assert int.from_bytes(png[16:20]) == 2 * picture["width"] > 1000, "it is drawn for sharp screens"


async def test_pictures_are_drawn_beside_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []

    def draw(calendar: Calendar, scale: int) -> bytes:
        threads.append(threading.get_ident())
        return PNG + bytes(16)

    monkeypatch.setattr(attached, "calendar_png", draw)
    await complete_body(Says((year(),)))
    assert threads and threads[0] != threading.get_ident()


async def shown(playground: Playground, says: Says, reader: str | None) -> dict[str, Any]:
    """The message as its reader gets it."""
    await put(playground, BOT, await complete_body(says), reader, None)
    message: dict[str, Any] = (await playground.state(reader or "alan"))["messages"][-1]
    return message


async def test_files_are_handed_to_their_reader_alone(playground: Playground) -> None:
    message = await shown(playground, EXPORT, "robin")
    file = message["files"][0]
    assert file == {
        "name": "dailydrill-2026-11-21.json",
        "media": "application/json",
        "size": 9,
        "url": f"/api/messages/{message['id']}/files/0?as=robin",
    }
    async with (
        serving(playground_app(Shown(playground)), "127.0.0.1", 0) as url,
        ClientSession(url) as session,
    ):
        async with session.get(file["url"]) as response:
            assert (response.status, await response.read()) == (200, b'{"a": 1}\n')
            assert response.content_type == "application/json"
            assert response.headers["Content-Disposition"].startswith("attachment;")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        for other in ("ada", "", "nobody"):
            async with session.get(file["url"].replace("robin", other) if other else "/api/x") as response:
                assert response.status == 404
        for path in ("files/2", "files/-1", "pictures/0", "buttons/0"):
            async with session.get(f"/api/messages/{message['id']}/{path}?as=robin") as response:
                assert response.status == 404


async def test_a_hostile_name_or_kind_of_file_stays_within_its_header(playground: Playground) -> None:
    message = await shown(playground, EXPORT, "robin")
    async with (
        serving(playground_app(Shown(playground)), "127.0.0.1", 0) as url,
        ClientSession(url) as session,
        session.get(message["files"][1]["url"]) as response,
    ):
        assert response.status == 200
        assert response.content_type == "application/octet-stream"
        assert "X" not in response.headers
        assert response.content_disposition is not None
        assert response.content_disposition.filename == EXPORT.files[1].name


async def test_a_public_picture_is_seen_by_everyone(playground: Playground) -> None:
    message = await shown(playground, Says((year(),)), None)
    async with (
        serving(playground_app(Shown(playground)), "127.0.0.1", 0) as url,
        ClientSession(url) as session,
        session.get(message["pictures"][0]["url"]) as response,
    ):
        assert (response.status, response.content_type) == (200, "image/png")


async def test_no_event_and_no_state_carries_the_bytes(playground: Playground) -> None:
    with playground.hub.seat("robin") as robin:
        await put(playground, BOT, await complete_body(EXPORT), "robin", None)
        event = await asyncio.wait_for(robin.next(), 5)
    assert "content" not in event["message"]["files"][0]
    assert "content" not in (await playground.state("robin"))["messages"][-1]["files"][0]
