"""A person's home: own figures, coming questions, and buttons that do what typing does."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.base import MAX_ACTION, Button, How, Intent
from bot.intents.home import Home
from bot.service.tools import Who
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, said
from tests.service.organising import fresh


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def at_home(world: World, name: str = "ada", *, organiser: bool = False) -> Who:
    """A home is in no channel."""
    return replace(world.who(name, organiser=organiser, channel=""), channel_name="")


async def home(world: World, name: str = "ada", *, organiser: bool = False) -> Intent:
    return await world.desk.home(at_home(world, name, organiser=organiser))


def labels(intent: Intent) -> list[str]:
    return [one.label for one in buttons(intent)]


def button(intent: Intent, label: str) -> Button:
    return next(one for one in buttons(intent) if one.label == label)


async def press(world: World, intent: Intent, label: str, name: str, *, organiser: bool = False) -> str:
    who = at_home(world, name, organiser=organiser)
    return said(await world.desk.press(who, button(intent, label).action))


async def test_a_newcomer_is_told_what_this_is_and_looking_stores_nothing(world: World) -> None:
    shown = await home(world, "nobody")
    assert plain(shown).startswith("Dailydrill\nI post one interview question a day")
    assert "Nothing is stored about you." in plain(shown)
    assert labels(shown) == ["Review", "Quiz", "My stats", "Hide me"]
    assert await world.store.privacy.account_id("fake", "nobody") is None


async def test_streak_points_rank_and_what_is_due_stand_there(world: World) -> None:
    track = await world.track(BERLIN)
    for day in range(2):
        await full_day(world, track, day, ada="right", alan="wrong")
    shown = await home(world)
    lines = plain(shown).split("\n")
    assert "#daily-c1: 2 days. Best: 2." in lines
    assert "1 freeze held, one more after 5 answers." in lines
    assert any(line.endswith("points this season, 1st of 2.") for line in lines)
    assert "2nd of 2" in plain(await home(world, "alan"))
    assert "I post one" not in plain(shown)


async def test_where_boards_are_off_nobody_is_ranked(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    await world.store.people.change_settings(world.group.id, {"boards": False})
    assert " points this season." in plain(await home(world))


async def test_due_questions_make_review_the_first_thing_to_do(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="wrong")
    await world.at(nine(3))
    shown = await home(world)
    assert "1 to repeat today." in plain(shown) and "Review (1)" in labels(shown)


async def test_an_open_question_is_told_until_it_is_answered_and_after_it_the_next(world: World) -> None:
    track = await world.track(BERLIN)
    assert "#daily-c1: next question Mon 2 Nov 09:00 (in 2 h)." in plain(await home(world, "nobody"))
    round_ = await posted(world, track)
    assert "#daily-c1: today's question is open, answer it there until 17:00" in plain(await home(world))
    await answer(world, round_, "ada", 0)
    assert "is answered, and you may change it until 17:00 (in 8 h)" in plain(await home(world))
    await world.at(nine() + timedelta(hours=9))
    assert "next question Tue 3 Nov 09:00" in plain(await home(world))


async def test_of_several_channels_only_those_one_takes_part_in_are_named(world: World) -> None:
    track = await world.track(BERLIN)
    await world.track(BERLIN, channel="secret")
    assert "#daily-" not in plain(await home(world, "ada"))
    await answer(world, await posted(world, track), "ada", 0)
    shown = plain(await home(world, "ada"))
    assert "#daily-c1" in shown and "secret" not in shown


async def test_hiding_turns_the_button_over(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    shown = await home(world)
    assert "off every board" in await press(world, shown, "Hide me", "ada")
    hidden = await home(world)
    assert "You are on no board" in plain(hidden) and "Show me" in labels(hidden)
    assert "shown on boards again" in await press(world, hidden, "Show me", "ada")


async def test_deleting_asks_first(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    assert "for good" in await press(world, await home(world), "Delete my data", "ada")
    assert "Boards may show" in plain(await home(world))


@pytest.mark.parametrize(
    ("label", "begins"), [("Quiz", ""), ("My stats", "Your results"), ("Export", "Every")]
)
async def test_what_a_button_does_is_what_typing_does(world: World, label: str, begins: str) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    assert (await press(world, await home(world), label, "ada")).startswith(begins)


async def test_an_organiser_without_a_track_is_offered_the_form(world: World) -> None:
    shown = await home(world, "grace", organiser=True)
    reply = await world.desk.press(at_home(world, "grace", organiser=True), button(shown, "Set up").action)
    assert reply.how is How.FORM and reply.form is not None
    assert reply.form.fields[0].value == ""


async def test_an_organiser_runs_each_track_from_there(world: World) -> None:
    track = await world.track(BERLIN)
    shown = await home(world, "grace", organiser=True)
    assert "#daily-c1 · Mon–Fri 09:00 Europe/Berlin · everything · revealed 17:00" in plain(shown)
    assert labels(shown)[3:9] == [
        "Status",
        "Post now",
        "Skip Mon 2 Nov",
        "Pause",
        "Change",
        "Set up another channel",
    ]

    async def pressed(label: str) -> str:
        return await press(world, await home(world, "grace", organiser=True), label, "grace", organiser=True)

    assert "#daily-c1 · Mon–Fri" in await pressed("Status")
    assert "Skipped Mon 2 Nov. Next question: Tue 3 Nov 09:00" in await pressed("Skip Mon 2 Nov")
    assert "is paused" in await pressed("Pause")
    paused = await home(world, "grace", organiser=True)
    assert "Paused: by an organiser." in plain(paused) and "Post now" not in labels(paused)
    assert "goes on" in await pressed("Resume")
    assert (await pressed("Change")).startswith("#daily-c1 · Mon–Fri")
    assert (await fresh(world, track)).state.value == "active"


async def test_members_see_and_may_do_nothing_of_that(world: World) -> None:
    await world.track(BERLIN)
    theirs = await home(world, "grace", organiser=True)
    mine = await home(world, "ada")
    assert "For organisers" not in plain(mine) and "Pause" not in labels(mine)
    for label in ("Status", "Post now", "Pause", "Change", "Set up another channel"):
        assert "organiser" in await press(world, theirs, label, "ada"), label


async def test_a_home_of_many_tracks_stays_within_a_hundred_blocks(world: World) -> None:
    for number in range(30):
        await world.track(BERLIN, channel=f"C{number:010}")
    await world.at(nine())
    for number in range(30):
        tracks = await world.store.tracks.of_group(world.group.id)
        await answer(world, await world.round_of(tracks[number]), "grace", 0)
    shown = await home(world, "grace", organiser=True)
    assert isinstance(shown, Home)
    assert "and 10 more" in plain(shown) and "and 25 more." in plain(shown)
    assert len(shown.said().blocks) + len(shown.said().buttons) <= 95
    assert all(len(one.action) <= MAX_ACTION for one in buttons(shown))


async def test_the_home_of_somebody_who_clicks_too_much_is_a_sentence(world: World) -> None:
    for _ in range(60):
        await home(world)
    assert plain(await home(world)) == "That is enough for now. Thank you."


async def test_another_groups_track_cannot_be_changed_from_a_home(world: World) -> None:
    track = await world.track(BERLIN)
    other = replace(at_home(world, "eve", organiser=True), group="g2", group_name="Other")
    reply = await world.desk.press(other, f"v1:setuptrack:{track.id}")
    assert "has ended already" in said(reply)
    assert "organiser" in said(await world.desk.press(at_home(world), f"v1:setuptrack:{track.id}"))
