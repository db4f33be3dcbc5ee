"""Numbers and readiness are for this machine and its network where a platform comes to the same server."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import make_mocked_request

from adapters.http.metrics import PrometheusMetrics
from adapters.http.nearby import is_nearby
from adapters.http.probes import Probes
from adapters.http.server import make_app, serving
from bot.service.pulse import Pulse
from bot.store.open import open_store
from tests.fakes.world import World

PUBLIC = "https://quiz.example.org/bot"
PRIVATE = ("/readyz", "/metrics")


@pytest.mark.parametrize(
    "remote", ["127.0.0.1", "::1", "10.1.2.3", "172.17.0.1", "100.64.0.9", "fe80::1%eth0", "::ffff:10.0.0.1"]
)
def test_who_is_near_may_ask(remote: str) -> None:
    request = make_mocked_request("GET", "/metrics", {"Host": "10.0.0.1:8080"}).clone(remote=remote)
    assert is_nearby(request, PUBLIC) and is_nearby(request, None)


@pytest.mark.parametrize("remote", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "", "unix"])
def test_who_is_not_near_may_not(remote: str) -> None:
    request = make_mocked_request("GET", "/metrics").clone(remote=remote)
    assert not is_nearby(request, None)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
        {"Host": "quiz.example.org"},
        {"Host": "QUIZ.example.org:443"},
    ],
)
def test_who_comes_through_the_proxy_may_not(headers: dict[str, str]) -> None:
    request = make_mocked_request("GET", "/metrics", headers).clone(remote="127.0.0.1")
    assert not is_nearby(request, PUBLIC)


@pytest.fixture
async def exposed(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[ClientSession]:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db")
    async with open_store(f"sqlite+aiosqlite:///{path}") as store:
        world, metrics = await World.make(store), PrometheusMetrics()
        probes = Probes(Pulse(world.tools, []), metrics, exposed=True, public_url=PUBLIC)
        async with (
            serving(make_app(probes.mount), "127.0.0.1", 0) as address,
            ClientSession(address) as session,
        ):
            yield session


async def test_beside_a_receiver_strangers_see_only_that_it_lives(exposed: ClientSession) -> None:
    for path in PRIVATE:
        async with exposed.get(path) as response:
            assert response.status == 200, "a watcher on this machine"
        async with exposed.get(path, headers={"X-Forwarded-For": "8.8.8.8"}) as response:
            told = await response.text()
            assert response.status == 404 and "nothing at this address" in told
    async with exposed.get("/healthz", headers={"X-Forwarded-For": "8.8.8.8"}) as response:
        assert (response.status, await response.json()) == (200, {"status": "ok"})
