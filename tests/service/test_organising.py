"""RULES: what organisers do to tracks that run, and help."""

from datetime import date, timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import RoundState, TrackState
from bot.intents.reasons import ENDED_BEFORE, OFF_DAY, SKIPPED
from tests.fakes.bank import make_bank
from tests.fakes.platform import Mood
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, reveal, said
from tests.service.organising import command, fresh, labels, press


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(make_bank(kinds=False))


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
    parked = await world.store.reports.parked([world.group.id])
    assert parked[world.group.id] == {round_.question.question_id}


async def test_skipped_dates_have_no_question_and_the_reply_says_what_stands(world: World) -> None:
    track = await world.track(BERLIN)
    reply = await command(world, "/daily skip today..2026-11-04")
    assert (
        said(reply)
        == "Skipped Mon 2 Nov, Tue 3 Nov and Wed 4 Nov. Next question: Thu 5 Nov 09:00 (in 3 days)."
    )
    await world.at(nine(2))
    assert world.platform.log == [] and await world.store.rounds.recent(track.id, 5) == []
    back = await command(world, "/daily unskip 4 Nov")
    assert said(back) == "No longer skipped: Wed 4 Nov. Next question: Wed 4 Nov 09:00 (in 1 min)."
    assert said(await command(world, "/daily unskip tomorrow")) == "Thu 5 Nov is not skipped."


async def test_a_long_range_is_told_by_its_ends(world: World) -> None:
    await world.track(BERLIN)
    assert said(await command(world, "/daily skip 2026-12-24..2027-01-01")).startswith(
        "Skipped Thu 24 Dec to Fri 1 Jan. Next question: "
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("skip 2026-11-01", "That date is over"),
        ("unskip 2026-11-01", "That date is over"),
        ("skip 2026-11-03..2027-11-05", "longer than a year"),
        ("skip 2028-01-01", "more than a year ahead"),
        ("skip 2026-11-05..2026-11-03", "ends before it begins"),
        ("skip", "Say which date"),
        ("skip soon", "no date"),
        ("move", "Say what should change"),
        ("move 99:00", "no time of day"),
        ("move #nowhere", "I do not know the channel #nowhere"),
        ("grant", "Say who gets a freeze"),
        ("grant @nobody", "I have met nobody called “@nobody”"),
        ("grant <@U404>", "I have not met this person here."),
        ("grant <@U404|eve>", "I have met nobody called “eve” here."),
        ("resume", "is not paused"),
        ("pause #other", "#other has no daily question. These have one: #daily-c1."),
        ("organisers promote @ada", "Say whom"),
        ("organisers add", "Say whom"),
    ],
)
async def test_what_cannot_be_done_gets_a_sentence_and_changes_nothing(
    world: World, typed: str, sentence: str
) -> None:
    track = await world.track(BERLIN)
    assert sentence in said(await command(world, f"/daily {typed}"))
    assert await fresh(world, track) == track


