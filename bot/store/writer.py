"""The group-commit answer writer: whatever has queued up while the last commit ran shares the next one. Whoever
comes alone shares with nobody, and is written at once where the database can."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from functools import partial
from time import perf_counter
from typing import NamedTuple

from bot.errors import StoreError
from bot.ports.answers import Act, Written
from bot.store.answering import Line, Outcome, line_of, outcomes, waves, write_waves
from bot.store.engine import Database

MOST = 200
"""Acts in one transaction: more would let the first ones wait for the last."""

APART = 0.002
"""Seconds after the act before: one that comes sooner is part of a rush."""

CLOSED = "The store is closed: the answer was not kept."


class _Waiting(NamedTuple):
    line: Line
    future: asyncio.Future[Written]


Batch = Sequence[_Waiting]
Writing = asyncio.Future[list[str]]


class AnswerWriter:
    """``submit`` tells of an act after the commit it was part of. A caller that goes away harms nobody."""

    def __init__(
        self, database: Database, first_number: int, now: Callable[[], float] = perf_counter
    ) -> None:
        """``first_number``: where the numbers of the acts begin; no other writer's may be near. ``now``: seconds
        since any moment."""
        self._database = database
        self._next_number = first_number
        self._queue: deque[_Waiting] = deque()
        self._single: deque[_Waiting] = deque()
        self._writing: Writing | None = None
        self._now = now
        self._came = now()
        self._closed = False

    def submit(self, act: Act) -> asyncio.Future[Written]:
        if self._closed:
            raise StoreError(CLOSED)
        line = line_of(act, self._next_number)
        self._next_number += 1
        waiting = _Waiting(line, asyncio.get_running_loop().create_future())
        if self._comes_alone() and self._database.begin_here():
            _tell(waiting, self._written_here(line))
            return waiting.future
        self._queue.append(waiting)
        if self._writing is None:
            self._begin()
        return waiting.future

    def _comes_alone(self) -> bool:
        """If each act of a rush were written at once, none would share a commit."""
        before, self._came = self._came, self._now()
        return self._writing is None and self._came - before > APART

    def _written_here(self, line: Line) -> Outcome | Exception:
        try:
            (outcome,) = outcomes([line], self._database.end_here(write_waves, [{line.number: line}]))
        except Exception as error:  # noqa: BLE001 - it is theirs who wait
            return error
        return outcome

    async def close(self) -> None:
        """Nothing new is taken, everything taken is written."""
        self._closed = True
        while self._writing is not None:
            await asyncio.wait([self._writing])

    def _begin(self) -> None:
        """Each commit that ends begins the next one while there is work."""
        self._writing = None
        if batch := self._take():
            those = waves([waiting.line for waiting in batch])
            self._writing = self._database.begin(write_waves, those)
            self._writing.add_done_callback(partial(self._end, batch))

    def _take(self) -> Batch:
        if self._single:
            return [self._single.popleft()]
        return [self._queue.popleft() for _ in range(min(MOST, len(self._queue)))]

    def _end(self, batch: Batch, writing: Writing) -> None:
        """The next commit begins before anybody is told of this one: telling takes as long as writing."""
        if len(batch) > 1 and _is_of_one_act(writing):
            self._single.extend(batch)
            batch = []
        self._begin()
        for waiting, outcome in zip(batch, _outcomes(batch, writing), strict=True):
            _tell(waiting, outcome)


def _is_of_one_act(writing: Writing) -> bool:
    """Some act cannot be written as it is: the others shall not pay for it."""
    error = None if writing.cancelled() else writing.exception()
    return isinstance(error, Exception) and not isinstance(error, StoreError)


def _outcomes(batch: Batch, writing: Writing) -> Sequence[Outcome | BaseException]:
    try:
        return outcomes([waiting.line for waiting in batch], writing.result())
    except BaseException as error:  # noqa: BLE001 - it is theirs who wait
        return [error] * len(batch)


def _tell(waiting: _Waiting, outcome: Outcome | BaseException) -> None:
    if waiting.future.done():
        return
    if isinstance(outcome, BaseException):
        waiting.future.set_exception(outcome)
    else:
        waiting.future.set_result(outcome)
