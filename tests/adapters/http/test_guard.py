"""Pages elsewhere can send requests to loopback; none of them gets through."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from adapters.http.guard import host_allowed
from adapters.http.playground import playground_app
from adapters.http.server import serving
from adapters.web.client import Playground, Shown

BODY = '{"as": "ada", "text": "/help"}'
JSON = {"Content-Type": "application/json"}


@pytest.fixture
async def url(playground: Playground) -> AsyncIterator[str]:
    async with serving(playground_app(Shown(playground)), "127.0.0.1", 0) as address:
        yield address


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as opened:
        yield opened


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "192.168.1.5", "", "[", "localhost.evil.example:80"]
)
async def test_a_foreign_name_for_this_machine_is_refused(
    session: ClientSession, url: str, host: str
) -> None:
    for path in ("", "api/state", "static/app.js", "ws"):
        async with session.get(url + path, headers={"Host": host}) as response:
            assert response.status == 403, path


async def test_the_names_of_loopback_are_served(session: ClientSession, url: str) -> None:
    for host in ("localhost", "LOCALHOST:8080", "127.0.0.1:8080", "[::1]:8080"):
        async with session.get(url + "api/state", headers={"Host": host}) as response:
            assert response.status == 200, host


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1:1", "file://", "http://localhost"]
)
async def test_a_foreign_page_may_not_act(session: ClientSession, url: str, origin: str) -> None:
    async with session.post(url + "api/command", data=BODY, headers={**JSON, "Origin": origin}) as response:
        assert response.status == 403
    with pytest.raises(WSServerHandshakeError) as refusal:
        await session.ws_connect(url + "ws?as=ada", headers={"Origin": origin})
    assert refusal.value.status == 403


async def test_the_own_page_and_scripts_may_act(session: ClientSession, url: str) -> None:
    for headers in (JSON, {**JSON, "Origin": url.rstrip("/")}):
        async with session.post(url + "api/command", data=BODY, headers=headers) as response:
            assert response.status == 200
    async with session.ws_connect(url + "ws?as=ada", origin=url.rstrip("/")) as socket:
        assert (await socket.receive_json(timeout=5))["type"] == "state"


async def test_a_browser_that_says_it_comes_from_elsewhere_may_only_open_the_page(
    session: ClientSession, url: str
) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    async with session.get(url + "api/state", headers=foreign) as response:
        assert response.status == 403
    async with session.get(url, headers={**foreign, "Sec-Fetch-Mode": "navigate"}) as response:
        assert response.status == 200


async def test_every_answer_forbids_scripts_and_frames_that_are_not_ours(
    session: ClientSession, url: str
) -> None:
    for path in ("", "api/state", "static/app.js", "api/nothing"):
        async with session.get(url + path) as response:
            policy = response.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "script-src 'self';" in policy
            assert "frame-ancestors 'none'" in policy
            assert "unsafe" not in policy
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert response.headers["Referrer-Policy"] == "no-referrer"


async def test_the_page_has_no_script_in_its_html(session: ClientSession, url: str) -> None:
    async with session.get(url) as response:
        html = await response.text()
    assert html.count("<script") == html.count('<script src="/static/') + html.count(
        '<script type="module" src="/static/'
    )
    assert " onclick" not in html
    assert "https://" not in html


@pytest.mark.parametrize(
    ("name", "bound_to", "allowed"),
    [
        ("localhost", "127.0.0.1", True),
        ("127.8.8.8", "127.0.0.1", True),
        ("192.168.1.5", "127.0.0.1", False),
        ("192.168.1.5", "0.0.0.0", True),
        ("box.local", "0.0.0.0", False),
        ("box.local", "box.local", True),
        ("localhost", "0.0.0.0", True),
        ("", "0.0.0.0", False),
    ],
)
def test_opened_to_a_network_it_takes_addresses_but_no_unknown_names(
    name: str, bound_to: str, allowed: bool
) -> None:
    assert host_allowed(name, bound_to) is allowed


@pytest.mark.parametrize(
    "path", ["static/../routes.py", "static/%2e%2e/routes.py", "static/..%2froutes.py", "static/"]
)
async def test_nothing_but_the_static_files_is_served(session: ClientSession, url: str, path: str) -> None:
    async with session.get(url + path) as response:
        assert response.status in {403, 404}
