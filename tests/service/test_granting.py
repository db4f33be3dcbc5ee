"""RULES: an organiser gives a member one freeze, from today, never above two held."""

from datetime import timedelta

import pytest

from tests.fakes.bank import make_bank
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, MONDAY, full_day, posted, said
from tests.service.organising import command, labels, press


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(make_bank(kinds=False))


async def test_a_grant_gives_one_freeze_from_today_never_above_two(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await full_day(world, track, 1, alan="right")
    await posted(world, track, 2)
    ada = await world.member("ada")
    assert dict(await world.store.answers.streaks(ada.id))[track.id].held == 0
    assert said(await command(world, "/daily grant @Ada")) == "Ada has one more freeze from today: 1 held."
    assert said(await command(world, "/daily grant <@ada>")) == "Ada has one more freeze from today: 2 held."
    assert "holds 2 freezes already" in said(await command(world, "/daily grant ada"))
    _, granted = await world.store.answers.streak_days(ada.id, track.id)
    assert granted == [MONDAY + timedelta(days=2)] * 2


async def test_a_grant_of_the_same_evening_brings_the_streak_back(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    for day in (1, 2):
        await full_day(world, track, day)
    reply = said(await command(world, "/daily grant ada"))
    assert reply.endswith("0 held. It covered today: the streak of 1 day stands.")


async def test_a_newcomer_starts_with_what_was_granted(world: World) -> None:
    track = await world.track(BERLIN)
    await world.member("zoe")
    assert "2 held" in said(await command(world, "/daily grant zoe"))
    assert "holds 2 freezes already" in said(await command(world, "/daily grant zoe"))
    await full_day(world, track, 0, zoe="right")
    zoe = await world.member("zoe")
    assert dict(await world.store.answers.streaks(zoe.id))[track.id].held == 2


async def test_of_several_people_of_that_name_one_is_chosen(world: World) -> None:
    track = await world.track(BERLIN)
    for account, name in (("u1", "Ada Lovelace"), ("u2", "ada lovelace"), ("u3", "Adam")):
        await world.store.people.member(world.group, account, name)
    same = await command(world, "/daily grant @ADA LOVELACE")
    assert labels(same) == ["Ada Lovelace", "ada lovelace"]
    assert labels(await command(world, "/daily grant ada")) == ["Ada Lovelace", "ada lovelace", "Adam"]
    await press(world, same, "ada lovelace")
    member = await world.store.people.member(world.group, "u2", "ada lovelace")
    assert (await world.store.answers.streak_days(member.id, track.id))[1] == [MONDAY]


async def test_a_freeze_of_another_group_cannot_be_granted(world: World) -> None:
    track = await world.track(BERLIN)
    other = await world.store.people.group("fake", "g2", "Other")
    stranger = await world.store.people.member(other, "eve", "Eve")
    reply = await world.desk.press(world.who("grace", organiser=True), f"v1:grant:{track.id}:{stranger.id}")
    assert "damaged" in said(reply)
