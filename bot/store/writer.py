"""The group-commit answer writer: whatever has queued up while the last commit ran shares the next one."""

import asyncio
from collections import deque
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.errors import StoreError
from bot.ports.answers import Act, Told, Written
from bot.store.answering import Outcome, write_acts
from bot.store.engine import Database

MOST = 200
"""Acts in one transaction: more would let the first ones wait for the last."""

CLOSED = "The store is closed: the answer was not kept."


class _Waiting(NamedTuple):
    act: Act | Told
    future: asyncio.Future[Written]


class AnswerWriter:
    """``submit`` returns after the commit its act was part of. A caller that goes away harms nobody."""

    def __init__(self, database: Database, first_number: int) -> None:
        """``first_number``: where the numbers of the acts begin; no other writer's may be near."""
        self._database = database
        self._next_number = first_number
        self._queue: deque[_Waiting] = deque()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    def submit(self, act: Act | Told) -> asyncio.Future[Written]:
        if self._closed:
            raise StoreError(CLOSED)
        waiting = _Waiting(act, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._task is None:
            self._task = asyncio.create_task(self._drain(), name="answer-writer")
        return waiting.future

    async def close(self) -> None:
        """Nothing new is taken, everything taken is written."""
        self._closed = True
        if self._task is not None:
            await self._task

    async def _drain(self) -> None:
        """Runs while there is work; the next submit starts it again."""
        try:
            while batch := self._take():
                await self._write(batch)
        finally:
            self._task = None

    def _take(self) -> list[_Waiting]:
        return [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        number = self._next_number
        self._next_number += len(batch)
        try:
            outcomes = await self._database.write(write_acts, [waiting.act for waiting in batch], number)
        except StoreError as error:
            _refuse(batch, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is its caller's
            await self._one_by_one(batch, error)
        except BaseException as error:
            _refuse(batch, error)
            raise
        else:
            _tell(batch, outcomes)

    async def _one_by_one(self, batch: Sequence[_Waiting], error: Exception) -> None:
        """Some act cannot be written as it is; the others shall not pay for it."""
        if len(batch) == 1:
            _refuse(batch, error)
            return
        for waiting in batch:
            await self._write([waiting])


def _tell(batch: Iterable[_Waiting], outcomes: Iterable[Outcome]) -> None:
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if waiting.future.done():
            continue
        if isinstance(outcome, StoreError):
            waiting.future.set_exception(outcome)
        else:
            waiting.future.set_result(outcome)


def _refuse(batch: Iterable[_Waiting], error: BaseException) -> None:
    for waiting in batch:
        if waiting.future.done():
            continue
        if isinstance(error, asyncio.CancelledError):
            waiting.future.cancel()
        else:
            waiting.future.set_exception(error)
