"""A workspace has one row, its tokens are sealed, and removing it wipes them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.errors import SettingsError, StoreError
from bot.ports.installations import Installation
from bot.secrets import Sealer
from bot.store.open import SqlStore, open_store
from tests.store.scene import at

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
HOUR = timedelta(hours=1)
TEAM = Installation(
    platform="slack",
    team="T1",
    enterprise="",
    name="Team",
    app="A1",
    bot_user="UB",
    bot="B1",
    scopes=frozenset({"commands", "chat:write"}),
    installer="U1",
    token="xoxb-token-in-clear",
    refresh_token="xoxe-refresh-in-clear",
    expires_at=at(1, "21:00"),
    installed_at=at(1, "09:00"),
)


@asynccontextmanager
async def opened(url: str, *keys: str) -> AsyncIterator[SqlStore]:
    async with open_store(url, sealer=Sealer(keys) if keys else None) as store:
        yield store


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[SqlStore]:
    async with opened(database_url, OLD) as store:
        yield store


async def test_an_installation_comes_back_as_it_was_saved(store: SqlStore) -> None:
    assert await store.installations.find("slack", "T1") is None
    assert await store.installations.save(TEAM)
    assert await store.installations.find("slack", "T1") == TEAM
    assert await store.installations.find("other", "T1") is None


async def test_a_workspace_that_installs_again_has_one_row(store: SqlStore) -> None:
    await store.installations.save(TEAM)
    again = replace(
        TEAM, token="xoxb-2", refresh_token=None, expires_at=None, installer="U2", enterprise="E1"
    )
    assert not await store.installations.save(again)
    assert await store.installations.find("slack", "T1") == again
    assert await store.installations.all("slack") == [("T1", True)]


async def test_removing_wipes_the_tokens_and_coming_back_brings_new_ones(
    store: SqlStore, database_url: str
) -> None:
    await store.installations.save(TEAM)
    assert await store.installations.remove("slack", "T1", at(1, "10:00"), at(1, "10:00"))
    assert await store.installations.find("slack", "T1") is None
    assert await store.installations.all("slack") == [("T1", False)]
    assert await store.installations.reseal() == 0
    async with opened(database_url, NEW) as another:
        assert await another.installations.find("slack", "T1") is None, "there is nothing left to open"
    back = replace(TEAM, token="xoxb-2", installed_at=at(1, "11:00"))
    assert not await store.installations.save(back)
    assert await store.installations.find("slack", "T1") == back


async def test_a_removal_that_is_told_twice_or_of_nobody_is_no_error(store: SqlStore) -> None:
    await store.installations.save(TEAM)
    for _ in range(2):
        assert await store.installations.remove("slack", "T1", at(1, "10:00"), at(1, "10:00"))
    assert await store.installations.remove("slack", "T9", at(1, "10:00"), at(1, "10:00"))


async def test_a_removal_told_late_does_not_undo_the_installation_after_it(store: SqlStore) -> None:
    await store.installations.save(replace(TEAM, installed_at=at(1, "10:00")))
    assert not await store.installations.remove("slack", "T1", at(1, "09:59"), at(1, "10:05"))
    assert await store.installations.find("slack", "T1") is not None


async def test_renewed_tokens_take_the_place_of_those_that_end(store: SqlStore) -> None:
    await store.installations.save(TEAM)
    assert TEAM.expires_at is not None
    renewed = replace(TEAM, token="xoxb-2", refresh_token="xoxe-2", expires_at=TEAM.expires_at + 12 * HOUR)
    assert await store.installations.renew(renewed, TEAM.expires_at)
    assert await store.installations.find("slack", "T1") == renewed
    assert not await store.installations.renew(TEAM, TEAM.expires_at), "somebody was quicker"
    await store.installations.remove("slack", "T1", at(1, "22:00"), at(1, "22:00"))
    assert renewed.expires_at is not None
    assert not await store.installations.renew(TEAM, renewed.expires_at), "nothing comes back to life"
    assert await store.installations.find("slack", "T1") is None


async def test_no_token_stands_in_the_database_or_in_a_text(migrated_copy: Path) -> None:
    async with opened(f"sqlite+aiosqlite:///{migrated_copy}", OLD) as store:
        await store.installations.save(TEAM)
        await store.installations.find("slack", "T1")
        files = contents(migrated_copy.parent)
        assert len(files) > 1, "what was written last stands in the log beside the database"
    assert all(b"in-clear" not in each for each in [*files, *contents(migrated_copy.parent)])
    assert "in-clear" not in repr(TEAM) + str(TEAM)


def contents(folder: Path) -> list[bytes]:
    return [path.read_bytes() for path in folder.iterdir()]


@pytest.fixture
def migrated_copy(migrated_sqlite: Path, tmp_path: Path) -> Path:
    path = tmp_path / "alone" / "dailydrill.db"
    path.parent.mkdir()
    path.write_bytes(migrated_sqlite.read_bytes())
    return path


async def test_a_new_key_seals_everything_anew_and_the_old_one_can_go(database_url: str) -> None:
    without_end = replace(TEAM, team="T2", refresh_token=None, expires_at=None)
    async with opened(database_url, OLD) as store:
        await store.installations.save(TEAM)
        await store.installations.save(without_end)
    async with opened(database_url, NEW, OLD) as store:
        assert await store.installations.reseal() == 3
        assert await store.installations.reseal() == 0, "the second time there is nothing to do"
    async with opened(database_url, NEW) as store:
        assert await store.installations.find("slack", "T1") == TEAM
        assert await store.installations.find("slack", "T2") == without_end


async def test_a_key_that_is_missing_is_told_and_nothing_is_resealed(database_url: str) -> None:
    async with opened(database_url, OLD) as store:
        await store.installations.save(TEAM)
    async with opened(database_url, NEW) as store:
        with pytest.raises(StoreError, match="DAILYDRILL_SECRET_KEY lacks the key"):
            await store.installations.find("slack", "T1")
        with pytest.raises(StoreError, match="DAILYDRILL_SECRET_KEY lacks the key"):
            await store.installations.reseal()
    async with opened(database_url, OLD) as store:
        assert await store.installations.find("slack", "T1") == TEAM


async def test_without_any_key_no_token_is_kept(database_url: str) -> None:
    async with opened(database_url) as store:
        with pytest.raises(SettingsError, match="is not set"):
            await store.installations.save(TEAM)
        assert await store.installations.all("slack") == []


async def test_what_was_removed_long_ago_is_forgotten(store: SqlStore) -> None:
    for team in ("T1", "T2", "T3"):
        await store.installations.save(replace(TEAM, team=team))
    await store.installations.remove("slack", "T1", at(2, "09:00"), at(2, "09:00"))
    await store.installations.remove("slack", "T2", at(3, "09:00"), at(3, "09:00"))
    await store.installations.forget(at(3, "09:00"))
    assert await store.installations.all("slack") == [("T2", False), ("T3", True)]


@pytest.mark.parametrize(("enterprise", "account"), [("", "T1:U1"), ("E1", "E1:U1")])
async def test_who_is_deleted_is_no_installer_any_more(
    store: SqlStore, enterprise: str, account: str
) -> None:
    group = await store.people.group("slack", "T1", "Team")
    member = await store.people.member(group, account, "Ada")
    await store.installations.save(replace(TEAM, enterprise=enterprise))
    await store.installations.save(replace(TEAM, team="T2"))
    deeds = (await store.privacy.export(member.account_id))["reports_and_changes"]
    assert [(deed["what"], deed["group"]) for deed in deeds] == [("installed the app", "Team")]
    await store.privacy.delete(member.account_id)
    blanked, other = [await store.installations.find("slack", team) for team in ("T1", "T2")]
    assert blanked is not None and other is not None
    assert (blanked.installer, other.installer) == ("", "U1")
