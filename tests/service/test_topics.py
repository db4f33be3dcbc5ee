"""RULES: /topics, and areas and topics as buttons."""

import pytest

from bot.domain.question import Topic
from bot.intents.base import How
from tests.fakes.bank import bank_of, choice, make_bank, question
from tests.fakes.text import buttons
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import said
from tests.service.practising import finish, labels, start, tap

AREAS = ("foundations", "modelling", "data", "operations", "llm-systems", "practice")


def big_bank() -> dict[str, Topic]:
    """36 topics in six areas, the last one without a quiz."""
    made = {}
    for number in range(36):
        name = f"topic{number:02}"
        quiz = None if number == 35 else choice()
        questions = tuple(question(f"{name}-{place}", name, quiz) for place in range(3))
        made[name] = Topic(name, name.title(), AREAS[number % 6], questions)
    return made


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(bank_of(big_bank()))


async def test_topics_lists_areas_topics_and_questions_in_private(world: World) -> None:
    reply = await world.desk.command(world.who(), "/topics")
    assert reply.how is How.PRIVATE
    first, *lines = said(reply).split("\n")
    assert first == "36 topics, 108 questions." and len(lines) == 6
    assert lines[0].startswith("- Foundations: Topic00 3 · Topic06 3 · ")
    assert lines[5].endswith("Topic35 3 (interview only)")


async def test_topics_shows_ones_own_tally_beside(world: World) -> None:
    await finish(world, await start(world, "topic00 2"))
    text = said(await world.desk.command(world.who(), "/topics"))
    assert "Topic00 3 (you 2 of 2) · Topic06 3 ·" in text
    assert "you" not in said(await world.desk.command(world.who("alan"), "/topics"))


async def test_an_area_opens_its_topics_and_a_topic_is_practised(world: World) -> None:
    reply = await tap(world, await world.desk.command(world.who(), "/topics"), "LLM systems")
    assert reply.how is How.REPLACE
    assert labels(reply)[:2] == ["Topic04", "Topic10"] and "All of LLM systems" in labels(reply)
    assert "1 of 5 · Topic" in said(await tap(world, reply, "All of LLM systems"))
    assert labels(await tap(world, reply, "Areas"))[0] == "Foundations"
    assert "1 of 3 · Topic10" in said(await tap(world, reply, "Topic10"))


async def test_a_topic_without_quiz_opens_an_interview(world: World) -> None:
    reply = await tap(world, await start(world, ""), "Practice")
    assert "Explain topic35" in said(await tap(world, reply, "Topic35 (interview)"))


async def test_no_message_has_more_buttons_than_a_platform_takes(make_world: MakeWorld) -> None:
    names = [f"topic{number:02}" for number in range(40)]
    topics = {name: Topic(name, name, "data", (question(name, name, choice()),)) for name in names}
    world = await make_world(bank_of({**big_bank(), **topics}))
    menu = await start(world, "")
    seen: set[str] = set()
    reply = await tap(world, menu, "Data")
    for _ in range(3):
        for shown in (menu, reply):
            assert shown.intent is not None and len(buttons(shown.intent)) <= 25
            assert all(len(row) <= 5 for row in shown.intent.said().buttons)
        seen |= set(labels(reply))
        reply = await tap(world, reply, "More")
    assert set(names) <= seen


async def test_the_menu_of_a_small_bank_is_small(make_world: MakeWorld) -> None:
    world = await make_world(make_bank(kinds=False))
    assert labels(await start(world, "")) == ["Mixed", "Practice"]
