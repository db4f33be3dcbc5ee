"""What is written for somebody who was deleted while it was on its way: nothing, and it is said so."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from bot.errors import NoMember
from bot.ports.interviews import Interview
from bot.ports.people import Member
from bot.ports.practice import Attempt, QuizItem, QuizSession
from tests.store.scene import START, Scene, at, day

Write = Callable[[Scene, Member], Awaitable[None]]


async def report(scene: Scene, gone: Member) -> None:
    await scene.store.reports.report(gone.id, "q1", "typo", "", START)


async def quiz(scene: Scene, gone: Member) -> None:
    items = (QuizItem("q1", "0123"),)
    session = QuizSession("s1", gone.account_id, scene.group.id, ("mlflow",), items, 0, START)
    await scene.store.practice.start(session)


async def attempt(scene: Scene, gone: Member) -> None:
    """In the quiz of somebody else, whose own row is there."""
    there = await scene.member("Alan")
    await quiz(scene, there)
    session = await scene.store.practice.session("s1")
    assert session is not None
    tried = Attempt(gone.account_id, "q1", "mlflow", "mid", "quiz", True, 100, START)
    await scene.store.practice.advance(replace(session, position=1), 0, tried)


async def interview(scene: Scene, gone: Member) -> None:
    begun = Interview("i1", gone.account_id, scene.group.id, "q1", START)
    await scene.store.interviews.start(begun)


async def days_off(scene: Scene, gone: Member) -> None:
    await scene.store.away.add(gone.id, day(2), day(3), START)


async def freeze(scene: Scene, gone: Member) -> None:
    track = await scene.track()
    await scene.store.people.grant_freeze(gone.id, track.id, day(2), "grace", at(2, "10:00"))


@pytest.mark.parametrize("write", [report, quiz, attempt, interview, days_off, freeze])
async def test_what_meets_the_deletion_of_its_account_says_that_nobody_is_there(
    scene: Scene, write: Write
) -> None:
    gone, _ = await scene.members("Ada", "Alan")
    await scene.store.privacy.delete(gone.account_id)
    with pytest.raises(NoMember):
        await write(scene, gone)
    assert await scene.store.privacy.account_id("fake", "ada") is None
