import asyncio
from collections.abc import Iterator
from functools import partial
from threading import Event, get_ident

import pytest

from bot.store.thread import Worker


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker("a-worker")
    yield made
    made.end()


async def test_one_thing_is_done_after_the_other_on_one_thread(worker: Worker) -> None:
    done: list[tuple[int, int]] = []

    def note(place: int) -> None:
        done.append((place, get_ident()))

    await asyncio.gather(*(worker.do(partial(note, place)) for place in range(50)))
    assert [place for place, _ in done] == list(range(50))
    assert {thread for _, thread in done} - {get_ident()} == {done[0][1]}


@pytest.mark.parametrize("error", [ValueError("odd"), KeyboardInterrupt(), SystemExit(1)])
async def test_what_fails_is_the_callers(worker: Worker, error: BaseException) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)):
        await worker.do(fail)
    assert await worker.do(lambda: 1) == 1, "the thread lives on"


async def test_an_iterator_at_its_end_leaves_nobody_waiting(worker: Worker) -> None:
    nothing: Iterator[int] = iter(())
    with pytest.raises(RuntimeError, match="StopIteration"):
        await worker.do(lambda: next(nothing))


async def test_who_goes_away_stops_nothing(worker: Worker) -> None:
    may_go_on = Event()
    done: list[int] = []
    first = worker.do(may_go_on.wait)
    second = worker.do(lambda: done.append(2))
    first.cancel()
    second.cancel()
    may_go_on.set()
    assert await worker.do(lambda: 3) == 3
    assert done == [2]


def test_a_loop_that_was_closed_meanwhile_does_not_end_it(worker: Worker) -> None:
    may_go_on = Event()

    async def go_away() -> None:
        worker.do(may_go_on.wait)

    asyncio.run(go_away())
    may_go_on.set()

    async def come() -> int:
        return await worker.do(lambda: 1)

    assert asyncio.run(come()) == 1


async def test_the_end_waits_for_what_was_handed_in() -> None:
    worker = Worker("a-worker")
    done: list[int] = []
    for place in range(20):
        worker.do(partial(done.append, place))
    worker.end()
    assert len(done) == 20
    with pytest.raises(RuntimeError, match="a-worker has ended"):
        worker.do(lambda: None)


def test_one_that_never_worked_ends_at_once() -> None:
    Worker("a-worker").end()
