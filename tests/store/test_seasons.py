"""Telling a season's result: settled when nothing of it is open or may come, told once per group."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from bot.domain.round import Round, RoundState, Track
from bot.ports.boards import SeasonAsked
from bot.ports.rounds import Plan, SeasonNews
from tests.store.scene import START, Scene, at, made_slot

OCTOBER = SeasonNews("2026-10", "October: Ada with 15 points.")
SINCE = START - timedelta(days=60)


async def plan_with(scene: Scene, track: Track, number: int, news: SeasonNews | None) -> Round:
    track = await scene.stand_on(track, number)
    planned = replace(scene.planned(track, number), news=news)
    [written] = await scene.store.rounds.save_plans(
        [Plan(track, (planned,), made_slot(number + 1))], at(number, "09:00")
    )
    return written


async def told(scene: Scene, track: Track) -> str | None:
    return (await scene.fresh(track)).season_told


async def test_a_line_is_kept_with_the_round_and_told_once(scene: Scene) -> None:
    one, two = await scene.track("t1"), await scene.track("t2")
    first = await plan_with(scene, one, 1, OCTOBER)
    second = await plan_with(scene, two, 1, OCTOBER)
    third = await plan_with(scene, one, 2, OCTOBER)
    assert (first.season_line, second.season_line, third.season_line) == (OCTOBER.line, None, None)
    for round_ in (first, second, third):
        assert (await scene.again(round_)).season_line == round_.season_line
    assert await told(scene, one) == await told(scene, two) == "2026-10"


async def test_two_processes_tell_it_once(scene: Scene) -> None:
    tracks = [await scene.track(f"t{number}") for number in range(6)]
    rounds = await asyncio.gather(*(plan_with(scene, track, 1, OCTOBER) for track in tracks))
    assert sorted(round_.season_line or "" for round_ in rounds) == [""] * 5 + [OCTOBER.line]


async def test_an_older_season_is_never_told_after_a_newer(scene: Scene) -> None:
    track = await scene.track()
    await plan_with(scene, track, 1, OCTOBER)
    older = await plan_with(scene, track, 2, SeasonNews("2026-09", "September: Alan with 5 points."))
    assert older.season_line is None and await told(scene, track) == "2026-10"


async def test_nothing_to_tell_is_noted_too(scene: Scene) -> None:
    track = await scene.track()
    assert (await plan_with(scene, track, 1, SeasonNews("2026-10"))).season_line is None
    assert await told(scene, track) == "2026-10"


async def test_a_round_that_ends_unsent_leaves_its_line_to_the_next(scene: Scene) -> None:
    track = await scene.track()
    first = await plan_with(scene, track, 1, OCTOBER)
    assert await scene.store.rounds.cancel(first.id, RoundState.CANCELLED, "Skipped.")
    assert await told(scene, track) is None
    second = await plan_with(scene, track, 2, OCTOBER)
    assert second.season_line == OCTOBER.line
    await scene.close(second)
    assert (await scene.again(second)).state is RoundState.EXPIRED and await told(scene, track) is None
    third = await plan_with(scene, track, 3, None)
    assert await scene.store.rounds.cancel(third.id, RoundState.CANCELLED, "Skipped.")


async def test_an_early_post_carries_the_line(scene: Scene) -> None:
    track = await scene.stand_on(await scene.track(), 2)
    planned = replace(scene.planned(track, 1), news=OCTOBER)
    round_ = await scene.store.rounds.post_early(track, planned, made_slot(2), at(1, "08:00"))
    assert round_ is not None and (await scene.again(round_)).season_line == OCTOBER.line


async def test_a_season_is_unsettled_while_a_round_of_it_is_open_or_may_come(scene: Scene) -> None:
    """As if November's first five days were the season's last."""
    track = await scene.track()
    asked = [SeasonAsked(scene.group.id, ("2026-11",), date(2026, 11, 6))]

    async def settled(number: int, clock: str = "09:00") -> bool:
        return scene.group.id in await scene.store.boards.seasons(asked, at(number, clock), SINCE)

    await scene.stand_on(track, 5)
    assert not await settled(5, "12:59") and await settled(5, "13:01")
    round_ = await scene.post(track, 5)
    assert not await settled(6)
    await scene.close(round_)
    assert await settled(6)
    await scene.post(track, 6)
    assert await settled(6)
