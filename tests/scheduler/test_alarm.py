"""The alarm clock rings at due moments, never spins, never gives up, and stops in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.errors import StoreError
from bot.ports.clock import Clock
from scheduler import alarm as alarm_module
from scheduler.alarm import Alarm
from tests.fakes.clock import ManualClock

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
PATIENCE = 10
SECOND = timedelta(seconds=1)
SHORT = timedelta(seconds=0.95)
"""A wall clock that lags so much lets a delay of a second pass in a twentieth of one."""


class LaggingWall:
    """The machine's clock, behind by ``lag``: APScheduler takes what is planned on it for nearer than it is."""

    def __init__(self, lag: timedelta) -> None:
        self._lag = lag

    def now(self) -> datetime:
        return SystemClock().now() - self._lag


class Bell:
    """Work that counts; ``hold()`` keeps it at work until ``release()``."""

    def __init__(self) -> None:
        self.rung: list[float] = []
        self.finished = 0
        self._rang = asyncio.Condition()
        self._open = asyncio.Event()
        self._open.set()

    def hold(self) -> None:
        self._open.clear()

    def release(self) -> None:
        self._open.set()

    async def __call__(self) -> None:
        async with self._rang:
            self.rung.append(asyncio.get_running_loop().time())
            self._rang.notify_all()
        await self._open.wait()
        self.finished += 1

    async def times(self, count: int) -> None:
        async with asyncio.timeout(PATIENCE), self._rang:
            await self._rang.wait_for(lambda: len(self.rung) >= count)


class Due:
    """What is due, as a test says; the next ``broken`` questions fail."""

    def __init__(self, at: datetime | None = None) -> None:
        self.at = at
        self.broken = 0

    async def __call__(self) -> datetime | None:
        if self.broken:
            self.broken -= 1
            raise OSError("the database is gone")
        return self.at


async def nothing() -> None:
    return None


@asynccontextmanager
async def ringing(
    wake: Callable[[], object],
    due: Due | None = None,
    *,
    clock: Clock | None = None,
    lag: timedelta = SHORT,
    sweep: Callable[[], object] = nothing,
) -> AsyncIterator[Alarm]:
    alarm = Alarm(clock or ManualClock(NOON), LaggingWall(lag))
    await alarm.start(due or Due(), wake, sweep)  # type: ignore[arg-type]
    try:
        yield alarm
    finally:
        await alarm.stop()


@pytest.fixture
def quick_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alarm_module, "SWEEP_SECONDS", 0.05)


async def turns(count: int = 20) -> None:
    """Let everything run that can."""
    for _ in range(count):
        await asyncio.sleep(0)


@pytest.mark.parametrize("years", [-10, 0, 10])
async def test_it_rings_when_the_movable_clock_says_so_whatever_year_that_has(years: int) -> None:
    moved = ManualClock(NOON + timedelta(days=365 * years))
    bell, due = Bell(), Due(moved.now() + timedelta(hours=3))
    async with ringing(bell, due, clock=moved, lag=timedelta(hours=3) - SECOND / 20):
        await bell.times(1)
        due.at = None
        await bell.times(2)
    assert bell.rung[1] - bell.rung[0] >= 0.04, "not before the delay has passed on the real clock"


async def test_nothing_due_means_no_ring_until_somebody_nudges() -> None:
    bell = Bell()
    async with ringing(bell) as alarm:
        await turns()
        assert len(bell.rung) == 1, "the one at the start"
        alarm.nudge()
        await bell.times(2)


async def test_many_nudges_make_one_ring() -> None:
    bell = Bell()
    async with ringing(bell) as alarm:
        for _ in range(100):
            alarm.nudge()
        await bell.times(2)
        alarm.nudge()
        await bell.times(3)
    assert len(bell.rung) == 3


async def test_a_nudge_while_a_ring_is_at_work_is_not_lost() -> None:
    bell = Bell()
    async with ringing(bell) as alarm:
        bell.hold()
        alarm.nudge()
        await bell.times(2)
        alarm.nudge()
        bell.release()
        await bell.times(3)


async def test_rings_that_had_to_wait_for_a_long_one_become_one(caplog: pytest.LogCaptureFixture) -> None:
    bell = Bell()
    async with ringing(bell) as alarm:
        bell.hold()
        alarm.nudge()
        await bell.times(2)
        waiting = [asyncio.create_task(alarm.ring()) for _ in range(20)]
        await turns()
        bell.release()
        await asyncio.gather(*waiting)
    assert len(bell.rung) == 3
    assert "maximum number of running instances" not in caplog.text


async def test_what_stays_due_rings_at_most_once_a_second() -> None:
    bell = Bell()
    async with ringing(bell, Due(NOON - timedelta(days=3)), lag=timedelta(0)):
        await bell.times(2)
    assert len(bell.rung) == 2
    assert bell.rung[1] - bell.rung[0] >= 0.99


