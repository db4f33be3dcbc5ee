"""Reports are counted per group and question; organisers settle them."""

import asyncio
from datetime import timedelta

from bot.ports.reports import QuestionReports, ReportLine
from tests.store.scene import START, Scene


async def report(scene: Scene, member_id: int, question_id: str = "q1", kind: str = "wrong key") -> bool:
    return await scene.store.reports.report(member_id, question_id, kind, "see the manual", START)


async def parked(scene: Scene) -> frozenset[str]:
    return (await scene.store.reports.parked([scene.group.id]))[scene.group.id]


async def by_three(scene: Scene, question_id: str = "q1") -> list[bool]:
    members = await scene.members("Ada", "Alan", "Grace")
    return [await report(scene, member.id, question_id) for member in members]


async def test_three_reporters_park_a_question_in_their_group(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    members = await scene.members("Ada", "Alan", "Grace")
    stranger = await scene.member("Eve", other)
    parks = [
        await scene.store.reports.report(member.id, "q1", "wrong key", "'; DROP TABLE reports\0", START)
        for member in (members[0], members[0], stranger, members[1], members[2], members[2])
    ]
    assert parks == [False, False, False, False, True, False]
    found = await scene.store.reports.parked([scene.group.id, other.id])
    assert found == {scene.group.id: {"q1"}, other.id: frozenset()}


async def test_of_three_at_once_one_parks(scene: Scene) -> None:
    members = await scene.members("Ada", "Alan", "Grace")
    done = await asyncio.gather(*(report(scene, member.id) for member in members))
    assert sorted(done) == [False, False, True]


async def test_put_back_settles_and_a_new_count_begins(scene: Scene) -> None:
    await by_three(scene)
    assert await scene.store.reports.put_back(scene.group.id, "q1", START)
    assert not await scene.store.reports.put_back(scene.group.id, "q1", START)
    assert await parked(scene) == frozenset() and await scene.store.reports.open_in(scene.group.id) == []
    ada, alan = await scene.members("Ada", "Alan")
    assert not await report(scene, ada.id) and not await report(scene, alan.id)
    assert await parked(scene) == frozenset()
    assert await by_three(scene) == [False, False, True]


async def test_kept_parked_without_open_reports(scene: Scene) -> None:
    await by_three(scene)
    assert await scene.store.reports.keep_parked(scene.group.id, "q1", "grace", START)
    assert not await scene.store.reports.keep_parked(scene.group.id, "q1", "grace", START)
    assert await parked(scene) == {"q1"}
    [kept] = await scene.store.reports.open_in(scene.group.id)
    assert (kept.question_id, kept.lines, kept.parked) == ("q1", (), True)
    assert await by_three(scene) == [False, False, False], "it is out already"
    assert await scene.store.reports.put_back(scene.group.id, "q1", START)
    assert await parked(scene) == frozenset()


async def test_one_report_may_park_by_an_organisers_word(scene: Scene) -> None:
    ada = await scene.member("Ada")
    await report(scene, ada.id)
    assert await scene.store.reports.keep_parked(scene.group.id, "q1", "grace", START)
    assert await parked(scene) == {"q1"}


async def test_open_reports_the_most_recent_question_first(scene: Scene) -> None:
    ada, alan = await scene.members("Ada", "Alan")
    for minute, (member, name, kind) in enumerate(
        ((ada, "q1", "typo"), (ada, "q2", "outdated"), (alan, "q1", "ambiguous"))
    ):
        when = START + timedelta(minutes=minute)
        await scene.store.reports.report(member.id, name, kind, f"line {minute}", when)
    found = await scene.store.reports.open_in(scene.group.id)
    assert [(one.question_id, [line.kind for line in one.lines]) for one in found] == [
        ("q1", ["ambiguous", "typo"]),
        ("q2", ["outdated"]),
    ]
    assert not any(one.parked for one in found)


async def test_who_keeps_the_bank_sees_all_groups_and_no_names(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    await by_three(scene)
    await scene.store.reports.put_back(scene.group.id, "q1", START)
    eve = await scene.member("Eve", other)
    await scene.store.reports.report(eve.id, "q1", "typo", "", START + timedelta(days=1))
    line = ReportLine("wrong key", "see the manual", START)
    assert await scene.store.reports.of_question("q1") == QuestionReports(
        (ReportLine("typo", "", START + timedelta(days=1)), line, line, line), 1, 2, 0
    )
    await by_three(scene)
    assert (await scene.store.reports.of_question("q1")).parked_in == 1
    assert await scene.store.reports.of_question("q9") == QuestionReports((), 0, 0, 0)


async def test_reports_are_counted_over_all_groups_of_an_account(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    here, there, alan = (
        await scene.member("Ada"),
        await scene.member("Ada", other),
        await scene.member("Alan"),
    )
    reported = ((here, "q1"), (there, "q2"), (there, "q1"), (alan, "q3"))
    for minute, (member, name) in enumerate(reported):
        await scene.store.reports.report(member.id, name, "typo", "", START + timedelta(minutes=minute))
    counted = scene.store.reports.others_since
    assert await counted(here.account_id, "q9", START - timedelta(days=1)) == 3
    assert await counted(here.account_id, "q1", START - timedelta(days=1)) == 1
    assert await counted(here.account_id, "q9", START + timedelta(minutes=1)) == 1
