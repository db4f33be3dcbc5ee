"""Two commands take every word."""

import pytest

from adapters.slack.commands import typed, with_accounts
from tests.adapters.slack.town import Town


@pytest.mark.parametrize(
    ("command", "text", "meant"),
    [
        ("/quiz", "", "/quiz"),
        ("/quiz", "mlflow 5", "/quiz mlflow 5"),
        ("/quiz", "streak", "/streak"),
        ("/quiz", "streak why", "/streak why"),
        ("/quiz", "Leaderboard week", "/Leaderboard week"),
        ("/quiz", "daily setup 09:00", "/daily setup 09:00"),
        ("/dailydrill", "", "/help"),
        ("/dailydrill", "quiz mlflow", "/quiz mlflow"),
        ("/dailydrill", "privacy hide", "/privacy hide"),
        ("/dailydrill", "nonsense", "/nonsense"),
        ("/daily", "status", "/daily status"),
        ("/streak", "", "/streak"),
        ("/ml-quiz", "airflow", "/quiz airflow"),
        ("/ml-dailydrill", "streak", "/streak"),
    ],
)
def test_every_word_is_understood(command: str, text: str, meant: str) -> None:
    prefix = "ml-" if command.startswith("/ml-") else ""
    assert typed(command, text, prefix) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/daily grant <@U024BE7LH|ada>", "/daily grant <@T1:U024BE7LH|ada>"),
        ("/daily grant <@W024BE7LH>", "/daily grant <@T1:W024BE7LH>"),
        ("/daily move <#C024BE7LH|ops>", "/daily move <#C024BE7LH|ops>"),
        ("/daily grant <@ada>", "/daily grant <@ada>"),
    ],
)
def test_who_is_picked_is_known_by_their_account(text: str, meant: str) -> None:
    assert with_accounts(text, "T1") == meant


async def test_an_organiser_is_added_by_picking_them(town: Town) -> None:
    await town.say(town.ada, "streak")
    assert "Only organisers" in await town.say(town.ada, "daily status")
    told = await town.say(town.grace, f"daily organisers add <@{town.ada.id}|ada>")
    assert "ada is an organiser now." in told
    assert "Only organisers" not in await town.say(town.ada, "daily status")


async def test_who_was_never_met_is_told_by_name_and_not_by_id(town: Town) -> None:
    eve = town.workspace.add_user("eve")
    told = await town.say(town.grace, f"daily organisers add <@{eve.id}|eve>")
    assert "I have met nobody called “eve” here." in told and eve.id not in told


async def test_a_command_inside_a_sentence_is_one_that_can_be_typed(town: Town) -> None:
    assert "After /dailydrill daily comes one of: /dailydrill daily setup," in await town.say(
        town.grace, "daily nonsense"
    )