async def test_a_broken_wake_up_is_logged_and_the_next_one_still_comes() -> None:
    rung = Bell()

    async def broken() -> None:
        await rung()
        raise RuntimeError("a bug")

    with capture_logs() as logged:
        async with ringing(broken, Due(NOON)):
            await rung.times(3)
    assert {(one["log_level"], one["exc_info"]) for one in logged} == {("error", True)}


async def test_a_known_error_is_logged_as_its_sentence_alone(quick_sweeps: None) -> None:
    async def full() -> None:
        raise StoreError("The disk is full.")

    bell = Bell()
    with capture_logs() as logged:
        async with ringing(bell, sweep=full):
            await bell.times(2)
    assert logged[0]["reason"] == "The disk is full." and "exc_info" not in logged[0]


async def test_a_database_that_cannot_say_what_is_due_is_asked_again_at_the_next_sweep(
    quick_sweeps: None,
) -> None:
    bell, due = Bell(), Due()
    due.broken = 1
    with capture_logs() as logged:
        async with ringing(bell, due):
            await bell.times(3)
    assert len(logged) == 1


async def test_a_broken_sweep_does_not_keep_the_ring_behind_it(quick_sweeps: None) -> None:
    async def broken() -> None:
        raise RuntimeError("a bug")

    bell = Bell()
    with capture_logs() as logged:
        async with ringing(bell, sweep=broken):
            await bell.times(3)
    assert logged


async def test_a_wake_up_that_comes_an_hour_late_rings_all_the_same() -> None:
    bell = Bell()
    async with ringing(bell, lag=timedelta(hours=1)) as alarm:
        alarm.nudge()
        await bell.times(2)


async def test_every_job_is_run_however_late_and_once_for_all_it_missed() -> None:
    async with ringing(Bell(), Due(NOON + timedelta(days=1)), lag=timedelta(0)) as alarm:
        alarm.nudge()
        jobs = {job.id: job for job in alarm._scheduler.get_jobs()}
    assert set(jobs) == {"sweep", "wake", "nudge"}
    assert {(job.misfire_grace_time, job.coalesce) for job in jobs.values()} == {(None, True)}


async def test_stop_waits_for_the_ring_at_work(caplog: pytest.LogCaptureFixture) -> None:
    bell = Bell()
    async with ringing(bell) as alarm:
        bell.hold()
        alarm.nudge()
        await bell.times(2)
        stopping = asyncio.create_task(alarm.stop())
        await turns()
        assert not stopping.done()
        bell.release()
        await stopping
    assert bell.finished == 2
    assert caplog.records == []


async def test_stop_waits_for_the_sweep_at_work_and_rings_no_more(
    quick_sweeps: None, caplog: pytest.LogCaptureFixture
) -> None:
    bell, sweep = Bell(), Bell()
    sweep.hold()
    async with ringing(bell, sweep=sweep) as alarm:
        await sweep.times(1)
        stopping = asyncio.create_task(alarm.stop())
        await turns()
        assert not stopping.done()
        sweep.release()
        await stopping
    assert (sweep.finished, len(bell.rung)) == (1, 1)
    assert caplog.records == []


async def test_a_long_ring_keeps_no_sweep_waiting(
    quick_sweeps: None, caplog: pytest.LogCaptureFixture
) -> None:
    bell, sweep = Bell(), Bell()
    async with ringing(bell, sweep=sweep) as alarm:
        bell.hold()
        alarm.nudge()
        await bell.times(2)
        await sweep.times(len(sweep.rung) + 4)
        assert len(bell.rung) == 2
        bell.release()
        await bell.times(3)
    assert caplog.records == []


async def test_stop_cuts_off_what_takes_longer_than_it_may(caplog: pytest.LogCaptureFixture) -> None:
    bell = Bell()
    with capture_logs() as logged:
        async with ringing(bell) as alarm:
            bell.hold()
            alarm.nudge()
            await bell.times(2)
            await alarm.stop(0.01)
    assert (len(bell.rung), bell.finished) == (2, 1)
    assert [one["log_level"] for one in logged] == ["warning"]
    assert caplog.records == []


async def test_stop_sends_those_home_who_wait_for_their_turn(caplog: pytest.LogCaptureFixture) -> None:
    bell = Bell()
    async with ringing(bell) as alarm:
        bell.hold()
        first, second = asyncio.create_task(alarm.ring()), asyncio.create_task(alarm.ring())
        await bell.times(2)
        stopping = asyncio.create_task(alarm.stop())
        await turns()
        bell.release()
        await asyncio.gather(first, second, stopping)
    assert len(bell.rung) == 2
    assert caplog.records == []


async def test_stopping_twice_or_before_the_start_is_harmless() -> None:
    alarm = Alarm(ManualClock(NOON), SystemClock())
    await alarm.stop()
    alarm.nudge()
    await alarm.start(Due(), Bell(), nothing)
    await alarm.stop()
    await alarm.stop()
    alarm.nudge()


async def test_a_machine_with_an_odd_time_zone_can_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Mars/Olympus")
    monkeypatch.setattr("tzlocal.unix._cache_tz", None)
    bell = Bell()
    async with ringing(bell, Due(NOON)):
        await bell.times(2)
