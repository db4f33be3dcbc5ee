"""Two commands take every word."""

import pytest

from adapters.slack.commands import typed


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
