import asyncio
from dataclasses import replace

import pytest

from bot.domain.freezing import shown
from bot.domain.round import DeliveryKind, DeliveryState, RoundState, mark
from bot.ports.rounds import Plan, PlannedRound
from tests.store.scene import START, Scene, at, copy_of, day, made_slot


async def test_a_plan_writes_the_round_its_post_and_the_next_slot(scene: Scene) -> None:
    track = await scene.track()
    round_ = await scene.plan(track, 1)
    assert (round_.state, round_.day, round_.opens_at) == (RoundState.PLANNED, day(1), at(1, "09:00"))
    assert round_.question == copy_of("q1") and round_.group_id == scene.group.id
    assert await scene.store.rounds.get(round_.id) == round_
    assert await scene.store.rounds.by_mark(round_.mark) == round_
    assert await scene.store.rounds.on_day(track.id, day(1)) == round_
    post = await scene.waiting(round_, DeliveryKind.POST)
    assert post is not None and post.mark == mark("t1", day(1), "post") and post.due_at == at(1, "09:00")
    assert (post.channel, post.platform, post.give_up_at) == ("channel-t1", "fake", at(1, "13:00"))
    assert (await scene.fresh(track)).next_day == day(2)


async def test_options_stand_as_they_were_shown(scene: Scene) -> None:
    track = await scene.track()
    planned = replace(scene.planned(track, 1), order="2013")
    [round_] = await scene.store.rounds.save_plans([Plan(track, (planned,), None)], START)
    assert round_.question == shown(copy_of("q1"), "2013")
    assert (await scene.fresh(track)).next_at is None


async def test_a_second_plan_of_the_same_day_writes_nothing(scene: Scene) -> None:
    track = await scene.track()
    plan = Plan(track, (scene.planned(track, 1),), made_slot(2))
    written = await asyncio.gather(*(scene.store.rounds.save_plans([plan], START) for _ in range(5)))
    assert sorted(map(len, written)) == [0, 0, 0, 0, 1]
    back = await scene.stand_on(track, 1)
    assert await scene.store.rounds.save_plans([replace(plan, track=back)], START) == []
    assert len(await scene.store.rounds.recent(track.id, 9)) == 1


async def test_missed_days_are_rows_that_say_why(scene: Scene) -> None:
    track = await scene.track()
    missed = tuple(
        PlannedRound(mark("t1", day(n), "round"), made_slot(n), RoundState.EXPIRED, "Too late to post.")
        for n in (1, 2)
    )
    plan = Plan(track, (*missed, scene.planned(track, 3)), made_slot(4))
    written = await scene.store.rounds.save_plans([plan], at(3, "09:00"))
    assert [(each.state, each.reason, each.question is None) for each in written] == [
        (RoundState.EXPIRED, "Too late to post.", True),
        (RoundState.EXPIRED, "Too late to post.", True),
        (RoundState.PLANNED, None, False),
    ]
    assert len(await scene.store.deliveries.due(["fake"], at(9, "00:00"), 9)) == 1


async def test_many_plans_are_one_transaction(scene: Scene) -> None:
    tracks = [await scene.track(f"t{number}") for number in range(30)]
    copy = copy_of("shared")
    plans = [Plan(track, (scene.planned(track, 1, copy),), made_slot(2)) for track in tracks]
    written = await scene.store.rounds.save_plans(plans, START)
    assert [round_.track_id for round_ in written] == [track.id for track in tracks]
    assert {round_.question for round_ in written} == {copy}


async def test_a_paused_track_is_not_planned(scene: Scene) -> None:
    track = await scene.track()
    plan = Plan(track, (scene.planned(track, 1),), made_slot(2))
    paused = type(track.state).PAUSED
    await scene.store.tracks.set_state(track.id, paused, None, made_slot(1), None, START)
    assert await scene.store.rounds.save_plans([plan], START) == []


