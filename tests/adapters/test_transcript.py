"""The same story on every platform: the core says the same, whoever draws it."""

import shutil
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.bank import Bank
from bot.domain.question import Kind
from bot.intents.board import Board
from bot.intents.interview import InterviewAnswer
from bot.intents.meant import Instead
from bot.intents.question_post import QuestionPost
from bot.intents.quiz import QuizQuestion
from bot.intents.result import MyResult
from bot.intents.reveal import Reveal
from bot.intents.saved import Saved
from bot.intents.stats import Stats
from bot.intents.trouble import Sorry
from bot.ports.store import Store
from bot.store.open import open_store
from tests.adapters.discord.theatre import discord_theatre
from tests.adapters.slack.theatre import slack_theatre
from tests.adapters.web.theatre import page_theatre
from tests.service.day import only
from tests.transcript import Tape, Theatre, tell

Opener = Callable[[Store, Bank, Tape], AbstractAsyncContextManager[Theatre]]
THEATRES: dict[str, Opener] = {
    "playground": page_theatre,
    "discord": discord_theatre,
    "slack": slack_theatre,
}
HEARD = {QuestionPost, Saved, Reveal, MyResult, Board, QuizQuestion, InterviewAnswer, Stats, Sorry, Instead}


@pytest.fixture
async def tapes(migrated_sqlite: Path, tmp_path: Path) -> dict[str, Tape]:
    """The story as every platform's core told it."""
    told: dict[str, Tape] = {}
    for name, opener in THEATRES.items():
        path = shutil.copyfile(migrated_sqlite, tmp_path / f"{name}.db")
        told[name] = Tape()
        async with (
            open_store(f"sqlite+aiosqlite:///{path}") as store,
            opener(store, only(Kind.CHOICE), told[name]) as theatre,
        ):
            await tell(theatre)
    return told


async def test_the_core_says_the_same_on_every_platform(tapes: dict[str, Tape]) -> None:
    (first, reference), *others = tapes.items()
    assert {type(getattr(said, "intent", said)) for _, said in reference.said} >= HEARD
    for name, tape in others:
        for place, (here, there) in enumerate(zip(reference.said, tape.said, strict=False)):
            told, meant = repr(there), repr(here)
            assert told == meant, f"{name} differs from {first} at {place}"
        assert len(reference.said) == len(tape.said)
