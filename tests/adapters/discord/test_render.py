"""Everything the bot says fits into Discord, and nothing people or the bank write is more than text there."""

import pytest

from adapters.discord.prose import prose
from adapters.discord.render import CONTENT, LAYOUT, draw
from adapters.discord.text import bank, code_block, line, link, literal
from bot.bank import SHIPPED, Bank, load_bank
from bot.intents.base import Bold, CommandRef, Link, Person
from tests.adapters.discord.samples import busiest_reveal, longest_post


def typed(words: str) -> str:
    return f"</{words}:1234567890123456789>"


@pytest.fixture(scope="module")
def shipped() -> Bank:
    return load_bank([SHIPPED])


def test_every_question_is_one_message_whose_post_is_plain_content(shipped: Bank) -> None:
    for question in shipped.questions.values():
        if question.quiz is None:
            continue
        (post,) = draw(longest_post(question, shipped), typed)
        assert len(post.text) <= CONTENT, question.id
        (reveal,) = draw(busiest_reveal(question, shipped), typed)
        assert len(reveal.text) <= LAYOUT, question.id


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _it_ ~~no~~", r"\*bold\* \_it\_ \~\~no\~\~"),
        ("||spoiler||", r"\|\|spoiler\|\|"),
        ("<@123> <#4> <t:1:R> </quiz:1>", r"\<@123> \<#4> \<t:1:R> \</quiz:1>"),
        ("[click](https://evil.example)", r"\[click](https\://evil.example)"),
        ("`code`", r"\`code\`"),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
        ("back\\slash", r"back\\slash"),
    ],
)
def test_what_people_write_is_literal(written: str, shown: str) -> None:
    assert literal(written) == shown


@pytest.mark.parametrize(
    "start", ["# Big", "## Big", "- item", "+ item", "> quote", ">>> quote", "-# small", "1. one"]
)
def test_a_line_of_people_begins_no_list_heading_or_quote(start: str) -> None:
    mark, rest = start.split(" ", 1)
    drawn = line((start,), typed)
    assert drawn != start and drawn.replace("\\", "") == f"{mark} {rest}"


def test_code_of_the_bank_stays_code() -> None:
    assert bank("Use `a*b` now") == "Use `a*b` now"
    assert bank("Use ``a`b`` now") == "Use ``a`b`` now"


def test_a_fence_inside_code_does_not_end_it() -> None:
    assert code_block("a\n```\nb").count("```") == 2


def test_links_lead_to_the_web_or_nowhere_and_draw_no_preview() -> None:
    assert link("Docs", "https://example.org/a_(b)") == "[Docs](<https://example.org/a_(b)>)"
    assert link("Docs", "javascript:alert(1)") == "Docs"
    assert link("Docs", "https://example.org/>)x") == "Docs"


def test_names_are_literal_and_commands_can_be_clicked() -> None:
    spans = (Person("*Ada*"), " ", Bold("B"), " ", CommandRef("quiz"), " ", Link("D", "https://x.org"))
    assert line(spans, typed) == r"\*Ada\* **B** </quiz:1234567890123456789> [D](<https://x.org>)"


def test_wrapped_lines_of_prose_become_one() -> None:
    text = (
        "One\nparagraph with `code` and **bold**.\n\n1. first\n   more\n2. second\n\n```python\nx = 1\n```\n"
    )
    assert prose(text) == (
        "One paragraph with `code` and **bold**.\n\n1. first more\n2. second\n\n```\nx = 1\n```"
    )
