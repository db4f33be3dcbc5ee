"""The pacer on its own: a second of milliseconds, and messages that take as long as the test says."""

import asyncio
from itertools import pairwise

import pytest

from adapters.slack import pacer
from adapters.slack.pacer import EDITS, Pacer

pytestmark = pytest.mark.looptime
"""Time passes only while nothing else is to do: no stall of the machine can bring two requests together."""

BETWEEN, WINDOW = 0.04, 0.05
A_MOMENT = 0.002
"""What a timer may be early by."""

CHANNEL = "C1"


@pytest.fixture
def paced(monkeypatch: pytest.MonkeyPatch) -> Pacer:
    monkeypatch.setattr(pacer, "AHEAD", BETWEEN / 2)
    return Pacer(BETWEEN, WINDOW)


async def post(paced: Pacer, times: list[float], channel: str = CHANNEL, takes: float = 0.0) -> None:
    await paced.turn(channel)
    async with paced.posting(channel):
        times.append(asyncio.get_running_loop().time())
        await asyncio.sleep(takes)


@pytest.mark.parametrize("takes", [0.0, BETWEEN / 2, 2 * BETWEEN])
async def test_messages_of_a_channel_arrive_a_second_apart(paced: Pacer, takes: float) -> None:
    times: list[float] = []
    async with asyncio.TaskGroup() as tasks:
        for _ in range(5):
            tasks.create_task(post(paced, times, takes=takes))
    assert len(times) == 5
    assert all(later - first >= BETWEEN - A_MOMENT for first, later in pairwise(times))


async def test_before_the_shortest_round_trip_is_known_the_next_message_leaves_a_second_later(
    paced: Pacer,
) -> None:
    times: list[float] = []
    await post(paced, [], takes=BETWEEN / 2)
    arrived = asyncio.get_running_loop().time()
    await post(paced, times)
    assert times[0] - arrived >= BETWEEN - A_MOMENT


async def test_channels_do_not_wait_for_each_other(paced: Pacer) -> None:
    times: list[float] = []
    async with asyncio.TaskGroup() as tasks:
        for place in range(20):
            tasks.create_task(post(paced, times, f"C{place}"))
    assert times[-1] - times[0] < 10 * BETWEEN, "one after the other would take twice that"


async def test_the_next_message_may_be_prepared_before_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    between, now = 0.5, asyncio.get_running_loop().time
    monkeypatch.setattr(pacer, "AHEAD", between)
    paced, times = Pacer(between), list[float]()
    await post(paced, times)
    await paced.turn(CHANNEL)
    prepared = now()
    async with paced.posting(CHANNEL):
        times.append(now())
    assert prepared - times[0] < between / 2
    assert times[1] - times[0] >= between - A_MOMENT


async def cut(paced: Pacer, times: list[float]) -> None:
    async with paced.posting(CHANNEL):
        times.append(asyncio.get_running_loop().time())
        raise OSError("cut")


async def test_a_post_that_failed_has_had_its_turn(paced: Pacer) -> None:
    times: list[float] = []
    with pytest.raises(OSError, match="cut"):
        await cut(paced, times)
    await post(paced, times)
    assert times[1] - times[0] >= BETWEEN - A_MOMENT


async def test_a_workspace_has_so_many_edits_a_minute(paced: Pacer) -> None:
    now = asyncio.get_running_loop().time
    begun = now()
    assert [paced.edit("T1") for _ in range(EDITS + 1)] == [True] * EDITS + [False]
    assert paced.edit("T2"), "another one has its own"
    while not paced.edit("T1"):  # noqa: ASYNC110 - until the window has passed
        await asyncio.sleep(A_MOMENT)
    assert now() - begun >= WINDOW


async def test_channels_of_long_ago_are_forgotten(paced: Pacer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacer, "KEPT", 3)
    times: list[float] = []
    for place in range(8):
        await post(paced, times, f"C{place}", takes=BETWEEN)
    assert len(paced._next) <= 5 and len(paced._posts) <= 5
