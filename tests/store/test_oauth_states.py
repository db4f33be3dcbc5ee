"""A state is good once, for a while, and the database does not tell it."""

import asyncio
import shutil
from pathlib import Path

from bot.store.open import SqlStore, open_store
from tests.store.scene import at

STATE = "made-up-state-in-clear"


async def test_a_state_is_good_once(store: SqlStore) -> None:
    await store.oauth_states.issue(STATE, at(1, "09:10"), at(1, "09:00"))
    assert not await store.oauth_states.consume("another", at(1, "09:01"))
    assert await store.oauth_states.consume(STATE, at(1, "09:09"))
    assert not await store.oauth_states.consume(STATE, at(1, "09:09"))


async def test_of_many_that_use_it_at_once_one_succeeds(store: SqlStore) -> None:
    await store.oauth_states.issue(STATE, at(1, "09:10"), at(1, "09:00"))
    used = await asyncio.gather(*(store.oauth_states.consume(STATE, at(1, "09:01")) for _ in range(20)))
    assert sum(used) == 1


async def test_a_state_ends(store: SqlStore) -> None:
    await store.oauth_states.issue(STATE, at(1, "09:10"), at(1, "09:00"))
    assert not await store.oauth_states.consume(STATE, at(1, "09:10"))


async def test_states_that_have_ended_are_dropped_by_the_next_one(store: SqlStore) -> None:
    await store.oauth_states.issue(STATE, at(1, "09:10"), at(1, "09:00"))
    await store.oauth_states.issue("another", at(1, "09:20"), at(1, "09:10"))
    assert not await store.oauth_states.consume(STATE, at(1, "09:05")), "it is not there any more"


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.glob("dailydrill.db*")]


async def test_the_database_does_not_tell_a_state(migrated_sqlite: Path, tmp_path: Path) -> None:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db")
    async with open_store(f"sqlite+aiosqlite:///{path}") as store:
        await store.oauth_states.issue(STATE, at(1, "09:10"), at(1, "09:00"))
        assert all(STATE.encode() not in each for each in contents(tmp_path))


async def test_odd_states_are_refused(store: SqlStore) -> None:
    for odd in ("", "\udc80", "\x00", "x" * 10_000):
        assert not await store.oauth_states.consume(odd, at(1, "09:00"))
