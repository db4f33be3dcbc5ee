"""Where nobody can be asked whether a message arrived, an organiser decides, once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import Delivery, DeliveryState, Round, RoundState, Track
from bot.intents.base import Reply
from bot.intents.correction import Correction
from bot.intents.question_post import QuestionPost
from bot.intents.reveal import Reveal
from bot.service.tick import tick
from tests.fakes.platform import Mood
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, letter, nine, only, posted, reveal, said, wrong_index

DATE = "2026-11-02"
SOON = timedelta(minutes=5)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    made = await make_world(only(Kind.CHOICE))
    made.platform.has_history = False
    return made


@pytest.fixture
async def track(world: World) -> Track:
    return await world.track(BERLIN)


def lose(world: World, mood: Mood) -> None:
    """The next send breaks off, all later ones succeed."""
    moods = iter([mood])
    world.platform.mood = lambda: next(moods, Mood.FINE)


async def unsure_post(world: World, track: Track, mood: Mood = Mood.LOST_BEFORE) -> Round:
    lose(world, mood)
    await world.at(nine())
    await world.at(nine() + SOON)
    return await world.round_of(track)


async def organise(world: World, text: str) -> str:
    return said(await world.desk.command(world.who("grace", organiser=True), text))


async def kinds(world: World, round_: Round) -> list[str]:
    """Kinds of the unsure deliveries of the round's group."""
    return [one.kind for one in await world.store.deliveries.unsure(round_.group_id)]


def questions(world: World) -> list[str]:
    return [one.ref for one in world.platform.log if isinstance(one.intent, QuestionPost)]


def notice(world: World) -> Reply:
    return Reply(next(one.intent for one in world.platform.log if one.target.dm))


async def press(world: World, reply: Reply, label: str, name: str = "grace") -> str:
    pressed = next(one for one in buttons(reply.intent) if one.label == label)
    return said(await world.desk.press(world.who(name, organiser=name == "grace"), pressed.action))


async def test_the_notice_says_what_to_look_for_and_offers_both(world: World, track: Track) -> None:
    await unsure_post(world, track)
    told = notice(world)
    assert said(told) == (
        "For organisers: Nobody can tell whether the question of Mon 2 Nov reached #daily-c1. Please look there."
        f" If it is there: /daily there {DATE}. If not: /daily again {DATE}. It is not sent again by itself."
    )
    assert [one.label for one in buttons(told.intent)] == ["It is there", "Post again"]


@pytest.mark.parametrize("way", ["command", "button"])
async def test_again_posts_it_once_more_under_a_mark_of_its_own(world: World, track: Track, way: str) -> None:
    round_ = await unsure_post(world, track)
    first = await world.store.deliveries.unsure_of(round_.id)
    done = (
        await organise(world, f"/daily again {DATE}")
        if way == "command"
        else await press(world, notice(world), "Post again")
    )
    assert done == "The question of Mon 2 Nov is sent once more."
    await tick(world.tools)
    assert len(questions(world)) == 1 and first is not None
    assert [one.mark for one in world.platform.log if not one.target.dm] != [first.mark]
    round_ = await world.round_of(track)
    assert round_.state is RoundState.POSTED and round_.post_ref == questions(world)[0]


@pytest.mark.parametrize("way", ["command", "button"])
async def test_there_opens_the_round_though_its_post_has_no_known_reference(
    world: World, track: Track, way: str
) -> None:
    await unsure_post(world, track, Mood.LOST_AFTER)
    done = (
        await organise(world, "/daily there today")
        if way == "command"
        else await press(world, notice(world), "It is there")
    )
    assert done.startswith("Noted: the question of Mon 2 Nov is there. It goes on as usual")
    round_ = await world.round_of(track)
    assert (round_.state, round_.post_ref, round_.posted_at) == (RoundState.POSTED, None, nine())
    assert "Saved" in said(await answer(world, round_, "ada", 0))
    await world.at(reveal())
    [shown] = [one for one in world.platform.log if isinstance(one.intent, Reveal)]
    assert shown.target.thread_of is None and shown.target.silent
    assert (await world.round_of(track)).state is RoundState.REVEALED
    assert world.platform.edits == [] and len(questions(world)) == 1


async def test_there_without_an_answer_closes_like_any_other_round(world: World, track: Track) -> None:
    await unsure_post(world, track, Mood.LOST_AFTER)
    await organise(world, f"/daily there {DATE}")
    await world.at(reveal())
    assert (await world.round_of(track)).state is RoundState.REVEALED


async def test_what_is_decided_is_decided_once(world: World, track: Track) -> None:
    await unsure_post(world, track)
    told = notice(world)
    await press(world, told, "Post again")
    await tick(world.tools)
    for label in ("Post again", "It is there"):
        assert "decided already" in await press(world, told, label)
    for verb in ("again", "there"):
        assert await organise(world, f"/daily {verb} {DATE}") == (
            "Nothing of Mon 2 Nov is unsure. /daily status shows what is."
        )
    await tick(world.tools)
    assert len(questions(world)) == 1


