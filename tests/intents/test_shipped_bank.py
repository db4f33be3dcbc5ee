"""RULES, the post and the reveal: every shipped question fits when it is really said, nothing cut."""

from datetime import UTC, date, datetime

import pytest

from bot.bank import SHIPPED, load_bank
from bot.domain.freezing import shown, shown_order, snapshot
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.question import Kind
from bot.intents.base import CodeBlock
from bot.intents.question_post import QuestionPost
from bot.intents.reveal import Reveal
from tests.fakes.text import plain

BANK = load_bank([SHIPPED], None, date(2026, 11, 21))
ASKABLE = sorted(name for name, one in BANK.questions.items() if one.quiz is not None)
NOW = datetime(2026, 11, 19, 8, tzinfo=UTC)
CLOSE = datetime(2026, 11, 19, 16, tzinfo=UTC)


def frozen(name: str) -> FrozenQuestion:
    written = snapshot(BANK.questions[name], BANK.topic_of(name).title)
    return shown(written, shown_order(written, name))


@pytest.mark.parametrize("name", ASKABLE)
def test_a_post_fits_as_a_reader_sees_it(name: str) -> None:
    post = QuestionPost("m" * 24, frozen(name), CLOSE, "Europe/Berlin", NOW, reactions=True, answered=12)
    has_code = any(isinstance(block, CodeBlock) for block in post.said().blocks)
    assert len(plain(post)) <= (1500 if has_code else 900)


@pytest.mark.parametrize("name", ASKABLE)
def test_a_reveal_fits_with_the_longest_names(name: str) -> None:
    question = frozen(name)
    response = Response(text="0") if question.kind in (Kind.NUMBER, Kind.ORDER) else Response(bits=1)
    people = tuple(f"{number:02}{'x' * 98}" for number in range(10))
    milestones = tuple((f"{number:02}{'y' * 98}", 30) for number in range(10))
    reveal = Reveal("m" * 24, question, 5000, 4000, {response: 5000}, people, milestones)
    assert len(plain(reveal)) <= 3800


@pytest.mark.parametrize("name", ASKABLE)
def test_every_button_fits_the_platforms(name: str) -> None:
    post = QuestionPost("m" * 24, frozen(name), CLOSE, "Europe/Berlin", NOW, reactions=True)
    for row in post.said().buttons:
        assert len(row) <= 5
        assert all(len(button.action) <= 100 and len(button.spoken) <= 80 for button in row)
