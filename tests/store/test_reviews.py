from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, select

from bot.domain.freezing import snapshot
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.question import Kind
from bot.domain.review import Fact, Item, Rating, fold
from bot.domain.round import Round, Track
from bot.ports.people import Member
from bot.ports.practice import Attempt, QuizSession
from bot.ports.reviews import Place
from bot.store import feeding
from bot.store.tables_practice import review_items
from tests.domain.making import options_quiz, question
from tests.store.scene import RIGHT, WRONG, Scene, at, copy_of


async def items(scene: Scene, member: Member) -> dict[str, Item]:
    def read(connection: Connection) -> dict[str, Item]:
        asked = select(review_items.c.question_id).where(review_items.c.account_id == member.account_id)
        pairs = [(member.account_id, row.question_id) for row in connection.execute(asked)]
        return {name: item for (_, name), item in feeding._items(connection, pairs).items()}

    return await scene.store._database.read(read)


async def feed_all(scene: Scene, limit: int = 100) -> None:
    after: Place | None = None
    while after is not None or await scene.store.reviews.unfed() is not None:
        after = await scene.store.reviews.feed(after, limit)


def closed(round_: Round, rating: Rating) -> Fact:
    assert round_.closed_at is not None
    return Fact(round_.closed_at, rating)


def learnt(*facts: Fact) -> Item:
    item = fold(None, facts)
    assert item is not None
    return item


async def try_(scene: Scene, member: Member, name: str, when: datetime, **how: Any) -> None:
    key = f"{member.id}-{name}-{when.isoformat()}"
    session = QuizSession(key, member.account_id, scene.group.id, (), (), 0, when)
    await scene.store.practice.start(session)
    facts = {"source": "quiz", "right": True, "score": 100, **how}
    attempt = Attempt(member.account_id, name, "mlflow", "mid", at=when, **facts)
    assert await scene.store.practice.advance(replace(session, position=1), 0, attempt)


def several(name: str) -> FrozenQuestion:
    """Five options, A to C are right."""
    return snapshot(question(name, quiz=options_quiz({0, 1, 2}, 5, Kind.MULTI)), "MLflow")


