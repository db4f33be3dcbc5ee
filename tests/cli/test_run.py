"""``run`` with platforms of the tests: it connects, posts, goes on when one breaks, and stops in order."""

import asyncio
import json
import shutil
from datetime import date, timedelta
from pathlib import Path
from signal import SIGTERM, raise_signal

import pytest
from structlog.testing import capture_logs

from bot.bank import Bank
from bot.cli import run as run_module
from bot.cli.common import until_stopped
from bot.cli.platform import Maker
from bot.domain.round import RoundState
from bot.errors import DailydrillError, SettingsError, StoreError
from bot.intents.base import Intent
from bot.ports.poster import Target
from bot.service.tools import Who
from bot.settings import Settings
from bot.store.open import open_store
from tests.cli.conftest import Call
from tests.cli.playing import settings_for
from tests.cli.running import Place, fetched, until
from tests.cli.test_demo import held
from tests.fakes.bank import make_bank
from tests.fakes.clock import ManualClock
from tests.fakes.platform import FakePlatform
from tests.fakes.served import FakeServed
from tests.fakes.world import World
from tests.service.day import BERLIN, nine

MINUTE = timedelta(minutes=1)
ADA = Who("fake", "g1", "Study group", "ada", "Ada", False, "c1", "ml-daily", "Europe/Berlin")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(nine())


