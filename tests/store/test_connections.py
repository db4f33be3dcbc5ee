from bot.store.open import SqlStore
from tests.store.scene import at


async def test_connections_tell_when_the_bot_was_there(store: SqlStore) -> None:
    first = await store.connections.up("fake", at(1, "09:00"))
    await store.connections.seen(first, at(1, "10:00"))
    second = await store.connections.up("fake", at(1, "12:00"))
    await store.connections.up("web", at(1, "12:00"))
    await store.connections.seen(second, at(1, "13:00"))
    alive = [(at(1, "09:00"), at(1, "10:00")), (at(1, "12:00"), at(1, "13:00"))]
    assert await store.connections.alive("fake", at(1, "09:30")) == alive
    assert await store.connections.alive("fake", at(1, "10:00")) == alive[1:]


async def test_old_connections_are_forgotten(store: SqlStore) -> None:
    for number in (1, 2):
        await store.connections.up("fake", at(number, "09:00"))
    await store.connections.forget(at(2, "09:00"))
    assert await store.connections.alive("fake", at(1, "00:00")) == [(at(2, "09:00"), at(2, "09:00"))]
