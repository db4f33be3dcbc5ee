"""Accepting a further answer: what is read out of the words, and the key that is appended."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.freezing import regraded
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import counts_as_right, is_right, points
from bot.domain.question import Kind
from bot.domain.regrading import (
    Regrader,
    further_key,
    is_accepted,
    is_everything,
    leaves_nothing_wrong,
    newly,
    read_accepted,
    split_accepted,
)
from bot.errors import UsageError
from tests.domain.making import any_frozen, frozen, number_quiz, options_quiz, order_quiz

GRACE = Regrader("grace", datetime(2026, 11, 20, tzinfo=UTC), "the manual says so")
CHOICE = frozen(options_quiz({1}))
MULTI = frozen(options_quiz({0, 1}, 5, Kind.MULTI))
NUMBER = frozen(number_quiz("0.82", "0.01", "s"))
ORDER = frozen(order_quiz(4))


@pytest.mark.parametrize(
    ("copy", "typed", "what", "why"),
    [
        (CHOICE, "C", "C", ""),
        (CHOICE, "B C because both hold", "B C", "because both hold"),
        (CHOICE, "b c both hold", "b c", "both hold"),
        (CHOICE, "C a reader showed it", "C", "a reader showed it"),
        (CHOICE, "A and C: see the manual", "A and C", "see the manual"),
        (CHOICE, "BC, D – all three", "BC, D", "– all three"),
        (CHOICE, "C and that is it", "C", "and that is it"),
        (CHOICE, "because of that", "", "because of that"),
        (CHOICE, "", "", ""),
        (MULTI, "A C E the set was wrong", "A C E", "the set was wrong"),
        (NUMBER, "0.9 since version 3", "0.9", "since version 3"),
        (NUMBER, "0.9 s since version 3", "0.9 s", "since version 3"),
        (NUMBER, "90 % of it", "90 %", "of it"),
        (ORDER, "cabd either way", "cabd", "either way"),
        (ORDER, "C a B D a reader showed it", "C a B D", "a reader showed it"),
        (ORDER, "C > A > B > D works too", "C > A > B > D", "works too"),
    ],
)
def test_what_to_accept_is_told_from_why(copy: FrozenQuestion, typed: str, what: str, why: str) -> None:
    assert split_accepted(copy, typed.split()) == (what, why)


@given(any_frozen, st.text(max_size=60))
def test_splitting_breaks_on_nothing_and_loses_no_word_of_the_reason(copy: FrozenQuestion, text: str) -> None:
    words = text.split()
    what, why = split_accepted(copy, words)
    assert " ".join(words).startswith(what) and " ".join(words).endswith(why)


def test_letters_are_read_as_they_were_shown() -> None:
    assert read_accepted(CHOICE, "B, C") == Response(bits=0b110)
    assert read_accepted(ORDER, "CABD") == Response(text="2013")
    assert read_accepted(NUMBER, "0,9") == Response(text="0.9")
    for copy, typed in ((CHOICE, "E"), (MULTI, "F"), (NUMBER, "many"), (ORDER, "CAB")):
        with pytest.raises(UsageError):
            read_accepted(copy, typed)


def test_a_choice_takes_further_letters_and_the_others_another_answer() -> None:
    assert further_key(CHOICE, Response(bits=0b100), GRACE).right == (1, 2)
    assert further_key(MULTI, Response(bits=0b101), GRACE).right == (0, 2)
    assert further_key(ORDER, Response(text="1023"), GRACE).right == (1, 0, 2, 3)
    key = further_key(NUMBER, Response(text="0.9"), GRACE)
    assert key.value == Decimal("0.9") and key.tolerance == NUMBER.key.tolerance


def test_only_the_options_whose_worth_changes_get_the_new_reason() -> None:
    assert further_key(CHOICE, Response(bits=0b100), GRACE).reasons == (
        *("because 0", "because 1", "the manual says so", "because 3"),
    )
    assert further_key(MULTI, Response(bits=0b101), GRACE).reasons == (
        *("because 0", "the manual says so", "the manual says so", "because 3", "because 4"),
    )


def test_a_further_key_says_who_and_when() -> None:
    key = further_key(ORDER, Response(text="1023"), GRACE)
    assert (key.by, key.at, key.reasons) == ("grace", GRACE.at, ("the manual says so",))


def test_what_is_accepted_already() -> None:
    assert is_accepted(CHOICE, Response(bits=0b10)) and not is_accepted(CHOICE, Response(bits=0b110))
    assert is_accepted(MULTI, Response(bits=0b11)) and not is_accepted(MULTI, Response(bits=0b1))
    assert is_accepted(NUMBER, Response(text="0.83")) and not is_accepted(NUMBER, Response(text="0.84"))
    assert is_accepted(ORDER, Response(text="0123")) and not is_accepted(ORDER, Response(text="1023"))
    assert newly(CHOICE, Response(bits=0b110)) == Response(bits=0b100)


def test_a_question_of_which_everything_is_right_asks_nothing() -> None:
    assert leaves_nothing_wrong(CHOICE, Response(bits=0b1101))
    assert not leaves_nothing_wrong(CHOICE, Response(bits=0b1100))
    assert leaves_nothing_wrong(MULTI, Response(bits=0b11111))
    assert not leaves_nothing_wrong(MULTI, Response(bits=0b11100))
    for copy, response in ((ORDER, Response(text="3210")), (NUMBER, Response(text="4"))):
        assert not leaves_nothing_wrong(copy, response) and not is_everything(copy, response)
    assert is_everything(CHOICE, Response(bits=0b1111)) and not is_everything(CHOICE, Response(bits=0b1101))


@st.composite
def accepted(draw: st.DrawFn) -> tuple[FrozenQuestion, Response, Response]:
    """A copy, what is accepted of it, and what somebody answered."""
    copy = draw(any_frozen)
    responses = _responses(copy)
    return copy, draw(responses), draw(responses)


def _responses(copy: FrozenQuestion) -> st.SearchStrategy[Response]:
    if copy.kind is Kind.NUMBER:
        return st.builds(lambda value: Response(text=str(value)), st.integers(-99, 99))
    if copy.kind is Kind.ORDER:
        orders = st.permutations(range(len(copy.options)))
        return st.builds(lambda order: Response(text="".join(map(str, order))), orders)
    return st.builds(Response, st.integers(1, 2 ** len(copy.options) - 1))


@given(accepted())
def test_accepting_never_takes_points_or_rightness_away(
    case: tuple[FrozenQuestion, Response, Response],
) -> None:
    copy, further, given_answer = case
    later = regraded(copy, further_key(copy, further, GRACE))
    assert points(later, given_answer) >= points(copy, given_answer)
    assert counts_as_right(later, given_answer) >= counts_as_right(copy, given_answer)
    assert counts_as_right(later, given_answer) >= is_right(later, given_answer)


@given(accepted())
def test_what_was_accepted_is_right_from_then_on(case: tuple[FrozenQuestion, Response, Response]) -> None:
    copy, further, _ = case
    later = regraded(copy, further_key(copy, further, GRACE))
    singles = [Response(bits=1 << index) for index in further.indices]
    for response in singles if copy.kind is Kind.CHOICE else [further]:
        assert is_right(later, response) and points(later, response) == copy.level.points
    assert is_accepted(later, further)
