"""After retention old answers are nobody's, and all-time totals and streaks are what they were."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Table, select

from bot.ports.people import Member
from bot.store.engine import connect, parsed
from bot.store.open import SqlStore, open_store
from bot.store.tables import answers, carry_scores, carry_streaks, members, rounds, scores, streaks
from tests.store.scene import START, Scene, at, day
from tests.store.test_recompute import Chaos, a_copy_of, totals

FAR = date(2027, 12, 1)


Ask = Callable[[Callable[[Connection], Any]], Awaitable[Any]]


@pytest.fixture
async def ask(database_url: str) -> AsyncIterator[Ask]:
    database = connect(parsed(database_url))
    yield database.read
    await database.close()


def lasting(connection: Connection) -> dict[str, Any]:
    """What no retention may change: all-time totals, streaks, when each was last there."""
    everything = totals(connection)
    of_all_time = [row for row in everything["scores"] if "all" in row]
    return {"scores": of_all_time, "streaks": everything["streaks"], "members": everything["members"]}


def linked_before(connection: Connection, cut: date) -> int:
    asked = select(answers.c.id).join(rounds, rounds.c.id == answers.c.round_id)
    return len(connection.execute(asked.where(answers.c.member_id.is_not(None), rounds.c.day < cut)).all())


def linked_from(connection: Connection, cut: date) -> int:
    asked = select(answers.c.id).join(rounds, rounds.c.id == answers.c.round_id)
    return len(connection.execute(asked.where(answers.c.member_id.is_not(None), rounds.c.day >= cut)).all())


async def retain(store: SqlStore, cut: date, limit: int = 100) -> int:
    total = 0
    while done := await store.privacy.unlink_before(cut, limit):
        assert done <= limit
        total += done
    return total


async def lasts(store: SqlStore, ask: Ask, seed: int) -> None:
    """Retention at any dates, broken off anywhere, and a recomputation after each step."""
    source = Random(seed)
    scene = await Scene.make(store)
    chaos = Chaos(scene, source)
    await chaos.run()
    chaos.open.clear()
    before = await ask(lasting)
    cuts = sorted(day(20 + source.randrange(0, chaos.today)) for _ in range(2))
    for cut in cuts:
        newer = await ask(partial(linked_from, cut=cut))
        limit = source.choice([1, 2, 100])
        for _ in range(source.randrange(5)):
            await store.privacy.unlink_before(cut, limit)
        await agrees(store, scene, ask, before)
        await retain(store, cut, limit)
        await agrees(store, scene, ask, before)
        assert await ask(partial(linked_before, cut=cut)) == 0
        assert await ask(partial(linked_from, cut=cut)) == newer
    await goes_on(chaos, ask)


async def agrees(store: SqlStore, scene: Scene, ask: Ask, before: dict[str, Any]) -> None:
    maintained = await ask(totals)
    assert await ask(lasting) == before
    await store.rounds.recompute(scene.group.id)
    assert await ask(totals) == maintained


async def goes_on(chaos: Chaos, ask: Ask) -> None:
    """Closing, excusing and withdrawing further rounds, and old ones, still agrees with the facts."""
    for _ in range(6):
        await chaos.post()
        await chaos.answer()
        await chaos.close()
        await chaos.excuse()
        await chaos.void()
        await chaos.grant()
    maintained = await ask(totals)
    await chaos.scene.store.rounds.recompute(chaos.scene.group.id)
    assert await ask(totals) == maintained


# A whole life each: a third of the usual examples takes as long.
@settings(max_examples=settings().max_examples // 3)
@given(seed=st.integers(0, 2**32))
def test_totals_and_streaks_outlive_the_links(migrated_sqlite: Path, seed: int) -> None:
    with a_copy_of(migrated_sqlite) as url:
        asyncio.run(_opened(url, seed))


async def _opened(url: str, seed: int) -> None:
    async with open_store(url) as store:
        database = connect(parsed(url))
        await lasts(store, database.read, seed)
        await database.close()


@pytest.mark.parametrize("seed", range(3))
async def test_the_same_on_both_engines(store: SqlStore, ask: Ask, seed: int) -> None:
    await lasts(store, ask, seed)


async def month(scene: Scene, people: Sequence[Member]) -> None:
    track = await scene.track()
    for number in range(2, 12):
        await scene.play(track, number, right=people[number % 2 :], wrong=people[: number % 2])


async def test_only_answers_before_the_cut_lose_their_member(scene: Scene, ask: Ask) -> None:
    people = await scene.members("Ada", "Alan")
    await month(scene, people)
    assert await retain(scene.store, day(5)) == 6
    assert await ask(partial(linked_before, cut=day(5))) == 0
    assert await ask(partial(linked_from, cut=day(5))) == 14
    assert await retain(scene.store, day(5)) == 0


async def test_a_step_is_as_big_as_it_may_be_and_no_bigger(scene: Scene) -> None:
    await month(scene, await scene.members("Ada", "Alan", "Kim"))
    steps = [await scene.store.privacy.unlink_before(day(4), 2) for _ in range(5)]
    assert steps == [2, 1, 2, 1, 0]


async def test_shares_stay_as_they_were(scene: Scene) -> None:
    track, people = await scene.track(), await scene.members("Ada", "Alan", "Kim")
    round_ = await scene.play(track, 2, right=people[:2], wrong=people[2:])
    before = await scene.store.rounds.tally(round_.id)
    await retain(scene.store, day(3))
    after = await scene.store.rounds.tally(round_.id)
    assert (after.answered, after.right, after.responses) == (before.answered, before.right, before.responses)
    assert after.right_names == ()


async def test_totals_of_weeks_and_months_that_are_over_go(scene: Scene, ask: Ask) -> None:
    await month(scene, await scene.members("Ada"))
    await retain(scene.store, day(12))
    kept = await ask(periods_of)
    assert kept == {"2026-W46", "2026-11", "all"}


def periods_of(connection: Connection) -> set[str]:
    found = [set(connection.execute(select(table.c.period)).scalars()) for table in (scores, carry_scores)]
    assert found[0] == found[1]
    return found[0]


async def test_a_streak_goes_on_from_what_was_carried_over(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    for number in range(2, 10):
        await scene.play(track, number, right=[ada])
    await retain(scene.store, day(10))
    await scene.play(track, 10, right=[ada])
    assert await scene.streak(ada, track) == (9, 2, 2, 9)
    await scene.play(track, 11)
    assert await scene.streak(ada, track) == (9, 2, 1, 9)
    await scene.store.rounds.recompute(scene.group.id)
    assert await scene.streak(ada, track) == (9, 2, 1, 9)


async def test_the_explanation_starts_from_what_was_carried_over(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    for number in range(2, 6):
        await scene.play(track, number, right=[ada])
    await scene.store.people.grant_freeze(ada.id, track.id, day(3), "grace", START)
    assert await scene.store.answers.carried(ada.id, track.id) is None
    await retain(scene.store, day(4))
    carried = await scene.store.answers.carried(ada.id, track.id)
    assert carried is not None and (carried.streak, carried.held, carried.last) == (2, 2, day(3))
    days, grants = await scene.store.answers.streak_days(ada.id, track.id)
    assert [each.day for each in days] == [day(4), day(5)] and grants == []


async def test_excusing_or_withdrawing_an_old_round_is_harmless(scene: Scene, ask: Ask) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    old = await scene.play(track, 2, right=[ada])
    await scene.play(track, 3, right=[ada], wrong=[alan])
    await retain(scene.store, day(3))
    before = await ask(lasting)
    await scene.store.rounds.excuse(old.id, "the bot was down")
    await scene.store.rounds.void(old.id, "withdrawn", at(20, "12:00"))
    assert await ask(lasting) == before
    await scene.store.rounds.recompute(scene.group.id)
    assert await ask(lasting) == before


async def test_a_deletion_takes_what_was_carried_over_as_well(scene: Scene, ask: Ask) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 2, right=[ada], wrong=[alan])
    await retain(scene.store, FAR)
    await scene.store.privacy.delete(ada.account_id)
    for table in (carry_scores, carry_streaks, scores, streaks):
        assert await ask(partial(members_in, table=table)) == [alan.id]


def members_in(connection: Connection, table: Table) -> list[int]:
    return list(connection.execute(select(table.c.member_id).distinct()).scalars())


async def test_who_only_answered_long_ago_is_remembered_as_such(scene: Scene, ask: Ask) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 2, right=[ada])
    await retain(scene.store, FAR)
    await scene.store.rounds.recompute(scene.group.id)
    asked = select(members.c.last_answer_day)
    assert await ask(lambda connection: connection.execute(asked).scalar_one()) == day(2)