async def test_of_two_organisers_at_once_one_decides(world: World, track: Track) -> None:
    round_ = await unsure_post(world, track)
    delivery = await world.store.deliveries.unsure_of(round_.id)
    assert delivery is not None
    store, now = world.store.deliveries, world.clock.now()
    assert await store.send_again(delivery, now, delivery.give_up_at)
    assert not await store.send_again(delivery, now, delivery.give_up_at)
    assert not await store.it_is_there(delivery, now)


async def test_a_second_unsure_attempt_is_the_third_delivery_in_the_end(world: World, track: Track) -> None:
    round_ = await unsure_post(world, track)
    lose(world, Mood.LOST_BEFORE)
    await organise(world, f"/daily again {DATE}")
    await world.at(world.clock.now())
    await world.at(world.clock.now() + SOON)
    assert await kinds(world, round_) == ["post-2"]
    assert len([one for one in world.platform.log if one.target.dm]) == 2, "told of each"
    await organise(world, f"/daily again {DATE}")
    await tick(world.tools)
    assert (await world.round_of(track)).state is RoundState.POSTED and len(questions(world)) == 1


async def test_a_sure_post_is_refused(world: World, track: Track) -> None:
    await posted(world, track)
    for verb in ("again", "there"):
        assert "Nothing of Mon 2 Nov is unsure" in await organise(world, f"/daily {verb} {DATE}")
        assert "had no question" in await organise(world, f"/daily {verb} 2026-10-01")
        assert "Say which date" in await organise(world, f"/daily {verb}")


async def test_it_may_be_too_late_to_post_again(world: World, track: Track) -> None:
    await unsure_post(world, track)
    await world.at(nine() + timedelta(hours=5))
    assert "too late for the question" in await organise(world, f"/daily again {DATE}")
    await world.at(reveal())
    assert (await world.round_of(track)).state is RoundState.EXPIRED
    for verb in ("again", "there"):
        assert "its time is over" in await organise(world, f"/daily {verb} {DATE}")


async def test_a_paused_track_posts_nothing_again(world: World, track: Track) -> None:
    round_ = await unsure_post(world, track)
    await organise(world, "/daily pause")
    assert "is paused" in await organise(world, f"/daily again {DATE}")
    assert await kinds(world, round_) == ["post"], "it still waits for a word"


@pytest.mark.parametrize(("verb", "reveals"), [("again", 2), ("there", 1)])
async def test_an_unsure_reveal_is_decided_the_same_way(
    world: World, track: Track, verb: str, reveals: int
) -> None:
    round_ = await posted(world, track)
    await answer(world, round_, "ada", 0)
    lose(world, Mood.LOST_AFTER)
    await world.at(reveal())
    await world.at(reveal() + SOON)
    assert (await world.round_of(track)).state is RoundState.CLOSED
    assert "the reveal of Mon 2 Nov reached" in said(notice(world))
    await organise(world, f"/daily {verb} {DATE}")
    await tick(world.tools)
    assert (await world.round_of(track)).state is RoundState.REVEALED
    assert len([one for one in world.platform.log if isinstance(one.intent, Reveal)]) == reveals
    assert len(world.platform.edits) > 0, "the post shows what was right"
    assert world.platform.doubled() == {}


async def test_a_correction_can_be_unsure_as_well(world: World, track: Track) -> None:
    round_ = await full_day(world, track, 0, alan="wrong")
    shown = await world.desk.command(
        world.who("grace", organiser=True), f"/daily fix {DATE} accept {letter(wrong_index(round_))}"
    )
    await press(world, shown, "Correct it")
    lose(world, Mood.LOST_BEFORE)
    await tick(world.tools)
    await world.at(world.clock.now() + SOON)
    assert "the correction of Mon 2 Nov reached" in said(notice(world))
    await organise(world, f"/daily again {DATE}")
    await tick(world.tools)
    told = [plain(one.intent) for one in world.platform.log if isinstance(one.intent, Correction)]
    assert len(told) == 1 and "1 person gained 15 points" in told[0]


async def test_others_cannot_decide(world: World, track: Track) -> None:
    round_ = await unsure_post(world, track)
    told = notice(world)
    for label in ("It is there", "Post again"):
        assert await press(world, told, label, "ada") == "Only organisers can do this."
    stranger = replace(world.who("eve", organiser=True), group="g2", group_name="Elsewhere")
    for one in buttons(told.intent):
        assert "not known here" in said(await world.desk.press(stranger, one.action))
        tampered = one.action[:-3] + "xxx"
        assert "not known here" in said(await world.desk.press(world.who("grace", organiser=True), tampered))
    delivery: Delivery | None = await world.store.deliveries.unsure_of(round_.id)
    assert delivery is not None and delivery.state is DeliveryState.UNSURE


async def test_the_status_shows_what_waits_for_a_word_and_offers_both(world: World, track: Track) -> None:
    await unsure_post(world, track)
    status = await world.desk.command(world.who("grace", organiser=True), "/daily status")
    assert said(status).count("Nobody can tell whether the question of Mon 2 Nov reached") == 1
    assert "sent once more" in await press(world, status, "Post again")
    assert "Nobody can tell" not in await organise(world, "/daily status")


async def test_a_round_that_expired_meanwhile_waits_for_no_word(world: World, track: Track) -> None:
    await unsure_post(world, track)
    await world.at(reveal())
    assert "Nobody can tell" not in await organise(world, "/daily status")
