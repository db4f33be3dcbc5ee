"""The fortnight as the real rules see it: what the script of the cast promises comes true."""

import re
import shutil
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest

from adapters.web.client import Playground
from adapters.web.commands import say
from tests.adapters.real import real_playground


@pytest.fixture
async def real(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Playground]:
    shutil.copyfile(migrated_sqlite, tmp_path / "playground.db")
    url = f"sqlite+aiosqlite:///{tmp_path / 'playground.db'}"
    async with real_playground(url, tmp_path / "bank.cache") as playground:
        yield playground


async def asked(playground: Playground, account: str, command: str) -> str:
    outcome = await say(playground, account, command)
    assert outcome.message is not None
    return str(outcome.message.body["text"])


async def test_a_freeze_covers_a_day_a_streak_is_lost_and_two_tie(real: Playground) -> None:
    assert "Tue 10 Nov: missed, a freeze covered it, streak 4" in await asked(real, "grace", "/streak why")
    assert "Tue 10 Nov: missed, no freeze held, streak 0" in await asked(real, "alan", "/streak why")
    facts = await real.facts()
    assert facts["grace"].points == facts["alan"].points > 0
    board = await asked(real, "ada", "/leaderboard")
    by_name = {name: rank for rank, name in re.findall(r"^(\d+)\. (\w+)", board, re.MULTILINE)}
    assert by_name["Alan"] == by_name["Grace"], "a tie shares its rank"


async def test_it_ends_with_an_open_question_and_says_nothing_of_its_key(real: Playground) -> None:
    state = await real.state("robin")
    now = datetime.fromisoformat(state["now"])
    assert (f"{now:%H:%M}", now.weekday() < 5) == ("08:05", True)
    assert state["moves"][0]["label"] == "Reveal (17:00)"
    assert [one["answered_today"] for one in state["people"]] == [False, True, False, True, False]
    today = [message for message in state["messages"] if not message["sample"]]
    assert len(today) == 1
    assert today[0]["buttons"][0][0]["label"] == "A"
    assert "option right" not in today[0]["html"]
    assert len([message for message in state["messages"] if message["thread"]]) >= 10
