"""DESIGN, invariant 2: never two messages for one delivery, exactly one where the platform can be asked."""

import asyncio
from datetime import timedelta
from itertools import count

import pytest

from bot.domain.question import Kind
from bot.domain.round import DeliveryState, RoundState, TrackState
from bot.errors import StoreError
from bot.service import deliver as deliver_module
from bot.service.deliver import LEASE, deliver, deliver_one
from bot.service.tick import tick
from tests.fakes.platform import Mood
from tests.fakes.text import plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, nine, only, reveal


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def once(world: World, mood: Mood) -> None:
    """Let the first send meet this mood, all later ones succeed."""
    moods = iter([mood])
    world.platform.mood = lambda: next(moods, Mood.FINE)
    await world.at(nine())


async def test_a_lost_reply_is_reconciled_and_not_sent_again(world: World) -> None:
    track = await world.track(BERLIN)
    await once(world, Mood.LOST_AFTER)
    assert (await world.round_of(track)).state is RoundState.PLANNED
    await world.at(nine() + LEASE + timedelta(seconds=1))
    assert len(world.platform.log) == 1
    assert (await world.round_of(track)).state is RoundState.POSTED


async def test_nothing_is_sent_before_the_lease_ran_out(world: World) -> None:
    await world.track(BERLIN)
    await once(world, Mood.LOST_BEFORE)
    await world.at(nine() + LEASE - timedelta(seconds=1))
    assert world.platform.log == []
    await world.at(nine() + LEASE + timedelta(seconds=1))
    assert len(world.platform.log) == 1


async def test_where_nobody_can_be_asked_the_delivery_is_unsure_and_the_organiser_is_told(
    world: World,
) -> None:
    track = await world.track(BERLIN)
    world.platform.has_history = False
    await once(world, Mood.LOST_AFTER)
    for minutes in (2, 10, 60):
        await world.at(nine() + timedelta(minutes=minutes))
    questions = [one for one in world.platform.log if not one.target.dm]
    notices = [plain(one.intent) for one in world.platform.log if one.target.dm]
    assert len(questions) == 1, "it is not sent again by itself"
    assert len(notices) == 1 and "Nobody can tell" in notices[0]
    assert (await world.round_of(track)).state is RoundState.PLANNED


