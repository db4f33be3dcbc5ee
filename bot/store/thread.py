"""The thread of SQLite's writer: one thing after the other. Whoever hands in work waits for its hop, there and
back, which takes two thirds of an executor's.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")

Job = tuple[Callable[[], Any], asyncio.AbstractEventLoop, "asyncio.Future[Any]"]


class Worker:
    """Its thread begins with the first work. A caller that goes away stops nothing."""

    def __init__(self, name: str) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._thread = Thread(target=self._work, name=name, daemon=True)
        self._ended = False

    def do(self, work: Callable[[], T]) -> asyncio.Future[T]:
        """Done after all that was handed in before; RuntimeError after the end."""
        if self._ended:
            raise RuntimeError(f"{self._thread.name} has ended")
        if self._thread.ident is None:
            self._thread.start()
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._jobs.put((work, loop, future))
        return future

    def end(self) -> None:
        """Wait for what was handed in."""
        self._ended = True
        if self._thread.ident is not None:
            self._jobs.put(None)
            self._thread.join()

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            work, loop, future = job
            tell = done(work, future)
            with suppress(RuntimeError):  # a loop that was closed meanwhile
                loop.call_soon_threadsafe(tell)
            del job, work, loop, future, tell


def done(work: Callable[[], T], future: asyncio.Future[T]) -> Callable[[], None]:
    """Do it; what is returned tells the future how it ended, and belongs onto the future's loop."""
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001 - it is the caller's
        failure = _takeable(error)
        return lambda: None if future.done() else future.set_exception(failure)
    return lambda: None if future.done() else future.set_result(result)


def _takeable(error: BaseException) -> BaseException:
    """No future takes a StopIteration: whoever waits for it would wait for ever."""
    return RuntimeError(repr(error)) if isinstance(error, StopIteration) else error
