"""How a database is, on both engines, read beside whoever uses it."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.domain.round import DeliveryKind, DeliveryState, TrackState
from bot.errors import StoreError
from bot.store.engine import connect, parsed
from bot.store.health import Health, Overview, Waiting, health, overview
from bot.store.tables import HEAD
from tests.store.scene import START, Scene, at


async def read(url: str, work: Callable[..., Any], *args: Any) -> Any:
    database = connect(parsed(url))
    try:
        return await database.read(work, *args)
    finally:
        await database.close()


@pytest.fixture
def whole(migrated_sqlite: Path) -> bytes:
    return migrated_sqlite.read_bytes()


async def test_a_sound_database_is_told_so(database_url: str) -> None:
    found: Health = await read(database_url, health)
    assert (found.revision, found.current, found.damage, found.read_only) == (HEAD, True, (), False)
    assert found.size > 10_000
    assert found.journal == ("wal" if database_url.startswith("sqlite") else "")


def holding(url: str, content: bytes) -> str:
    """The address, once the file has this in it."""
    Path(parsed(url).database or "").write_bytes(content)
    return url


async def test_a_database_without_tables_has_no_revision(sqlite_url: str) -> None:
    found: Health = await read(holding(sqlite_url, b""), health)
    assert (found.revision, found.current) == (None, False)


async def test_damage_is_found(sqlite_url: str, whole: bytes) -> None:
    damaged = whole[:8192] + b"\xff" * 4096 + whole[12288:]
    found: Health = await read(holding(sqlite_url, damaged), health)
    assert found.damage


async def test_a_file_of_something_else_is_a_sentence(sqlite_url: str) -> None:
    with pytest.raises(StoreError, match="is not a Dailydrill database"):
        await read(holding(sqlite_url, b"nothing of the kind " * 99), health)


async def test_it_is_read_while_somebody_writes(sqlite_url: str, whole: bytes) -> None:
    url = holding(sqlite_url, whole)
    with closing(sqlite3.connect(parsed(url).database or "")) as busy:
        busy.execute("BEGIN IMMEDIATE")
        found: Health = await read(url, health)
    assert found.current


async def test_an_overview_has_the_soonest_tracks_and_counts_the_others(
    scene: Scene, database_url: str
) -> None:
    tracks = [await scene.track(f"t{number}") for number in range(4)]
    await scene.store.tracks.set_state(tracks[3].id, TrackState.PAUSED, "why", None, None, START)
    found: Overview = await read(database_url, overview, START, 2)
    assert [track.key for track in found.tracks] == ["t0", "t1"]
    assert found.states == {"active": 3, "paused": 1}
    assert found.groups == {scene.group.id: "Study group"}
    assert found.zones == {"UTC"}
    assert found.notices == found.unsure == ()


async def test_an_overview_names_what_waits_for_an_organiser(scene: Scene, database_url: str) -> None:
    track = await scene.track()
    round_ = await scene.plan(track, 1)
    claimed = await scene.claim(round_, DeliveryKind.POST, at(1, "09:00"))
    await scene.store.deliveries.end(claimed, DeliveryState.UNSURE, "nobody can be asked")
    await scene.store.deliveries.add_notice(
        scene.group.id, track.id, "few", "Only 15 questions are left.", at(1, "09:00"), "mark-1"
    )
    found: Overview = await read(database_url, overview, at(1, "10:00"), 9)
    assert found.notices == (Waiting("Study group", "Only 15 questions are left."),)
    assert found.unsure == (Waiting("Study group", f"the post of 2026-11-01 in #{track.channel_name}"),)
    much_later: Overview = await read(database_url, overview, at(29, "10:00"), 9)
    assert much_later.notices == ()
