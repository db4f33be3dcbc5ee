import asyncio
from dataclasses import replace
from datetime import datetime

from bot.domain.frozen import Response
from bot.domain.round import RoundState
from bot.ports.practice import Attempt, QuizItem, QuizSession
from tests.store.scene import START, A, B, Scene, at, copy_of

ITEMS = (
    QuizItem("q1", "0123", response=B, right=True),
    QuizItem("q2", "2013", again=True),
    QuizItem("q3", "", response=Response(text="0.82"), right=False),
)


def attempt(account_id: int, question: str, right: bool, when: datetime, topic: str = "mlflow") -> Attempt:
    return Attempt(account_id, question, topic, "mid", "quiz", right, 100 if right else 0, when)


async def session_of(scene: Scene, key: str = "s1") -> QuizSession:
    ada = await scene.member("Ada")
    return QuizSession(key, ada.account_id, scene.group.id, ("mlflow",), ITEMS, 0, START)


async def test_a_session_is_kept_whole(scene: Scene) -> None:
    session = await session_of(scene)
    await scene.store.practice.start(session)
    assert await scene.store.practice.session("s1") == session
    assert await scene.store.practice.session("s2") is None


async def test_of_two_clicks_on_the_same_item_one_counts(scene: Scene) -> None:
    session = await session_of(scene)
    await scene.store.practice.start(session)
    moved = replace(session, position=1)
    tried = attempt(session.account_id, "q1", True, at(1, "10:00"))
    advanced = await asyncio.gather(*(scene.store.practice.advance(moved, 0, tried) for _ in range(4)))
    assert sorted(advanced) == [False, False, False, True]
    assert await scene.store.practice.session("s1") == moved
    assert await scene.store.practice.tally(session.account_id, ["mlflow"]) == (1, 1)


async def test_the_open_session_is_the_newest_started_or_continued(scene: Scene) -> None:
    old, new = (
        await session_of(scene, "old"),
        replace(await session_of(scene, "new"), started_at=at(1, "01:00")),
    )
    for session in (old, new):
        await scene.store.practice.start(session)
    account = old.account_id
    assert await scene.store.practice.open_session(account, START) == new
    continued = replace(old, position=1, continued_at=at(1, "20:00"))
    await scene.store.practice.advance(continued, 0, attempt(account, "q1", True, at(1, "20:00")))
    assert await scene.store.practice.open_session(account, at(1, "12:00")) == continued
    ended = replace(continued, position=2, ended_at=at(1, "21:00"))
    assert await scene.store.practice.advance(ended, 1, None)
    assert await scene.store.practice.open_session(account, at(1, "12:00")) is None
    assert not await scene.store.practice.advance(replace(ended, position=3), 2, None)


async def test_a_tally_is_of_the_account_and_the_topics(scene: Scene) -> None:
    session = await session_of(scene)
    await scene.store.practice.start(session)
    deeds = [("q1", True, "mlflow"), ("q2", False, "mlflow"), ("q3", True, "airflow"), ("q4", True, "dvc")]
    for place, (question, right, topic) in enumerate(deeds):
        tried = attempt(session.account_id, question, right, at(place + 1, "10:00"), topic)
        assert await scene.store.practice.advance(replace(session, position=place + 1), place, tried)
    assert await scene.store.practice.tally(session.account_id, ["mlflow", "airflow"]) == (2, 3)
    assert await scene.store.practice.tally(session.account_id + 1, ["mlflow"]) == (0, 0)
    assert await scene.store.practice.attempted(session.account_id) == {
        f"q{number}": at(number, "10:00") for number in (1, 2, 3, 4)
    }


async def test_mistakes_are_what_was_wrong_last(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    for number, right in ((1, False), (2, False), (3, True), (4, False)):
        await scene.play(track, number, right=[ada] if right else [], wrong=[] if right else [ada])
    withdrawn = await scene.play(track, 5, wrong=[ada])
    await scene.store.rounds.void(withdrawn.id, "withdrawn", at(6, "10:00"))
    await scene.answer(await scene.post(track, 7), ada, A)
    session = await session_of(scene)
    await scene.store.practice.start(session)
    for place, (question, right) in enumerate((("q1", True), ("q3", False), ("q8", False), ("q2", False))):
        tried = attempt(session.account_id, question, right, at(10 + place, "10:00"))
        await scene.store.practice.advance(replace(session, position=place + 1), place, tried)
    assert await scene.store.practice.mistakes(session.account_id) == ["q4", "q3", "q8", "q2"]


async def test_withheld_are_open_questions_of_any_group_of_the_account_and_of_this_one(scene: Scene) -> None:
    here, there, elsewhere = [
        await scene.store.people.group("fake", f"g{number}", "Group") for number in (1, 2, 3)
    ]
    ada = await scene.member("Ada", there)
    one, two, three = [
        await scene.track(f"t{place}", group=group) for place, group in enumerate((here, there, elsewhere))
    ]
    await scene.post(one, 1, copy_of("posted-here"))
    await scene.plan(two, 1, copy_of("planned-there"))
    await scene.post(three, 1, copy_of("elsewhere"))
    await scene.close(await scene.post(one, 2, copy_of("closed")))
    cancelled = await scene.plan(one, 3, copy_of("cancelled"))
    await scene.store.rounds.cancel(cancelled.id, RoundState.CANCELLED, "skipped")
    assert await scene.store.practice.withheld(ada.account_id, here.id) == {"posted-here", "planned-there"}
    assert await scene.store.practice.withheld(ada.account_id, there.id) == {"planned-there"}


async def test_answers_of_an_hour_are_counted_without_interviews_and_up_to_a_limit(scene: Scene) -> None:
    session = await session_of(scene)
    await scene.store.practice.start(session)
    sources = ("quiz", "review", "interview", "practise", "quiz")
    for place, source in enumerate(sources):
        tried = replace(attempt(session.account_id, f"q{place}", True, at(1, f"10:0{place}")), source=source)
        assert await scene.store.practice.advance(replace(session, position=place + 1), place, tried)
    counted = scene.store.practice.answered_since
    assert await counted(session.account_id, at(1, "09:00"), 200) == 4
    assert await counted(session.account_id, at(1, "10:00"), 200) == 3
    assert await counted(session.account_id, at(1, "09:00"), 2) == 2
    assert await counted(session.account_id + 1, at(1, "09:00"), 200) == 0


async def test_the_unfinished_sessions_come_newest_first_and_of_one_kind(scene: Scene) -> None:
    session = await session_of(scene)
    made = [replace(session, key=f"s{n}", started_at=at(1, f"0{n}:00"), words="mlflow 3") for n in range(5)]
    made[3] = replace(made[3], kind="review")
    for each in made:
        await scene.store.practice.start(each)
    found = await scene.store.practice.open_sessions(session.account_id, at(1, "01:00"), 2)
    assert found == [made[4], made[2]]
    assert await scene.store.practice.open_sessions(session.account_id, at(1, "01:00"), 9, "review") == [
        made[3]
    ]
