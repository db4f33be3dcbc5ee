import asyncio
from datetime import timedelta
from random import Random

import pytest

from bot.domain.freezing import snapshot
from bot.domain.frozen import Response
from bot.domain.question import Kind
from bot.domain.round import RoundState
from bot.domain.streak import StreakState
from bot.errors import StoreError
from bot.ports.answers import Given, Written
from tests.domain.making import options_quiz, question
from tests.store.scene import RIGHT, WRONG, A, B, C, Scene, at, day

MULTI = snapshot(question("m", quiz=options_quiz({0, 1}, 5, Kind.MULTI)), "MLflow")
TICK = timedelta(milliseconds=1)

pytestmark = pytest.mark.usefixtures("any_disk")


async def test_the_first_answer_of_a_newcomer(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    written = await scene.answer(round_, ada, B)
    assert written.accepted and written.response == B and written.before is None
    assert written.streak is None and written.first_ever and written.covered == ()
    assert await scene.store.answers.given(round_.id, ada.id) == Given(
        B, at(1, "10:00"), "button", None, None
    )
    assert await scene.store.answers.count(round_.id) == 1


async def test_a_changed_answer_tells_both(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    await scene.answer(round_, ada, B)
    changed = await scene.answer(round_, ada, C, at(1, "10:01"))
    assert changed.accepted and (changed.before, changed.response) == (B, C) and changed.first_ever
    assert await scene.store.answers.count(round_.id) == 1


async def test_an_older_act_loses_and_one_of_the_same_time_wins(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    await scene.answer(round_, ada, B, at(1, "10:00"))
    older = await scene.answer(round_, ada, A, at(1, "10:00") - TICK)
    assert not older.accepted and older.response == B and older.before is None
    assert (await scene.answer(round_, ada, C, at(1, "10:00"))).accepted


async def test_the_last_millisecond_counts_and_the_next_does_not(scene: Scene) -> None:
    round_, (ada, alan) = await scene.post(await scene.track(), 1), await scene.members("Ada", "Alan")
    assert (await scene.answer(round_, ada, B, round_.closes_at - TICK)).accepted
    for late in (timedelta(0), TICK):
        refused = await scene.answer(round_, alan, B, round_.closes_at + late)
        assert not refused.accepted and refused.response == Response()
    changed = await scene.answer(round_, ada, C, round_.closes_at)
    assert not changed.accepted and changed.response == B


async def test_a_closed_or_cancelled_round_takes_nothing(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    closed, cancelled = await scene.post(track, 1), await scene.plan(track, 2)
    await scene.close(closed)
    await scene.store.rounds.cancel(cancelled.id, RoundState.CANCELLED, "skipped")
    for round_ in (closed, cancelled):
        assert not (await scene.answer(round_, ada)).accepted
        assert await scene.store.answers.count(round_.id) == 0


async def test_an_answer_to_a_planned_round_proves_its_post(scene: Scene) -> None:
    round_, ada = await scene.plan(await scene.track(), 1), await scene.member("Ada")
    assert (await scene.answer(round_, ada)).accepted


async def test_letters_of_a_multi_flip(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1, MULTI), await scene.member("Ada")

    async def tap(letter: Response, second: int) -> tuple[bool, int, int | None]:
        when = at(1, "10:00") + timedelta(seconds=second)
        act = scene.act(round_, ada, letter, when, flip=True)
        written = await scene.store.answers.submit(act)
        return written.accepted, written.response.bits, written.before.bits if written.before else None

    assert await tap(A, 1) == (True, 0b001, None)
    assert await tap(C, 2) == (True, 0b101, 0b001)
    assert await tap(C, 2) == (False, 0b101, None)
    assert await tap(B, 1) == (False, 0b101, None)
    assert await tap(A, 3) == (True, 0b100, 0b101)
    assert await tap(C, 4) == (True, 0, 0b100)
    assert await scene.store.answers.given(round_.id, ada.id) is None
    assert await tap(B, 5) == (True, 0b010, None)


async def test_a_double_click_in_one_batch_flips_once(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1, MULTI), await scene.member("Ada")
    act = scene.act(round_, ada, B, flip=True)
    written = await asyncio.gather(*(scene.store.answers.submit(act) for _ in range(3)))
    assert [each.accepted for each in written] == [True, False, False]
    assert {each.response for each in written} == {B}


async def test_many_acts_of_one_member_are_taken_in_order(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    responses = [A, B, C, B, A]
    acts = [
        scene.act(round_, ada, response, at(1, "10:00") + TICK * place)
        for place, response in enumerate(responses)
    ]
    written = await asyncio.gather(*(scene.store.answers.submit(act) for act in acts))
    assert [each.before for each in written] == [None, *responses[:-1]]
    assert [each.response for each in written] == responses


async def test_only_the_way_that_made_an_answer_withdraws_it(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    removal = scene.act(round_, ada, C, at(1, "10:05"), "reaction", withdraws=True)
    assert not (await scene.store.answers.submit(removal)).accepted
    assert await scene.store.answers.given(round_.id, ada.id) is None
    await scene.answer(round_, ada, B)
    refused = await scene.store.answers.submit(removal)
    assert not refused.accepted and refused.response == B
    await scene.store.answers.submit(scene.act(round_, ada, C, at(1, "10:02"), "reaction"))
    stale = removal._replace(at=at(1, "10:01"))
    assert not (await scene.store.answers.submit(stale)).accepted
    taken = await scene.store.answers.submit(removal)
    assert taken.accepted and taken.response == Response() and taken.before == C
    assert await scene.store.answers.count(round_.id) == 0
    assert not (await scene.store.answers.submit(removal)).accepted
    again = await scene.answer(round_, ada, A, at(1, "10:06"))
    assert again.accepted and again.before is None


async def test_typed_answers_are_kept_as_text(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    hostile = Response(text="'; DELETE FROM answers;--\x02{rows}:at%s\"\\")
    assert (await scene.answer(round_, ada, hostile)).response == hostile
    changed = await scene.answer(round_, ada, Response(text="2013"), at(1, "11:00"))
    assert changed.before == hostile and changed.response == Response(text="2013")


async def test_an_unknown_round_fails_alone(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    acts = [scene.act(round_, ada)._replace(mark="unknown"), scene.act(round_, ada)]
    told = await asyncio.gather(*map(scene.store.answers.submit, acts), return_exceptions=True)
    assert [isinstance(each, StoreError) for each in told] == [True, False]
    assert await scene.store.answers.count(round_.id) == 1


async def test_an_act_the_database_cannot_take_fails_alone(scene: Scene) -> None:
    """PostgreSQL has no NUL in texts, neither has numbers beyond 64 bits; SQLite takes the text."""
    round_, (ada, alan, grace) = await scene.post(await scene.track(), 1), await scene.members("A", "B", "C")
    acts = [
        scene.act(round_, ada, Response(text="1\0")),
        scene.act(round_, ada, Response(bits=2**70)),
        scene.act(round_, alan),
        scene.act(round_, grace, B, at(1, "10:00").replace(tzinfo=None)),
    ]
    told = await asyncio.gather(*map(scene.store.answers.submit, acts), return_exceptions=True)
    assert isinstance(told[1], Exception) and isinstance(told[3], ValueError)
    assert isinstance(told[2], Written) and told[2].accepted


async def test_a_caller_that_goes_away_harms_nobody(scene: Scene) -> None:
    round_, members = await scene.post(await scene.track(), 1), await scene.members("A", "B", "C")
    tasks = [asyncio.create_task(scene.answer(round_, member)) for member in members]
    await asyncio.sleep(0)
    tasks[1].cancel()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(told[1], asyncio.CancelledError | Written)
    assert await scene.store.answers.count(round_.id) == 3


async def test_closing_the_store_writes_what_was_submitted(scene: Scene) -> None:
    round_, members = await scene.post(await scene.track(), 1), await scene.members(*map(str, range(30)))
    tasks = [asyncio.create_task(scene.answer(round_, member)) for member in members]
    await asyncio.sleep(0)
    await scene.store.close()
    assert all(written.accepted for written in await asyncio.gather(*tasks))
    with pytest.raises(StoreError, match="closed"):
        await scene.answer(round_, members[0])


async def test_the_confirmation_knows_the_streak_and_the_last_mistake(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    first = await scene.play(track, 1, right=[alan], wrong=[ada])
    second = await scene.post(track, 2)
    wrong = await scene.answer(second, ada)
    assert wrong.last_wrong == (first.id, WRONG) and not wrong.first_ever
    assert wrong.streak == StreakState(1, 1, 1, 1, day(1))
    assert (await scene.answer(second, alan)).last_wrong is None


async def test_the_confirmation_knows_which_days_a_freeze_covered(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1, right=[ada])
    await scene.play(track, 2)
    third = await scene.post(track, 3)
    covered = await scene.answer(third, ada)
    assert covered.covered == (day(2),) and covered.streak == StreakState(1, 1, 0, 1, day(1))
    await scene.close(third)
    assert (await scene.answer(await scene.post(track, 4), ada)).covered == ()


async def test_a_member_of_two_tracks_has_a_streak_in_each(scene: Scene) -> None:
    one, two, ada = await scene.track("t1"), await scene.track("t2"), await scene.member("Ada")
    await scene.play(one, 1, right=[ada])
    written = await scene.answer(await scene.post(two, 1), ada)
    assert written.streak is None and not written.first_ever
    assert await scene.store.answers.streaks(ada.id) == [(one.id, StreakState(1, 1, 1, 1, day(1)))]


async def test_streak_days_tell_what_each_day_was(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1)
    await scene.play(track, 2, right=[ada])
    await scene.store.away.add(ada.id, day(3), day(3), at(3, "16:59"))
    await scene.play(track, 3)
    await scene.close(await scene.post(track, 4), excused="the bot was down")
    days, grants = await scene.store.answers.streak_days(ada.id, track.id)
    assert [(each.day, each.answered, each.excused, each.away) for each in days] == [
        (day(2), True, None, False),
        (day(3), False, None, True),
        (day(4), False, "the bot was down", False),
    ]
    assert grants == []


@pytest.mark.parametrize("seed", range(3))
async def test_no_answer_is_confirmed_and_not_scored(scene: Scene, seed: int) -> None:
    """Answers that race the close: who was told "saved" has a point, who was refused has none."""
    round_, source = await scene.post(await scene.track(), 1), Random(seed)
    members = await scene.members(*map(str, range(40)))

    async def answer(place: int) -> bool:
        for _ in range(source.randrange(12)):
            await asyncio.sleep(0)
        return (await scene.answer(round_, members[place], RIGHT)).accepted

    answers = [asyncio.create_task(answer(place)) for place in range(20)]
    closing = asyncio.create_task(scene.close(round_))
    answers += [asyncio.create_task(answer(place)) for place in range(20, 40)]
    accepted = await asyncio.gather(*answers)
    closed = await closing
    assert closed.answered == sum(accepted) == await scene.store.answers.count(round_.id)
    scored = [await scene.store.answers.given(round_.id, member.id) for member in members]
    assert [each is not None and each.points == 15 for each in scored] == accepted
