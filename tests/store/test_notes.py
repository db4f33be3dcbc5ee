"""What adapters remember is kept by platform and name."""

from bot.store.open import SqlStore


async def test_a_note_is_kept_until_it_is_written_anew(store: SqlStore) -> None:
    assert await store.notes.read("fake", "commands") is None
    await store.notes.write("fake", "commands", "1")
    await store.notes.write("other", "commands", "2")
    await store.notes.write("fake", "commands", "3")
    assert await store.notes.read("fake", "commands") == "3"
    assert await store.notes.read("other", "commands") == "2"