@pytest.fixture
def place(home: Path, migrated_sqlite: Path, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Place:
    home.mkdir()
    shutil.copyfile(migrated_sqlite, home / "dailydrill.db")

    async def small_bank(settings: Settings, today: date) -> Bank:
        return make_bank()

    monkeypatch.setattr(run_module, "read_bank", small_bank)
    return Place(home, clock)


@pytest.fixture
async def track(place: Place) -> int:
    """A track whose question is due."""
    async with place.store() as store:
        world = await World.make(store, start=nine())
        return (await world.track(BERLIN)).id


class SlowPoster(FakePlatform):
    """Each message takes as long as the test says."""

    begun: asyncio.Event
    may_arrive: asyncio.Event

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        self.begun.set()
        await self.may_arrive.wait()
        return await super().send(target, intent, mark)


async def test_it_connects_and_posts_once_it_is_connected(place: Place, track: int) -> None:
    platform = FakeServed(place.clock)
    platform.may_connect.clear()
    async with place.running(platform):
        async with place.store() as store:
            await until(lambda: platform.served == 1)
            assert await store.deliveries.count_waiting() == 1, "the round is planned"
        assert platform.poster.log == [], "nothing is sent before it is connected"
        platform.may_connect.set()
        await until(lambda: len(platform.poster.log) == 1)
        assert platform.tools.defaults == {"fake": platform.defaults}
        assert ("alpha", "Alpha") in platform.topics
    async with place.store() as store:
        (round_,) = await store.rounds.recent(track, 5)
        assert round_.state is RoundState.POSTED


async def test_a_signal_ends_it_in_order_and_the_connection_ends_with_it(place: Place) -> None:
    platform = FakeServed(place.clock)
    serving = asyncio.create_task(until_stopped(place.run(platform)))
    await platform.is_connected()
    place.clock.advance(MINUTE)
    raise_signal(SIGTERM)
    await serving
    assert platform.closed == 1
    assert not place.settings.dailydrill_home.joinpath("dailydrill.db-wal").exists(), "the store was closed"
    async with place.store() as store:
        assert await store.connections.alive("fake", nine(-1)) == [(nine(), nine() + MINUTE)]


async def test_what_is_being_sent_when_it_is_stopped_arrives_and_is_recorded(
    place: Place, track: int
) -> None:
    platform = FakeServed(place.clock)
    slow = platform.poster = SlowPoster(place.clock)
    slow.begun, slow.may_arrive = asyncio.Event(), asyncio.Event()
    async with place.running(platform) as task:
        async with asyncio.timeout(20):
            await slow.begun.wait()
        task.cancel()
        await asyncio.sleep(0)
        assert platform.closed == 0, "the platform is needed until it has arrived"
        slow.may_arrive.set()
        await asyncio.wait([task])
    assert len(slow.log) == 1 and platform.closed == 1
    async with place.store() as store:
        assert (await store.rounds.recent(track, 1))[0].state is RoundState.POSTED


async def test_what_people_did_is_finished_but_not_waited_for_for_ever(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_module, "CLOSING_PATIENCE", 0.01)
    platform = FakeServed(place.clock)
    platform.finished.clear()
    with capture_logs() as logged:
        async with place.running(platform):
            await platform.is_connected()
    assert "a platform was closed with work in hand" in [one["event"] for one in logged]


async def test_a_platform_that_breaks_is_begun_again_while_the_other_goes_on(place: Place) -> None:
    broken = FakeServed(
        place.clock, "one", [OSError("no route"), DailydrillError("It is closed."), OSError()]
    )
    fine = FakeServed(place.clock, "two")
    with capture_logs() as logged:
        async with place.running(broken, fine):
            await broken.is_connected()
            await fine.is_connected()
            broken.break_off()
            await until(lambda: broken.served == 5)
            await broken.is_connected()
    assert (fine.served, broken.closed, fine.closed) == (1, 1, 1)
    assert place.pauses.asked == [1.0, 2.0, 4.0, 8.0]
    told = [one for one in logged if one["event"] == "a platform broke off and is begun again"]
    assert [one["platform"] for one in told] == ["one"] * 4
    assert told[1]["reason"] == "It is closed." and "exc_info" in told[0]


async def test_a_refused_token_ends_the_program_and_closes_the_other(place: Place) -> None:
    refused = FakeServed(place.clock, "one", [SettingsError("The token is refused.")])
    fine = FakeServed(place.clock, "two")
    with pytest.raises(SettingsError, match="The token is refused"):
        await place.run(refused, fine)
    assert fine.closed == 1


def test_a_refused_token_is_one_sentence_and_ends_with_2(
    call: Call, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def enabled(settings: Settings) -> dict[str, Maker]:
        return {"fake": FakeServed(place.clock, faults=[SettingsError("The token is refused.")]).make}

    monkeypatch.setattr(run_module, "enabled", enabled)
    monkeypatch.setenv("HTTP_PORT", "0")
    ended = call("run")
    assert (ended.code, ended.err) == (2, "dailydrill: The token is refused.\n")


async def test_it_tells_that_it_is_alive_whether_it_is_ready_and_its_numbers(
    place: Place, track: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = FakeServed(place.clock)
    platform.may_connect.clear()
    with capture_logs() as logged:
        async with place.running(platform):
            await until(lambda: any("health" in one for one in logged))
            address = next(one["health"] for one in logged if "health" in one).removesuffix("healthz")
            assert await fetched(address, "healthz") == (200, '{"status": "ok"}')
            status, body = await fetched(address, "readyz")
            assert (status, json.loads(body)["missing"]) == (503, ["fake"])
            platform.may_connect.set()
            await platform.is_connected()
            assert await fetched(address, "readyz") == (200, '{"status": "ready"}')
            await until(lambda: len(platform.poster.log) == 1)
            await platform.desk.command(ADA, "/answer A")
            _, numbers = await fetched(address, "metrics")
    for line in (
        'dailydrill_answers_total{outcome="accepted",platform="fake"} 1.0',
        'dailydrill_interactions_total{outcome="done",platform="fake"} 1.0',
        'dailydrill_deliveries_total{kind="post",outcome="sent",platform="fake"} 1.0',
        'dailydrill_connected{platform="fake"} 1.0',
    ):
        assert line in numbers.splitlines()


async def test_a_second_process_gives_up_with_a_sentence(place: Place) -> None:
    database = place.settings.dailydrill_home / "dailydrill.db"
    with held(database), pytest.raises(StoreError) as error:
        await place.run(FakeServed(place.clock))
    assert str(error.value) == f"Another process is using {database}. Stop it first."


async def test_a_new_database_is_made_where_its_address_says(place: Place, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/deep/er/drill.db"
    place.settings = settings_for(place.settings.dailydrill_home, database_url=url)
    platform = FakeServed(place.clock)
    async with place.running(platform):
        await platform.is_connected()
    assert tmp_path.joinpath("deep/er/drill.db").is_file()


async def test_postgresql_is_served_without_a_lock(place: Place, postgres_url: str) -> None:
    place.settings = settings_for(place.settings.dailydrill_home, database_url=postgres_url)
    platform = FakeServed(place.clock)
    async with place.running(platform):
        await platform.is_connected()
    async with open_store(postgres_url) as store:
        assert len(await store.connections.alive("fake", nine(-1))) == 1
    assert not list(place.settings.dailydrill_home.glob("*.lock"))
