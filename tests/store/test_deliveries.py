import asyncio
from datetime import timedelta

import pytest

from bot.domain.round import DeliveryKind, DeliveryState, RoundState
from bot.ports.deliveries import DisplayEdit, OpenCount
from tests.store.scene import START, Scene, at

LEASE = timedelta(seconds=90)


async def test_of_many_claimers_one_wins(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    waiting = await scene.waiting(round_, DeliveryKind.POST)
    assert waiting is not None
    now = at(1, "09:00")
    claims = await asyncio.gather(
        *(scene.store.deliveries.claim(waiting, now, now + LEASE) for _ in range(6))
    )
    [won] = [claim for claim in claims if claim is not None]
    assert (won.state, won.attempts, won.first_attempt_at) == (DeliveryState.SENDING, 1, now)
    assert won.lease_until == now + LEASE


async def test_a_lease_that_ran_out_is_due_again_and_claimed_once(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    now = at(1, "09:00")
    claimed = await scene.claim(round_, DeliveryKind.POST, now)
    assert await scene.store.deliveries.due(["fake"], now + LEASE - timedelta(seconds=1), 9) == []
    assert await scene.store.deliveries.next_due(["fake"]) == now + LEASE
    [stuck] = await scene.store.deliveries.due(["fake"], now + LEASE, 9)
    assert stuck == claimed
    assert await scene.store.deliveries.claim(stuck, now, now + LEASE) is None
    later = now + LEASE
    claims = [await scene.store.deliveries.claim(stuck, later, later + LEASE) for _ in range(2)]
    assert claims[0] is not None and claims[0].attempts == 2 and claims[0].first_attempt_at == now
    assert claims[1] is None


async def test_a_stale_copy_of_a_delivery_claims_nothing(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    stale = await scene.waiting(round_, DeliveryKind.POST)
    assert stale is not None
    now = at(1, "09:00")
    claimed = await scene.claim(round_, DeliveryKind.POST, now)
    await scene.store.deliveries.release(claimed, now, "busy")
    assert await scene.store.deliveries.claim(stale, now, now + LEASE) is None


async def test_sent_posts_the_round_and_reveals_it(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    await scene.deliver(round_, DeliveryKind.POST, at(1, "09:00:02"))
    posted = await scene.again(round_)
    assert (posted.state, posted.posted_at) == (RoundState.POSTED, at(1, "09:00:02"))
    await scene.close(posted)
    reveal = await scene.deliver(posted, DeliveryKind.REVEAL, at(1, "17:00:11"))
    assert reveal.channel == "channel-t1" and reveal.give_up_at == at(8, "17:00")
    assert (await scene.again(round_)).state is RoundState.REVEALED
    assert await scene.store.deliveries.due(["fake"], at(30, "00:00"), 9) == []


async def test_what_waits_and_what_is_open_can_be_counted(scene: Scene) -> None:
    async def counted() -> tuple[int, int]:
        return await scene.store.deliveries.count_waiting(), await scene.store.rounds.count_posted()

    assert await counted() == (0, 0)
    round_ = await scene.plan(await scene.track(), 1)
    assert await counted() == (1, 0)
    await scene.deliver(round_, DeliveryKind.POST, at(1, "09:00:02"))
    assert await counted() == (0, 1)
    await scene.close(round_)
    assert await counted() == (1, 0), "its reveal waits"


async def test_a_post_recorded_after_the_close_leaves_the_round_closed(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    claimed = await scene.claim(round_, DeliveryKind.POST, at(1, "09:00"))
    await scene.answer(round_, await scene.member("Ada"))
    await scene.close(round_)
    await scene.store.deliveries.record_sent(claimed, "ref", at(1, "17:05"))
    late = await scene.again(round_)
    assert (late.state, late.post_ref, late.posted_at) == (RoundState.CLOSED, "ref", at(1, "17:05"))


async def test_released_waits_for_its_time_but_never_past_giving_up(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    for retry, expected in (("09:10", "09:10"), ("23:00", "13:00")):
        claimed = await scene.claim(round_, DeliveryKind.POST, at(1, "09:00"))
        await scene.store.deliveries.release(claimed, at(1, retry), "busy")
        assert await scene.store.deliveries.next_due(["fake"]) == at(1, expected)
    again = await scene.waiting(round_, DeliveryKind.POST)
    assert again is not None and again.outcome == "busy" and again.lease_until is None


@pytest.mark.parametrize(
    ("state", "ends"),
    [
        (DeliveryState.EXPIRED, RoundState.EXPIRED),
        (DeliveryState.FAILED, RoundState.FAILED),
        (DeliveryState.CANCELLED, RoundState.CANCELLED),
        (DeliveryState.UNSURE, RoundState.PLANNED),
    ],
)
async def test_a_post_that_ends_unsent_ends_its_round(
    scene: Scene, state: DeliveryState, ends: RoundState
) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    claimed = await scene.claim(round_, DeliveryKind.POST, at(1, "09:00"))
    await scene.store.deliveries.end(claimed, state, "no such channel")
    ended = await scene.again(round_)
    assert ended.state is ends and ended.reason == (None if ends is RoundState.PLANNED else "no such channel")
    assert await scene.store.deliveries.due(["fake"], at(30, "00:00"), 9) == []


async def test_a_reveal_that_ends_unsent_leaves_the_round_closed(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    await scene.close(round_)
    claimed = await scene.claim(round_, DeliveryKind.REVEAL, at(1, "17:01"))
    await scene.store.deliveries.end(claimed, DeliveryState.EXPIRED, "too late")
    assert (await scene.again(round_)).state is RoundState.CLOSED


async def test_due_is_per_platform_oldest_first_reveals_before_posts(scene: Scene) -> None:
    other = await scene.store.people.group("web", "g1", "Elsewhere")
    one, two = await scene.track("t1"), await scene.track("t2")
    closed = await scene.post(one, 1)
    await scene.close(closed, now=at(2, "09:00"))
    planned = await scene.plan(two, 2)
    early = await scene.plan(await scene.track("t3"), 1)
    await scene.plan(await scene.track("t4", group=other), 1)
    due = await scene.store.deliveries.due(["fake"], at(2, "09:00"), 9)
    assert [(each.round_id, each.kind) for each in due] == [
        (early.id, "post"),
        (closed.id, "reveal"),
        (planned.id, "post"),
    ]
    assert await scene.store.deliveries.due(["fake"], at(2, "09:00"), 2) == due[:2]
    assert len(await scene.store.deliveries.due(["fake", "web"], at(2, "09:00"), 9)) == 4
    assert await scene.store.deliveries.due([], at(2, "09:00"), 9) == []


async def test_a_notice_is_kept_once(scene: Scene) -> None:
    track = await scene.track()
    notice = (scene.group.id, track.id, "unanswered", "Nobody answered.\0", at(1, "18:00"), "mark")
    added = await asyncio.gather(*(scene.store.deliveries.add_notice(*notice) for _ in range(4)))
    assert sorted(added) == [False, False, False, True]
    [due] = await scene.store.deliveries.due(["fake"], at(1, "18:00"), 9)
    assert (due.kind, due.text, due.channel, due.round_id) == ("unanswered", "Nobody answered.", "", None)
    assert due.give_up_at == at(8, "18:00")
    claimed = await scene.store.deliveries.claim(due, at(1, "18:00"), at(1, "18:02"))
    assert claimed is not None
    await scene.store.deliveries.record_sent(claimed, "ref", at(1, "18:00"))
    assert await scene.store.deliveries.open_notices(scene.group.id) == ["Nobody answered."]


async def test_open_notices_are_the_five_newest_of_a_fortnight(scene: Scene) -> None:
    for number in (1, 10, 11, 12, 13, 14, 20):
        mark = f"mark-{number}"
        await scene.store.deliveries.add_notice(
            scene.group.id, None, "cause", f"day {number}", at(number, "09:00"), mark
        )
    texts = await scene.store.deliveries.open_notices(scene.group.id)
    assert texts == ["day 20", "day 14", "day 13", "day 12", "day 11"]
    await scene.store.deliveries.add_notice(scene.group.id, None, "cause", "later", at(27, "10:00"), "later")
    assert await scene.store.deliveries.open_notices(scene.group.id) == ["later", "day 20", "day 14"]


async def test_a_display_is_due_until_it_is_shown(scene: Scene) -> None:
    track = await scene.track()
    planned = await scene.plan(track, 2)
    await scene.store.deliveries.want_display(planned.id, "open:1", at(2, "09:00"))
    round_ = await scene.post(track, 1)
    await scene.store.deliveries.want_display(round_.id, "open:1", at(1, "10:00"))
    assert await scene.store.deliveries.displays_due(["fake"], 9) == [
        DisplayEdit(round_.id, "fake", "channel-t1", round_.post_ref or "", "open:1")
    ]
    assert await scene.store.deliveries.displays_due(["web"], 9) == []
    await scene.store.deliveries.display_shown(round_.id, "open:1")
    assert await scene.store.deliveries.displays_due(["fake"], 9) == []
    await scene.close(round_)
    await scene.store.deliveries.want_display(round_.id, "revealed:3", at(1, "17:01"))
    await scene.store.deliveries.want_display(round_.id, "open:3", at(1, "17:02"))
    await scene.store.deliveries.display_shown(round_.id, "open:2")
    [edit] = await scene.store.deliveries.displays_due(["fake"], 9)
    assert edit.wanted == "revealed:3"


async def test_open_counts_are_of_rounds_that_can_still_be_answered(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    closed, old, round_ = [await scene.post(track, number) for number in (1, 2, 3)]
    for each in (closed, old, round_):
        await scene.answer(each, ada)
    await scene.close(closed)
    await scene.answer(round_, alan)
    since = at(2, "09:30")
    assert await scene.store.deliveries.open_counts(since) == [], "a reveal waits in their channel"
    await scene.deliver(closed, DeliveryKind.REVEAL, at(3, "10:00"))
    assert await scene.store.deliveries.open_counts(since) == [OpenCount(round_.id, 0, None, 2)]
    await scene.store.deliveries.want_display(round_.id, "open:2", at(3, "11:00"))
    assert await scene.store.deliveries.open_counts(since) == [OpenCount(round_.id, 2, at(3, "11:00"), 2)]
    assert [each.round_id for each in await scene.store.deliveries.open_counts(START)] == [old.id, round_.id]


async def test_notices_that_reached_nobody_are_told_once_newest_first(scene: Scene) -> None:
    store, group = scene.store.deliveries, scene.group.id
    for number, state in enumerate((DeliveryState.FAILED, DeliveryState.EXPIRED, None), start=1):
        await store.add_notice(
            group, None, "cause", f"Notice {number}.", at(number, "10:00"), f"mark{number}"
        )
        [due] = [
            one for one in await store.due(["fake"], at(number, "10:00"), 9) if one.mark == f"mark{number}"
        ]
        claimed = await store.claim(due, at(number, "10:00"), at(number, "10:02"))
        assert claimed is not None
        if state is not None:
            await store.end(claimed, state, "refused")
        else:
            await store.record_sent(claimed, "ref", at(number, "10:00"))
    assert await store.untold("fake", "g1", START) == ["Notice 2.", "Notice 1."]
    assert await store.untold("fake", "g1", at(1, "12:00")) == ["Notice 2."]
    assert await store.untold("web", "g1", START) == [] and await store.untold("fake", "g2", START) == []
    told = await asyncio.gather(*(store.tell(group, at(4, "10:00")) for _ in range(4)))
    assert sorted(told) == [[], [], [], ["Notice 2.", "Notice 1."]]
    assert await store.untold("fake", "g1", START) == []
    assert len(await store.open_notices(group)) == 3
