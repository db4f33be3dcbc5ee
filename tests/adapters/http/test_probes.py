"""Alive, ready and the numbers, over a real socket; the clock is moved by hand."""

import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from adapters.http.metrics import PrometheusMetrics
from adapters.http.probes import Probes
from adapters.http.server import make_app, serving
from bot.errors import StoreError
from bot.service.presence import Presence
from bot.service.pulse import Pulse
from bot.store.open import open_store
from tests.fakes.world import World

MINUTE = timedelta(minutes=1)


@dataclass
class Asked:
    """A server with its probes, two platforms, and what they stand on."""

    world: World
    one: Presence
    two: Presence
    pulse: Pulse
    metrics: PrometheusMetrics
    session: ClientSession

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(path) as response:
            return response.status, await response.text()

    async def numbers(self) -> list[str]:
        status, text = await self.get("/metrics")
        assert status == 200
        return text.splitlines()


@pytest.fixture
async def asked(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Asked]:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db")
    async with open_store(f"sqlite+aiosqlite:///{path}") as store:
        world, metrics = await World.make(store), PrometheusMetrics()
        one, two = (Presence(world.tools, name) for name in ("one", "two"))
        pulse = Pulse(world.tools, [one, two])
        metrics.watch([one, two], pulse.age)
        app = make_app(Probes(pulse, metrics).mount)
        async with serving(app, "127.0.0.1", 0) as address, ClientSession(address) as session:
            yield Asked(world, one, two, pulse, metrics, session)


async def test_it_is_alive_whatever_the_platforms_do(asked: Asked) -> None:
    assert await asked.get("/healthz") == (200, '{"status": "ok"}')


async def test_a_sweep_that_is_three_minutes_old_means_that_it_hangs(asked: Asked) -> None:
    asked.world.clock.advance(3 * MINUTE - timedelta(seconds=1))
    assert (await asked.get("/healthz"))[0] == 200
    asked.world.clock.advance(timedelta(seconds=1))
    status, body = await asked.get("/healthz")
    assert (status, json.loads(body)) == (
        503,
        {"error": "The alarm clock stopped: the last sweep was 180 s ago."},
    )
    asked.pulse.beat()
    assert (await asked.get("/healthz"))[0] == 200


async def test_it_is_ready_once_every_platform_is_connected(asked: Asked) -> None:
    async def missing() -> tuple[int, list[str]]:
        status, body = await asked.get("/readyz")
        return status, json.loads(body).get("missing", [])

    assert await missing() == (503, ["one", "two"])
    await asked.one.up()
    assert await missing() == (503, ["two"])
    await asked.two.up()
    assert await missing() == (200, [])
    await asked.one.down()
    assert await missing() == (503, ["one"])


async def test_a_database_that_does_not_answer_is_missing(
    asked: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def gone() -> None:
        raise StoreError("The database is gone.")

    await asked.one.up()
    await asked.two.up()
    monkeypatch.setattr(asked.world.store.tracks, "next_due", gone)
    status, body = await asked.get("/readyz")
    assert (status, json.loads(body)["missing"]) == (503, ["database"])


async def test_events_are_counted_by_platform_and_outcome(asked: Asked) -> None:
    asked.metrics.answered("one", accepted=True)
    asked.metrics.answered("one", accepted=False)
    asked.metrics.interaction("two")("broken")
    asked.metrics.delivered("one", "post", "sent")
    asked.metrics.late("one", "post", 1.5)
    asked.metrics.backlog(3, 4)
    numbers = await asked.numbers()
    for line in (
        'dailydrill_answers_total{outcome="accepted",platform="one"} 1.0',
        'dailydrill_answers_total{outcome="refused",platform="one"} 1.0',
        'dailydrill_interactions_total{outcome="broken",platform="two"} 1.0',
        'dailydrill_interaction_seconds_count{platform="two"} 1.0',
        'dailydrill_deliveries_total{kind="post",outcome="sent",platform="one"} 1.0',
        'dailydrill_delivery_late_seconds_bucket{kind="post",le="1.0",platform="one"} 0.0',
        'dailydrill_delivery_late_seconds_bucket{kind="post",le="2.0",platform="one"} 1.0',
        "dailydrill_deliveries_waiting 3.0",
        "dailydrill_rounds_open 4.0",
    ):
        assert line in numbers


async def test_who_is_connected_and_the_age_of_the_sweep_are_asked_when_they_are_read(asked: Asked) -> None:
    await asked.one.up()
    asked.world.clock.advance(MINUTE)
    numbers = await asked.numbers()
    assert 'dailydrill_connected{platform="one"} 1.0' in numbers
    assert 'dailydrill_connected{platform="two"} 0.0' in numbers
    assert "dailydrill_sweep_age_seconds 60.0" in numbers


async def test_what_is_not_there_is_told_as_json(asked: Asked) -> None:
    assert await asked.get("/nothing") == (404, '{"error": "There is nothing at this address."}')
