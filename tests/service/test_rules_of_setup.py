"""What organisers and newcomers may rely on: which track is meant, what a status tells, help, plain words."""

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.domain.question import Kind
from bot.domain.round import TrackState
from bot.domain.schedule import RevealRule
from bot.intents.base import Calendar, How
from tests.fakes.bank import make_bank
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, said
from tests.service.organising import command, fresh, labels, press

BARS = re.compile("[\u2580-\u259f\u25a0-\u25ff]")
"""Characters that draw a bar or a block."""


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("pause", "#daily-c2 is paused"),
        ("skip 2026-11-03", "Skipped Tue 3 Nov"),
        ("now", "on its way to #daily-c2"),
        ("grant @Ada", "Ada has one more freeze"),
        ("end", "#daily-c2"),
        ("status", "#daily-c2 · "),
        ("settings reactions ignore", "Settings of #daily-c2"),
    ],
)
async def test_a_channel_at_the_end_names_the_track_wherever_it_is_typed(
    world: World, typed: str, told: str
) -> None:
    first, _ = await world.track(BERLIN), await world.track(BERLIN, channel="c2")
    await world.member("ada")
    assert told in said(await command(world, f"/daily {typed} #daily-c2"))
    assert replace(await fresh(world, first), season_told=None) == replace(first, season_told=None)


@pytest.mark.parametrize("typed", ["pause", "skip 2026-11-03", "now", "move 10:00", "grant @Ada", "end"])
async def test_where_several_tracks_may_be_meant_nothing_is_done_before_one_is_chosen(
    world: World, typed: str
) -> None:
    tracks = [await world.track(BERLIN, channel=channel) for channel in ("c1", "c2")]
    await world.member("ada")
    asked = await command(world, f"/daily {typed}", channel="elsewhere")
    assert labels(asked) == ["#daily-c1", "#daily-c2"]
    assert [await fresh(world, track) for track in tracks] == tracks


async def test_a_status_tells_the_last_five_rounds_with_their_reasons(world: World) -> None:
    track = await world.track(BERLIN)
    for day in (0, 1, 2):
        await full_day(world, track, day, ada="right")
    await command(world, "/daily pause")
    await command(world, "/daily resume")
    for day in (3, 4):
        await full_day(world, track, day)
    await full_day(world, track, 7)
    await command(world, "/daily void 2026-11-05 it was ambiguous")
    lines = [
        line for line in said(await command(world, "/daily status")).split("\n") if line.startswith("- ")
    ]
    assert lines == [
        "- Mon 9 Nov: revealed",
        "- Fri 6 Nov: revealed",
        "- Thu 5 Nov: revealed (withdrawn: it was ambiguous)",
        "- Wed 4 Nov: revealed, 1 answered",
        "- Tue 3 Nov: revealed, 1 answered",
    ]


async def test_set_up_says_when_the_first_question_comes_and_what_may_be_pressed(world: World) -> None:
    where = await command(world, "/daily setup 6:30")
    assert labels(where) == ["One region", "Several time zones"]
    preview = await press(world, where, "One region")
    assert "First question: Tue 3 Nov 06:30 (in 23 h)." in said(preview)
    assert labels(preview)[:4] == ["Start", "Preview", "Change", "Start and post now"]


async def test_friday_and_skips_never_move_a_reveal(world: World) -> None:
    """Revealed on Saturday at 08:00, though there is no question on a Saturday and it is skipped as well."""
    overnight = replace(BERLIN, reveal=RevealRule(BERLIN.reveal.at.replace(hour=8), next_day=True))
    track = await world.track(overnight)
    friday = await posted(world, track, 4)
    await command(world, "/daily skip 2026-11-07..2026-11-09")
    assert (friday.day, friday.closes_at.date()) == (date(2026, 11, 6), date(2026, 11, 7))
    await world.at(nine(5))
    assert (await world.round_of(track)).day == friday.day
    assert len(world.platform.log) == 2


async def test_help_is_private_and_begins_with_the_open_question_until_it_is_answered(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    reply = await world.desk.command(world.who(), "/help")
    assert reply.how is How.PRIVATE and "Today's question is open" in said(reply).split("\n")[1]
    await answer(world, round_, "ada", 0)
    assert "Today's question is open" not in said(await world.desk.command(world.who(), "/help"))


async def test_asking_for_help_posts_nothing_anywhere(world: World) -> None:
    await world.desk.command(world.who("newcomer"), "/help")
    await command(world, "/help")
    await world.at(nine())
    assert world.platform.log == []


async def test_pictures_have_words_and_nothing_is_drawn_with_characters(make_world: MakeWorld) -> None:
    world = await make_world(make_bank())
    track = await world.track(BERLIN)
    for day in range(3):
        await full_day(world, track, day)
    round_ = await posted(world, track, 3)
    await answer(world, round_, "ada", 0)
    for typed in ("leaderboard", "streak", "stats", "topics", "help", "privacy", "quiz alpha", "review"):
        reply = await world.desk.command(world.who(), f"/{typed}")
        assert not BARS.search(said(reply)), typed
        assert reply.intent is not None
        pictures = [one for one in reply.intent.said().blocks if isinstance(one, Calendar)]
        assert all(len(picture.alt) > 20 for picture in pictures)
    assert not any(BARS.search(str(message.intent.said())) for message in world.platform.log)


async def test_a_track_that_has_ended_leaves_its_results(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await press(world, await command(world, "/daily end"), labels(await command(world, "/daily end"))[0])
    assert (await fresh(world, track)).state is TrackState.ENDED
    board = said(await world.desk.command(world.who(), "/leaderboard"))
    assert "1. Ada 15 points (1 of 1 right)" in board
