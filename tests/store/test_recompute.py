"""Whatever happens, in whatever order: building the totals again from the facts changes nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from bot.domain.frozen import Response
from bot.domain.round import Round, Track
from bot.ports.people import Member
from bot.store.engine import connect, parsed
from bot.store.open import SqlStore, open_store
from bot.store.tables import answers, members, scores, streaks
from tests.store.scene import START, A, B, Scene, at, copy_of, day

STEPS = 45
MAINTAINED = (scores, streaks, members, answers)


def totals(connection: Connection) -> dict[str, list[Any]]:
    return {
        table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
        for table in MAINTAINED
    }


async def read_totals(url: str) -> dict[str, list[Any]]:
    database = connect(parsed(url))
    try:
        return await database.read(totals)
    finally:
        await database.close()


@dataclass
class Chaos:
    """Random deeds on two tracks that ask the same few questions, days apart or on the same day."""

    scene: Scene
    source: Random
    tracks: list[Track] = field(default_factory=list)
    people: list[Member] = field(default_factory=list)
    open: list[Round] = field(default_factory=list)
    closed: list[Round] = field(default_factory=list)
    today: int = 20

    async def run(self) -> None:
        self.tracks = [await self.scene.track("t1"), await self.scene.track("t2")]
        self.people = await self.scene.members(*"abcde")
        self.closed = [await self.scene.play(self.tracks[0], self.today - 1, right=self.people[:1])]
        deeds = [self.post, self.answer, self.answer, self.close, self.close, self.excuse, self.void]
        deeds += [self.go_away, self.grant, self.post, self.answer]
        for _ in range(STEPS):
            await self.source.choice(deeds)()
        for round_ in list(self.open):
            await self.scene.close(round_, now=at(self.today + 60, "12:00"))

    async def post(self) -> None:
        self.today += self.source.choice([0, 1, 1, 2])
        question = copy_of(f"q{self.source.randrange(4)}")
        for track in self.source.sample(self.tracks, self.source.choice([1, 2])):
            if await self.scene.store.rounds.on_day(track.id, day(self.today)) is None:
                self.open.append(await self.scene.post(track, self.today, question))

    async def answer(self) -> None:
        for round_ in self.open:
            for person in self.people:
                if self.source.random() < 0.5:
                    response = self.source.choice([A, B, B, B, Response()])
                    minute = self.source.randrange(400)
                    await self.scene.answer(round_, person, response, round_.opens_at + minute * MINUTE)

    async def close(self) -> None:
        if self.open:
            round_ = self.open.pop(self.source.randrange(len(self.open)))
            excused = "the bot was down" if self.source.random() < 0.15 else None
            later = at(self.today + self.source.choice([30, 31]), "12:00")
            await self.scene.close(round_, excused, now=later)
            self.closed.append(round_)

    async def excuse(self) -> None:
        if self.closed:
            await self.scene.store.rounds.excuse(self.source.choice(self.closed).id, "the post was gone")

    async def void(self) -> None:
        if self.open and self.source.random() < 0.3:
            round_ = self.open.pop()
            await self.scene.store.rounds.void(round_.id, "withdrawn", at(self.today, "12:00"))
            self.closed.append(round_)
        elif self.closed and self.source.random() < 0.5:
            round_ = self.source.choice(self.closed)
            await self.scene.store.rounds.void(round_.id, "withdrawn", at(self.today, "12:00"))

    async def go_away(self) -> None:
        first = self.today + self.source.randrange(-1, 3)
        now = at(first, self.source.choice(["12:00", "18:00"]))
        member_id = self.source.choice(self.people).id
        # A range that a close has already passed by would rewrite what everybody has seen.
        if not any(round_.closes_at > now for round_ in self.closed):
            await self.scene.store.away.add(member_id, day(first), day(first + 1), now)

    async def grant(self) -> None:
        granted = day(self.today + self.source.randrange(-4, 3))
        person, track = self.source.choice(self.people), self.source.choice(self.tracks)
        await self.scene.store.people.grant_freeze(person.id, track.id, granted, "grace", START)


MINUTE = at(1, "00:01") - at(1, "00:00")


async def agrees(store: SqlStore, url: str, seed: int) -> None:
    scene = await Scene.make(store)
    await Chaos(scene, Random(seed)).run()
    maintained = await read_totals(url)
    await store.rounds.recompute(scene.group.id)
    rebuilt = await read_totals(url)
    for table in maintained:
        assert maintained[table] == rebuilt[table], table
    assert maintained["scores"] and maintained["streaks"]


@given(seed=st.integers(0, 2**32))
def test_maintained_totals_are_what_the_facts_give(migrated_sqlite: Path, seed: int) -> None:
    with a_copy_of(migrated_sqlite) as url:
        asyncio.run(_opened(url, seed))


async def _opened(url: str, seed: int) -> None:
    async with open_store(url) as store:
        await agrees(store, url, seed)


@contextmanager
def a_copy_of(path: Path) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        copyfile(path, Path(folder) / "copy.db")
        yield f"sqlite+aiosqlite:///{folder}/copy.db"


@pytest.mark.parametrize("seed", range(3))
async def test_the_same_on_both_engines(store: SqlStore, database_url: str, seed: int) -> None:
    await agrees(store, database_url, seed)


async def test_a_group_is_rebuilt_alone(scene: Scene, database_url: str) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    track, ada = await scene.track(group=other), await scene.member("Ada", other)
    await scene.play(track, 1, right=[ada])
    before = await read_totals(database_url)
    await scene.store.rounds.recompute(scene.group.id)
    assert await read_totals(database_url) == before


async def test_what_was_lost_is_found_again(scene: Scene, database_url: str) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    for number in (1, 2, 3):
        await scene.play(track, number, right=[ada], wrong=[alan])
    maintained = await read_totals(database_url)
    database = connect(parsed(database_url))
    await database.write(_forget)
    await database.close()
    await scene.store.rounds.recompute(scene.group.id)
    assert await read_totals(database_url) == maintained


def _forget(connection: Connection) -> None:
    for table in (scores, streaks):
        connection.execute(table.delete())
    connection.execute(answers.update().values(points=None, correct=None, counts=None))
    connection.execute(members.update().values(last_answer_day=None))
