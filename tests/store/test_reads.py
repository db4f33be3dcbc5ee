"""Reading, whoever goes away meanwhile."""

import asyncio
import gc

import pytest
from sqlalchemy import Connection, text

from bot.errors import StoreError
from bot.store.engine import connect, parsed

STEPS = 60
"""Of the event loop; a read is over before."""


def one(connection: Connection) -> int:
    found: int = connection.execute(text("SELECT 1")).scalar_one()
    return found


async def test_a_caller_that_goes_away_leaves_no_connection_half_way(database_url: str) -> None:
    """An unclosed one is an error of the test run."""
    database = connect(parsed(database_url))
    for steps in range(STEPS):
        reads = [asyncio.create_task(database.read(one)) for _ in range(3)]
        for _ in range(steps):
            await asyncio.sleep(0)
        for read in reads:
            read.cancel()
        await asyncio.wait(reads)
    assert await database.read(one) == 1
    await database.close()
    gc.collect()


async def test_a_database_that_was_closed_opens_no_connection(database_url: str) -> None:
    database = connect(parsed(database_url))
    assert await database.read(one) == 1
    await database.close()
    for work in (database.read, database.write):
        with pytest.raises(StoreError, match="closed"):
            await work(one)
    await database.close()
    gc.collect()


async def test_a_database_that_closes_finishes_what_is_being_read(database_url: str) -> None:
    database = connect(parsed(database_url))
    reads = [asyncio.create_task(database.read(one)) for _ in range(8)]
    await asyncio.sleep(0)
    for read in reads[4:]:
        read.cancel()
    await database.close()
    assert await asyncio.gather(*reads[:4]) == [1] * 4
    gc.collect()
