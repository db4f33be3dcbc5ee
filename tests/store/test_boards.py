import pytest
from sqlalchemy import text

from bot.domain.round import TrackState
from bot.ports.boards import BoardRow, Place
from bot.ports.people import Member
from bot.store.engine import connect, parsed
from tests.store.scene import RIGHT, START, Scene


@pytest.fixture
async def played(scene: Scene) -> list[Member]:
    """Over three days Ada is right three times, bob and Carl twice, Dora once and wrong twice."""
    track = await scene.track()
    ada, bob, carl, dora = await scene.members("Ada", "bob", "Carl", "Dora")
    await scene.play(track, 1, right=[ada, bob, carl, dora])
    await scene.play(track, 2, right=[ada, bob], wrong=[dora])
    await scene.play(track, 3, right=[ada, carl], wrong=[dora])
    return [ada, bob, carl, dora]


async def test_points_best_first_ties_alphabetical(scene: Scene, played: list[Member]) -> None:
    assert await scene.board() == [("Ada", 45), ("bob", 30), ("Carl", 30), ("Dora", 15)]
    [first] = await scene.store.boards.top(scene.query(), 1)
    assert first == BoardRow(played[0].id, "Ada", 45, 3, 3)


async def test_periods_are_the_week_and_month_of_the_round(scene: Scene, played: list[Member]) -> None:
    assert await scene.board(period="2026-W44") == [("Ada", 15), ("bob", 15), ("Carl", 15), ("Dora", 15)]
    assert await scene.board(period="2026-W45") == [("Ada", 30), ("bob", 15), ("Carl", 15), ("Dora", 0)]
    assert await scene.board(period="2026-11") == await scene.board()
    assert await scene.board(period="2026-12") == []


async def test_accuracy_needs_enough_answers(scene: Scene, played: list[Member]) -> None:
    assert await scene.board("accuracy", minimum=3) == [("Ada", 6 / 9), ("Dora", 4 / 9)]
    assert [name for name, _ in await scene.board("accuracy", minimum=2)] == ["Ada", "bob", "Carl", "Dora"]


async def test_streak_is_the_best_current_one_of_any_track(scene: Scene, played: list[Member]) -> None:
    bob = played[1]
    other = await scene.track("t2")
    for number in range(4, 9):
        await scene.play(other, number, right=[bob])
    assert await scene.board("streak") == [("bob", 5), ("Ada", 3), ("Dora", 3), ("Carl", 2)]
    assert await scene.board("streak", period="2026-W01") == await scene.board("streak")
    await scene.store.tracks.set_state(other.id, TrackState.ENDED, None, None, None, START)
    assert await scene.board("streak") == [("Ada", 3), ("Dora", 3), ("bob", 2), ("Carl", 2)]
    place = await scene.store.boards.place(scene.query("streak"), bob.id)
    assert place is not None and (place.rank, place.total, place.next_value) == (3, 4, 3)


async def test_who_is_hidden_is_nowhere_but_sees_the_own_place(scene: Scene, played: list[Member]) -> None:
    ada, bob, carl, _ = played
    await scene.store.people.set_hidden(bob.id, True)
    assert await scene.board() == [("Ada", 45), ("Carl", 30), ("Dora", 15)]
    own = await scene.store.boards.place(scene.query(), bob.id)
    assert own == Place(2, 4, BoardRow(bob.id, "bob", 30, 2, 2), 45)
    other = await scene.store.boards.place(scene.query(), carl.id)
    assert other is not None and (other.rank, other.total) == (2, 3)
    await scene.store.people.set_hidden(ada.id, True)
    first = await scene.store.boards.place(scene.query(), carl.id)
    assert first is not None and (first.rank, first.next_value) == (1, None)


async def test_who_was_long_silent_is_not_counted_until_the_next_answer(scene: Scene) -> None:
    track, (ada, bob) = await scene.track(), await scene.members("Ada", "bob")
    await scene.play(track, 1, right=[ada, bob])
    await scene.play(track, 2, right=[bob])
    assert await scene.board(since=2) == [("bob", 30)]
    assert await scene.store.boards.place(scene.query(since=2), ada.id) is None
    own = await scene.store.boards.place(scene.query(since=2), bob.id)
    assert own is not None and own.total == 1
    await scene.play(track, 3, wrong=[ada])
    assert await scene.board(since=2) == [("bob", 30), ("Ada", 15)]


async def test_a_place_far_down_knows_what_the_next_one_takes(scene: Scene, played: list[Member]) -> None:
    dora = played[3]
    place = await scene.store.boards.place(scene.query(), dora.id)
    assert place == Place(4, 4, BoardRow(dora.id, "Dora", 15, 3, 1), 30)
    accuracy = await scene.store.boards.place(scene.query("accuracy", minimum=3), dora.id)
    assert accuracy is not None and (accuracy.rank, accuracy.total) == (2, 2)
    assert accuracy.row.value == pytest.approx(4 / 9) and accuracy.next_value == pytest.approx(6 / 9)


async def test_no_place_without_answers_or_with_too_few(scene: Scene, played: list[Member]) -> None:
    newcomer = await scene.member("Newcomer")
    for measure in ("points", "accuracy", "streak"):
        assert await scene.store.boards.place(scene.query(measure), newcomer.id) is None
    assert await scene.store.boards.place(scene.query("accuracy", minimum=3), played[1].id) is None


async def test_boards_are_of_one_group(scene: Scene, played: list[Member]) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    track, eve = await scene.track("t9", group=other), await scene.member("Eve", other)
    await scene.play(track, 1, right=[eve])
    assert "Eve" not in dict(await scene.board()) and "Eve" not in dict(await scene.board("streak"))
    assert await scene.store.boards.place(scene.query(), eve.id) is None


async def test_names_sort_by_code_point_on_both_engines(scene: Scene) -> None:
    track = await scene.track()
    names = ["Zoe", "äda", "adam", "Ada", "ada lovelace", "_x", "Éva", "ssa", "ßa"]
    round_ = await scene.post(track, 1)
    for place, name in enumerate(names):
        member = await scene.store.people.member(scene.group, f"m{place}", name)
        await scene.answer(round_, member, RIGHT)
    await scene.close(round_)
    expected = sorted(names, key=lambda name: (name.casefold(), name))
    assert [name for name, _ in await scene.board()] == expected


async def test_milestones_are_told_of_those_who_want_it(scene: Scene, database_url: str) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    database = connect(parsed(database_url))
    await database.write(
        lambda connection: connection.execute(text("UPDATE members SET milestones = true WHERE name = 'Ada'"))
    )
    await database.close()
    for number in range(1, 7):
        await scene.play(track, number, right=[ada, alan])
    round_ = await scene.play(track, 7, right=[ada, alan])
    assert (await scene.store.rounds.tally(round_.id)).milestones == (("Ada", 7),)
    following = await scene.play(track, 8, right=[ada])
    assert (await scene.store.rounds.tally(following.id)).milestones == ()
