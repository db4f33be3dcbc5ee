"""RULES: typing is forgiven; what may have been meant comes as a button that does it."""

import pytest

from bot.intents.base import How
from bot.intents.quiz import QuizQuestion
from bot.intents.trouble import Broken
from tests.fakes.bank import bank_of, make_bank, question
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, posted, said
from tests.service.practising import asked, labels, start, tap


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(make_bank(topics=("mlflow", "feature-store"), kinds=False))


async def test_a_slip_in_a_topic_is_asked_about_with_a_button_that_does_it(world: World) -> None:
    reply = await start(world, "mlfow 3 senior")
    assert said(reply) == "There is no topic “mlfow”. Did you mean mlflow?"
    assert reply.how is How.PRIVATE and labels(reply) == ["mlflow"]
    done = await tap(world, reply, "mlflow")
    assert done.how is How.REPLACE, "the question takes the place of what was asked"
    assert "1 of 3 · Mlflow · senior" in said(done)


@pytest.mark.parametrize(
    "typed", ["Feature Store", "feature-stores", "featurestore 5", "senior feature store 2", "FEATURE_STORE"]
)
async def test_variants_of_a_name_are_the_topic(world: World, typed: str) -> None:
    assert asked(await start(world, typed)).question.topic == "feature-store"


async def test_nonsense_gets_the_areas_and_no_guess(world: World) -> None:
    reply = await start(world, "blockchain")
    assert said(reply) == "There is no topic “blockchain”. These are the areas:"
    assert labels(reply) == ["Practice"]


@pytest.mark.parametrize(
    "typed", ["@everyone", "'; DROP TABLE answers; --", "<b>x</b>", "日本", "🙂", "x" * 400]
)
async def test_odd_words_get_a_short_sentence(world: World, typed: str) -> None:
    text = said(await start(world, typed))
    assert text.startswith("There is no topic “") and len(text) < 100


@pytest.mark.parametrize("typed", ["\u202e", "\u200b\u200f", "\x07", "...", "''"])
async def test_words_that_cannot_be_seen_are_no_words(world: World, typed: str) -> None:
    reply = await start(world, typed)
    assert "What shall we practise?" in said(reply)


async def test_a_right_to_left_mark_is_never_said_back(world: World) -> None:
    assert "\u202e" not in said(await start(world, "\u202ecobol"))


@pytest.mark.parametrize("count", ["0", "21", "-1", "2.5"])
async def test_a_count_out_of_bounds_is_a_sentence(world: World, count: str) -> None:
    assert said(await start(world, f"mlflow {count}")) == "A quiz has 1 to 20 questions."


async def test_a_mistyped_command_is_done_by_its_button(world: World) -> None:
    reply = await world.desk.command(world.who(), "/quzi mlflow 2")
    assert said(reply) == "I do not know that command. Did you mean /quiz?"
    assert "1 of 2" in said(await tap(world, reply, "quiz mlflow 2"))


async def test_a_mistyped_board_is_done_by_its_button(world: World) -> None:
    reply = await world.desk.command(world.who(), "/leaderboard steak wekk")
    assert said(reply).startswith("Did you mean streak?")
    reply = await tap(world, reply, "leaderboard streak wekk")
    assert said(reply).startswith("Did you mean week?")
    assert "streak" in said(await tap(world, reply, "leaderboard streak week")).casefold()


async def test_a_mistyped_verb_is_done_by_its_button(world: World) -> None:
    await world.track(BERLIN)
    reply = await world.desk.command(world.who(organiser=True), "/daily statsu")
    assert said(reply) == "Did you mean /daily status?"
    pressed = await world.desk.press(world.who(organiser=True), "v1:do:daily status")
    assert "ml-daily" in said(pressed) or "daily-c1" in said(pressed)


async def test_daily_is_named_to_organisers_only(world: World) -> None:
    assert "/daily" not in said(await world.desk.command(world.who(), "/dialy status"))
    assert "Only organisers" in said(await world.desk.command(world.who(), "/daily statsu"))
    await world.store.organisers.add(world.group.id, "alan", "grace", world.clock.now())
    assert "Did you mean /daily?" in said(await world.desk.command(world.who("alan"), "/dialy status"))


async def test_a_button_does_no_more_than_typing_would(world: World) -> None:
    await world.track(BERLIN)
    assert "Only organisers" in said(await world.desk.press(world.who(), "v1:do:daily pause"))
    assert "do not know that command" in said(await world.desk.press(world.who(), "v1:do:xyzzy"))
    assert "begins" not in said(await world.desk.press(world.who(), "v1:do:"))


async def test_a_slip_in_an_interview_is_asked_about_as_well(world: World) -> None:
    reply = await world.desk.command(world.who(), "/interview mlfow")
    assert "Did you mean mlflow?" in said(reply)
    assert "Explain mlflow" in said(await tap(world, reply, "mlflow"))
    reply = await world.desk.command(world.who(), "/interview cobol")
    reply = await tap(world, reply, "Practice")
    assert "Explain mlflow" in said(await tap(world, reply, "Mlflow"))


async def test_a_topic_without_quiz_offers_its_interview(make_world: MakeWorld) -> None:
    bank = make_bank(topics=("mlflow",), kinds=False)
    talk = question("talk", "behavioral", None)
    topic = bank.topics["mlflow"]
    open_only = type(topic)("behavioral", "Behavioural", "practice", (talk,))
    world = await make_world(bank_of({"mlflow": topic, "behavioral": open_only}))
    reply = await start(world, "behavioural")
    assert "Behavioural has no quiz" in said(reply)
    assert "Explain talk" in said(await tap(world, reply, "interview behavioral"))


async def test_an_answer_is_typed_in_lower_case_and_with_spaces(world: World) -> None:
    await posted(world, await world.track(BERLIN))
    assert said(await world.desk.command(world.who(), "/answer b")).startswith("Saved: B.")
    assert "Changed from B to C" in said(await world.desk.command(world.who(), "/ANSWER  c "))


@pytest.mark.parametrize(
    "action", ["v1:do:quiz", "v1:topicarea:quiz:nowhere:0", "v1:topicarea:quiz:practice:9"]
)
async def test_a_forged_button_is_refused_or_harmless(world: World, action: str) -> None:
    reply = await world.desk.press(world.who(), action)
    assert not isinstance(reply.intent, Broken | QuizQuestion) and said(reply)
    refused = await world.desk.press(world.who(), "v1:topicarea:daily:practice:0")
    assert "another version" in said(refused)