async def test_a_due_unsent_question_is_cancelled_by_a_skip(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await posted(world, track)
    await command(world, "/daily skip today")
    world.platform.mood = lambda: Mood.FINE
    await world.at(nine() + timedelta(hours=1))
    round_ = await world.round_of(track)
    assert (round_.state, round_.reason) == (RoundState.CANCELLED, SKIPPED) and world.platform.log == []


async def test_a_skip_of_a_day_whose_question_is_out_changes_nothing(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    before = await fresh(world, track)
    reply = said(await command(world, "/daily skip today..fri"))
    assert reply == "The question of Mon 2 Nov is out already: /daily void withdraws it."
    assert await fresh(world, track) == before


async def test_now_posts_today_early_once_and_no_second_one_follows(world: World) -> None:
    track = await world.track(BERLIN)
    assert "on its way" in said(await command(world, "/daily now"))
    await world.at(nine())
    assert len(world.platform.log) == 1
    assert said(await command(world, "/daily now")) == "Today's question is out already."
    assert (await world.round_of(track)).excused is None


async def test_now_on_an_off_day_is_excused(world: World) -> None:
    track = await world.track(BERLIN)
    await command(world, "/daily skip today")
    await command(world, "/daily now")
    assert (await world.round_of(track)).excused == OFF_DAY


async def test_a_day_taken_back_is_not_asked_again(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await posted(world, track)
    await command(world, "/daily skip today")
    assert "Mon 2 Nov had its question already: skipped by an organiser." in said(
        await command(world, "/daily now")
    )


async def test_a_pause_stops_posts_but_not_the_reveal(world: World) -> None:
    track = await world.track(BERLIN)
    await answer(world, await posted(world, track), "ada", 0)
    assert "still closes and is revealed" in said(await command(world, "/daily pause"))
    await world.at(reveal())
    await world.at(nine(9))
    assert len(world.platform.log) == 2 and (await world.round_of(track)).state is RoundState.REVEALED
    assert "paused already" in said(await command(world, "/daily pause"))
    assert "is paused" in said(await command(world, "/daily now"))


async def test_after_a_long_pause_only_the_next_date_is_asked(world: World) -> None:
    await world.track(BERLIN)
    await command(world, "/daily pause")
    await world.at(nine(30) + timedelta(hours=1))
    reply = await command(world, "/daily resume")
    assert said(reply) == "#daily-c1 goes on. Next question: Thu 3 Dec 09:00 (in 23 h)."
    await world.at(nine(31))
    assert len(world.platform.log) == 1


async def test_a_move_takes_time_zone_and_channel_and_leaves_the_open_question_where_it_is(
    world: World,
) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    reply = said(await command(world, "/daily move 10am paris <#c9|ops>"))
    assert reply.startswith(
        "Moved: #ops · Mon–Fri 10:00 Europe/Paris · everything · revealed 17:00. Next question: Tue"
    )
    await answer(world, round_, "ada", 0)
    await world.at(reveal())
    assert [one.target.channel for one in world.platform.log] == ["c1", "c1"]
    await world.at(nine(1) + timedelta(hours=1))
    assert world.platform.log[-1].target.channel == "c9"


async def test_a_move_that_leaves_the_reveal_no_room_names_the_nearest(world: World) -> None:
    track = await world.track(BERLIN)
    reply = said(await command(world, "/daily move 16:00"))
    assert "the nearest is 18:00" in reply and reply.endswith("/daily setup changes both at once.")
    assert await fresh(world, track) == track


async def test_a_track_never_moves_into_the_channel_of_another(world: World) -> None:
    track = await world.track(BERLIN)
    await world.track(BERLIN, channel="c2")
    for typed in ("#daily-c2", "<#c2|anything>"):
        assert "has a daily question already" in said(await command(world, f"/daily move {typed}"))
    assert await fresh(world, track) == track


async def test_an_end_asks_first_keeps_the_history_and_frees_the_channel(world: World) -> None:
    track = await world.track(BERLIN)
    await answer(world, await posted(world, track), "ada", 0)
    asks = await command(world, "/daily end")
    assert "goes on as it was" in said(await press(world, asks, "Keep it"))
    assert (await fresh(world, track)).state is TrackState.ACTIVE
    assert "Its history stays" in said(await press(world, asks, "End it"))
    assert "has ended already" in said(await press(world, asks, "End it")), "a doubled click"
    await world.at(reveal())
    assert (await world.round_of(track)).state is RoundState.REVEALED
    preview = await press(world, await command(world, "/daily setup"), "One region")
    assert "Started" in said(await press(world, preview, "Start"))
    [new] = await world.store.tracks.of_group(world.group.id)
    assert new.key != track.key


async def test_what_waits_unsent_is_taken_back_at_the_end(world: World) -> None:
    track = await world.track(BERLIN)
    world.clock.advance(nine() - world.clock.now())
    await press(world, await command(world, "/daily end"), "End it")
    await world.at(nine())
    round_ = await world.round_of(track)
    assert (round_.state, round_.reason) == (RoundState.CANCELLED, ENDED_BEFORE) and world.platform.log == []


async def test_this_channels_track_is_meant_else_the_only_one_else_one_asks(world: World) -> None:
    one = await world.track(BERLIN)
    assert "daily-c1" in said(await command(world, "/daily pause", channel="elsewhere"))
    two = await world.track(BERLIN, channel="c2")
    asks = await command(world, "/daily skip 2026-11-03..2026-11-05", channel="elsewhere")
    assert "Which daily question?" in said(asks) and labels(asks) == ["#daily-c1", "#daily-c2"]
    await press(world, asks, "#daily-c2")
    assert len((await fresh(world, two)).schedule.skips) == 3 and not (await fresh(world, one)).schedule.skips
    await command(world, "/daily skip 2026-11-09 #daily-c1", channel="c2")
    assert (await fresh(world, one)).schedule.skips == {date(2026, 11, 9)}
    await command(world, "/daily resume <#c1>", channel="elsewhere")
    assert (await fresh(world, one)).state is TrackState.ACTIVE


async def test_a_track_of_another_group_cannot_be_reached_by_a_button(world: World) -> None:
    other = await world.store.people.group("fake", "g2", "Other")
    await world.track(BERLIN)
    for verb in ("daily:{}:pause:", "end:{}", "grant:{}:1", "setting:{}:thread:off"):
        reply = await world.desk.press(world.who("grace", organiser=True), "v1:" + verb.format(99))
        assert "has ended already" in said(reply)
    assert await world.store.tracks.of_group(other.id) == []


async def test_status_tells_each_track_and_many_in_a_line(world: World) -> None:
    for number in range(1, 6):
        await world.track(BERLIN, channel=f"c{number}")
    await command(world, "/daily pause #daily-c4")
    text = said(await command(world, "/daily status", channel="c5"))
    assert text.split("\n")[0].startswith("#daily-c5 · Mon–Fri 09:00")
    assert "- #daily-c4 · Mon–Fri 09:00 Europe/Berlin · everything · revealed 17:00. Paused: by an" in text
    only_one = said(await command(world, "/daily status #daily-c2", channel="c5"))
    assert only_one.startswith("#daily-c2") and "#daily-c5" not in only_one


async def test_status_tells_what_was_reported(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0)
    values = {"kind": "typo", "text": ""}
    await world.desk.submit(world.who("ada"), f"v1:report:{round_.mark}", values)
    assert "1 question is reported: /daily reports." in said(await command(world, "/daily status"))
