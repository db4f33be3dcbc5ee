"""A further key: who gains what, what moves, and who is told."""

import asyncio

import pytest
from sqlalchemy import Connection, select

from bot.domain.freezing import snapshot
from bot.domain.frozen import Key, Response
from bot.domain.question import Kind
from bot.domain.round import DeliveryKind, Round, RoundState
from bot.intents.correction import Correction
from bot.ports.rounds import Closing, Gains, Regrade
from bot.store.engine import connect, parsed
from bot.store.tables import rounds
from tests.domain.making import options_quiz, question
from tests.store.scene import RIGHT, WRONG, C, Scene, at, copy_of, day

LATER = at(3, "12:00")
REASONS = ("because A", "because B", "because C", "because D")


def key(*right: int) -> Key:
    return Key(right, REASONS, by="grace", at=LATER)


def regrade(*right: int, keys: int = 1) -> Regrade:
    return Regrade(key(*right), keys, "A", "the manual says so", LATER)


async def accept(scene: Scene, round_: Round, *right: int, keys: int = 1) -> Gains | None:
    return await scene.store.rounds.regrade(round_.id, regrade(*right, keys=keys))


async def reveal(scene: Scene, round_: Round) -> None:
    await scene.deliver(round_, DeliveryKind.REVEAL, at(2, "17:01"))


async def columns(database_url: str, round_id: int) -> tuple[object, ...]:
    database = connect(parsed(database_url))

    def read(connection: Connection) -> tuple[object, ...]:
        asked = select(rounds.c.display_wanted, rounds.c.reviewed).where(rounds.c.id == round_id)
        return tuple(connection.execute(asked).one())

    try:
        return await database.read(read)
    finally:
        await database.close()


async def test_newly_accepted_gain_and_nobody_loses(scene: Scene) -> None:
    track, (ada, alan, zoe) = await scene.track(), await scene.members("Ada", "Alan", "Zoe")
    round_ = await scene.post(track, 1)
    for member, response in ((ada, RIGHT), (alan, WRONG), (zoe, C)):
        await scene.answer(round_, member, response)
    await scene.close(round_)
    assert await scene.store.rounds.gains(round_.id, key(0, 1)) == Gains(1, 15, 15)
    assert await scene.board() == [("Ada", 15), ("Alan", 0), ("Zoe", 0)], "asking changes nothing"
    assert await accept(scene, round_, 0, 1) == Gains(1, 15, 15)
    for period in ("2026-W44", "2026-11", "all"):
        assert await scene.board(period=period) == [("Ada", 15), ("Alan", 15), ("Zoe", 0)]
    assert await scene.board("accuracy") == [("Ada", 4 / 7), ("Alan", 4 / 7), ("Zoe", 3 / 7)]
    given = await scene.store.answers.given(round_.id, alan.id)
    assert given is not None and (given.points, given.right) == (15, True)
    tally = await scene.store.rounds.tally(round_.id)
    assert (tally.answered, tally.right, tally.right_names) == (3, 2, ("Ada", "Alan"))


async def test_the_copy_keeps_its_order_and_every_key(scene: Scene) -> None:
    round_ = await scene.play(await scene.track(), 1)
    await accept(scene, round_, 0, 1)
    await accept(scene, round_, 0, 1, 3, keys=2)
    before, after = round_.question, (await scene.again(round_)).question
    assert before is not None and after is not None
    assert after.options == before.options and after.keys[0] == before.key
    assert [each.right for each in after.keys] == [(1,), (0, 1), (0, 1, 3)]
    assert (after.key.by, after.key.at, after.key.reasons) == ("grace", LATER, REASONS)


