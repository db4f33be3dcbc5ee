"""The group-commit answer writer: whatever has queued up while the last commit ran shares the next one."""

import asyncio
from collections import deque
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from bot.errors import StoreError
from bot.ports.answers import Act, Written
from bot.store.answering import Outcome, write_acts
from bot.store.engine import Database

MOST = 200
"""Acts in one transaction: more would let the first ones wait for the last."""

CLOSED = "The store is closed: the answer was not kept."


class _Waiting(NamedTuple):
    act: Act
    future: asyncio.Future[Written]


Batch = Sequence[_Waiting]
Writing = asyncio.Future[list[Outcome]]


class AnswerWriter:
    """``submit`` tells of an act after the commit it was part of. A caller that goes away harms nobody."""

    def __init__(self, database: Database, first_number: int) -> None:
        """``first_number``: where the numbers of the acts begin; no other writer's may be near."""
        self._database = database
        self._next_number = first_number
        self._queue: deque[_Waiting] = deque()
        self._alone: deque[_Waiting] = deque()
        self._writing: Writing | None = None
        self._closed = False

    def submit(self, act: Act) -> asyncio.Future[Written]:
        if self._closed:
            raise StoreError(CLOSED)
        waiting = _Waiting(act, asyncio.get_running_loop().create_future())
        self._queue.append(waiting)
        if self._writing is None:
            self._begin()
        return waiting.future

    async def close(self) -> None:
        """Nothing new is taken, everything taken is written."""
        self._closed = True
        while self._writing is not None:
            await asyncio.wait([self._writing])

    def _begin(self) -> None:
        """Each commit that ends begins the next one while there is work."""
        self._writing = None
        if batch := self._take():
            acts, number = [waiting.act for waiting in batch], self._next_number
            self._next_number += len(batch)
            self._writing = self._database.begin(write_acts, acts, number)
            self._writing.add_done_callback(partial(self._end, batch))

    def _take(self) -> Batch:
        if self._alone:
            return [self._alone.popleft()]
        return [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]

    def _end(self, batch: Batch, writing: Writing) -> None:
        if writing.cancelled():
            for waiting in batch:
                waiting.future.cancel()
        elif (error := writing.exception()) is None:
            for waiting, outcome in zip(batch, writing.result(), strict=True):
                _tell(waiting, outcome)
        elif isinstance(error, Exception) and not isinstance(error, StoreError) and len(batch) > 1:
            self._alone.extend(batch)  # some act cannot be written as it is: the others shall not pay for it
        else:
            for waiting in batch:
                _tell(waiting, error)
        self._begin()


def _tell(waiting: _Waiting, outcome: Outcome | BaseException) -> None:
    if waiting.future.done():
        return
    if isinstance(outcome, BaseException):
        waiting.future.set_exception(outcome)
    else:
        waiting.future.set_result(outcome)
