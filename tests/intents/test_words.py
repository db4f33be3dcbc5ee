from datetime import timedelta

import pytest

from bot.intents.words import span_of_time


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (8 * 3600, "8 h"),
        (8 * 3600 - 0.05, "8 h"),
        (8 * 3600 - 60, "7 h"),
        (3600 - 1, "1 h"),
        (25 * 60, "25 min"),
        (1, "1 min"),
        (0, "1 min"),
        (48 * 3600, "2 days"),
        (48 * 3600 - 60, "47 h"),
    ],
)
def test_a_moment_less_than_a_span_is_that_span(seconds: float, words: str) -> None:
    assert span_of_time(timedelta(seconds=seconds)) == words
