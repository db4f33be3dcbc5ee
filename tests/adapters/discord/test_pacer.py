"""The pacer on its own: a window of milliseconds, and requests that arrive when they are made."""

import asyncio
from itertools import pairwise

import pytest

from adapters.discord import pacer
from adapters.discord.pacer import Gate

PERMITS, WINDOW = 4, 0.08
A_MOMENT = 0.002
"""What a timer may be early by."""


@pytest.fixture
def gate() -> Gate:
    return Gate(PERMITS, WINDOW)


async def used(gate: Gate, times: list[float], *, reserved: bool = True) -> None:
    if reserved:
        await gate.reserve()
    async with gate.request():
        times.append(asyncio.get_running_loop().time())


async def test_no_window_sees_more_requests_than_permits(gate: Gate) -> None:
    times: list[float] = []
    async with asyncio.TaskGroup() as tasks:
        for place in range(3 * PERMITS):
            tasks.create_task(used(gate, times, reserved=place % 3 != 0))
    assert len(times) == 3 * PERMITS
    assert all(
        later - first >= WINDOW - A_MOMENT for first, later in zip(times, times[PERMITS:], strict=False)
    )
    assert times[-1] - times[0] < 4 * WINDOW


async def test_before_the_shortest_round_trip_is_known_a_permit_comes_back_a_window_later() -> None:
    gate, times = Gate(1, WINDOW), list[float]()
    async with gate.request():
        await asyncio.sleep(WINDOW / 2)
    arrived = asyncio.get_running_loop().time()
    await used(gate, times)
    assert times[0] - arrived >= WINDOW - A_MOMENT


async def test_requests_of_a_rush_are_kept_apart(gate: Gate) -> None:
    times: list[float] = []
    async with asyncio.TaskGroup() as tasks:
        for _ in range(PERMITS):
            tasks.create_task(used(gate, times))
    assert all(b - a >= WINDOW / PERMITS / 2 - A_MOMENT for a, b in pairwise(times))


async def test_a_request_that_fails_gives_its_permit_back(gate: Gate) -> None:
    for _ in range(2 * PERMITS):
        with pytest.raises(OSError, match="cut"):
            async with gate.request():
                raise OSError("cut")


async def test_only_so_many_requests_are_prepared_at_once(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer, "READY", 2)
    await gate.reserve()
    await gate.reserve()
    third = asyncio.create_task(gate.reserve())
    await asyncio.sleep(0)
    assert not third.done()
    async with gate.request():
        await asyncio.wait_for(third, 1)


async def test_requests_that_never_come_hold_up_nobody_for_long(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pacer, "READY", 2)
    monkeypatch.setattr(pacer, "FORGOTTEN", 0.01)
    for _ in range(7):
        await asyncio.wait_for(gate.reserve(), 1)
