"""The post while it is open: its count, its hint, and what it never shows."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import Round, RoundState, TrackState
from bot.domain.schedule import LATE_LIMIT
from bot.intents.question_post import COUNT_UNTIL, Display, QuestionPost
from bot.intents.reasons import DELETED
from bot.intents.reveal import Reveal
from bot.intents.right_answer import right_in_words
from bot.ports.deliveries import OpenCount
from bot.service.desk import Desk
from bot.service.display import wanted_count
from bot.service.tick import tick
from tests.fakes.platform import Mood
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, NINE, answer, full_day, nine, only, posted, reveal, right_index

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def counts(world: World) -> list[int]:
    """What edits of open posts have shown."""
    edits = [intent for _, intent in world.platform.edits if isinstance(intent, QuestionPost)]
    return [intent.answered for intent in edits if intent.display is Display.OPEN]


async def crowd(world: World, round_: Round, first: int, last: int) -> None:
    for number in range(first, last + 1):
        await answer(world, round_, f"member{number}", 0)


@pytest.mark.parametrize(
    ("shown", "answered", "minutes", "wanted"),
    [
        (0, 0, 0, None),
        (0, 1, 0, 1),
        (1, 9, 30, None),
        (1, 10, 0, 10),
        (10, 24, 30, None),
        (10, 25, 0, 25),
        (25, 49, 30, None),
        (25, 50, 0, 50),
        (50, 99, 30, None),
        (50, 100, 0, 100),
        (0, 30, 0, 30),
        (100, 101, 4, None),
        (100, 101, 5, 101),
        (130, 129, 30, None),
        (130, 130, 30, None),
    ],
)
def test_the_count_is_edited_at_its_steps_then_every_five_minutes(
    shown: int, answered: int, minutes: int, wanted: int | None
) -> None:
    assert wanted_count(OpenCount(1, shown, NINE, answered), NINE + minutes * MINUTE) == wanted


async def test_no_count_stands_at_nought(world: World) -> None:
    await posted(world, await world.track(BERLIN))
    post = world.platform.log[0].intent
    assert "answered" not in plain(post)


async def test_a_count_that_could_not_be_shown_in_fifty_minutes_is_never_shown(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", 0)
    await world.store.deliveries.want_display(round_.id, "open:1", world.clock.now())
    await world.at(NINE + COUNT_UNTIL)
    assert world.platform.edits == []
    await world.at(reveal())
    assert counts(world) == [] and len(world.platform.edits) == 1


async def test_no_count_is_edited_while_the_rounds_reveal_waits(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", 0)
    await world.store.deliveries.want_display(round_.id, "open:1", world.clock.now())
    world.platform.mood = lambda: Mood.BUSY
    await world.desk.command(world.who("grace", organiser=True), "/daily void 2026-11-02 two keys are right")
    await tick(world.tools)
    assert world.platform.edits == []


async def test_no_count_is_edited_while_the_channels_last_reveal_waits(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    moods = iter([Mood.BUSY, Mood.FINE])
    world.platform.mood = lambda: next(moods, Mood.FINE)
    await world.at(nine(1))
    assert [type(one.intent) for one in world.platform.log] == [QuestionPost, QuestionPost]
    await crowd(world, await world.round_of(track), 1, 2)
    await tick(world.tools)
    assert counts(world) == []
    await world.at(nine(1) + MINUTE)
    assert isinstance(world.platform.log[-1].intent, Reveal)
    assert counts(world) == [2]


async def test_a_reaction_is_counted_at_once(world: World) -> None:
    woken: list[int] = []
    round_ = await posted(world, await world.track(BERLIN))
    assert round_.post_ref is not None
    desk = Desk(replace(world.tools, nudge=lambda: woken.append(1)))
    await desk.react(world.who(), round_.post_ref, "🇧", True)
    assert woken == [1]
    await desk.react(world.who("alan"), round_.post_ref, "🇧", False)
    assert woken == [1], "nothing was taken back"


async def test_an_edit_draws_the_hint_of_the_setting_as_it_is_now(world: World) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await world.desk.command(world.who("grace", organiser=True), "/daily settings reactions ignore")
    await answer(world, round_, "ada", 0)
    await tick(world.tools)
    assert "everyone sees it" not in plain(world.platform.edits[-1][1])


async def test_the_revealed_post_marks_the_right_option_and_takes_no_answers(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0, ada="right")
    shown = world.platform.edits[-1][1]
    text = plain(shown)
    right = [row for row in text.split("\n") if " right " in row]
    assert [row[0] for row in right] == ["ABCDE"[right_index(round_)]]
    assert "Tap a letter" not in text and "closed · 1 answered" in text
    assert not any(button.action.startswith("v1:answer") for button in buttons(shown))


@pytest.mark.parametrize("kind", [Kind.NUMBER, Kind.ORDER])
async def test_a_revealed_post_without_letters_says_what_was_right(make_world: MakeWorld, kind: Kind) -> None:
    world = await make_world(only(kind))
    round_ = await full_day(world, await world.track(BERLIN), 0)
    assert round_.question is not None
    told = f"✅ {right_in_words(round_.question)}"
    assert told not in plain(world.platform.log[0].intent)
    assert told in plain(world.platform.edits[-1][1]).split("\n")


async def test_the_reveal_carries_its_buttons_itself(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0)
    told = world.platform.log[-1].intent
    assert isinstance(told, Reveal)
    assert [button.label for button in buttons(told)] == ["My result", "Practise", "Report a problem"]


async def test_the_reveal_tells_its_parts_in_order(world: World) -> None:
    round_ = await full_day(world, await world.track(BERLIN), 0, **{f"m{n}": "right" for n in range(5)})
    text = plain(world.platform.log[-1].intent)
    head = f"✅ {'ABCDE'[right_index(round_)]}: "
    parts = [head, "5 of 5 right (100 %).", "100 % (5)", "In an interview", "- one", "Sources", "Right: "]
    places = [text.index(part) for part in parts]
    assert places == sorted(places) and places[0] == 0


async def test_a_posting_day_has_one_top_level_message(world: World) -> None:
    track = await world.track(BERLIN)
    for day in range(3):
        await full_day(world, track, day, ada="right")
    top = [one for one in world.platform.log if one.target.thread_of is None and one.target.dm is None]
    assert len(top) == 3 and all(isinstance(one.intent, QuestionPost) for one in top)


async def test_a_post_too_late_is_no_message_at_all(world: World) -> None:
    await world.track(BERLIN)
    await world.at(NINE + LATE_LIMIT + MINUTE)
    assert world.platform.log == [] and world.platform.edits == []


async def test_a_post_found_gone_at_the_reveal_excuses_its_round_and_the_channel_reads_the_reveal(
    world: World,
) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    assert round_.post_ref is not None
    world.platform.deleted.add(round_.post_ref)
    await world.at(reveal())
    told = world.platform.log[-1]
    assert isinstance(told.intent, Reveal) and told.target.thread_of is None and told.target.silent
    assert "the question was deleted from the channel" in plain(told.intent)
    round_ = await world.round_of(track)
    assert (round_.state, round_.excused) == (RoundState.REVEALED, DELETED)
    running = await world.store.tracks.get(track.id)
    assert running is not None and running.state is TrackState.ACTIVE


async def test_a_correction_of_a_post_that_is_gone_pauses_nothing(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="right")
    assert round_.post_ref is not None
    world.platform.deleted.add(round_.post_ref)
    await world.desk.command(world.who("grace", organiser=True), "/daily void 2026-11-02 two keys are right")
    await tick(world.tools)
    running = await world.store.tracks.get(track.id)
    assert running is not None and running.state is TrackState.ACTIVE
