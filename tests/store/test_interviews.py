import asyncio
from dataclasses import replace

import pytest

from bot.domain.review import Fact, Rating, fold
from bot.ports.interviews import Interview
from bot.ports.practice import Attempt
from tests.store.scene import Scene, at


async def begun(scene: Scene, key: str = "i1", question: str = "q1", hour: str = "12:00") -> Interview:
    ada = await scene.member("Ada")
    made = Interview(key, ada.account_id, scene.group.id, question, at(1, hour), "mlflow senior", review=True)
    await scene.store.interviews.start(made)
    return made


def attempt(interview: Interview, score: int) -> Attempt:
    facts = interview.account_id, interview.question_id, "mlflow", "mid", "interview", score >= 80, score
    return Attempt(*facts, at(1, "13:00"))


async def fresh(scene: Scene, interview: Interview) -> Interview:
    found = await scene.store.interviews.get(interview.key)
    assert found is not None
    return found


async def test_an_interview_is_kept_whole(scene: Scene) -> None:
    made = await begun(scene)
    assert await fresh(scene, made) == made
    assert await scene.store.interviews.get("i2") is None


async def test_a_note_is_kept_as_typed_but_for_what_no_database_stores(scene: Scene) -> None:
    made = await begun(scene)
    await scene.store.interviews.note(made.key, "'; DROP TABLE interviews\0\n\ud800 " + "x" * 5000)
    note = (await fresh(scene, made)).note
    assert note.startswith("'; DROP TABLE interviews\n? x") and len(note) == 3999


async def test_ticks_are_set_and_taken_off_each_for_itself(scene: Scene) -> None:
    made = await begun(scene)
    for point, said in ((0, True), (3, True), (3, True), (0, False), (0, False), (99, True), (-1, True)):
        await scene.store.interviews.tick(made.key, point, said)
    assert (await fresh(scene, made)).ticks == 0b1000


async def test_it_is_finished_once_with_the_ticks_that_stand(scene: Scene) -> None:
    made = await begun(scene)
    await scene.store.interviews.tick(made.key, 1, True)
    assert not await scene.store.interviews.finish(made, attempt(made, 20)), "a tick came in between"
    made = await fresh(scene, made)
    finish = scene.store.interviews.finish
    ended = await asyncio.gather(*(finish(made, attempt(made, 60)) for _ in range(4)))
    assert sorted(ended) == [False, False, False, True]
    await scene.store.interviews.tick(made.key, 2, True)
    assert await fresh(scene, made) == replace(made, ended_at=at(1, "13:00"))
    assert await scene.store.practice.tally(made.account_id, ["mlflow"]) == (0, 1)


@pytest.mark.parametrize(("score", "rating"), [(40, Rating.AGAIN), (60, Rating.HARD), (80, Rating.GOOD)])
async def test_its_result_feeds_the_item(scene: Scene, score: int, rating: Rating) -> None:
    made = await begun(scene)
    assert await scene.store.interviews.finish(made, attempt(made, score))
    item = fold(None, [Fact(at(1, "13:00"), rating)])
    assert item is not None
    assert await scene.store.reviews.due_at(made.account_id, "q1") == item.due_at


async def test_who_was_asked_what_and_when_last(scene: Scene) -> None:
    one = await begun(scene, "i1", "q1", "10:00")
    await begun(scene, "i2", "q1", "11:00")
    await begun(scene, "i3", "q2", "09:00")
    asked = await scene.store.interviews.asked(one.account_id)
    assert asked == {"q1": at(1, "11:00"), "q2": at(1, "09:00")}
    assert await scene.store.interviews.asked(one.account_id + 1) == {}