async def test_todays_round_by_hand_once(scene: Scene) -> None:
    track = await scene.track()
    planned = replace(scene.planned(track, 1), excused="posted by hand")
    early = await scene.store.rounds.post_early(track, planned, made_slot(2), START)
    assert early is not None and early.excused == "posted by hand"
    assert (await scene.fresh(track)).next_day == day(2)
    assert await scene.store.rounds.post_early(track, planned, made_slot(3), START) is None
    assert (await scene.fresh(track)).next_day == day(2)


async def test_seen_is_per_group_and_forgets_what_never_went_out(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    here, there = await scene.track("t1"), await scene.track("t2", group=other)
    await scene.play(here, 1)
    cancelled = await scene.plan(here, 2)
    assert await scene.store.rounds.cancel(cancelled.id, RoundState.CANCELLED, "skipped")
    await scene.plan(here, 3)
    await scene.plan(there, 4)
    seen = await scene.store.rounds.seen([scene.group.id, other.id])
    assert seen[scene.group.id] == {"q1": at(1, "09:00"), "q3": at(3, "09:00")}
    assert seen[other.id] == {"q4": at(4, "09:00")}


async def test_newest_are_the_channels_posted_rounds(scene: Scene) -> None:
    one, two = await scene.track("t1", "c1"), await scene.track("t2", "c2")
    rounds = [await scene.post(one, number) for number in (1, 2, 3)]
    await scene.post(two, 4)
    await scene.plan(one, 5)
    assert await scene.store.rounds.newest(scene.group.id, "c1", 2) == [rounds[2], rounds[1]]
    assert [each.day for each in await scene.store.rounds.recent(one.id, 2)] == [day(5), day(3)]


async def test_a_round_is_found_by_its_post(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    assert round_.post_ref is not None
    assert await scene.store.rounds.by_post(scene.group.id, round_.post_ref) == round_
    assert await scene.store.rounds.by_post(scene.group.id + 1, round_.post_ref) is None


async def test_due_to_close_waits_ten_seconds(scene: Scene) -> None:
    track = await scene.track()
    first, second = await scene.post(track, 1), await scene.post(track, 2)
    assert await scene.store.rounds.next_close() == at(1, "17:00")
    assert await scene.store.rounds.due_to_close(at(1, "17:00:09"), 9) == []
    assert await scene.store.rounds.due_to_close(at(1, "17:00:10"), 9) == [first]
    assert await scene.store.rounds.due_to_close(at(3, "00:00"), 9) == [first, second]
    await scene.close(first)
    assert await scene.store.rounds.next_close() == at(2, "17:00")


async def test_a_skipped_round_takes_its_post_along(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    assert await scene.store.rounds.cancel(round_.id, RoundState.CANCELLED, "skipped")
    cancelled = await scene.again(round_)
    assert (cancelled.state, cancelled.reason) == (RoundState.CANCELLED, "skipped")
    assert await scene.waiting(round_, DeliveryKind.POST) is None
    assert not await scene.store.rounds.cancel(round_.id, RoundState.CANCELLED, "again")


@pytest.mark.parametrize("recorded", [False, True])
async def test_a_post_that_is_being_sent_cannot_be_cancelled(scene: Scene, recorded: bool) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    claimed = await scene.claim(round_, DeliveryKind.POST, at(1, "09:00"))
    if recorded:
        await scene.store.deliveries.end(claimed, DeliveryState.UNSURE, "nobody can be asked")
    assert not await scene.store.rounds.cancel(round_.id, RoundState.CANCELLED, "skipped")
    assert (await scene.again(round_)).state is RoundState.PLANNED


async def test_marking_as_posted_keeps_the_first_time(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    for clock in ("09:01", "09:02"):
        await scene.store.rounds.mark_posted(round_.id, "ref", at(1, clock))
    posted = await scene.again(round_)
    assert (posted.state, posted.posted_at) == (RoundState.POSTED, at(1, "09:01"))
