"""A channel that does not let the bot ask, or wants a label on each post, is known at the set-up."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, nine, only, said
from tests.service.organising import command, labels, press

TAGS = (("71", "daily"), ("72", "news"))


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def test_missing_rights_are_named_before_anything_is_set_up(world: World) -> None:
    world.platform.lacking["c1"] = ("Send Messages", "Create Public Threads")
    told = said(await command(world, "/daily setup"))
    assert told == (
        "I cannot ask questions in #ml-daily yet: give me Send Messages and Create Public Threads there, "
        "then try again."
    )
    assert await world.store.tracks.of_group(world.group.id) == []


async def test_rights_lost_during_the_set_up_are_named_at_the_start(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    world.platform.lacking["c1"] = ("View Channel",)
    assert "give me View Channel there" in said(await press(world, preview, "Start"))
    world.platform.lacking.clear()
    assert said(await press(world, preview, "Start")).startswith("Started:")


async def test_a_track_is_not_moved_to_where_it_cannot_ask(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.lacking["24"] = ("Send Messages",)
    assert "#ops yet" in said(await command(world, "/daily move <#24|ops>"))
    unmoved = await world.store.tracks.get(track.id)
    assert unmoved is not None and unmoved.channel == "c1"


async def test_where_every_post_needs_a_tag_set_up_asks_for_it(world: World) -> None:
    world.platform.labelled["c1"] = TAGS
    asked = await press(world, await command(world, "/daily setup"), "One region")
    assert said(asked).startswith("Which tag shall the questions have?")
    await press(world, await press(world, asked, "news"), "Start")
    await world.at(nine())
    assert world.platform.log[-1].target.label == "72"


async def test_a_tag_that_is_gone_is_asked_for_anew(world: World) -> None:
    await world.track(BERLIN)
    world.clock.advance(timedelta(seconds=1))
    world.platform.labelled["c1"] = TAGS
    asked = await command(world, "/daily setup")
    world.platform.labelled["c1"] = TAGS[:1]
    assert said(await press(world, asked, "news")) == "This button is damaged. Use a newer message."
    again = await command(world, "/daily setup")
    assert labels(again) == ["daily"]
    await press(world, await press(world, again, "daily"), "Save")
    (track,) = await world.store.tracks.of_group(world.group.id)
    assert track.settings.label == "71"