async def test_a_key_that_moves_away_takes_nothing_from_who_was_right(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.play(track, 1, right=[ada], wrong=[alan])
    assert await accept(scene, round_, 0) == Gains(1, 15, 15)
    assert await scene.board() == [("Ada", 15), ("Alan", 15)]
    assert await scene.board("accuracy") == [("Ada", 4 / 7), ("Alan", 4 / 7)]


async def test_a_decision_on_an_older_state_is_refused(scene: Scene) -> None:
    round_ = await scene.play(await scene.track(), 1, wrong=[await scene.member("Ada")])
    assert await accept(scene, round_, 0, 1) is not None
    assert await accept(scene, round_, 1, 2) is None, "it has two keys by now"
    assert await accept(scene, round_, 0, 1, 2, keys=2) == Gains()


async def test_of_two_at_once_one_is_taken(scene: Scene) -> None:
    round_ = await scene.play(await scene.track(), 1, wrong=[await scene.member("Ada")])
    done = await asyncio.gather(*(accept(scene, round_, 0, 1) for _ in range(4)))
    assert sorted(done, key=bool) == [None, None, None, Gains(1, 15, 15)]
    assert await scene.board() == [("Ada", 15)]


async def test_in_an_open_round_the_key_counts_at_the_close(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    round_ = await scene.post(track, 1)
    await scene.answer(round_, ada, WRONG)
    assert await scene.store.rounds.gains(round_.id, key(0, 1)) == Gains()
    assert await accept(scene, round_, 0, 1) == Gains()
    assert await scene.board() == []
    await scene.close(round_)
    assert await scene.board() == [("Ada", 15)]


async def test_a_close_and_a_correction_at_once_agree(scene: Scene) -> None:
    track, members = await scene.track(), await scene.members(*"abcdef")
    for number in range(1, 6):
        round_ = await scene.post(track, number, copy_of(f"q{number}"))
        for member in members:
            await scene.answer(round_, member, WRONG)
        closing = Closing(None, at(number, "17:00:10"))
        await asyncio.gather(accept(scene, round_, 0, 1), scene.store.rounds.close(round_.id, closing))
    assert await scene.board() == [(name, 75) for name in "abcdef"]


@pytest.mark.parametrize("state", ["planned", "cancelled", "withdrawn", "withdrawn open", "unknown"])
async def test_what_was_not_asked_or_was_withdrawn_takes_no_key(scene: Scene, state: str) -> None:
    track = await scene.track()
    round_ = await scene.plan(track, 1) if state in ("planned", "cancelled") else await scene.post(track, 1)
    if state == "cancelled":
        await scene.store.rounds.cancel(round_.id, RoundState.CANCELLED, "skipped")
    if state == "withdrawn":
        await scene.close(round_)
    if state.startswith("withdrawn"):
        await scene.store.rounds.void(round_.id, "withdrawn: wrong", LATER)
    round_id = 999 if state == "unknown" else round_.id
    assert await scene.store.rounds.regrade(round_id, regrade(0, 1)) is None
    assert await scene.store.rounds.gains(round_id, key(0, 1)) == Gains()


async def test_a_question_still_counts_once_per_member_and_season(scene: Scene) -> None:
    one, two = await scene.track("t1"), await scene.track("t2")
    (ada, alan), same = await scene.members("Ada", "Alan"), copy_of("same")
    first, second = await scene.post(one, 1, same), await scene.post(two, 2, same)
    await scene.answer(first, ada, RIGHT)
    for member in (ada, alan):
        await scene.answer(second, member, WRONG)
    for round_ in (first, second):
        await scene.close(round_)
    assert await accept(scene, second, 0, 1) == Gains(1, 15, 15), "Ada answered it elsewhere first"
    assert await scene.board() == [("Ada", 15), ("Alan", 15)]
    given = await scene.store.answers.given(second.id, ada.id)
    assert given is not None and (given.points, given.right) == (0, True)


async def test_the_round_that_counts_gains_though_a_later_one_was_right(scene: Scene) -> None:
    one, two = await scene.track("t1"), await scene.track("t2")
    ada, same = await scene.member("Ada"), copy_of("same")
    first, second = await scene.post(one, 1, same), await scene.post(two, 2, same)
    await scene.answer(first, ada, WRONG)
    await scene.answer(second, ada, RIGHT)
    for round_ in (first, second):
        await scene.close(round_)
    assert await scene.board() == [("Ada", 0)]
    assert await accept(scene, first, 0, 1) == Gains(1, 15, 15)
    assert await scene.board() == [("Ada", 15)]


async def test_past_seasons_move_as_well(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    old = await scene.play(track, 1, wrong=[ada])
    await scene.play(track, 35, right=[ada])
    await accept(scene, old, 0, 1)
    assert await scene.board(period="2026-11") == await scene.board(period="2026-12") == [("Ada", 15)]
    assert await scene.board() == [("Ada", 30)]


async def test_withdrawn_answers_and_those_without_a_member_gain_nothing(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.post(track, 1)
    for member in (ada, alan):
        await scene.answer(round_, member, WRONG)
    await scene.answer(round_, ada, Response(), at(1, "11:00"))
    await scene.close(round_)
    await scene.store.privacy.delete(alan.account_id)
    assert await accept(scene, round_, 0, 1) == Gains()
    assert await scene.board() == []
    tally = await scene.store.rounds.tally(round_.id)
    assert (tally.answered, tally.right) == (1, 1), "shares still count who is gone"


async def test_answers_that_lost_their_link_by_age_do_no_harm(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    old = await scene.play(track, 1, wrong=[ada])
    await scene.play(track, 35, right=[ada])
    await scene.store.privacy.unlink_before(day(20), 100)
    before = await scene.board(), await scene.streak(ada, track)
    assert await accept(scene, old, 0, 1) == Gains()
    await scene.store.rounds.excuse(old.id, "the bot was down")
    assert (await scene.board(), await scene.streak(ada, track)) == before
    await scene.store.rounds.recompute(scene.group.id)
    assert (await scene.board(), await scene.streak(ada, track)) == before


async def test_gains_may_differ(scene: Scene) -> None:
    """A and B were right: who chose A and C had two points of fifteen, who chose C alone had none."""
    track, (ada, alan, zoe) = await scene.track(), await scene.members("Ada", "Alan", "Zoe")
    several = snapshot(question("several", quiz=options_quiz({0, 1}, 5, Kind.MULTI)), "MLflow")
    round_ = await scene.post(track, 1, several)
    for member, bits in ((ada, 0b101), (alan, 0b100), (zoe, 0b11)):
        await scene.answer(round_, member, Response(bits))
    await scene.close(round_)
    assert await scene.board() == [("Zoe", 15), ("Ada", 2), ("Alan", 0)]
    moved = Regrade(Key((0, 2), ("",) * 5), 1, "A, C", "", LATER)
    assert await scene.store.rounds.regrade(round_.id, moved) == Gains(2, 7, 13)
    assert await scene.board() == [("Ada", 15), ("Zoe", 15), ("Alan", 7)]


async def test_the_thread_is_told_only_if_the_reveal_may_have_been_read(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    waiting, revealed = await scene.play(track, 1, wrong=[ada]), await scene.play(track, 2, wrong=[ada])
    await reveal(scene, revealed)
    for round_ in (waiting, revealed):
        await accept(scene, round_, 0, 1)
    assert await scene.waiting(waiting, "correction-1") is None
    told = await scene.waiting(revealed, "correction-1")
    assert told is not None and (told.due_at, told.channel) == (LATER, track.channel)
    assert Correction.read(told.text or "") == Correction(
        "A", "the manual says so", "1 person gained 15 points. Nobody lost any."
    )
    await accept(scene, revealed, 0, 1, 2, keys=2)
    assert await scene.waiting(revealed, "correction-2") is not None


async def test_a_reveal_that_is_just_being_sent_is_corrected_to_be_sure(scene: Scene) -> None:
    round_ = await scene.play(await scene.track(), 1)
    await scene.claim(round_, DeliveryKind.REVEAL, at(1, "17:01"))
    await accept(scene, round_, 0, 1)
    assert await scene.waiting(round_, "correction-1") is not None


async def test_a_correction_is_no_notice_to_organisers(scene: Scene) -> None:
    round_ = await scene.play(await scene.track(), 1)
    await reveal(scene, round_)
    await accept(scene, round_, 0, 1)
    assert await scene.store.deliveries.open_notices(scene.group.id) == []


async def test_the_post_is_drawn_anew_and_review_fed_again(scene: Scene, database_url: str) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    round_ = await scene.play(track, 1, wrong=[ada])
    await reveal(scene, round_)
    await scene.store.deliveries.want_display(round_.id, "revealed:1", LATER)
    await scene.store.deliveries.display_shown(round_.id, "revealed:1")
    await scene.store.reviews.feed(None, 100)
    assert await columns(database_url, round_.id) == ("revealed:1", True)
    await accept(scene, round_, 0, 1)
    assert await columns(database_url, round_.id) == ("revealed:1:2", False)
    [edit] = await scene.store.deliveries.displays_due(["fake"], 9)
    assert (edit.round_id, edit.wanted) == (round_.id, "revealed:1:2")


async def test_voiding_after_the_reveal_tells_the_thread_once(scene: Scene) -> None:
    round_ = await scene.play(await scene.track(), 1)
    await reveal(scene, round_)
    for _ in range(2):
        await scene.store.rounds.void(round_.id, "withdrawn: two answers hold", LATER)
    told = await scene.waiting(round_, "correction-1")
    assert told is not None and Correction.read(told.text or "").why == "two answers hold"
    assert await scene.waiting(round_, "correction-2") is None


async def test_a_withdrawn_round_is_not_excused_anew(scene: Scene) -> None:
    round_ = await scene.play(await scene.track(), 1)
    await scene.store.rounds.void(round_.id, "withdrawn: wrong", LATER)
    await scene.store.rounds.excuse(round_.id, "the post was gone")
    assert (await scene.again(round_)).excused == "withdrawn: wrong"


async def test_the_newest_posted_round_with_a_question(scene: Scene) -> None:
    one, two, same = await scene.track("t1"), await scene.track("t2"), copy_of("same")
    assert await scene.store.rounds.last_with(scene.group.id, "same") is None
    await scene.post(one, 1, same)
    newest = await scene.post(two, 3, same)
    await scene.plan(one, 5, same)
    found = await scene.store.rounds.last_with(scene.group.id, "same")
    assert found is not None and found.id == newest.id
    other = await scene.store.people.group("fake", "g2", "Other")
    assert await scene.store.rounds.last_with(other.id, "same") is None
