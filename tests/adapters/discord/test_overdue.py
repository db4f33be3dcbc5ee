"""Who is told that something takes long: in time, once, and nobody whose work is done."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from adapters.discord.overdue import Overdue

AT_ONCE, SOON, NEVER = 0.0, 0.001, 3600.0


class Waiting:
    """Counts how often it was told."""

    def __init__(self) -> None:
        self.told = asyncio.Event()
        self.times = 0

    def __call__(self) -> None:
        self.times += 1
        self.told.set()


@pytest.fixture
async def overdue() -> AsyncIterator[Overdue]:
    made = Overdue()
    yield made
    made.end()


async def test_what_takes_long_is_told_once(overdue: Overdue) -> None:
    first, second = Waiting(), Waiting()
    overdue.expect(first, AT_ONCE)
    await first.told.wait()
    overdue.expect(second, AT_ONCE)
    await second.told.wait()
    assert (first.times, second.times) == (1, 1)


async def test_what_is_done_is_not_told(overdue: Overdue) -> None:
    done, other = Waiting(), Waiting()
    overdue.expect(done, AT_ONCE)
    overdue.expect(other, AT_ONCE)
    overdue.settle(done)
    await other.told.wait()
    assert done.times == 0


async def test_what_was_told_may_be_settled(overdue: Overdue) -> None:
    waiting = Waiting()
    overdue.expect(waiting, AT_ONCE)
    await waiting.told.wait()
    overdue.settle(waiting)


@pytest.mark.parametrize("delays", [(SOON, AT_ONCE), (AT_ONCE, SOON)])
async def test_each_is_told_in_its_own_time(overdue: Overdue, delays: tuple[float, float]) -> None:
    those = {delay: Waiting() for delay in (NEVER, *delays)}
    for delay, waiting in those.items():
        overdue.expect(waiting, delay)
    await those[AT_ONCE].told.wait()
    await those[SOON].told.wait()
    assert [waiting.times for waiting in those.values()] == [0, 1, 1]


async def test_after_the_end_nobody_is_told(overdue: Overdue) -> None:
    ended, other = Waiting(), Waiting()
    overdue.expect(ended, AT_ONCE)
    overdue.end()
    overdue.expect(other, AT_ONCE)
    await other.told.wait()
    assert ended.times == 0
