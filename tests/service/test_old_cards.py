"""An answer is looked up in memory and checked by its transaction: what has changed meanwhile is never missed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.question import Kind
from bot.domain.round import Round, Track
from bot.domain.schedule import Schedule
from bot.intents import refusals
from bot.ports.rounds import Regrade
from bot.service.desk import Desk
from bot.store.open import open_store
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, only, posted, reveal, said, wrong_index


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


@pytest.fixture
async def track(world: World) -> Track:
    return await world.track(BERLIN)


@pytest.fixture
async def asked(world: World, track: Track) -> Round:
    """Its card is in memory: Alan has answered."""
    round_ = await posted(world, track)
    await answer(world, round_, "alan", 1)
    return round_


async def test_a_withdrawn_question_takes_no_answer(world: World, asked: Round) -> None:
    await world.store.rounds.void(asked.id, "wrong", world.clock.now())
    assert "closed" in said(await answer(world, asked, "ada", 1))
    assert await world.store.answers.count(asked.id) == 1


async def test_a_closed_question_takes_no_answer(world: World, asked: Round) -> None:
    await world.at(reveal())
    assert "closed" in said(await answer(world, asked, "ada", 1))
    assert await world.store.answers.count(asked.id) == 1


async def test_what_was_closed_by_another_process_is_closed(world: World, asked: Round, other: Desk) -> None:
    assert said(await other.press(world.who("zoe"), f"v1:answer:{asked.mark}:0")).startswith("Saved: A")
    await world.at(reveal())
    assert "closed" in said(await other.press(world.who("ada"), f"v1:answer:{asked.mark}:1"))
    assert await world.store.answers.count(asked.id) == 2


async def test_a_new_time_zone_is_told_at_once(world: World, track: Track, asked: Round) -> None:
    assert "17:00" in said(await answer(world, asked, "ada", 1))
    london = replace(BERLIN, zone="Europe/London")
    await _change(world, track, london)
    assert "16:00" in said(await answer(world, asked, "zoe", 1))


async def test_a_further_right_answer_counts_for_those_who_gave_it(world: World, asked: Round) -> None:
    assert asked.question is not None
    wrong = wrong_index(asked)
    key = replace(asked.question.key, right=(wrong,))
    accepted = Regrade(key, 1, "this one", "", world.clock.now())
    assert await world.store.rounds.regrade(asked.id, accepted) is not None
    assert said(await answer(world, asked, "ada", wrong)).startswith("Saved")
    await world.at(reveal())
    given = await world.store.answers.given(asked.id, (await world.member("ada")).id)
    assert given is not None and given.right


async def test_whoever_was_deleted_answers_as_if_for_the_first_time(world: World, asked: Round) -> None:
    await answer(world, asked, "ada", 0)
    before = await world.member("ada")
    await world.store.privacy.delete(before.account_id)
    world.clock.advance(timedelta(minutes=1))
    assert "Only you see this" in said(await answer(world, asked, "ada", 1))
    assert (await world.member("ada")).id != before.id


async def test_a_server_that_was_deleted_is_asked_nothing(world: World, asked: Round) -> None:
    await world.store.privacy.remove_group("fake", "g1", world.clock.now())
    world.clock.advance(timedelta(days=31))
    while await world.store.privacy.purge_groups(world.clock.now(), 500):
        pass
    assert said(await answer(world, asked, "ada", 1)) == refusals.UNKNOWN_QUESTION
    assert await world.store.privacy.account_id("fake", "ada") is None


async def test_a_button_of_another_server_does_nothing(world: World, asked: Round) -> None:
    elsewhere = replace(world.who("eve"), group="g2", group_name="Other")
    shown = said(await world.desk.press(elsewhere, f"v1:answer:{asked.mark}:1"))
    assert shown == refusals.UNKNOWN_QUESTION
    assert await world.store.answers.count(asked.id) == 1


async def _change(world: World, track: Track, schedule: Schedule) -> None:
    fresh = await world.store.tracks.get(track.id)
    assert fresh is not None
    await world.store.tracks.change(
        track.id,
        schedule=schedule,
        channel=fresh.channel,
        channel_name=fresh.channel_name,
        topics=fresh.topics,
        levels=fresh.levels,
        upcoming=None,
        by="grace",
        now=world.clock.now(),
    )


@pytest.fixture
async def other(world: World, tmp_path: Path) -> AsyncIterator[Desk]:
    """A second process on the same database."""
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'dailydrill.db'}") as store:
        yield Desk(replace(world.tools, store=store))
