"""Days off: kept once, sixty a year, taken back without touching what has closed."""

import asyncio
from datetime import date

from bot.ports.away import AwayRange
from bot.ports.people import Member
from tests.store.scene import START, Scene, at, day

NEW_YEAR = date(2026, 1, 1)


async def ranges(scene: Scene, member: Member) -> list[tuple[date, date]]:
    return [(each.first, each.last) for each in await scene.store.away.ranges(member.id, NEW_YEAR)]


async def test_ranges_are_a_members_own_by_their_first_day(scene: Scene) -> None:
    ada, alan = await scene.members("Ada", "Alan")
    for first, last in ((6, 20), (3, 4), (9, 12)):
        assert await scene.store.away.add(ada.id, day(first), day(last), START) is not None
    assert await ranges(scene, ada) == [(day(3), day(4)), (day(6), day(20))]
    assert [each.first for each in await scene.store.away.ranges(ada.id, day(15))] == [day(6)]
    assert await ranges(scene, alan) == []


async def test_sixty_days_a_year_however_many_ask_at_once(scene: Scene) -> None:
    ada = await scene.member("Ada")
    asked = [(date(2027, month, 1), date(2027, month, 25)) for month in range(1, 7)]
    kept = await asyncio.gather(*(scene.store.away.add(ada.id, *each, START) for each in asked))
    assert sum(each is not None for each in kept) == 2
    assert await scene.store.away.add(ada.id, date(2027, 12, 1), date(2027, 12, 10), START) is not None
    assert await scene.store.away.add(ada.id, date(2027, 12, 31), date(2028, 1, 2), START) is None
    assert await scene.store.away.add(ada.id, date(2028, 1, 1), date(2028, 1, 2), START) is not None


async def test_days_that_are_covered_already_are_not_kept_twice(scene: Scene) -> None:
    ada = await scene.member("Ada")
    first = await scene.store.away.add(ada.id, day(3), day(9), START)
    assert await scene.store.away.add(ada.id, day(3), day(9), START) == first
    assert await scene.store.away.add(ada.id, day(5), day(6), START) == first
    assert await ranges(scene, ada) == [(day(3), day(9))]


async def test_taking_back_begins_today_or_after_the_last_closed_round(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1, right=[ada])
    whole = await scene.store.away.add(ada.id, day(2), day(6), at(1, "20:00"))
    assert whole is not None
    await scene.play(track, 2)
    await scene.play(track, 3)
    taken = await scene.store.away.take_back(ada.id, day(3))
    assert taken == [AwayRange(whole.id, day(4), day(6))]
    assert await ranges(scene, ada) == [(day(2), day(3))]
    assert await scene.store.away.take_back(ada.id, day(3)) == []
    await scene.play(track, 4)
    assert await scene.streak(ada, track) == (1, 1, 0, 1)
    await scene.store.rounds.recompute(scene.group.id)
    assert await scene.streak(ada, track) == (1, 1, 0, 1)


async def test_one_range_of_ones_own_can_be_taken_back(scene: Scene) -> None:
    ada, alan = await scene.members("Ada", "Alan")
    first = await scene.store.away.add(ada.id, day(3), day(4), START)
    second = await scene.store.away.add(ada.id, day(8), day(9), START)
    assert first is not None and second is not None
    assert await scene.store.away.take_back(alan.id, day(1), second.id) == []
    assert await scene.store.away.take_back(ada.id, day(1), second.id) == [second]
    assert await scene.store.away.take_back(ada.id, day(1), second.id) == []
    assert await ranges(scene, ada) == [(day(3), day(4))]
