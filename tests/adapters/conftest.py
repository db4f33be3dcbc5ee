"""A page on a posting day at 09:05, with today's question open."""

from datetime import UTC, datetime

import pytest

from adapters.web.client import Playground
from tests.adapters.core import ScriptedDesk, scripted

MORNING = datetime(2026, 11, 18, 8, 5, tzinfo=UTC)
"""Wednesday 09:05 in Berlin."""


@pytest.fixture
async def stage() -> tuple[Playground, ScriptedDesk]:
    playground, desk = scripted(datetime(2026, 11, 18, 7, 0, tzinfo=UTC))
    desk.started = True
    await playground.walk.to(MORNING)
    return playground, desk


@pytest.fixture
def playground(stage: tuple[Playground, ScriptedDesk]) -> Playground:
    return stage[0]


@pytest.fixture
def desk(stage: tuple[Playground, ScriptedDesk]) -> ScriptedDesk:
    return stage[1]
