"""What is open in a channel of one's groups is practised nowhere: passed over silently, and later it comes."""

from dataclasses import replace

import pytest

from bot.domain.question import Kind
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, only, posted, reveal, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    """Three questions, of which one is open in another group, where ada is a member and alan is not."""
    made = await make_world(only(Kind.CHOICE, 3))
    there = replace(made, group=await made.store.people.group("fake", "g2", "Other"))
    await there.member("ada")
    await posted(there, await there.track(BERLIN, channel="far", key="far"))
    return made


async def ask(world: World, typed: str, name: str) -> str:
    return said(await world.desk.command(world.who(name), typed))


async def test_a_quiz_passes_over_what_is_open_in_another_group_of_the_account(world: World) -> None:
    assert (await ask(world, "/quiz topic 3", "alan")).startswith("1 of 3")
    assert (await ask(world, "/quiz topic 3", "ada")).startswith("1 of 2")
    await world.at(reveal())
    assert (await ask(world, "/quiz topic 3", "ada")).startswith("1 of 3")


async def test_an_interview_passes_over_it_as_well(world: World) -> None:
    asked = {name: [await ask(world, "/interview", name) for _ in range(3)] for name in ("ada", "alan")}
    assert len(set(asked["alan"])) == 3 and len(set(asked["ada"])) == 2


async def test_in_the_group_where_it_is_open_nobody_practises_it(world: World) -> None:
    there = replace(world.who("newcomer", channel="far"), group="g2", group_name="Other")
    assert said(await world.desk.command(there, "/quiz topic 3")).startswith("1 of 2")
