"""Everything the bot says fits into Slack, and nothing people or the bank write is more than text there."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack import rich
from adapters.slack.mentions import Mentions
from adapters.slack.render import BLOCKS, EDITED_TEXT, MARKDOWN, draw
from adapters.slack.text import escaped, line, span
from bot.bank import SHIPPED, Bank, load_bank
from bot.domain.question import OptionsQuiz
from bot.intents.base import (
    BankText,
    Bold,
    Button,
    CommandRef,
    Link,
    Moment,
    MomentStyle,
    Person,
    Ranking,
    RankRow,
    Said,
    para,
    quiet,
)
from tests.adapters.discord.samples import busiest_reveal, longest_post

TYPED = Mentions().typed
NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return load_bank([SHIPPED])


class Saying:
    def __init__(self, *blocks: Any, buttons: tuple[tuple[Button, ...], ...] = ()) -> None:
        self._said = Said(blocks, buttons)

    def said(self) -> Said:
        return self._said


def elements(block: Any) -> Iterator[dict[str, Any]]:
    for one in block.get("elements", ()):
        yield one
        yield from elements(one)


def test_every_question_is_one_message_that_can_still_be_edited(shipped: Bank) -> None:
    for question in shipped.questions.values():
        if question.quiz is None:
            continue
        (post,) = draw(longest_post(question, shipped), TYPED)
        assert len(post.text) <= EDITED_TEXT and len(post.blocks) <= BLOCKS, question.id
        (reveal,) = draw(busiest_reveal(question, shipped), TYPED)
        prose = sum(len(block["text"]) for block in reveal.blocks if block["type"] == "markdown")
        assert prose <= MARKDOWN and len(reveal.blocks) <= BLOCKS, question.id


def test_no_text_element_is_empty(shipped: Bank) -> None:
    for question in list(shipped.questions.values())[::20]:
        if question.quiz is None:
            continue
        for block in draw(busiest_reveal(question, shipped), TYPED)[0].blocks:
            assert all(one["text"] for one in elements(block) if one.get("type") == "text")


def test_the_whole_question_is_told_to_screen_readers(shipped: Bank) -> None:
    question = next(one for one in shipped.questions.values() if isinstance(one.quiz, OptionsQuiz))
    (post,) = draw(longest_post(question, shipped), TYPED)
    assert isinstance(question.quiz, OptionsQuiz) and escaped(question.quiz.prompt) in post.text
    assert all(f": {escaped(option.text)}" in post.text for option in question.quiz.options)


@pytest.mark.parametrize("hostile", ["<!channel>", "<@U1>", "<https://evil.example|Docs>", "a & b"])
def test_what_people_write_pings_nobody_and_links_nowhere(hostile: str) -> None:
    (drawn,) = draw(Saying(para("By ", Person(hostile)), quiet(hostile)), TYPED)
    assert hostile not in drawn.text and escaped(hostile) in drawn.text
    shown, small = drawn.blocks
    assert [one["text"] for one in elements(shown) if one["type"] == "text"] == ["By ", hostile]
    assert small["elements"][0] == {"type": "mrkdwn", "text": escaped(hostile)}


def test_stars_in_rich_text_are_stars() -> None:
    (drawn,) = draw(Saying(para(BankText("Use `a*b`, not *c*", strong=True))), TYPED)
    assert [
        (one["text"], one.get("style")) for one in elements(drawn.blocks[0]) if one["type"] == "text"
    ] == [
        ("Use ", {"bold": True}),
        ("a*b", {"bold": True, "code": True}),
        (", not *c*", {"bold": True}),
    ]


def test_commands_are_written_as_they_are_typed_here() -> None:
    assert Mentions().typed("quiz mlflow") == "/quiz mlflow"
    assert Mentions().typed("privacy hide") == "/dailydrill privacy hide"
    assert Mentions("ml-").typed("quiz") == "/ml-quiz"
    assert Mentions("ml-").typed("daily setup") == "/ml-dailydrill daily setup"
    assert line(("Stay off: ", CommandRef("privacy hide")), TYPED) == "Stay off: /dailydrill privacy hide"


def test_moments_are_slacks_own_dates_with_a_fallback() -> None:
    moment = Moment(NOON, "Europe/Berlin", MomentStyle.TIME)
    assert span(moment, TYPED) == "<!date^1793617200^{time}|12:00>"
    (element,) = rich.spans((moment,), TYPED)
    assert element == {"type": "date", "timestamp": 1793617200, "format": "{time}", "fallback": "12:00"}


def test_links_lead_to_the_web_or_nowhere() -> None:
    (good, bad) = rich.spans(
        (Link("Docs", "https://example.org"), Link("Docs", "javascript:alert(1)")), TYPED
    )
    assert good == {"type": "link", "url": "https://example.org", "text": "Docs"}
    assert bad == {"type": "text", "text": "Docs"}


def test_a_board_is_a_table_and_the_same_in_words() -> None:
    board = Ranking(
        "Points this week", (RankRow(1, "Ada", "45 points"), RankRow(2, "<Bo>", "30 points", me=True))
    )
    (drawn,) = draw(Saying(board), TYPED)
    assert drawn.text == "Points this week\n1. Ada: 45 points\n2. &lt;Bo&gt; (you): 30 points"
    table = drawn.blocks[1]
    assert table["type"] == "table" and [cell["text"] for cell in table["rows"][2]] == [
        "2",
        "<Bo> (you)",
        "30 points",
    ]


def test_buttons_say_what_they_do_to_who_cannot_see_them() -> None:
    buttons = ((Button("v1:answer:m:0", "A", spoken="A: " + "x" * 90), Button("v1:x", "y" * 90)),)
    (drawn,) = draw(Saying(para("?"), buttons=buttons), TYPED)
    first, second = drawn.blocks[-1]["elements"]
    assert (first["action_id"], first["text"]["text"], len(first["accessibility_label"])) == (
        "v1:answer:m:0",
        "A",
        75,
    )
    assert len(second["text"]["text"]) == 75


def test_much_is_split_and_nothing_is_lost() -> None:
    lines = [para(f"line {number}") for number in range(120)]
    buttons = ((Button("v1:x", "Go"),),)
    drawn = draw(Saying(*lines, buttons=buttons), TYPED)
    assert [len(one.blocks) for one in drawn] == [50, 50, 21]
    told = json.dumps([one.blocks for one in drawn])
    assert all(f'"line {number}"' in told for number in range(120))
    assert drawn[-1].blocks[-1]["type"] == "actions"


def test_a_bold_span_is_bold() -> None:
    assert rich.spans((Bold("B"),), TYPED) == [{"type": "text", "text": "B", "style": {"bold": True}}]
