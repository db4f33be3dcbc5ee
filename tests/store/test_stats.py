"""What an account has done, on both engines."""

from datetime import UTC, datetime, timedelta

from bot.ports.practice import Attempt, QuizItem, QuizSession
from bot.ports.stats import Asked, DayCount, DaySpan, Practised
from tests.store.scene import START, Scene, day


def spans(first: int, last: int) -> list[DaySpan]:
    """November days of a zone five and three quarter hours ahead of UTC."""
    shift = timedelta(hours=5, minutes=45)
    begins = [
        datetime.combine(day(number), datetime.min.time(), UTC) - shift for number in range(first, last + 2)
    ]
    return [DaySpan(day(first + place), *begins[place : place + 2]) for place in range(last - first + 1)]


async def keep(scene: Scene, account_id: int, at: datetime, right: bool = True, level: str = "mid") -> None:
    key = f"s-{account_id}-{at.isoformat()}"
    session = QuizSession(key, account_id, scene.group.id, ("mlflow",), (QuizItem("q", "0123"),), 0, at)
    await scene.store.practice.start(session)
    attempt = Attempt(account_id, "q", "mlflow", level, "quiz", right, 100 * right, at)
    assert await scene.store.practice.advance(session, 0, attempt)


async def test_daily_answers_count_once_closed_and_not_withdrawn(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 1, right=[ada], wrong=[alan])
    voided = await scene.play(track, 2, right=[ada])
    await scene.store.rounds.void(voided.id, "Withdrawn.", START)
    await scene.answer(await scene.post(track, 3), ada)
    assert await scene.store.stats.daily(ada.account_id) == [Asked("q1", 1, 1)]
    assert await scene.store.stats.daily(alan.account_id) == [Asked("q1", 1, 0)]


async def test_answers_of_all_groups_belong_to_the_account(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    here, there = await scene.member("Ada"), await scene.member("Ada", other)
    await scene.play(await scene.track(), 1, right=[here])
    await scene.play(await scene.track("t2", group=other), 1, wrong=[there])
    assert await scene.store.stats.daily(here.account_id) == [Asked("q1", 2, 1)]


async def test_practice_is_told_by_topic_and_level(scene: Scene) -> None:
    ada = (await scene.member("Ada")).account_id
    for number, (right, level) in enumerate(((True, "mid"), (False, "mid"), (True, "senior"))):
        await keep(scene, ada, START + timedelta(minutes=number), right, level)
    found = sorted(await scene.store.stats.practised(ada), key=lambda each: each.level)
    assert found == [Practised("mlflow", "mid", 2, 1), Practised("mlflow", "senior", 1, 1)]


async def test_an_attempt_falls_on_the_local_date_it_was_made_on(scene: Scene) -> None:
    ada = (await scene.member("Ada")).account_id
    midnight = spans(3, 3)[0].begins
    for at in (midnight - timedelta(microseconds=1), midnight, midnight + timedelta(hours=23, minutes=59)):
        await keep(scene, ada, at)
    found = await scene.store.stats.days(ada, spans(1, 9))
    assert found == {day(2): DayCount(0, 1), day(3): DayCount(0, 2)}


async def test_a_daily_answer_counts_on_its_rounds_date_open_or_closed(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1, right=[ada])
    await scene.play(track, 2)
    await scene.answer(await scene.post(track, 3), ada)
    assert await scene.store.stats.days(ada.account_id, spans(1, 9)) == {
        day(1): DayCount(1, 0),
        day(3): DayCount(1, 0),
    }
    assert await scene.store.stats.days(ada.account_id, spans(4, 9)) == {}