async def test_an_answer_feeds_its_item_from_the_close_on(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.post(track, 1)
    await scene.answer(round_, ada, RIGHT)
    await scene.answer(round_, alan, WRONG)
    await feed_all(scene)
    assert await items(scene, ada) == {}
    round_ = (await scene.close(round_)).round
    await feed_all(scene)
    assert await items(scene, ada) == {"q1": learnt(closed(round_, Rating.GOOD))}
    assert await items(scene, alan) == {"q1": learnt(closed(round_, Rating.AGAIN))}
    assert await scene.store.reviews.unfed() is None


async def test_partly_right_is_hard(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    round_ = await scene.post(track, 1, several("q1"))
    await scene.answer(round_, ada, Response(bits=0b00011))
    round_ = (await scene.close(round_)).round
    await feed_all(scene)
    assert await items(scene, ada) == {"q1": learnt(closed(round_, Rating.HARD))}


async def test_a_missed_round_is_again_for_who_answered_in_the_14_days_before(scene: Scene) -> None:
    track, (ada, alan, eve) = await scene.track(), await scene.members("Ada", "Alan", "Eve")
    await scene.play(track, 1, right=[alan])
    await scene.play(track, 2, right=[ada])
    missed = await scene.play(track, 16)
    await feed_all(scene)
    assert (await items(scene, ada))["q16"] == learnt(closed(missed, Rating.AGAIN))
    assert "q16" not in await items(scene, alan), "the first of November is 15 days before"
    assert await items(scene, eve) == {}


async def test_a_withdrawn_answer_is_none(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1, right=[ada])
    round_ = await scene.post(track, 2)
    await scene.answer(round_, ada, RIGHT)
    await scene.answer(round_, ada, Response(), when=round_.opens_at + timedelta(hours=2))
    round_ = (await scene.close(round_)).round
    await feed_all(scene)
    assert (await items(scene, ada))["q2"] == learnt(closed(round_, Rating.AGAIN))


async def test_who_missed_an_excused_round_has_nothing_to_repeat(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 1, right=[ada, alan])
    round_ = await scene.post(track, 2)
    await scene.answer(round_, alan, RIGHT)
    await scene.close(round_, excused="the bot was down")
    await feed_all(scene)
    assert set(await items(scene, ada)) == {"q1"} and set(await items(scene, alan)) == {"q1", "q2"}


@pytest.mark.parametrize("fed_before", [False, True])
async def test_a_withdrawn_round_leaves_review(scene: Scene, fed_before: bool) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.play(track, 1, right=[ada], wrong=[alan])
    if fed_before:
        await feed_all(scene)
    await try_(scene, alan, "q1", at(3, "10:00"))
    await scene.store.rounds.void(round_.id, "wrong key", at(4, "10:00"))
    await feed_all(scene)
    assert await items(scene, ada) == {}
    assert await items(scene, alan) == {"q1": learnt(Fact(at(3, "10:00"), Rating.GOOD))}


async def test_a_round_withdrawn_while_open_feeds_nothing(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await scene.play(track, 1, right=[ada, alan])
    round_ = await scene.post(track, 2)
    await scene.answer(round_, ada, WRONG)
    await scene.store.rounds.void(round_.id, "wrong key", at(2, "10:00"))
    await feed_all(scene)
    assert set(await items(scene, ada)) == set(await items(scene, alan)) == {"q1"}


async def test_an_excuse_that_comes_later_takes_back_what_absence_fed(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    await scene.play(track, 1, right=[ada])
    missed = await scene.play(track, 2)
    await feed_all(scene)
    await scene.store.rounds.excuse(missed.id, "the question was deleted from the channel")
    await feed_all(scene)
    assert set(await items(scene, ada)) == {"q1"}


async def test_an_attempt_moves_its_item_in_the_same_transaction(scene: Scene) -> None:
    ada = await scene.member("Ada")
    await try_(scene, ada, "q1", at(1, "10:00"), right=False, score=50)
    await try_(scene, ada, "q1", at(2, "10:00"))
    facts = Fact(at(1, "10:00"), Rating.HARD), Fact(at(2, "10:00"), Rating.GOOD)
    assert await items(scene, ada) == {"q1": learnt(*facts)}


async def test_an_account_is_fed_at_once_and_not_twice(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    round_ = await scene.play(track, 1, right=[ada], wrong=[alan])
    await scene.store.reviews.feed_account(ada.account_id)
    item = {"q1": learnt(closed(round_, Rating.GOOD))}
    assert await items(scene, ada) == item and await items(scene, alan) == {}
    await feed_all(scene)
    assert await items(scene, ada) == item and set(await items(scene, alan)) == {"q1"}


async def test_a_round_that_is_excused_between_two_steps_is_fed_anew(scene: Scene) -> None:
    track, people = await scene.track(), await scene.members("Ada", "Alan", "Eve")
    await scene.play(track, 1, right=people)
    await feed_all(scene)
    missed = await scene.play(track, 2)
    after = await scene.store.reviews.feed(None, 1)
    assert after is not None and set(await items(scene, people[0])) == {"q1", "q2"}
    await scene.store.rounds.excuse(missed.id, "the bot was down")
    while after is not None:
        after = await scene.store.reviews.feed(after, 1)
    assert all([set(await items(scene, each)) == {"q1"} for each in people])


async def test_due_is_what_comes_before_then_longest_first_and_no_open_question(scene: Scene) -> None:
    track, ada = await scene.track(), await scene.member("Ada")
    for place, name in enumerate(("c", "a", "b", "later")):
        await try_(scene, ada, name, at(1 + place, "10:00"), right=False, score=0)
    await scene.plan(track, 4, copy_of("b"))
    account, reviews = ada.account_id, scene.store.reviews
    due = await reviews.due(account, scene.group.id, at(5, "10:00"), 9)
    assert [(each.question_id, each.due_at) for each in due] == [
        ("c", at(2, "10:00")),
        ("a", at(3, "10:00")),
    ]
    ahead = await reviews.ahead(account, at(4, "10:00"), 9)
    assert [each.question_id for each in ahead] == ["b", "later"]
    assert await reviews.due_at(account, "later") == at(5, "10:00")
    assert await reviews.due_at(account, "never") is None


@dataclass
class History:
    """Seeded days of two groups that ask each other's questions, and what must follow from them."""

    scene: Scene
    source: Random
    people: list[list[Member]] = field(default_factory=list)
    facts: dict[tuple[int, str], list[Fact]] = field(default_factory=lambda: defaultdict(list))
    answered: dict[tuple[int, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    after: Place | None = None

    async def day(self, tracks: list[Track], number: int) -> None:
        for place, track in enumerate(tracks):
            await self.round(track, self.people[place], number)
            await self.feed_somehow()
        for member in self.people[0]:
            if self.source.random() < 0.4:
                await self.attempt(member, at(number, f"{self.source.randrange(8, 20):02}:00"))
                await self.feed_somehow()

    async def round(self, track: Track, people: list[Member], number: int) -> None:
        name = self.question()
        round_ = await self.scene.post(track, number, copy_of(name))
        answers = {member: self.source.choice((RIGHT, WRONG, None)) for member in people}
        for member, response in answers.items():
            if response is not None:
                await self.scene.answer(round_, member, response)
        round_ = (await self.scene.close(round_)).round
        for member, response in answers.items():
            days = self.answered[track.id, member.id]
            if response is not None:
                rating = Rating.GOOD if response == RIGHT else Rating.AGAIN
                self.facts[member.account_id, name].append(closed(round_, rating))
                days.add(number)
            elif any(number - 14 <= day < number for day in days):
                self.facts[member.account_id, name].append(closed(round_, Rating.AGAIN))

    async def attempt(self, member: Member, when: datetime) -> None:
        name, right = self.question(), self.source.random() < 0.5
        await try_(self.scene, member, name, when, right=right, score=100 * right)
        self.facts[member.account_id, name].append(Fact(when, Rating.GOOD if right else Rating.AGAIN))

    def question(self) -> str:
        return self.source.choice(("one", "two", "three"))

    async def feed_somehow(self) -> None:
        """In steps of any size, broken off and begun again, with accounts that cannot wait."""
        reviews = self.scene.store.reviews
        for _ in range(self.source.randrange(3)):
            if self.source.random() < 0.3:
                await reviews.feed_account(self.source.choice(self.people[0]).account_id)
            lost = self.source.random() < 0.3
            self.after = await reviews.feed(None if lost else self.after, self.source.randrange(1, 5))


@pytest.mark.parametrize("seed", range(4))
async def test_any_order_of_feeding_gives_what_the_facts_in_order_give(scene: Scene, seed: int) -> None:
    """Rounds of two groups that close in the same instant, attempts older than what was fed, steps of
    any size that get lost, accounts in between: every time the same items."""
    other = await scene.store.people.group("fake", "g2", "Other group")
    history = History(scene, Random(seed))
    for group in (scene.group, other):
        history.people.append([await scene.member(name, group) for name in ("Ada", "Alan", "Eve")])
    tracks = [await scene.track("t1"), await scene.track("t2", group=other)]
    for number in (1, 2, 3, 4, 20, 21, 22):
        await history.day(tracks, number)
    await feed_all(scene, limit=2)
    found = {
        (member.account_id, name): item
        for member in history.people[0]
        for name, item in (await items(scene, member)).items()
    }
    assert found == {pair: learnt(*facts) for pair, facts in history.facts.items()}


async def test_an_answer_is_told_whether_something_is_due_within_a_day(scene: Scene) -> None:
    track, (ada, alan) = await scene.track(), await scene.members("Ada", "Alan")
    await try_(scene, ada, "other", at(1, "10:00"), right=False, score=0)
    round_ = await scene.post(track, 1)
    assert not (await scene.answer(round_, ada, when=at(1, "09:30"))).due
    assert (await scene.answer(round_, ada, when=at(1, "10:30"))).due
    assert not (await scene.answer(round_, alan, when=at(1, "10:30"))).due