async def test_an_answer_proves_an_unsure_post(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.has_history = False
    await once(world, Mood.LOST_AFTER)
    await world.at(nine() + timedelta(minutes=5))
    round_ = await world.round_of(track)
    await world.desk.press(world.who(), f"v1:answer:{round_.mark}:0")
    await world.at(reveal())
    assert (await world.round_of(track)).state in (RoundState.CLOSED, RoundState.REVEALED)


async def test_an_unsure_post_without_answers_expires_with_its_sentence(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.has_history = False
    await once(world, Mood.LOST_BEFORE)
    await world.at(nine() + timedelta(minutes=5))
    await world.at(reveal())
    round_ = await world.round_of(track)
    assert round_.state is RoundState.EXPIRED and round_.reason


async def test_a_busy_platform_is_tried_again_with_back_off(world: World) -> None:
    track = await world.track(BERLIN)
    await once(world, Mood.BUSY)
    await world.at(nine() + timedelta(seconds=29))
    assert world.platform.log == []
    await world.at(nine() + timedelta(seconds=31))
    assert (await world.round_of(track)).state is RoundState.POSTED


async def test_a_broken_channel_pauses_its_track_and_nobody_elses(world: World) -> None:
    bad, good = await world.track(BERLIN), await world.track(BERLIN, channel="c2")
    send = world.platform.send

    async def picky(target, intent, mark):  # type: ignore[no-untyped-def]
        world.platform.mood = lambda: Mood.BROKEN if target.channel == "c1" else Mood.FINE
        return await send(target, intent, mark)

    world.platform.send = picky  # type: ignore[method-assign]
    await world.at(nine())
    paused, running = await world.store.tracks.get(bad.id), await world.store.tracks.get(good.id)
    assert (
        paused is not None and paused.state is TrackState.PAUSED and paused.reason == "The channel is gone."
    )
    assert running is not None and running.state is TrackState.ACTIVE
    assert (await world.round_of(good)).state is RoundState.POSTED
    told = [one for one in world.platform.log if one.target.dm]
    assert len(told) == 1, "the organiser is told once"


async def test_a_channel_that_hangs_holds_up_nobody_however_many_are_due(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver_module, "STEP", 4)
    monkeypatch.setattr(deliver_module, "ENOUGH", 2)
    tracks = [await world.track(BERLIN, channel=f"c{place}") for place in range(11)]
    send, others_posted = world.platform.send, asyncio.Event()

    async def slow_in_the_first(target, intent, mark):  # type: ignore[no-untyped-def]
        if target.channel == "c0":
            await asyncio.wait_for(others_posted.wait(), 5)
        ref = await send(target, intent, mark)
        if len(world.platform.log) == len(tracks) - 1:
            others_posted.set()
        return ref

    world.platform.send = slow_in_the_first  # type: ignore[method-assign]
    await world.at(nine())
    assert [one.target.channel for one in world.platform.log][-1] == "c0"
    assert len(world.platform.log) == len(tracks)


async def test_a_database_that_fails_meanwhile_breaks_off_no_send(world: World) -> None:
    track = await world.track(BERLIN)
    due, send, failed = world.store.deliveries.due, world.platform.send, asyncio.Event()
    asked = count()

    async def fails_the_second_time(platforms, now, limit):  # type: ignore[no-untyped-def]
        if next(asked):
            failed.set()
            raise StoreError("The disk failed.")
        return await due(platforms, now, limit)

    async def slow(target, intent, mark):  # type: ignore[no-untyped-def]
        await asyncio.wait_for(failed.wait(), 5)
        return await send(target, intent, mark)

    world.store.deliveries.due = fails_the_second_time  # type: ignore[method-assign]
    world.platform.send = slow  # type: ignore[method-assign]
    with pytest.raises(StoreError, match="disk"):
        await world.at(nine())
    assert (await world.round_of(track)).state is RoundState.POSTED


async def test_two_workers_that_see_the_same_row_send_it_once(world: World) -> None:
    await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await world.at(nine())
    world.platform.mood = lambda: Mood.FINE
    world.clock.advance(timedelta(minutes=5))
    [row] = await world.store.deliveries.due(("fake",), world.clock.now(), 10)
    await deliver_one(world.tools, row)
    await deliver_one(world.tools, row)
    assert len(world.platform.log) == 1


async def test_a_post_that_became_too_late_while_waiting_expires(world: World) -> None:
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await world.at(nine())
    world.platform.mood = lambda: Mood.FINE
    await world.at(nine() + timedelta(hours=4, minutes=1))
    round_ = await world.round_of(track)
    assert round_.state is RoundState.EXPIRED and round_.reason
    assert world.platform.log == []


@pytest.mark.parametrize(("days", "sent"), [(6, 1), (8, 0)])
async def test_a_reveal_is_sent_up_to_seven_days_late(world: World, days: int, sent: int) -> None:
    track = await world.track(BERLIN)
    await world.at(nine())
    await world.desk.command(world.who("grace", organiser=True), "/daily pause")
    world.platform.mood = lambda: Mood.BUSY
    await world.at(reveal())
    world.platform.mood = lambda: Mood.FINE
    await world.at(reveal() + timedelta(days=days))
    assert len([one for one in world.platform.log if one.target.thread_of]) == sent
    assert (await world.round_of(track)).state is (RoundState.REVEALED if sent else RoundState.CLOSED)


async def test_a_row_that_gave_up_says_so(world: World) -> None:
    await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BUSY
    await world.at(nine())
    await world.at(nine() + timedelta(hours=9))
    await deliver(world.tools)
    await tick(world.tools)
    due = await world.store.deliveries.due(("fake",), world.clock.now() + timedelta(days=30), 10)
    assert [row for row in due if row.state is not DeliveryState.WAITING] == []
