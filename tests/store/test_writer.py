"""The answer writer, beside a database whose commits end when and how a test says, and a clock that a test moves."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.domain.frozen import Response
from bot.errors import StoreError
from bot.ports.answers import Act, Actor, Written
from bot.store.answering import Line, Lines
from bot.store.writer import AnswerWriter
from tests.store.scene import A, B, C, at

FULL = "The disk is full."


@dataclass
class Commit:
    """One transaction: what is in it, and who is to be told."""

    lines: Sequence[Line]
    future: asyncio.Future[Sequence[str]]

    def told(self) -> list[str]:
        """As the database tells it: what was written stands."""
        return [json.dumps([facts(line)]) for line in self.lines]


@dataclass
class Flushing:
    """A database that leaves every commit open, except those that it makes at once because it ``is_quick``, which
    fail with the ``error``, if any. ``seconds``: the clock's."""

    commits: list[Commit] = field(default_factory=list)
    at_once_commits: list[Commit] = field(default_factory=list)
    is_quick: bool = False
    error: Exception | None = None
    seconds: float = 0.0

    def begin(self, _: object, waves: Sequence[Lines]) -> asyncio.Future[Sequence[str]]:
        self.commits.append(self._commit(waves))
        return self.commits[-1].future

    def begin_here(self) -> bool:
        return self.is_quick

    def end_here(self, _: object, waves: Sequence[Lines]) -> Sequence[str]:
        commit = self._commit(waves)
        self.at_once_commits.append(commit)
        if self.error:
            raise self.error
        return commit.told()

    def _commit(self, waves: Sequence[Lines]) -> Commit:
        assert not self.commits or self.commits[-1].future.done(), "one at a time"
        lines = [line for wave in waves for line in wave.values()]
        return Commit(lines, asyncio.get_running_loop().create_future())


def facts(line: Line) -> list[Any]:
    """Of a member's first answer, with no streak and nothing due."""
    answer = line.number, line.act.response.bits, None, None, None
    return [line.number, 1, 1, *answer, 0, *[None] * 9, 0, "UTC", 1, 1]


def written(response: Response) -> Written:
    return Written(True, response, None, None, first_ever=False, zone="UTC", account_id=1, group_id=1)


def act(response: Response = B, member: int = 1) -> Act:
    return Act("mark", Actor("fake", "g1", "", str(member), ""), response, at(1, "10:00"), "button")


@pytest.fixture
def database() -> Flushing:
    return Flushing()


@pytest.fixture
def writer(database: Flushing) -> AnswerWriter:
    told: Any = database
    return AnswerWriter(told, 1, lambda: database.seconds)


async def settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_nothing_is_told_before_the_commit_has_ended(writer: AnswerWriter, database: Flushing) -> None:
    told = writer.submit(act())
    await settled()
    assert not told.done()
    database.commits[0].future.set_result(database.commits[0].told())
    assert await told == written(B)


@pytest.mark.parametrize("error", [StoreError(FULL), asyncio.CancelledError(), RuntimeError("odd")])
async def test_a_commit_that_fails_is_told(
    writer: AnswerWriter, database: Flushing, error: BaseException
) -> None:
    told = writer.submit(act())
    database.commits[0].future.set_exception(error)
    with pytest.raises(type(error)):
        await told


async def test_a_full_disk_refuses_a_whole_commit_and_the_next_goes_on(
    writer: AnswerWriter, database: Flushing
) -> None:
    first, second = [writer.submit(act(B, member)) for member in (1, 2)]
    database.commits[0].future.set_exception(StoreError(FULL))
    with pytest.raises(StoreError, match="full"):
        await first
    await settled()
    database.commits[1].future.set_result(database.commits[1].told())
    assert (await second).response == B


async def test_an_act_that_cannot_be_written_does_not_cost_the_others(
    writer: AnswerWriter, database: Flushing
) -> None:
    told = [writer.submit(act(response)) for response in (A, B, C)]
    database.commits[0].future.set_result(database.commits[0].told())
    await settled()
    database.commits[1].future.set_exception(ValueError("odd"))
    await settled()
    database.commits[2].future.set_exception(ValueError("odd"))
    await settled()
    database.commits[3].future.set_result(database.commits[3].told())
    ended = await asyncio.gather(*told, return_exceptions=True)
    assert [len(commit.lines) for commit in database.commits] == [1, 2, 1, 1]
    assert (ended[0], str(ended[1]), ended[2]) == (written(A), "odd", written(C))


async def test_who_goes_away_harms_nobody(writer: AnswerWriter, database: Flushing) -> None:
    gone, stays = [writer.submit(act(B, member)) for member in (1, 2)]
    gone.cancel()
    await settled()
    database.commits[0].future.set_result(database.commits[0].told())
    await settled()
    database.commits[1].future.set_result(database.commits[1].told())
    assert (await stays).response == B
    with pytest.raises(asyncio.CancelledError):
        await gone


async def test_everything_taken_is_written_before_it_closes(writer: AnswerWriter, database: Flushing) -> None:
    told = [writer.submit(act(B, member)) for member in (1, 2)]
    closing = asyncio.create_task(writer.close())
    await settled()
    for place in (0, 1):
        assert not closing.done()
        database.commits[place].future.set_result(database.commits[place].told())
        await settled()
    await closing
    assert [task.result() for task in told] == [written(B), written(B)]
    with pytest.raises(StoreError, match="closed"):
        await writer.submit(act()._replace(response=C))


async def test_who_comes_alone_is_written_at_once(writer: AnswerWriter, database: Flushing) -> None:
    database.is_quick = True
    for response in (B, C):
        database.seconds += 1
        assert writer.submit(act(response)).result() == written(response)
    assert not database.commits


async def test_a_rush_shares_commits_however_quick_the_database(
    writer: AnswerWriter, database: Flushing
) -> None:
    database.is_quick, database.seconds = True, 1
    told = [writer.submit(act(B, member)) for member in range(1, 6)]
    for place in (0, 1):
        await settled()
        database.commits[place].future.set_result(database.commits[place].told())
    assert await asyncio.gather(*told) == [written(B)] * 5
    assert [len(commit.lines) for commit in database.at_once_commits] == [1]
    assert [len(commit.lines) for commit in database.commits] == [1, 3]


async def test_nobody_is_written_at_once_beside_a_commit(writer: AnswerWriter, database: Flushing) -> None:
    first = writer.submit(act(B, 1))
    database.is_quick, database.seconds = True, 1
    second = writer.submit(act(B, 2))
    assert not database.at_once_commits
    for place in (0, 1):
        await settled()
        database.commits[place].future.set_result(database.commits[place].told())
    assert [await first, await second] == [written(B)] * 2


@pytest.mark.parametrize("error", [StoreError(FULL), RuntimeError("odd")])
async def test_what_cannot_be_written_at_once_is_told(
    writer: AnswerWriter, database: Flushing, error: Exception
) -> None:
    database.is_quick, database.seconds, database.error = True, 1, error
    assert writer.submit(act()).exception() is error
    database.error, database.seconds = None, 2
    assert writer.submit(act()).result() == written(B)
