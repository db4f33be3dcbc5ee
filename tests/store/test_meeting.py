"""Acts as a platform tells them: whoever acts is met in the transaction that keeps what they did."""

import asyncio
from datetime import timedelta

import pytest

from bot.domain.frozen import Response
from bot.domain.round import Round
from bot.errors import NoMember, StoreError
from bot.ports.answers import Act, Actor, Written
from bot.store import cards
from tests.store.scene import START, A, B, C, Scene, at

ADA = Actor("fake", "g1", "Study group", "ada", "Ada")
TICK = timedelta(seconds=1)

pytestmark = pytest.mark.usefixtures("any_disk")


def told(round_: Round, actor: Actor = ADA, response: Response = B, second: int = 0) -> Act:
    return Act(round_.mark, actor, response, at(1, "10:00") + TICK * second, "button")


async def test_whoever_is_new_is_met_with_the_answer(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    written = await scene.store.answers.submit(told(round_))
    ada = await scene.store.people.member(scene.group, "ada", "")
    assert written.accepted and written.first_ever
    assert (written.account_id, written.group_id, written.zone) == (ada.account_id, scene.group.id, "UTC")
    assert ada.name == "Ada" and not ada.hidden
    given = await scene.store.answers.given(round_.id, ada.id)
    assert given is not None and given.response == B


async def test_names_are_kept_as_last_told(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    ada = await scene.member("Ada")
    renamed = ADA._replace(name="Countess\0", group_name="Old group")
    written = await scene.store.answers.submit(told(round_, renamed))
    assert written.accepted and written.before is None
    assert await scene.store.people.names([ada.id]) == {ada.id: "Countess"}
    assert (await scene.store.people.get_group(scene.group.id)).name == "Old group"
    (found,) = await scene.store.people.find(scene.group.id, "countess", 5)
    assert found.id == ada.id


async def test_a_name_that_is_not_told_stays(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    ada = await scene.member("Ada")
    for account in ("ada", "Zoe"):
        nameless = ADA._replace(account=account, name="", group_name="")
        assert (await scene.store.answers.submit(told(round_, nameless))).accepted
    assert await scene.store.people.names([ada.id]) == {ada.id: "Ada"}
    assert (await scene.store.people.get_group(scene.group.id)).name == "Study group"
    (zoe,) = await scene.store.people.find(scene.group.id, "zoe", 5)
    assert (zoe.account, zoe.name) == ("Zoe", "Zoe")


async def test_what_somebody_wished_elsewhere_holds_where_they_answer_first(scene: Scene) -> None:
    other = await scene.store.people.group("fake", "g2", "Other")
    hidden = await scene.member("Ada", other)
    await scene.store.people.set_hidden(hidden.id, True)
    round_ = await scene.post(await scene.track(), 1)
    await scene.store.answers.submit(told(round_))
    assert (await scene.store.people.member(scene.group, "ada", "")).hidden


async def test_who_acts_in_a_group_that_had_left_proves_that_it_is_back(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    assert (await scene.store.answers.submit(told(round_))).accepted
    await scene.store.privacy.remove_group("fake", "g1", START)
    changed = await scene.store.answers.submit(told(round_, response=C, second=1))
    assert changed.accepted == ((await scene.again(round_)).state == "posted")
    assert not await scene.store.privacy.restore_group("fake", "g1")


async def test_a_round_of_another_group_takes_nothing_and_nobody_is_met(scene: Scene) -> None:
    await scene.store.people.group("fake", "g2", "Other")
    round_ = await scene.post(await scene.track(), 1)
    strays = [
        told(round_, ADA._replace(group="g2")),
        told(round_, ADA._replace(group="nowhere")),
        told(round_, ADA._replace(platform="web")),
        told(round_)._replace(mark="unknown"),
    ]
    submitted = asyncio.gather(*map(scene.store.answers.submit, strays), return_exceptions=True)
    assert [type(each) for each in await submitted] == [NoMember] * len(strays)
    assert await scene.store.answers.count(round_.id) == 0
    assert await scene.store.privacy.account_id("fake", "ada") is None


async def test_acts_of_one_commit_follow_each_other_whoever_told_them(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    acts = [
        told(round_, response=A),
        scene.act(round_, ada, B, at(1, "10:00") + TICK, "reaction"),
        told(round_, ADA._replace(account="alan", name="Alan"), A),
        told(round_, response=C, second=2),
        told(round_, response=C, second=2),
    ]
    written = await asyncio.gather(*map(scene.store.answers.submit, acts))
    assert [each.accepted for each in written] == [True, True, True, True, True]
    assert [each.before for each in written] == [None, A, None, B, C]
    assert [each.first_ever for each in written] == [True] * 5


async def test_one_newcomer_on_two_rounds_is_met_once(scene: Scene) -> None:
    first = await scene.post(await scene.track(), 1)
    second = await scene.post(await scene.track("t2"), 1)
    written = await asyncio.gather(*map(scene.store.answers.submit, [told(first), told(second)]))
    assert len({each.account_id for each in written}) == 1
    assert all(each.accepted for each in written)


async def test_whoever_was_deleted_answers_as_a_newcomer(scene: Scene) -> None:
    round_, ada = await scene.post(await scene.track(), 1), await scene.member("Ada")
    await scene.store.answers.submit(told(round_))
    await scene.store.privacy.delete(ada.account_id)
    written = await scene.store.answers.submit(told(round_, second=1))
    assert written.accepted and written.first_ever and written.account_id != ada.account_id


async def test_answers_and_deletions_at_once_leave_no_half(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    people = await scene.members(*(f"p{number}" for number in range(20)))

    async def submit(account: str) -> Written | StoreError:
        try:
            return await scene.store.answers.submit(told(round_, ADA._replace(account=account, name=account)))
        except StoreError as error:
            return error

    async with asyncio.TaskGroup() as tasks:
        acts = [tasks.create_task(submit(one.account)) for one in people]
        for one in people[::2]:
            tasks.create_task(scene.store.privacy.delete(one.account_id))
    done = [act.result() for act in acts]
    assert all(isinstance(each, Written | NoMember) for each in done)
    assert await scene.store.answers.count(round_.id) <= len(people)
    assert all(isinstance(each, Written) and each.accepted for each in done[1::2])


async def test_a_card_keeps_what_never_changes(scene: Scene) -> None:
    track = await scene.track()
    round_ = await scene.post(track, 1)
    card = await scene.store.rounds.card(round_.mark)
    assert card is not None and (card.platform, card.group) == ("fake", "g1")
    assert (card.question, card.closes_at) == (round_.question, round_.closes_at)
    await scene.close(round_)
    assert await scene.store.rounds.card(round_.mark) is card
    assert await scene.store.rounds.card("unknown") is None


async def test_the_card_of_a_round_that_is_gone_is_forgotten(scene: Scene) -> None:
    round_ = await scene.post(await scene.track(), 1)
    assert await scene.store.rounds.card(round_.mark) is not None
    await scene.store.privacy.remove_group("fake", "g1", START)
    while await scene.store.privacy.purge_groups(START + timedelta(days=40), 100):
        pass
    with pytest.raises(NoMember):
        await scene.store.answers.submit(told(round_))
    assert await scene.store.rounds.card(round_.mark) is None


async def test_a_new_round_never_takes_what_was_meant_for_one_that_is_gone(scene: Scene) -> None:
    """On SQLite a new row may have the id of a deleted one."""
    gone = await scene.post(await scene.track(), 1)
    assert await scene.store.rounds.card(gone.mark) is not None
    await scene.store.privacy.remove_group("fake", "g1", START)
    while await scene.store.privacy.purge_groups(START + timedelta(days=40), 100):
        pass
    anew = await Scene.make(scene.store)
    round_ = await anew.post(await anew.track("t9"), 1)
    with pytest.raises(NoMember):
        await scene.store.answers.submit(told(gone))
    assert await scene.store.answers.count(round_.id) == 0


async def test_the_cards_that_were_not_asked_for_the_longest_go(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "KEPT", 2)
    rounds = [await scene.post(await scene.track(key), 1) for key in ("t1", "t2", "t3")]
    kept = [await scene.store.rounds.card(round_.mark) for round_ in rounds[:2]]
    assert await scene.store.rounds.card(rounds[0].mark) is kept[0]
    await scene.store.rounds.card(rounds[2].mark)
    assert await scene.store.rounds.card(rounds[0].mark) is kept[0]
    assert await scene.store.rounds.card(rounds[1].mark) is not kept[1]
