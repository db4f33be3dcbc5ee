"""An event is taken once, whoever asks and however often."""

import asyncio

from bot.store.open import SqlStore
from tests.store.scene import at


async def test_an_event_is_taken_once(store: SqlStore) -> None:
    assert await store.seen_events.first_time("slack", "Ev1", at(1, "09:00"))
    assert not await store.seen_events.first_time("slack", "Ev1", at(1, "10:00"))
    assert await store.seen_events.first_time("slack", "Ev2", at(1, "09:00"))
    assert await store.seen_events.first_time("other", "Ev1", at(1, "09:00"))


async def test_of_many_that_ask_at_once_one_takes_it(store: SqlStore) -> None:
    asked = [store.seen_events.first_time("slack", "Ev1", at(1, "09:00")) for _ in range(20)]
    assert sum(await asyncio.gather(*asked)) == 1


async def test_an_event_given_back_comes_for_the_first_time_again(store: SqlStore) -> None:
    await store.seen_events.first_time("slack", "Ev1", at(1, "09:00"))
    await store.seen_events.give_back("slack", "Ev1")
    await store.seen_events.give_back("slack", "Ev1")
    assert await store.seen_events.first_time("slack", "Ev1", at(1, "09:01"))


async def test_old_events_are_forgotten(store: SqlStore) -> None:
    await store.seen_events.first_time("slack", "Ev1", at(1, "09:00"))
    await store.seen_events.first_time("slack", "Ev2", at(2, "09:00"))
    await store.seen_events.forget(at(2, "09:00"))
    assert await store.seen_events.first_time("slack", "Ev1", at(2, "10:00"))
    assert not await store.seen_events.first_time("slack", "Ev2", at(2, "10:00"))
