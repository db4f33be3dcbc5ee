import asyncio
from dataclasses import replace

import pytest

from bot.domain.question import Level
from bot.domain.round import TrackSettings, TrackState
from bot.errors import UsageError
from bot.store.open import SqlStore
from tests.domain.making import schedule
from tests.store.scene import START, Scene, at, day, made_slot


async def test_a_draft_has_no_slot_and_no_claim_on_the_channel(scene: Scene) -> None:
    one = await scene.store.tracks.draft(scene.new_track("t1", "c"), "grace", START)
    two = await scene.store.tracks.draft(scene.new_track("t2", "c"), "alan", START)
    assert one.state is two.state is TrackState.DRAFT and one.next_at is None
    assert (one.changed_by, one.changed_at, one.platform) == ("grace", START, "fake")
    assert await scene.store.tracks.of_group(scene.group.id) == []


async def test_of_two_set_ups_at_once_one_wins(scene: Scene) -> None:
    drafts = [
        await scene.store.tracks.draft(scene.new_track(f"t{number}", "c"), "grace", START)
        for number in range(6)
    ]
    started = await asyncio.gather(
        *(scene.store.tracks.start(draft.id, made_slot(1), "grace", START) for draft in drafts)
    )
    assert sorted(started) == [False] * 5 + [True]
    assert len(await scene.store.tracks.of_group(scene.group.id)) == 1


async def test_a_track_starts_once(scene: Scene) -> None:
    track = await scene.track()
    assert track.state is TrackState.ACTIVE and track.next_day == day(1) and track.next_at == at(1, "09:00")
    assert not await scene.store.tracks.start(track.id, made_slot(5), "alan", START)
    assert await scene.fresh(track) == track


async def test_an_ended_track_frees_its_channel_and_a_paused_one_holds_it(scene: Scene) -> None:
    track = await scene.track("t1", "c")
    other = await scene.store.tracks.draft(scene.new_track("t2", "c"), "grace", START)
    await scene.store.tracks.set_state(track.id, TrackState.PAUSED, "holidays", None, "alan", at(1, "08:00"))
    paused = await scene.fresh(track)
    assert (paused.reason, paused.changed_by, paused.next_at) == ("holidays", "alan", None)
    assert not await scene.store.tracks.start(other.id, made_slot(1), "grace", START)
    await scene.store.tracks.set_state(track.id, TrackState.ENDED, None, None, None, at(1, "08:30"))
    assert (await scene.fresh(track)).changed_by == "alan"
    assert await scene.store.tracks.start(other.id, made_slot(1), "grace", START)
    assert [each.key for each in await scene.store.tracks.of_group(scene.group.id)] == ["t2"]


async def test_everything_an_organiser_may_edit_is_kept(scene: Scene) -> None:
    track = await scene.track()
    changed = replace(schedule("Asia/Tokyo", "08:30", "07:15", next_day=True), skips=frozenset({day(9)}))
    await scene.store.tracks.change(
        track.id,
        schedule=changed,
        channel="c9",
        channel_name="n" * 300,
        topics=frozenset({"a", "b"}),
        levels=frozenset({Level.SENIOR}),
        upcoming=made_slot(4),
        by="alan",
        now=at(3, "12:00"),
    )
    found = await scene.fresh(track)
    assert (found.schedule, found.channel, found.channel_name) == (changed, "c9", "n" * 100)
    assert (found.topics, found.levels) == (frozenset("ab"), frozenset({Level.SENIOR}))
    assert (found.next_day, found.changed_by, found.changed_at) == (day(4), "alan", at(3, "12:00"))


async def test_moving_into_a_taken_channel_is_refused_with_a_sentence(scene: Scene) -> None:
    track = await scene.track("t1", "c1")
    await scene.track("t2", "c2")
    with pytest.raises(UsageError, match="has a track already"):
        await scene.store.tracks.change(
            track.id,
            schedule=track.schedule,
            channel="c2",
            channel_name="c2",
            topics=track.topics,
            levels=track.levels,
            upcoming=None,
            by="alan",
            now=START,
        )
    assert await scene.fresh(track) == track


async def test_due_are_active_tracks_most_overdue_first(scene: Scene) -> None:
    tracks = [await scene.track(f"t{number}") for number in (1, 2, 3, 4)]
    for track, number in zip(tracks, (3, 2, 9, 1), strict=True):
        await scene.stand_on(track, number)
    await scene.store.tracks.set_state(tracks[3].id, TrackState.PAUSED, None, None, None, START)
    assert await scene.store.tracks.next_due() == at(2, "09:00")
    assert [track.key for track in await scene.store.tracks.due(at(3, "09:00"), 10)] == ["t2", "t1"]
    assert [track.key for track in await scene.store.tracks.due(at(3, "09:00"), 1)] == ["t2"]
    assert await scene.store.tracks.due(at(2, "08:59"), 10) == []


async def test_nothing_due_on_an_empty_database(store: SqlStore) -> None:
    assert await store.tracks.next_due() is None and await store.tracks.get(1) is None
    assert await store.rounds.next_close() is None and await store.deliveries.next_due(["fake"]) is None


async def test_old_drafts_are_forgotten_and_tracks_are_not(scene: Scene) -> None:
    old = await scene.store.tracks.draft(scene.new_track("t1"), "grace", START)
    young = await scene.store.tracks.draft(scene.new_track("t2"), "grace", at(2, "00:00"))
    track = await scene.track("t3")
    await scene.store.tracks.forget_drafts(at(1, "12:00"))
    assert await scene.store.tracks.get(old.id) is None
    assert await scene.store.tracks.get(young.id) == young and await scene.fresh(track) == track


async def test_the_last_day_counts_rounds_in_any_state(scene: Scene) -> None:
    track = await scene.track()
    assert await scene.store.tracks.last_day(track.id) is None
    await scene.play(track, 3)
    await scene.plan(track, 5)
    assert await scene.store.tracks.last_day(track.id) == day(5)


async def test_settings_of_a_track_changed_at_once_are_all_kept(scene: Scene) -> None:
    track = await scene.track()
    assert track.settings == TrackSettings() and not track.few_told
    changes: list[dict[str, bool | str | None]] = [{"reactions": False}, {"thread": True}, {"notices": ""}]
    await asyncio.gather(
        *(scene.store.tracks.change_settings(track.id, one, "alan", at(1, "10:00")) for one in changes)
    )
    await scene.store.tracks.tell_few(track.id, True)
    found = await scene.fresh(track)
    assert found.settings == TrackSettings(reactions=False, notices="", thread=True)
    assert (found.changed_by, found.changed_at, found.few_told) == ("alan", at(1, "10:00"), True)


async def test_made_active_again_a_track_counts_its_silence_from_nought(scene: Scene) -> None:
    track = await scene.track()
    await scene.play(track, 1)
    assert (await scene.fresh(track)).unanswered == 1
    await scene.store.tracks.set_state(track.id, TrackState.PAUSED, "silent", None, None, START)
    assert (await scene.fresh(track)).unanswered == 1
    await scene.store.tracks.set_state(track.id, TrackState.ACTIVE, None, made_slot(5), "grace", START)
    assert (await scene.fresh(track)).unanswered == 0
