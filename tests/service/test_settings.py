"""RULES: settings of the group and of one track, and what they change."""

import pytest

from bot.domain.question import Kind
from bot.intents.question_post import QuestionPost
from tests.fakes.text import plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, reveal, right_index, said
from tests.service.organising import command, fresh, labels, press


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def test_alone_it_shows_what_stands_and_where_it_comes_from(world: World) -> None:
    await world.track(BERLIN)
    await command(world, "/daily settings boards off")
    await command(world, "/daily settings thread off #daily-c1")
    text = said(await command(world, "/daily settings"))
    assert "names on: the default here." in text and "boards off: set for the group." in text
    assert "notices off: the default here." in text and "- #daily-c1: thread off." in text
    of_track = said(await command(world, "/daily settings #daily-c1"))
    assert "Settings of #daily-c1" in of_track and "thread off: set for this channel." in of_track
    assert "boards" not in of_track


async def test_a_button_flips_a_setting_and_the_sheet_follows(world: World) -> None:
    sheet = await command(world, "/daily settings")
    assert labels(sheet) == ["Names off", "Boards off", "Reactions ignore", "Thread off"]
    flipped = await press(world, sheet, "Boards off")
    assert labels(flipped)[1] == "Boards on" and "boards off: set for the group." in said(flipped)
    assert "boards off" in said(await press(world, sheet, "Boards off")), "a doubled click does no more"
    back = await command(world, "/daily settings boards default")
    assert "boards on: the default here." in said(back)


async def test_two_changes_at_once_are_both_kept(world: World) -> None:
    await command(world, "/daily settings names off")
    await command(world, "/daily settings reactions ignore", "ada")
    group = await world.store.people.get_group(world.group.id)
    assert (group.settings.names, group.settings.reactions, group.settings.boards) == (False, False, None)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("colour blue", "There is no setting “colour”"),
        ("names perhaps", "names takes on or off or default."),
        ("reactions on", "reactions takes count or ignore or default."),
        ("names off #daily-c1", "names is for the whole group"),
        ("thread off #nowhere", "#nowhere has no daily question"),
        ("notices loud", "Say which channel"),
        ("notices #daily-c1", "Notices never go to a channel with a daily question"),
        ("notices <#c1|anything>", "Notices never go to a channel with a daily question"),
        ("notices #unheard", "I do not know the channel #unheard"),
    ],
)
async def test_odd_settings_get_a_sentence_and_change_nothing(
    world: World, typed: str, sentence: str
) -> None:
    track = await world.track(BERLIN)
    assert sentence in said(await command(world, f"/daily settings {typed}"))
    assert await world.store.people.get_group(world.group.id) == world.group
    assert await fresh(world, track) == track


@pytest.mark.parametrize("scope", ["", " #daily-c1"])
async def test_ignored_reactions_change_nothing_and_the_hint_drops_its_second_sentence(
    world: World, scope: str
) -> None:
    track = await world.track(BERLIN)
    await command(world, f"/daily settings reactions ignore{scope}")
    round_ = await posted(world, track)
    post = world.platform.log[0].intent
    assert isinstance(post, QuestionPost)
    assert "Tap a letter: only you see it.\n" in plain(post) and "everyone sees it" not in plain(post)
    assert round_.post_ref is not None
    await world.desk.react(world.who("ada"), round_.post_ref, "🇦", True)
    assert await world.store.answers.count(round_.id) == 0
    await command(world, f"/daily settings reactions count{scope}")
    await world.desk.react(world.who("ada"), round_.post_ref, "🇦", True)
    assert await world.store.answers.count(round_.id) == 1


async def test_a_track_keeps_its_own_word_against_the_group(world: World) -> None:
    track = await world.track(BERLIN)
    await command(world, "/daily settings reactions count #daily-c1")
    await command(world, "/daily settings reactions ignore")
    round_ = await posted(world, track)
    assert round_.post_ref is not None
    await world.desk.react(world.who("ada"), round_.post_ref, "🇦", True)
    assert await world.store.answers.count(round_.id) == 1
    assert (await fresh(world, track)).changed_by == "grace"


async def test_without_thread_the_reveal_stands_by_itself(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0)
    assert world.platform.log[-1].target.thread_of == world.platform.log[0].ref
    await command(world, "/daily settings thread off #daily-c1")
    await full_day(world, track, 1)
    target = world.platform.log[-1].target
    assert target.thread_of is None and target.silent


async def test_names_off_names_nobody(world: World) -> None:
    track = await world.track(BERLIN)
    for day, setting in ((0, "on"), (1, "off")):
        await command(world, f"/daily settings names {setting}")
        round_ = await posted(world, track, day)
        for name in ("ada", "alan", "zoe", "robin", "katherine"):
            await answer(world, round_, name, right_index(round_))
        await world.at(reveal(day))
        text = plain(world.platform.log[-1].intent)
        assert ("Zoe" in text) == (setting == "on")


async def test_boards_off_shows_no_board(world: World) -> None:
    await world.track(BERLIN)
    await command(world, "/daily settings boards off")
    await world.at(nine())
    assert "1." not in said(await world.desk.command(world.who("ada"), "/leaderboard"))
