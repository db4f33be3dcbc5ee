"""A bank that changes under open rounds changes none of them: they read their frozen copy only."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.bank import Bank
from bot.domain.question import Kind, Option, OptionsQuiz, Question, Retired, Topic
from bot.domain.round import Round, RoundState
from bot.intents.base import Reply
from bot.intents.reveal import Reveal
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.retired import told
from tests.fakes.bank import bank_of, choice, number, order, question
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, MONDAY, answer, letter, posted, reveal, right_index, said, wrong_index

Change = Callable[[Question], Question | None]
QUIZ = choice("old")
ASKED = question("asked", "topic", QUIZ)
OTHERS = tuple(question(f"other-{place}", "later", choice(f"other {place}")) for place in range(4))


BEFORE = bank_of({"topic": Topic("topic", "Topic", "practice", (ASKED,))})


def after(change: Change) -> Bank:
    """The question changed or gone, and others that came with it."""
    new = change(ASKED)
    topic = Topic("topic", "Topic", "practice", (new,) if new else ())
    return bank_of({"topic": topic, "later": Topic("later", "Later", "practice", OTHERS)})


def upgrade(world: World, new: Bank) -> None:
    """The same store and clock under a program with another bank."""
    world.tools = replace(world.tools, bank=new, pools=Pools(new))
    world.desk = Desk(world.tools)


def changed(**changes: object) -> Change:
    return lambda asked: replace(asked, **changes)  # type: ignore[arg-type]


def with_quiz(options: Sequence[Option], kind: Kind = Kind.CHOICE) -> Change:
    quiz = OptionsQuiz(kind, "New words?", tuple(options))
    return changed(quiz=quiz, revision="new", prompt="New open prompt.", answer="A new answer.")


NEW = [Option(f"new {place}", f"new because {place}") for place in range(5)]


def right(*places: int) -> list[Option]:
    return [replace(option, correct=place in places) for place, option in enumerate(NEW)]


RETIRED = Retired(MONDAY, "The tool dropped it.", "other-0")
CHANGES: dict[str, Change] = {
    "other words": with_quiz(right(0)[:4]),
    "another key": changed(
        quiz=replace(QUIZ, options=tuple(replace(o, correct=i == 2) for i, o in enumerate(QUIZ.options)))
    ),
    "fewer options": with_quiz(right(2)[:3]),
    "more options": with_quiz(right(4)),
    "several right": with_quiz(right(1, 2), Kind.MULTI),
    "a number now": changed(quiz=number()),
    "an order now": changed(quiz=order()),
    "no quiz any more": changed(quiz=None),
    "retired": changed(retired=RETIRED),
    "removed": lambda asked: None,
}


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(BEFORE)


async def post(world: World) -> Round:
    return await posted(world, await world.track(BERLIN))


@pytest.fixture(params=CHANGES.values(), ids=list(CHANGES))
def change(request: pytest.FixtureRequest) -> Change:
    made: Change = request.param
    return made


async def revealed(world: World) -> str:
    await world.at(reveal())
    (intent,) = [one.intent for one in world.platform.log if isinstance(one.intent, Reveal)]
    return plain(intent)


async def test_an_open_round_is_answered_closed_and_revealed_as_it_was_posted(
    world: World, change: Change
) -> None:
    round_ = await post(world)
    await answer(world, round_, "ada", right_index(round_))
    upgrade(world, after(change))
    first = said(await answer(world, round_, "alan", wrong_index(round_)))
    assert f"Saved: {letter(wrong_index(round_))}" in first
    assert "Changed from" in said(await answer(world, round_, "alan", right_index(round_)))
    await answer(world, round_, "zoe", wrong_index(round_))
    shown = await revealed(world)
    assert "old 0" in shown and "because 0" in shown and "Explain asked." in shown
    assert "new" not in shown
    done = await world.store.rounds.get(round_.id)
    assert done is not None and done.state is RoundState.REVEALED and done.question == round_.question
    assert {name: await points(world, name) for name in ("ada", "alan", "zoe")} == {
        "ada": 15,
        "alan": 15,
        "zoe": 0,
    }


async def test_a_round_closed_before_the_upgrade_is_revealed_as_it_was(world: World, change: Change) -> None:
    round_ = await post(world)
    await answer(world, round_, "ada", right_index(round_))
    upgrade(world, after(change))
    await world.at(reveal())
    assert await points(world, "ada") == 15


async def test_my_result_stays_as_it_was(world: World, change: Change) -> None:
    round_ = await post(world)
    await answer(world, round_, "ada", wrong_index(round_))
    await revealed(world)
    before = said(await result(world, round_))
    upgrade(world, after(change))
    now = said(await result(world, round_))
    assert now.split("You will see")[0].strip() == before.split("You will see")[0].strip()
    assert f"You chose {letter(wrong_index(round_))}" in now


async def points(world: World, name: str) -> int | None:
    round_ = (await world.store.rounds.recent(1, 1))[0]
    given = await world.store.answers.given(round_.id, (await world.member(name)).id)
    return given.points if given else None


async def result(world: World, round_: Round) -> Reply:
    return await world.desk.press(world.who("ada"), f"v1:result:{round_.mark}")


async def practise(world: World, round_: Round) -> Reply:
    return await world.desk.press(world.who("ada"), f"v1:practise:{round_.mark}")


async def closed(world: World, change: Change) -> Round:
    round_ = await post(world)
    await world.at(reveal())
    upgrade(world, after(change))
    return round_


async def test_practise_on_a_retired_question_says_so_and_offers_the_one_in_its_place(world: World) -> None:
    reply = await practise(world, await closed(world, changed(retired=RETIRED)))
    assert said(reply) == (
        "This question was retired: The tool dropped it.\nThere is another one in its place: Explain other-0."
    )
    (button,) = buttons(reply.intent)
    assert "Tell me other 0?" in said(await world.desk.press(world.who("ada"), button.action))


@pytest.mark.parametrize("replaced_by", [None, "gone", "asked"])
def test_nothing_takes_the_place_of_a_question_whose_replacement_is_of_no_use(
    replaced_by: str | None,
) -> None:
    made = after(changed(retired=replace(RETIRED, replaced_by=replaced_by)))
    reply = told(made, made.questions["asked"])
    assert buttons(reply.intent) == [] and "Start another quiz with /quiz" in said(reply)


def test_a_chain_of_replacements_is_followed_to_the_one_in_use() -> None:
    chain = [
        replace(
            question(f"c{place}", "later", choice()), retired=replace(RETIRED, replaced_by=f"c{place + 1}")
        )
        for place in range(3)
    ]
    made = bank_of(
        {"later": Topic("later", "Later", "practice", (*chain, question("c3", "later", choice())))}
    )
    assert "Explain c3." in said(told(made, made.questions["c0"]))


async def test_practise_on_a_question_that_left_the_bank_says_so(world: World) -> None:
    reply = await practise(world, await closed(world, lambda asked: None))
    assert "has left the bank" in said(reply)


@pytest.mark.parametrize("name", ["nothing", "asked", "../x", ""])
async def test_a_tampered_button_for_another_question_tells_nothing_of_an_open_one(
    world: World, name: str
) -> None:
    await post(world)
    reply = await world.desk.press(world.who("ada"), f"v1:replacement:{name}")
    assert "old" not in said(reply)


async def test_a_retired_question_is_never_chosen_and_in_no_quiz(world: World) -> None:
    upgrade(world, after(changed(retired=RETIRED)))
    pool = world.tools.pools.pool(frozenset(), frozenset())
    assert set(pool.questions) == {one.id for one in OTHERS}
    for words in ("mixed 20", "topic", "my mistakes"):
        assert "old" not in said(await world.desk.command(world.who("ada"), f"/quiz {words}"))


async def test_a_question_retired_before_its_post_is_not_asked(world: World) -> None:
    track = await world.track(BERLIN)
    upgrade(world, after(changed(retired=RETIRED)))
    round_ = await posted(world, track)
    assert round_.question is not None and round_.question.question_id.startswith("other-")
