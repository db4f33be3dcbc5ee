"""RULES: set-up, now, status, who may."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.intents.base import Button, How, Reply
from bot.intents.setup import SetupPreview
from tests.fakes.bank import make_bank
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, nine, only, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(make_bank(kinds=False))


async def command(world: World, text: str, name: str = "grace", channel: str = "c1") -> Reply:
    return await world.desk.command(world.who(name, organiser=True, channel=channel), text)


async def press(world: World, reply: Reply, label: str, name: str = "grace", channel: str = "c1") -> Reply:
    return await world.desk.press(
        world.who(name, organiser=True, channel=channel), button(reply, label).action
    )


def button(reply: Reply, label: str) -> Button:
    assert reply.intent is not None, reply
    return next(one for one in buttons(reply.intent) if one.label == label)


async def test_two_clicks_start_a_track(world: World) -> None:
    where = await command(world, "/daily setup")
    assert "Where are your people?" in said(where)
    preview = await press(world, where, "One region")
    assert (
        said(preview).split("\n")[0]
        == "#ml-daily · Mon–Fri 09:00 Europe/Berlin · everything · revealed 17:00"
    )
    assert "First question: Mon 2 Nov 09:00 (in 2 h)." in said(preview)
    assert [one.label for one in buttons(preview.intent)] == [
        "Start",
        "Preview",
        "Change",
        "Start and post now",
    ]
    started = await press(world, preview, "Start")
    assert "Started: #ml-daily" in said(started)
    await world.at(nine())
    assert len(world.platform.log) == 1


async def test_several_time_zones_reveal_the_next_day(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "Several time zones")
    assert "revealed 08:00 next day" in said(preview)


async def test_nothing_happens_before_start(world: World) -> None:
    await press(world, await command(world, "/daily setup"), "One region")
    await world.at(nine())
    assert world.platform.log == []
    assert "No daily question here yet" in said(await command(world, "/daily status"))


async def test_start_and_post_now_posts_at_once(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    await press(world, preview, "Start and post now")
    await world.at(world.clock.now())
    assert len(world.platform.log) == 1


async def test_a_preview_is_private_and_its_buttons_do_nothing(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    shown = await press(world, preview, "Preview")
    assert shown.how is How.PRIVATE and "Tap a letter" in said(shown)
    assert "only a preview" in said(await press(world, shown, "A"))


async def test_change_takes_every_field_and_refuses_a_short_window_with_the_nearest(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    form = (await press(world, preview, "Change")).form
    assert form is not None
    values = {
        "time": "8.30",
        "zone": "Asia/Kolkata",
        "days": "mon, wed",
        "reveal": "10:00",
        "topics": "beta mid",
    }
    who = world.who("grace", organiser=True)
    refused = await world.desk.submit(who, form.action, values)
    assert "nearest is 10:30" in said(refused)
    changed = await world.desk.submit(who, form.action, values | {"reveal": "10:30"})
    assert "Mon, Wed 08:30 Asia/Kolkata · Beta (mid) · revealed 10:30" in said(changed)


async def test_a_pool_that_never_had_more_is_told_at_set_up(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=7))
    preview = await press(world, await command(world, "/daily setup"), "One region")
    assert isinstance(preview.intent, SetupPreview) and "Only 7 questions fit" in said(preview)


@pytest.mark.parametrize("zone", ["Mars/Base", "../../etc/passwd", "europe", "x" * 300])
async def test_an_unknown_zone_is_a_sentence(world: World, zone: str) -> None:
    assert "zone" in said(await command(world, f"/daily setup 09:00 {zone}"))


async def test_two_organisers_at_once_one_wins_and_the_other_is_told(world: World) -> None:
    first = await press(world, await command(world, "/daily setup"), "One region")
    second = await press(world, await command(world, "/daily setup", "ada"), "Several time zones", "ada")
    world.clock.advance(timedelta(seconds=5))
    await press(world, first, "Start")
    reply = await press(world, second, "Start", "ada")
    assert "Started" not in said(reply)
    tracks = await world.store.tracks.of_group(world.group.id)
    assert len(tracks) == 1 and not tracks[0].schedule.reveal.next_day


async def test_set_up_on_a_running_track_changes_it(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    await press(world, preview, "Start")
    world.clock.advance(nine() - world.clock.now())
    change = await command(world, "/daily setup 10:00")
    assert "10:00 Europe/Berlin" in said(change)
    assert "Saved: " in said(await press(world, change, "Save"))
    tracks = await world.store.tracks.of_group(world.group.id)
    assert [f"{track.schedule.at:%H:%M}" for track in tracks] == ["10:00"]


@pytest.mark.parametrize(
    "text",
    [
        "/daily setup",
        "/daily now",
        "/daily status",
        "/daily pause",
        "/daily skip 2026-11-03",
        "/daily void 2026-11-02",
    ],
)
async def test_only_organisers_may(world: World, text: str) -> None:
    await world.track(BERLIN)
    assert said(await world.desk.command(world.who("ada"), text)) == "Only organisers can do this."


async def test_the_right_is_checked_at_the_click_as_well(world: World) -> None:
    preview = await press(world, await command(world, "/daily setup"), "One region")
    stolen = await world.desk.press(world.who("ada"), button(preview, "Start").action)
    assert said(stolen) == "Only organisers can do this."


async def test_status_tells_next_last_who_and_what_is_left(world: World) -> None:
    track = await world.track(BERLIN)
    await world.member("grace")
    await full_day(world, track, 0, ada="right")
    text = said(await command(world, "/daily status"))
    assert "Next: Tue 3 Nov 09:00, Wed 4 Nov 09:00, Thu 5 Nov 09:00." in text
    assert "Mon 2 Nov: revealed, 1 answered" in text
    assert "79 of 80 questions not asked here yet." in text and "Last change by Grace" in text


async def test_help_fits_in_twelve_lines_for_everyone(world: World) -> None:
    for name, organiser in (("ada", False), ("grace", True)):
        text = said(await world.desk.command(world.who(name, organiser=organiser), "/help"))
        assert 3 < len(text.split("\n")) <= 12
        assert ("/daily setup" in text) == organiser


async def test_help_begins_with_what_can_be_done_now(world: World) -> None:
    await world.track(BERLIN)
    await world.at(nine())
    assert "Today's question is open" in said(await world.desk.command(world.who(), "/help")).split("\n")[1]


async def test_reports_take_a_question_out_after_three(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=3))
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0)
    assert round_.question is not None
    for name in ("ada", "ada", "alan", "zoe"):
        values = {"kind": "wrong key", "text": "see the manual"}
        thanks = await world.desk.submit(world.who(name), f"v1:report:{round_.mark}", values)
        assert "Thank you" in said(thanks)
    parked = await world.store.practice.parked([world.group.id])
    assert parked[world.group.id] == {round_.question.question_id}


async def test_a_notice_never_goes_to_the_question_channel(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE))
    track = await world.track(BERLIN)
    for day in range(5):
        await full_day(world, track, day)
    notices = [one for one in world.platform.log if one.target.dm]
    assert notices and all(one.target.channel == "" for one in notices)
    assert "last 5" in plain(notices[0].intent)
