import asyncio

import pytest

from bot.domain.frozen import Response
from bot.domain.question import Level
from bot.domain.round import DeliveryKind, DeliveryState, RoundState, mark
from bot.ports.rounds import Closing
from tests.store.scene import RIGHT, WRONG, A, B, C, Scene, at, copy_of, day


async def test_a_close_scores_and_enqueues_the_reveal(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.post(track, 1)
    await scene.answer(round_, ada, RIGHT)
    await scene.answer(round_, alan, WRONG)
    closed = await scene.close(round_)
    assert (closed.round.state, closed.round.closed_at) == (RoundState.CLOSED, at(1, "17:00:10"))
    assert (closed.answered, closed.unanswered) == (2, 0)
    given = [await scene.store.answers.given(round_.id, member.id) for member in (ada, alan)]
    assert [(each.points, each.right) for each in given if each] == [(15, True), (0, False)]
    for period in ("2026-W44", "2026-11", "all"):
        assert await scene.board(period=period) == [("Ada", 15), ("Alan", 0)]
    reveal = await scene.waiting(round_, DeliveryKind.REVEAL)
    assert reveal is not None and reveal.mark == mark("t1", day(1), "reveal")
    assert (reveal.due_at, reveal.give_up_at) == (at(1, "17:00:10"), at(8, "17:00"))


async def test_a_round_closes_once(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    await scene.answer(round_, ada)
    closing = Closing(None, at(1, "17:00:10"))
    closed = await asyncio.gather(*(scene.store.rounds.close(round_.id, closing) for _ in range(4)))
    assert sum(each is not None for each in closed) == 1
    assert await scene.board() == [("Ada", 15)] and await scene.store.rounds.close(999, closing) is None


async def test_a_round_that_never_went_out_expires(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    closed = await scene.close(round_)
    assert closed.round.state is RoundState.EXPIRED and closed.round.reason and closed.unanswered == 0
    assert await scene.store.deliveries.due(["fake"], at(20, "00:00"), 9) == []


async def test_an_answer_proves_the_post(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    round_ = await scene.plan(track, 1)
    await scene.claim(round_, DeliveryKind.POST, at(1, "09:00"))
    await scene.answer(round_, ada)
    assert (await scene.close(round_)).round.state is RoundState.CLOSED
    assert await scene.waiting(round_, DeliveryKind.REVEAL) is not None
    assert await scene.streak(ada, track) == (1, 1, 1, 1)


async def test_rounds_without_an_answer_are_counted_in_a_row(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    counts = []
    for number, excused in ((1, None), (2, None), (3, "down"), (4, None)):
        counts.append((await scene.close(await scene.post(track, number), excused)).unanswered)
    assert counts == [1, 2, 2, 3] and (await scene.fresh(track)).unanswered == 3
    await scene.play(track, 5, wrong=[ada])
    assert (await scene.fresh(track)).unanswered == 0


async def test_a_withdrawn_answer_is_no_answer(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    round_ = await scene.post(track, 1)
    await scene.answer(round_, ada, B)
    await scene.answer(round_, ada, Response(), at(1, "11:00"))
    assert (await scene.close(round_)).answered == 0
    assert await scene.board() == [] and await scene.store.answers.streaks(ada.id) == []


async def test_levels_give_their_points(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    for number, level in enumerate(Level, start=1):
        round_ = await scene.post(track, number, copy_of(f"q{number}", level))
        await scene.answer(round_, ada)
        await scene.close(round_)
    assert await scene.board() == [("Ada", 45)]


async def test_a_question_counts_once_per_member_and_season(scene: Scene) -> None:
    one, two = await scene.track("t1"), await scene.track("t2")
    ada, alan = await scene.members("Ada", "Alan")
    same = copy_of("same")
    first, second = await scene.post(one, 1, same), await scene.post(two, 2, same)
    await scene.answer(first, ada, WRONG)
    for member in (ada, alan):
        await scene.answer(second, member, RIGHT)
    await scene.close(first)
    await scene.close(second)
    assert await scene.board() == [("Alan", 15), ("Ada", 0)]
    again = await scene.store.answers.given(second.id, ada.id)
    assert again is not None and (again.points, again.right) == (0, True)
    assert await scene.streak(ada, two) == (1, 1, 1, 1)
    rows = await scene.store.boards.top(scene.query(), 9)
    assert [(row.answered, row.right) for row in rows] == [(1, 1), (1, 0)]


async def test_of_two_rounds_closed_at_once_the_lower_track_key_decides(scene: Scene) -> None:
    low, high = await scene.track("a"), await scene.track("b")
    ada, same = await scene.member("Ada"), copy_of("same")
    rounds = [await scene.post(high, 1, same), await scene.post(low, 1, same)]
    await scene.answer(rounds[0], ada, RIGHT)
    await scene.answer(rounds[1], ada, WRONG)
    for round_ in rounds:
        await scene.close(round_)
    assert await scene.board() == [("Ada", 0)]


async def test_a_new_season_gives_points_again(scene: Scene) -> None:
    track, ada, same = await scene.track(), await scene.member("Ada"), copy_of("same")
    for number in (30, 31):
        round_ = await scene.post(track, number, same)
        await scene.answer(round_, ada)
        await scene.close(round_)
    assert await scene.board() == [("Ada", 30)]
    assert await scene.board(period="2026-11") == await scene.board(period="2026-12") == [("Ada", 15)]


async def test_streaks_step_by_step(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1)
    for number in range(2, 9):
        await scene.play(track, number, wrong=[ada])
    assert await scene.streak(ada, track) == (7, 0, 2, 7)
    for number, expected in ((9, (7, 0, 1, 7)), (10, (7, 0, 0, 7)), (11, (0, 0, 0, 7))):
        await scene.play(track, number)
        assert await scene.streak(ada, track) == expected
    await scene.play(track, 12, right=[ada])
    assert await scene.streak(ada, track) == (1, 1, 0, 7)


async def test_absence_is_forgiven_when_excused_or_away(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 1, right=[ada, alan])
    excused = await scene.post(track, 2)
    await scene.answer(excused, ada)
    await scene.close(excused, "the bot was down")
    assert await scene.streak(ada, track) == (2, 2, 1, 2) and await scene.streak(alan, track) == (1, 1, 1, 1)
    await scene.store.away.add(alan.id, day(3), day(4), at(3, "16:59:59"))
    await scene.store.away.add(ada.id, day(3), day(3), at(3, "17:00"))
    await scene.play(track, 3)
    await scene.play(track, 4, right=[alan])
    assert await scene.streak(alan, track) == (2, 2, 1, 2)
    assert await scene.streak(ada, track) == (0, 0, 0, 2)


async def test_rounds_closed_out_of_order_fold_by_date(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    rounds = [await scene.post(track, number) for number in (1, 2, 3)]
    for round_ in (rounds[0], rounds[2]):
        await scene.answer(round_, ada)
    for place in (2, 1, 0):
        await scene.close(rounds[place], now=at(4, f"1{place}:00"))
    assert await scene.streak(ada, track) == (2, 2, 0, 2)


async def test_a_freeze_granted_before_the_first_answer_is_kept(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.store.people.grant_freeze(ada.id, track.id, day(1), "grace", at(1, "08:00"))
    await scene.play(track, 2, right=[ada])
    assert await scene.streak(ada, track) == (1, 1, 2, 1)


async def test_a_freeze_granted_for_a_later_day_does_not_cover_an_earlier_round(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1, right=[ada])
    await scene.play(track, 2)
    late = await scene.post(track, 3)
    await scene.store.people.grant_freeze(ada.id, track.id, day(4), "grace", at(3, "16:00"))
    assert await scene.streak(ada, track) == (1, 1, 1, 1)
    await scene.close(late)
    assert await scene.streak(ada, track) == (0, 0, 1, 1)


async def test_an_excuse_later_gives_back_what_absence_took(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 1, right=[ada, alan])
    for number in (2, 3):
        await scene.play(track, number, right=[alan])
    assert await scene.streak(ada, track) == (0, 0, 0, 1)
    third = await scene.store.rounds.on_day(track.id, day(3))
    assert third is not None
    await scene.store.rounds.excuse(third.id, "the post was gone")
    assert (await scene.again(third)).excused == "the post was gone"
    assert await scene.streak(ada, track) == (1, 1, 0, 1) and await scene.streak(alan, track) == (3, 3, 1, 3)
    written = await scene.answer(await scene.post(track, 4), ada)
    assert written.covered == (day(2),)


async def test_an_excuse_of_an_open_round_is_kept_for_its_close(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1, right=[ada])
    round_ = await scene.post(track, 2)
    await scene.store.rounds.excuse(round_.id, "the post was gone")
    assert (await scene.close(round_, "the bot was down")).round.excused == "the post was gone"
    assert await scene.streak(ada, track) == (1, 1, 1, 1)


async def test_voiding_an_unsent_round_cancels_it(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    await scene.store.rounds.void(round_.id, "withdrawn: wrong", at(1, "08:59"))
    voided = await scene.again(round_)
    assert (voided.state, voided.reason) == (RoundState.CANCELLED, "withdrawn: wrong")
    assert await scene.waiting(round_, DeliveryKind.POST) is None


async def test_voiding_an_open_round_closes_it_without_points(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 1, right=[ada, alan])
    round_ = await scene.post(track, 2)
    await scene.answer(round_, ada)
    await scene.store.rounds.void(round_.id, "withdrawn: wrong", at(2, "11:00"))
    voided = await scene.again(round_)
    assert (voided.state, voided.closed_at) == (RoundState.CLOSED, at(2, "11:00"))
    assert voided.excused == "withdrawn: wrong"
    assert await scene.waiting(round_, DeliveryKind.REVEAL) is not None
    assert not (await scene.answer(round_, alan, RIGHT, at(2, "12:00"))).accepted
    given = await scene.store.answers.given(round_.id, ada.id)
    assert given is not None and (given.points, given.right) == (0, None)
    assert await scene.board() == [("Ada", 15), ("Alan", 15)]
    assert await scene.board("accuracy") == [("Ada", 4 / 7), ("Alan", 4 / 7)]
    assert await scene.streak(ada, track) == (2, 2, 1, 2) and await scene.streak(alan, track) == (1, 1, 1, 1)


async def test_a_post_that_may_be_out_is_voided_like_an_open_round(scene: Scene) -> None:
    round_ = await scene.plan(await scene.track(), 1)
    claimed = await scene.claim(round_, DeliveryKind.POST, at(1, "09:00"))
    await scene.store.deliveries.end(claimed, DeliveryState.UNSURE, "nobody can be asked")
    await scene.store.rounds.void(round_.id, "withdrawn: wrong", at(1, "11:00"))
    assert (await scene.again(round_)).state is RoundState.CLOSED


async def test_voiding_a_closed_round_keeps_its_points_and_leaves_accuracy(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 1, right=[ada, alan])
    round_ = await scene.play(track, 2, right=[ada], wrong=[])
    assert await scene.streak(alan, track) == (1, 1, 0, 1)
    for _ in range(2):
        await scene.store.rounds.void(round_.id, "withdrawn: wrong", at(3, "11:00"))
    assert await scene.board() == [("Ada", 30), ("Alan", 15)]
    assert await scene.board("accuracy") == [("Ada", 4 / 7), ("Alan", 4 / 7)]
    assert await scene.streak(alan, track) == (1, 1, 1, 1)
    assert (await scene.again(round_)).state is RoundState.CLOSED


async def test_voiding_a_closed_round_takes_who_only_failed_there_off_the_board(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    round_ = await scene.play(track, 1, wrong=[ada])
    assert await scene.board() == [("Ada", 0)]
    await scene.store.rounds.void(round_.id, "withdrawn: wrong", at(3, "11:00"))
    assert await scene.board() == []


async def test_a_round_voided_while_open_does_not_decide_for_its_question(scene: Scene) -> None:
    one, two = await scene.track("t1"), await scene.track("t2")
    ada, same = await scene.member("Ada"), copy_of("same")
    first, second = await scene.post(one, 1, same), await scene.post(two, 2, same)
    await scene.answer(first, ada, WRONG)
    await scene.answer(second, ada, RIGHT)
    await scene.store.rounds.void(first.id, "withdrawn: wrong", at(1, "11:00"))
    await scene.close(second)
    assert await scene.board() == [("Ada", 15)]


@pytest.mark.parametrize("action", ["void", "excuse"])
async def test_an_unknown_round_is_left_alone(scene: Scene, action: str) -> None:
    if action == "void":
        await scene.store.rounds.void(999, "why", at(1, "00:00"))
    else:
        await scene.store.rounds.excuse(999, "why")


async def test_the_tally_of_a_reveal(scene: Scene) -> None:
    track = await scene.track()
    members = await scene.members("zoe", "Ada", "Bob", "Eve", "Dan")
    round_ = await scene.post(track, 1)
    for member, response in zip(members, (B, B, B, A, C), strict=True):
        await scene.answer(round_, member, response)
    await scene.store.people.set_hidden(members[2].id, True)
    open_tally = await scene.store.rounds.tally(round_.id)
    assert (open_tally.answered, open_tally.right, open_tally.right_names) == (5, 0, ())
    await scene.close(round_)
    tally = await scene.store.rounds.tally(round_.id)
    assert (tally.answered, tally.right) == (5, 3)
    assert tally.responses == {B: 3, A: 1, C: 1}
    assert tally.right_names == ("Ada", "zoe") and tally.milestones == ()
