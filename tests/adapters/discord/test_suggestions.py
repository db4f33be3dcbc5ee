"""What Discord offers while somebody types a topic or a time zone."""

import pytest

from bot.bank import Bank
from tests.adapters.discord.town import Town
from tests.fakes.bank import make_bank


@pytest.fixture
def bank() -> Bank:
    return make_bank(topics=("mlflow", "airflow", "feature-stores", *(f"topic-{n:02}" for n in range(40))))


async def topics(town: Town, typed: str) -> list[str]:
    return [one["value"] for one in await town.ada.autocomplete(town.channel, "quiz", topics=typed)]


async def zones(town: Town, typed: str) -> list[str]:
    offered = await town.grace.autocomplete(town.channel, "daily setup", time="09:00", zone=typed)
    return [one["value"] for one in offered]


async def test_a_quiz_alone_is_offered_first(town: Town) -> None:
    offered = await topics(town, "")
    assert offered[:4] == ["my mistakes", "mixed", "weakest", "mlflow"] and len(offered) == 25


async def test_a_topic_is_found_by_the_beginning_of_any_of_its_words(town: Town) -> None:
    assert await topics(town, "ml") == ["mlflow"]
    assert await topics(town, "Stores") == ["feature-stores"]
    assert await topics(town, "zzz") == []


async def test_a_further_topic_is_added_to_the_one_before(town: Town) -> None:
    assert await topics(town, "mlflow air") == ["mlflow airflow"]
    assert "mlflow mlflow" not in await topics(town, "mlflow ")


async def test_what_was_offered_can_be_chosen_in_one_go(town: Town) -> None:
    (both,) = await topics(town, "mlflow air")
    quiz = await town.ada.slash(town.channel, "quiz", topics=both, count=4)
    assert "1 of 4" in quiz.text


async def test_whoever_types_no_suggestion_gets_what_they_may_have_meant(town: Town) -> None:
    reply = await town.ada.slash(town.channel, "quiz", topics="mlfow")
    assert reply.ephemeral and "mlflow" in reply.text.lower()


async def test_zones_are_found_by_city_and_by_region(town: Town) -> None:
    assert "Europe/Berlin" in await zones(town, "")
    assert (await zones(town, "berl"))[0] == "Europe/Berlin"
    assert (await zones(town, "new y"))[0] == "America/New_York"
    assert len(await zones(town, "america")) == 25
    assert await zones(town, "x" * 100) == []
