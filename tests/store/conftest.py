from collections.abc import AsyncIterator

import pytest

from bot.store.open import SqlStore, open_store
from tests.store.scene import Scene


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    async with open_store(database_url) as opened:
        yield opened


@pytest.fixture
async def scene(store: SqlStore) -> Scene:
    return await Scene.make(store)
