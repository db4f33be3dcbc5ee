"""RULES: a track and its day, the post, the reveal; DESIGN: what must always hold."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from bot.domain.question import Kind
from bot.domain.round import RoundState, TrackState
from bot.intents.question_post import Display, QuestionPost
from bot.intents.reveal import Reveal
from bot.service.rescheduling import upcoming
from bot.service.tick import next_due, tick
from tests.fakes.bank import bank_of, make_bank
from tests.fakes.platform import Mood
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, MONDAY, answer, full_day, nine, only, posted, reveal, right_index, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def posts(world: World) -> list[QuestionPost]:
    return [one.intent for one in world.platform.log if isinstance(one.intent, QuestionPost)]


def reveals(world: World) -> list[Reveal]:
    return [one.intent for one in world.platform.log if isinstance(one.intent, Reveal)]


async def test_a_day_is_one_post_and_one_reveal_in_its_thread(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="right")
    assert round_.state is RoundState.REVEALED
    assert [type(one.intent) for one in world.platform.log] == [QuestionPost, Reveal]
    assert world.platform.log[1].target.thread_of == world.platform.log[0].ref
    assert world.platform.log[1].target.silent


async def test_a_second_tick_posts_nothing(world: World) -> None:
    await posted(world, await world.track(BERLIN))
    await tick(world.tools)
    await tick(world.tools)
    assert len(world.platform.log) == 1


async def test_the_post_has_the_question_first_and_its_footer_last(world: World) -> None:
    await posted(world, await world.track(BERLIN))
    lines = plain(posts(world)[0]).split("\n")
    assert lines[0] == "Tell me which?"
    assert lines[-2] == "Tap a letter: only you see it. A reaction counts too, but everyone sees it."
    assert lines[-1] == "Topic · mid · 15 points · closes 17:00 (in 8 h)"


async def test_nothing_a_client_can_read_gives_the_key_away(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    post = posts(world)[0]
    assert round_.question is not None
    shown = repr(post.said())
    assert not any(reason in shown for reason in round_.question.key.reasons)
    assert "right" not in shown.casefold().replace("upright", "")


async def test_the_count_appears_at_one_and_then_at_ten(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    for number in range(1, 11):
        await answer(world, round_, f"member{number}", 0)
        await tick(world.tools)
    shown = [intent.answered for _, intent in world.platform.edits if isinstance(intent, QuestionPost)]
    assert shown == [1, 10]


async def test_the_count_is_not_edited_after_fifty_minutes(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    world.clock.advance(timedelta(minutes=51))
    await answer(world, round_, "ada", 0)
    await tick(world.tools)
    assert world.platform.edits == []


async def test_the_revealed_post_shows_what_was_right_and_other_buttons(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    ref, intent = world.platform.edits[-1]
    assert isinstance(intent, QuestionPost) and ref == world.platform.log[0].ref
    assert intent.display is Display.REVEALED and intent.answered == 1
    assert [button.label for button in buttons(intent)] == ["My result", "Practise", "Report a problem"]


async def test_a_reveal_never_depends_on_an_edit(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    world.platform.deleted.add(world.platform.log[0].ref)
    await world.at(reveal())
    assert len(reveals(world)) == 1
    assert (await world.round_of(track)).excused == "the question was deleted from the channel"


async def test_few_answers_show_no_shares_and_no_names(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="wrong", grace="right")
    text = plain(reveals(world)[0])
    assert " 3 answered." in text and "%" not in text and "Ada" not in text


async def test_five_answers_show_shares_and_the_right_ones_by_name(world: World) -> None:
    track = await world.track(BERLIN)
    people = dict.fromkeys(("ada", "alan", "grace"), "right") | dict.fromkeys(("zoe", "kim"), "wrong")
    await full_day(world, track, 0, **people)
    text = plain(reveals(world)[0])
    assert "3 of 5 right (60 %)." in text and "60 % (3)" in text
    assert "Right: Ada, Alan and Grace" in text
    assert "Zoe" not in text, "never the names of the wrong"


async def test_fridays_reveal_comes_on_friday_and_the_weekend_is_silent(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 4, ada="right")
    await world.at(nine(6))
    assert len(world.platform.log) == 2
    await world.at(nine(7))
    assert len(world.platform.log) == 3


async def test_a_late_start_within_four_hours_still_posts(world: World) -> None:
    track = await world.track(BERLIN)
    await world.at(nine() + timedelta(hours=4))
    assert (await world.round_of(track)).state is RoundState.POSTED


async def test_a_later_start_leaves_an_expired_row_with_its_sentence(world: World) -> None:
    track = await world.track(BERLIN)
    await world.at(nine() + timedelta(hours=4, seconds=1))
    round_ = await world.round_of(track)
    assert round_.state is RoundState.EXPIRED and round_.reason and "4 h" in round_.reason
    assert world.platform.log == []


async def test_downtime_leaves_one_row_per_missed_date_and_at_most_thirty_one(world: World) -> None:
    track = await world.track(BERLIN)
    await world.at(nine(70) + timedelta(hours=6))
    rounds = await world.store.rounds.recent(track.id, 100)
    assert len(rounds) == 31 and {one.state for one in rounds} == {RoundState.EXPIRED}
    assert all(one.reason for one in rounds)


async def test_a_round_is_excused_when_the_bot_was_down_in_its_last_hour(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await posted(world, track, 1)
    await world.at(nine(1) + timedelta(hours=6, minutes=50))
    world.connection = None
    await world.at(reveal(1))
    round_ = await world.round_of(track)
    assert round_.excused and "the bot was down 15:51–17:00" in round_.excused
    state = dict(await world.store.answers.streaks((await world.member("ada")).id))[track.id]
    assert (state.streak, state.held) == (1, 1)


async def test_pausing_before_the_post_cancels_it(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await world.at(nine())
    await world.desk.command(world.who("grace", organiser=True), "/daily pause")
    world.platform.mood = lambda: Mood.FINE
    await world.at(nine() + timedelta(hours=1))
    round_ = await world.round_of(track)
    assert round_.state is RoundState.CANCELLED and round_.reason
    assert world.platform.log == []


async def test_pausing_after_the_post_still_closes_and_reveals(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    await world.desk.command(world.who("grace", organiser=True), "/daily pause")
    await world.at(reveal())
    assert len(reveals(world)) == 1
    await world.at(nine(1))
    assert len(posts(world)) == 1


async def test_a_resumed_track_never_repeats_a_date(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    organiser = world.who("grace", organiser=True)
    await world.desk.command(organiser, "/daily pause")
    await world.desk.command(organiser, "/daily resume")
    await world.at(nine() + timedelta(hours=1))
    assert len(posts(world)) == 1
    await world.at(nine(1))
    assert len(posts(world)) == 2


async def test_a_track_moved_to_the_evening_and_back_posts_once_that_day(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    for schedule in (
        replace(BERLIN, at=BERLIN.reveal.at, reveal=replace(BERLIN.reveal, next_day=True)),
        BERLIN,
    ):
        slot = await upcoming(world.tools, track, schedule)
        await world.store.tracks.change(
            track.id,
            schedule=schedule,
            channel=track.channel,
            channel_name=track.channel_name,
            topics=track.topics,
            levels=track.levels,
            upcoming=slot,
            by="grace",
            now=world.clock.now(),
        )
    await world.at(nine() + timedelta(hours=12))
    assert len(posts(world)) == 1
    await world.at(nine(1))
    assert [one.day for one in await world.store.rounds.recent(track.id, 5)] == [date(2026, 11, 3), MONDAY]


async def test_a_skipped_date_has_no_round(world: World) -> None:
    track = await world.track(BERLIN)
    await world.desk.command(world.who("grace", organiser=True), "/daily skip 2026-11-02..2026-11-03")
    await world.at(nine(2))
    assert [one.day for one in await world.store.rounds.recent(track.id, 5)] == [date(2026, 11, 4)]


async def test_skipping_a_due_unsent_question_cancels_it(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await world.at(nine())
    reply = await world.desk.command(world.who("grace", organiser=True), "/daily skip 2026-11-02")
    assert "Skipped" in said(reply)
    world.platform.mood = lambda: Mood.FINE
    await world.at(nine() + timedelta(hours=1))
    assert world.platform.log == []
    assert (await world.round_of(track)).state is RoundState.CANCELLED


async def test_a_voided_open_round_gives_no_points_and_keeps_streaks(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    await answer(world, round_, "ada", right_index(round_))
    await world.desk.command(world.who("grace", organiser=True), "/daily void 2026-11-02 two keys are right")
    await tick(world.tools)
    assert "This question was withdrawn: two keys are right" in plain(reveals(world)[0])
    member = await world.member("ada")
    given = await world.store.answers.given(round_.id, member.id)
    assert given is not None and not given.points
    assert dict(await world.store.answers.streaks(member.id))[track.id].streak == 1


async def test_an_empty_pool_fails_with_a_sentence_and_a_notice(make_world: MakeWorld) -> None:
    world = await make_world(bank_of({}))
    track = await world.track(BERLIN)
    await world.at(nine())
    round_ = await world.round_of(track)
    assert round_.state is RoundState.FAILED and round_.reason and "no question" in round_.reason
    assert any(one.target.dm == "grace" for one in world.platform.log), "the organiser is told"


async def test_no_question_repeats_while_one_is_unseen(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(per_topic=5, kinds=False))
    track = await world.track(BERLIN)
    for day in (0, 1, 2, 3, 4, 7, 8, 9, 10, 11):
        await full_day(world, track, day)
    asked = [
        one.question.question_id for one in await world.store.rounds.recent(track.id, 20) if one.question
    ]
    assert len(set(asked)) == 10
    topics = [name.split("-")[0] for name in asked]
    assert all(one != other for one, other in pairwise(topics)), "topics take turns"


async def test_two_tracks_of_a_group_never_ask_the_same_at_once(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(per_topic=2, topics=("alpha",), kinds=False))
    first, second = await world.track(BERLIN), await world.track(BERLIN, channel="c2")
    await world.at(nine())
    asked = [(await world.round_of(track)).question for track in (first, second)]
    assert len({one.question_id for one in asked if one}) == 2


async def test_ten_silent_rounds_pause_the_track_and_five_are_told(world: World) -> None:
    track = await world.track(BERLIN)
    for week in (0, 7):
        for day in range(5):
            await full_day(world, track, week + day)
    paused = await world.store.tracks.get(track.id)
    assert paused is not None and paused.state is TrackState.PAUSED
    notices = [plain(one.intent) for one in world.platform.log if one.target.dm]
    assert len(notices) == 2 and "last 5" in notices[0] and "paused" in notices[1]


async def test_when_close_and_post_are_due_together_the_reveal_comes_first(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    await world.at(nine(1))
    assert [type(one.intent) for one in world.platform.log] == [QuestionPost, Reveal, QuestionPost]


async def test_the_next_wake_up_is_the_earliest_thing_due(world: World) -> None:
    await world.track(BERLIN)
    assert await next_due(world.tools) == nine()
    await world.at(nine())
    assert await next_due(world.tools) == reveal()


async def test_a_bank_that_changed_leaves_the_open_round_as_shown(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    world.tools.pools.bank = bank_of({})
    again = await world.store.rounds.get(round_.id)
    assert again is not None and again.question == round_.question
    await answer(world, round_, "ada", right_index(round_))
    await world.at(reveal())
    assert reveals(world)[0].right == 1


async def test_now_posts_early_once_and_an_off_day_is_excused(world: World) -> None:
    track = await world.track(BERLIN)
    organiser = world.who("grace", organiser=True)
    await world.clock.move_to(nine() - timedelta(hours=1))
    assert "on its way" in said(await world.desk.command(organiser, "/daily now"))
    await tick(world.tools)
    assert "out already" in said(await world.desk.command(organiser, "/daily now"))
    await world.at(nine())
    assert len(posts(world)) == 1, "the regular post of that date is not sent as well"
    await world.at(nine(5))
    await world.desk.command(organiser, "/daily now")
    await tick(world.tools)
    assert (await world.round_of(track)).excused
