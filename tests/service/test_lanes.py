"""Channels side by side, each in its own order, however the work comes in."""

import asyncio
from datetime import UTC, datetime

from bot.domain.round import Delivery, DeliveryState
from bot.service.lanes import SIDE_BY_SIDE, Lanes

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


def deliveries(*channels: str, start: int = 0) -> list[Delivery]:
    return [
        Delivery(
            place, str(place), "post", 1, 1, 1, "fake", channel, NOW, NOW,
            DeliveryState.WAITING, 0, None, None, None, None,
        )
        for place, channel in enumerate(channels, start)
    ]  # fmt: skip


async def test_a_channel_is_worked_through_in_order_also_what_came_later() -> None:
    done: list[int] = []
    under_way: set[str] = set()

    async def work(delivery: Delivery) -> None:
        assert delivery.channel not in under_way
        under_way.add(delivery.channel)
        await asyncio.sleep(0)
        under_way.remove(delivery.channel)
        done.append(delivery.id)

    async with asyncio.TaskGroup() as tasks:
        lanes = Lanes(tasks, work)
        lanes.add(deliveries("a", "b", "a", "a"))
        await lanes.until_left(2)
        lanes.add(deliveries("a", "b", start=4))
        await lanes.until_left(0)
        lanes.add(deliveries("a", start=6))
    assert [place for place in done if place in (0, 2, 3, 4, 6)] == [0, 2, 3, 4, 6]
    assert sorted(done) == [0, 1, 2, 3, 4, 5, 6]
    assert lanes.left == 0


async def test_a_channel_that_hangs_stops_no_other() -> None:
    over = asyncio.Event()
    done: list[int] = []

    async def work(delivery: Delivery) -> None:
        if delivery.channel == "hangs":
            await over.wait()
        done.append(delivery.id)

    async with asyncio.TaskGroup() as tasks:
        lanes = Lanes(tasks, work)
        lanes.add(deliveries("hangs", "a", "hangs", "b"))
        await asyncio.wait_for(lanes.until_left(2), 5)
        assert done == [1, 3]
        over.set()
    assert done == [1, 3, 0, 2]


async def test_only_so_many_are_under_way_at_once() -> None:
    under_way = most = 0

    async def work(_: Delivery) -> None:
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        await asyncio.sleep(0)
        under_way -= 1

    async with asyncio.TaskGroup() as tasks:
        Lanes(tasks, work).add(deliveries(*map(str, range(3 * SIDE_BY_SIDE))))
    assert most == SIDE_BY_SIDE
