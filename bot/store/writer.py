"""The group-commit answer writer: whatever has queued up while the last commit ran shares the next one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import NamedTuple, TypeVar

from bot.errors import StoreError
from bot.ports.answers import Act, Told, Written
from bot.store.answering import Outcome, write_acts
from bot.store.engine import Database

T = TypeVar("T")

MOST = 200
"""Acts in one transaction: more would let the first ones wait for the last."""

CLOSED = "The store is closed: the answer was not kept."


class _Waiting(NamedTuple):
    """``foreseen`` may come while the commit still runs; ``written`` is the truth."""

    act: Act | Told
    foreseen: asyncio.Future[Written]
    written: asyncio.Future[Written]


Batch = Sequence[_Waiting]
Writing = asyncio.Future[list[Outcome]]


class AnswerWriter:
    """A caller that goes away harms nobody."""

    def __init__(self, database: Database, first_number: int) -> None:
        """``first_number``: where the numbers of the acts begin; no other writer's may be near."""
        self._database = database
        self._next_number = first_number
        self._queue: deque[_Waiting] = deque()
        self._alone: deque[_Waiting] = deque()
        self._writing: Writing | None = None
        self._closed = False

    async def submit(self, act: Act | Told, then: Callable[[Written], Awaitable[T]]) -> T:
        """What ``then`` makes of the act, once the commit it is part of is durable; made while it is flushed."""
        waiting = self._enqueue(act)
        foreseen = await waiting.foreseen
        made = await then(foreseen)
        written = await waiting.written
        return made if written is foreseen else await then(written)

    async def close(self) -> None:
        """Nothing new is taken, everything taken is written."""
        self._closed = True
        while self._writing is not None:
            await asyncio.wait([self._writing])

    def _enqueue(self, act: Act | Told) -> _Waiting:
        if self._closed:
            raise StoreError(CLOSED)
        loop = asyncio.get_running_loop()
        waiting = _Waiting(act, loop.create_future(), loop.create_future())
        self._queue.append(waiting)
        if self._writing is None:
            self._begin()
        return waiting

    def _begin(self) -> None:
        """Each commit that ends begins the next one while there is work."""
        self._writing = None
        if batch := self._take():
            acts, number = [waiting.act for waiting in batch], self._next_number
            self._next_number += len(batch)
            foretell = partial(_foretell, batch)
            self._writing = self._database.begin(write_acts, acts, number, foreseen=foretell)
            self._writing.add_done_callback(partial(self._end, batch))

    def _take(self) -> Batch:
        if self._alone:
            return [self._alone.popleft()]
        return [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]

    def _end(self, batch: Batch, writing: Writing) -> None:
        if writing.cancelled():
            _cancel(batch)
        elif (error := writing.exception()) is None:
            for waiting, outcome in zip(batch, writing.result(), strict=True):
                _tell(waiting, outcome)
        elif isinstance(error, Exception) and not isinstance(error, StoreError) and len(batch) > 1:
            self._alone.extend(batch)  # some act cannot be written as it is: the others shall not pay for it
        else:
            for waiting in batch:
                _tell(waiting, error)
        self._begin()


def _foretell(batch: Batch, outcomes: Sequence[Outcome]) -> None:
    for waiting, outcome in zip(batch, outcomes, strict=True):
        if isinstance(outcome, Written) and not waiting.foreseen.done():
            waiting.foreseen.set_result(outcome)


def _tell(waiting: _Waiting, outcome: Outcome | BaseException) -> None:
    for future in (waiting.foreseen, waiting.written):
        if future.done():
            continue
        if isinstance(outcome, BaseException):
            future.set_exception(outcome)
            return
        future.set_result(outcome)


def _cancel(batch: Batch) -> None:
    for waiting in batch:
        waiting.foreseen.cancel()
        waiting.written.cancel()
