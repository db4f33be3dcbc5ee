"""Commands inside a sentence, as they are typed on Discord."""

import pytest

from adapters.discord.mentions import Mentions


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("daily organisers add @name", "</daily organisers:7> how:add person:@name"),
        ("daily settings notices #ops", "</daily settings:7> name:notices value:#ops"),
        ("daily settings notices #ops for everybody", "</daily settings:7> notices #ops for everybody"),
        ("daily move Europe/Paris", "</daily move:7> Europe/Paris"),
        ("privacy milestones on", "</privacy:8> do:milestones value:on"),
        ("quiz mixed", "</quiz:9> topics:mixed"),
        ("quiz mlflow", "</quiz:9> mlflow"),
        ("review", "`/review`"),
        ("daily", "`/daily`"),
        ("nothing of ours", "`/nothing of ours`"),
    ],
)
def test_a_word_gets_its_options_name_where_that_is_sure(words: str, shown: str) -> None:
    mentions = Mentions()
    mentions.know({"daily": 7, "privacy": 8, "quiz": 9})
    assert mentions.typed(words) == shown
