import asyncio

import pytest

from adapters.web.hub import LONGEST_QUEUE, Hub


async def test_a_tab_that_fell_behind_is_told_to_load_anew() -> None:
    hub = Hub()
    with hub.seat("robin") as seat:
        for number in range(LONGEST_QUEUE + 1):
            hub.tell({"type": "message", "number": number})
        assert await seat.next() == {"type": "reload"}
        hub.tell({"type": "people"})
        assert await seat.next() == {"type": "people"}


async def test_a_closed_tab_is_told_nothing_more() -> None:
    hub = Hub()
    with hub.seat("robin") as seat:
        pass
    hub.tell({"type": "people"})
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(seat.next(), 0)
