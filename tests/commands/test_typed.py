"""RULES: a mistyped command or verb is guessed and asked about."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import COMMANDS, Command, board_words, parse
from bot.errors import NotAllowed, Offers, UsageError


def offered(typed: str, *, organiser: bool = True) -> list[str]:
    with pytest.raises(Offers) as raised:
        parse(typed, organiser=organiser)
    return [label for _, label in raised.value.offers]


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("/leaderbord week", "leaderboard week"),
        ("/board", "leaderboard"),
        ("/quzi mlflow 5", "quiz mlflow 5"),
        ("/dialy status", "daily status"),
        ("/daily statsu", "daily status"),
        ("/daily stat #ops", "daily status #ops"),
        ("/daily 2026-12-24 skip", "daily skip 2026-12-24"),
        ("/privacy mile on", "privacy milestones on"),
        ("/hlep", "help"),
    ],
)
def test_a_mistyped_command_or_verb_is_guessed_with_its_words(typed: str, instead: str) -> None:
    assert offered(typed)[0] == instead


def test_the_sentence_names_what_may_have_been_meant() -> None:
    with pytest.raises(Offers, match=r"Did you mean `/leaderboard`\?"):
        parse("/leaderbord streak")


@pytest.mark.parametrize("typed", ["/xyzzy", "/deploy now", "/日本", "/🙂", "/a"])
def test_nonsense_is_told_of_help(typed: str) -> None:
    with pytest.raises(UsageError, match="`/help` lists") as raised:
        parse(typed)
    assert not isinstance(raised.value, Offers)


def test_who_is_no_organiser_is_never_pointed_to_daily() -> None:
    with pytest.raises(UsageError, match="do not know that command") as raised:
        parse("/dialy status", organiser=False)
    assert not isinstance(raised.value, Offers)
    with pytest.raises(NotAllowed, match="Only organisers"):
        parse("/daily statsu", organiser=False)


@pytest.mark.parametrize(
    "typed", ["/QUIZ x", "//quiz x", "/ quiz x", "quiz x", "/quiz, x", "／quiz x", "/ｑｕｉｚ x"]
)
def test_a_command_is_read_in_any_case_and_width(typed: str) -> None:
    assert parse(typed).command.name == "quiz" and parse(typed).words == ("x",)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_declared_command_and_verb_is_read(command: Command) -> None:
    for verb in command.verbs:
        assert parse(f"/{command.name} {verb.name.upper()} x").verb == verb.name


@pytest.mark.parametrize(
    ("typed", "period", "measure"),
    [
        ("", "season", "points"),
        ("streak week", "week", "streak"),
        ("week streaks", "week", "streak"),
        ("all-time", "all", "points"),
        ("all time accuracy", "all", "accuracy"),
        ("this month", "season", "points"),
        ("Points, ALL", "all", "points"),
    ],
)
def test_the_words_of_a_board_come_in_any_order(typed: str, period: str, measure: str) -> None:
    assert board_words(typed.split()) == (period, measure)


def test_a_slip_in_the_words_of_a_board_is_guessed() -> None:
    with pytest.raises(Offers, match=r"Did you mean week\?") as raised:
        board_words(["wek", "streak"])
    assert raised.value.offers == (("v1:do:leaderboard week streak", "leaderboard week streak"),)


@pytest.mark.parametrize("typed", ["xyzzy", "week month", "points streak"])
def test_what_is_no_board_says_what_one_takes(typed: str) -> None:
    with pytest.raises(UsageError, match="A board takes"):
        board_words(typed.split())


@given(st.text(max_size=600))
def test_any_text_is_a_command_or_a_sentence(text: str) -> None:
    with suppress(UsageError):
        parse(text)
    with suppress(UsageError):
        board_words(text.split())


@given(st.sampled_from(["/leaderbord ", "/daily statsu "]), st.text(max_size=400))
def test_no_offer_is_longer_than_a_button_may_be(begun: str, rest: str) -> None:
    with pytest.raises(UsageError) as raised:
        parse(begun + rest)
    for action, label in getattr(raised.value, "offers", ()):
        assert len(action) <= 100 and 0 < len(label) <= 75
