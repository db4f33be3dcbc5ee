from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest

from adapters.web.render import body, typed_body
from adapters.web.spans import moment_text
from bot.intents.base import (
    BankText,
    Block,
    Bold,
    Bullets,
    Button,
    Code,
    CodeBlock,
    CommandRef,
    Link,
    Moment,
    MomentStyle,
    OptionRow,
    Options,
    Para,
    Person,
    Prose,
    Ranking,
    RankRow,
    Said,
    Span,
    Tone,
    Verdict,
    para,
)

HOSTILE = '<img src=x onerror="alert(1)">&"\'</p><script>alert(2)</script>'
NOON = datetime(2026, 11, 18, 11, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Says:
    blocks: tuple[Block, ...]
    buttons: tuple[tuple[Button, ...], ...] = ()

    def said(self) -> Said:
        return Said(self.blocks, self.buttons)


def html(*blocks: Block) -> str:
    return str(body(Says(blocks))["html"])


def text(*blocks: Block) -> str:
    return str(body(Says(blocks))["text"])


class Tags(HTMLParser):
    """Collects what a browser would see as elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)


def tags_of(markup: str) -> Tags:
    tags = Tags()
    tags.feed(markup)
    tags.close()
    return tags


HOSTILE_SPANS: tuple[Span, ...] = (
    HOSTILE,
    Bold(HOSTILE),
    Code(HOSTILE),
    BankText(f"{HOSTILE} `{HOSTILE}`"),
    Person(HOSTILE),
    CommandRef(HOSTILE),
    Link(HOSTILE, f"https://example.org/{HOSTILE}"),
)
HOSTILE_BLOCKS: tuple[Block, ...] = (
    Para(HOSTILE_SPANS),
    Para(HOSTILE_SPANS, Tone.HEADING),
    Para(HOSTILE_SPANS, Tone.QUIET),
    CodeBlock(HOSTILE),
    Prose(f"{HOSTILE}\n\n```{HOSTILE}\n{HOSTILE}\n```\n\n<div onclick=x>\n\n![x](https://example.org/x.png)"),
    Bullets((HOSTILE_SPANS,)),
    Bullets((("☐ ", *HOSTILE_SPANS),)),
    Options((OptionRow(HOSTILE, HOSTILE, Verdict.RIGHT, HOSTILE, HOSTILE),)),
    Ranking(HOSTILE, (RankRow(1, HOSTILE, HOSTILE, me=True),)),
)


@pytest.mark.parametrize("block", HOSTILE_BLOCKS, ids=lambda block: type(block).__name__)
def test_nothing_that_is_written_becomes_markup(block: Block) -> None:
    seen = tags_of(html(block))
    assert not seen.tags & {"img", "script", "iframe", "svg", "style"}
    assert not {name for name in seen.attributes if name.startswith("on")} | seen.attributes & {
        "src",
        "style",
    }


def test_what_a_person_types_stays_text() -> None:
    assert tags_of(typed_body(HOSTILE)["html"]).tags == {"p"}
    assert typed_body(HOSTILE)["text"] == HOSTILE


def test_code_in_backticks_is_set_as_code_and_the_rest_is_literal() -> None:
    assert html(para(BankText("Use `a < b` or **no**"))) == "<p>Use <code>a &lt; b</code> or **no**</p>"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "https:", "[::1"]
)
def test_only_addresses_on_the_web_become_links(url: str) -> None:
    assert html(para(Link("Source", url))) == "<p>Source</p>"
    assert "href" not in html(Prose(f"[Source]({url})"))


def test_links_open_elsewhere_and_tell_nothing() -> None:
    for block in (
        para(Link("MLflow", "https://mlflow.org/a?b&c")),
        Prose("[MLflow](https://mlflow.org/a?b&c)"),
    ):
        markup = html(block)
        assert 'href="https://mlflow.org/a?b&amp;c"' in markup
        assert 'rel="noopener noreferrer"' in markup


@pytest.mark.parametrize(
    ("style", "shown"),
    [
        (MomentStyle.TIME, "12:00"),
        (MomentStyle.DAY, "Wed 18 Nov"),
        (MomentStyle.DAY_TIME, "today 12:00"),
        (MomentStyle.RELATIVE, "in 6 h"),
    ],
)
def test_a_moment_is_written_in_the_zone_of_its_track(style: MomentStyle, shown: str) -> None:
    moment = Moment(NOON, "Europe/Berlin", style, datetime(2026, 11, 18, 5, 0, tzinfo=UTC))
    markup = html(para(moment))
    assert f">{shown}</time>" in markup
    assert 'datetime="2026-11-18T11:00:00+00:00"' in markup
    assert ("data-relative" in markup) is (style is MomentStyle.RELATIVE)
    assert text(para(moment)) == shown


def test_a_relative_moment_can_be_now_or_past() -> None:
    later = Moment(NOON, "UTC", MomentStyle.RELATIVE, datetime(2026, 11, 18, 13, 30, tzinfo=UTC))
    assert text(para(later)) == "2 h ago"
    assert text(para(Moment(NOON, "UTC", MomentStyle.RELATIVE, NOON))) == "now"


def test_a_command_can_be_clicked_into_the_composer() -> None:
    assert 'data-fill="/privacy hide"' in html(para("Stay off: ", CommandRef("privacy hide"), "."))


def test_an_option_says_in_symbol_and_word_what_is_right() -> None:
    right = OptionRow("B", "Move it", Verdict.RIGHT, "64 % (14)", "It is `atomic`.")
    markup = html(Options((right, OptionRow("A", "Delete it", Verdict.WRONG))))
    assert "✅ right" in markup
    assert "✗ not right" in markup
    assert "<code>atomic</code>" in markup
    assert "B: Move it · ✅ right · 64 % (14)" in text(Options((right,)))


def test_an_open_option_says_nothing_of_its_worth() -> None:
    markup = html(Options((OptionRow("A", "Delete it"),)))
    assert "right" not in markup
    assert "wrong" not in markup


def test_a_board_is_a_table_with_a_caption_and_marks_the_reader_in_words() -> None:
    ranking = Ranking(
        "Points, this season", (RankRow(1, "Ada", "30 points"), RankRow(2, "Robin", "15 points", me=True))
    )
    markup = html(ranking)
    assert "<caption>Points, this season</caption>" in markup
    assert markup.count('scope="row"') == 2
    assert ">you</span>" in markup
    assert "2. Robin: 15 points (you)" in text(ranking)


def test_a_list_of_boxes_has_no_dots_beside_them() -> None:
    assert html(Bullets((("☐ 1 ", BankText("one")), ("☑ 2 ", BankText("two"))))).startswith(
        '<ul class="boxes">'
    )
    assert html(Bullets((("☐ 1",), ("two",)))).startswith("<ul><li>")


def test_code_scrolls_inside_and_by_keyboard() -> None:
    assert html(CodeBlock("x = 1")) == '<pre tabindex="0"><code>x = 1</code></pre>'
    assert '<pre tabindex="0">' in html(Prose("```python\nx = 1\n```"))


def test_the_body_carries_the_buttons_row_by_row() -> None:
    says = Says(
        (para("Hello"),), ((Button("v1:a", "A", spoken="A: Delete it"),), (Button("v1:stop", "Stop"),))
    )
    assert [[button["action"] for button in row] for row in body(says)["buttons"]] == [["v1:a"], ["v1:stop"]]
    assert body(says)["buttons"][0][0]["spoken"] == "A: Delete it"
    assert body(says)["headline"] == "Hello"


@pytest.mark.parametrize(
    ("days", "shown"),
    [(0, "today"), (1, "tomorrow"), (2, "Fri"), (6, "Tue"), (7, "Wed 25 Nov"), (-1, "Tue 17 Nov")],
)
def test_a_day_is_told_as_near_as_it_is(days: int, shown: str) -> None:
    now = datetime(2026, 11, 18, 22, 30, tzinfo=UTC)
    moment = Moment(NOON + timedelta(days), "Europe/Berlin", MomentStyle.DAY_TIME, now)
    assert moment_text(moment) == f"{shown} 12:00"


def test_a_day_without_an_instant_of_writing_is_its_weekday() -> None:
    assert moment_text(Moment(NOON, "Europe/Berlin", MomentStyle.DAY_TIME)) == "Wed 12:00"
