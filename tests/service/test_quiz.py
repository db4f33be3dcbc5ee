"""RULES: /quiz."""

import pytest

from bot.domain.question import Kind
from bot.intents.base import Button, How, Reply
from bot.intents.quiz import QuizEnd, QuizQuestion
from tests.fakes.bank import make_bank
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, full_day, only, posted, said


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def start(world: World, words: str = "topic", name: str = "ada") -> Reply:
    return await world.desk.command(world.who(name), f"/quiz {words}")


def asked(reply: Reply) -> QuizQuestion:
    assert isinstance(reply.intent, QuizQuestion), said(reply)
    return reply.intent


async def give(world: World, reply: Reply, *, right: bool, name: str = "ada") -> Reply:
    question = asked(reply)
    key = question.question.key.right
    index = key[0] if right else next(i for i in range(4) if i not in key)
    return await world.desk.press(world.who(name), f"v1:quiz:{question.key}:{question.position}:{index}")


def labelled(reply: Reply, label: str) -> Button:
    assert reply.intent is not None
    return next(button for button in buttons(reply.intent) if button.label.startswith(label))


async def test_five_questions_with_an_immediate_reason_and_an_end(world: World) -> None:
    reply = await start(world)
    assert reply.how is How.PRIVATE and "1 of 5" in said(reply)
    for _ in range(5):
        reply = await give(world, reply, right=True)
        assert "Right: " in said(reply) and "because 0" in said(reply)
    assert "5 of 5. Topic so far: 5 of 5. Practice gives no points." in said(reply)


async def test_wrong_ones_come_once_more_unscored(world: World) -> None:
    reply = await give(world, await start(world, "topic 2"), right=False)
    reply = await give(world, reply, right=True)
    assert "once more, unscored" in said(reply)
    reply = await give(world, reply, right=True)
    assert isinstance(reply.intent, QuizEnd) and "1 of 2." in said(reply)
    assert "1 of 2" in said(reply), "the repetition does not change the tally"


async def test_a_double_click_grades_once(world: World) -> None:
    first = await start(world, "topic 3")
    second = await give(world, first, right=True)
    again = await give(world, first, right=True)
    assert asked(again).position == asked(second).position == 1


async def test_a_quiz_goes_on_after_a_restart(world: World) -> None:
    reply = await give(world, await start(world), right=True)
    other = await World.make(world.store, bank=world.tools.bank, seed=99)
    reply = await give(other, reply, right=True)
    assert "3 of 5" in said(reply)


async def test_a_session_belongs_to_one_person(world: World) -> None:
    reply = await start(world)
    stolen = await give(world, reply, right=True, name="alan")
    assert "not yours" in said(stolen)


async def test_stop_ends_it_with_what_was_answered(world: World) -> None:
    reply = await give(world, await start(world), right=True)
    reply = await world.desk.press(world.who(), labelled(reply, "Stop").action)
    assert "1 of 1." in said(reply)


async def test_repeat_brings_back_the_wrong_ones(world: World) -> None:
    reply = await give(world, await start(world, "topic 1"), right=False)
    reply = await give(world, reply, right=False)
    reply = await world.desk.press(world.who(), labelled(reply, "Repeat 1").action)
    assert "1 of 1" in said(reply)


async def test_alone_it_offers_mistakes_mixed_and_topics(world: World) -> None:
    reply = await give(world, await start(world, "topic 1"), right=False)
    await give(world, reply, right=False)
    menu = await world.desk.command(world.who(), "/quiz")
    assert menu.intent is not None
    labels = [button.label for button in buttons(menu.intent)]
    assert labels == ["My mistakes (1)", "Mixed", "Topic"]


async def test_words_come_in_any_order(make_world: MakeWorld) -> None:
    world = await make_world(make_bank())
    reply = await start(world, "senior 3 beta")
    assert "1 of 3 · Beta · senior" in said(reply)


async def test_an_unknown_topic_names_the_known_ones(world: World) -> None:
    assert "There is no topic “cobol”. Topics: topic." in said(await start(world, "cobol"))


@pytest.mark.parametrize("count", ["0", "21", "99999"])
async def test_a_count_outside_one_to_twenty_is_refused(world: World, count: str) -> None:
    assert "1 to 20" in said(await start(world, f"topic {count}"))


async def test_the_open_question_is_never_served(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=6))
    round_ = await posted(world, await world.track(BERLIN))
    assert round_.question is not None
    reply, served = await start(world, "topic 20"), set()
    while isinstance(reply.intent, QuizQuestion):
        served.add(asked(reply).question.question_id)
        reply = await give(world, reply, right=True)
    assert len(served) == 5 and round_.question.question_id not in served


async def test_practise_serves_the_question_of_the_day_after_its_reveal(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    assert "still open" in said(await world.desk.press(world.who(), f"v1:practise:{round_.mark}"))
    round_ = await full_day(world, track, 0, ada="wrong")
    reply = await world.desk.press(world.who(), f"v1:practise:{round_.mark}")
    assert round_.question is not None
    assert asked(reply).question.question_id == round_.question.question_id


@pytest.mark.parametrize("kind", [Kind.MULTI, Kind.NUMBER, Kind.ORDER])
async def test_every_kind_can_be_practised(make_world: MakeWorld, kind: Kind) -> None:
    world = await make_world(only(kind))
    reply = await start(world, "topic 1")
    question = asked(reply)
    if kind is Kind.MULTI:
        for index in question.question.key.right:
            await world.desk.press(world.who(), f"v1:quiz:{question.key}:0:{index}")
        reply = await world.desk.press(world.who(), f"v1:quizdone:{question.key}:0")
    else:
        right = "0.82" if kind is Kind.NUMBER else "".join("ABCD"[i] for i in question.question.key.right)
        form = await world.desk.press(world.who(), f"v1:quizform:{question.key}:0")
        assert form.form is not None
        reply = await world.desk.submit(world.who(), form.form.action, {"answer": right})
    assert "1 of 1." in said(reply)
