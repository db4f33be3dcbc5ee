from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import MovableClock
from bot.ports.page import PageMessage
from bot.store.open import SqlStore, open_store
from tests.store.scene import START, at


class Stopped:
    def now(self) -> datetime:
        return START


def message(text: str, channel: str = "c1", **more: Any) -> PageMessage:
    return replace(PageMessage(0, channel, "bot", START, {"text": text, "deep": [1, {"a": None}]}), **more)


async def test_messages_are_kept_and_read_oldest_first(store: SqlStore) -> None:
    added = [await store.page.add(message(f"{number} <script>\u2028")) for number in range(5)]
    await store.page.add(message("elsewhere", "c2"))
    assert await store.page.messages("c1", 3) == added[2:]
    assert await store.page.message(added[0].id) == added[0] and added[0].at == START
    private = await store.page.add(message("psst", seen_by="ada", thread_of=added[0].id, sample=True))
    assert (private.seen_by, private.thread_of, private.sample) == ("ada", added[0].id, True)


async def test_messages_are_read_page_by_page_backwards(store: SqlStore) -> None:
    added = [await store.page.add(message(str(number))) for number in range(5)]
    newest = await store.page.messages("c1", 2)
    before = await store.page.messages("c1", 2, newest[0].id)
    assert (before, newest) == (added[1:3], added[3:])
    assert await store.page.messages("c1", 2, before[0].id) == added[:1]
    assert await store.page.messages("c1", 2, added[0].id) == []


async def test_a_known_mark_returns_the_message_that_has_it(store: SqlStore) -> None:
    first = await store.page.add(message("one", mark="m1"))
    assert await store.page.add(message("two", mark="m1")) == first
    assert await store.page.by_mark("m1") == first and await store.page.by_mark("m2") is None
    assert len(await store.page.messages("c1", 9)) == 1


async def test_a_message_is_replaced(store: SqlStore) -> None:
    first = await store.page.add(message("one", mark="m1"))
    replaced = await store.page.replace(first.id, {"text": "two"})
    assert replaced == replace(first, body={"text": "two"}) == await store.page.message(first.id)
    assert await store.page.replace(999, {}) is None


async def test_reactions_stand_in_order_of_first_use(store: SqlStore) -> None:
    first, second = await store.page.add(message("one")), await store.page.add(message("two"))
    for account, symbol in (("alan", "🇧"), ("ada", "🇦"), ("ada", "🇧"), ("ada", "🇧")):
        await store.page.react(first.id, account, symbol, on=True)
    await store.page.react(second.id, "ada", "🇨", on=True)
    await store.page.react(second.id, "ada", "🇨", on=False)
    await store.page.react(second.id, "ada", "🇨", on=False)
    assert await store.page.reactions("c1") == {first.id: {"🇧": ["alan", "ada"], "🇦": ["ada"]}}


async def test_values_are_replaced(store: SqlStore) -> None:
    assert await store.page.value("a") is None
    for value in ("1", "2"):
        await store.page.set_value("a", value)
    assert await store.page.value("a") == "2"


async def test_a_moved_clock_stays_moved_after_a_restart(database_url: str) -> None:
    async with open_store(database_url) as store:
        clock = await MovableClock.load(Stopped(), store.page)
        await clock.move_to(at(9, "12:34"))
        await clock.move_to(at(3, "00:00"))
    async with open_store(database_url) as store:
        clock = await MovableClock.load(Stopped(), store.page)
        assert clock.now() == datetime(2026, 11, 9, 12, 34, tzinfo=UTC)
        assert clock.now() - START == timedelta(days=8, hours=12, minutes=34)
