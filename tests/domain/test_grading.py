"""What answers are worth."""

from decimal import Decimal
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.freezing import regraded
from bot.domain.frozen import FrozenQuestion, Key, Response
from bot.domain.grading import is_right, points, share
from bot.domain.question import Kind, Level, Tolerance
from tests.domain.making import (
    any_frozen,
    choices,
    frozen,
    multis,
    number_quiz,
    options_quiz,
    order_quiz,
    orders,
)


def bits(*indices: int) -> Response:
    return Response(bits=sum(1 << index for index in indices))


@given(choices())
def test_only_the_right_option_gives_points(copy: FrozenQuestion) -> None:
    worth = [points(copy, bits(index)) for index in range(len(copy.options))]
    assert worth == [copy.level.points * (index in copy.key.right) for index in range(len(copy.options))]


def test_choosing_more_than_one_option_of_a_choice_gives_nothing() -> None:
    assert points(frozen(options_quiz({1})), bits(0, 1)) == 0


@given(multis(), st.integers(1, 31))
def test_multi_gives_hits_minus_false_ones_rounded_down(copy: FrozenQuestion, mask: int) -> None:
    chosen = [bool(mask >> index & 1) for index in range(5)]
    right = [index in copy.key.right for index in range(5)]
    hits = sum(c and r for c, r in zip(chosen, right, strict=True))
    false = sum(c and not r for c, r in zip(chosen, right, strict=True))
    correct, full = sum(right), copy.level.points
    expected = 0
    while (expected + 1) * correct * (5 - correct) <= full * (hits * (5 - correct) - false * correct):
        expected += 1
    assert points(copy, Response(bits=mask)) == expected
    assert is_right(copy, Response(bits=mask)) == (chosen == right)


def test_partly_right_is_worth_something_and_not_right() -> None:
    copy = frozen(options_quiz({0, 1, 2}, 5, Kind.MULTI), Level.SENIOR)
    assert points(copy, bits(0, 1)) == 13
    assert not is_right(copy, bits(0, 1))


@given(orders())
def test_an_order_gives_all_or_half_for_one_swap_of_neighbours(copy: FrozenQuestion) -> None:
    size, full = len(copy.options), copy.level.points
    swaps = set()
    for place in range(size - 1):
        swapped = list(range(size))
        swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
        swaps.add(tuple(swapped))
    for given_order in permutations(range(size)):
        worth = points(copy, Response(text="".join(map(str, given_order))))
        half = full // 2 if given_order in swaps else 0
        assert worth == (full if given_order == tuple(range(size)) else half)


def test_an_order_of_the_wrong_length_gives_nothing() -> None:
    assert points(frozen(order_quiz()), Response(text="012")) == 0


@pytest.mark.parametrize(
    ("value", "tolerance", "right", "wrong"),
    [
        ("0.82", "0", ["0.82"], ["0.820001", "0.8"]),
        ("0.3", "0.1", ["0.2", "0.4", "0.3"], ["0.19999", "0.40001"]),
        ("200", "5%", ["190", "210"], ["189.99", "210.01"]),
        ("-200", "5%", ["-190", "-210"], ["-189.99", "190"]),
        ("0", "5%", ["0"], ["0.0001"]),
    ],
)
def test_a_number_counts_up_to_its_tolerance(
    value: str, tolerance: str, right: list[str], wrong: list[str]
) -> None:
    copy = frozen(number_quiz(value, tolerance))
    assert all(is_right(copy, Response(text=text)) for text in right)
    assert not any(points(copy, Response(text=text)) for text in wrong)


def test_a_long_number_is_not_rounded_into_its_tolerance() -> None:
    copy = frozen(number_quiz("1", "0"))
    assert not is_right(copy, Response(text="1.000000000000000000000000000001"))


def test_a_number_without_tolerance_must_be_exact() -> None:
    copy = regraded(frozen(number_quiz("1", "5")), Key((), ("",), Decimal(2)))
    assert is_right(copy, Response(text="2"))
    assert not is_right(copy, Response(text="2.1"))


@given(any_frozen)
def test_a_withdrawn_answer_is_worth_nothing(copy: FrozenQuestion) -> None:
    assert points(copy, Response()) == 0
    assert not is_right(copy, Response())


def test_a_damaged_number_is_wrong_and_breaks_nothing() -> None:
    copy = frozen(number_quiz("1", "5"))
    for text in ("", "x", "NaN", "Infinity"):
        assert points(copy, Response(text=text)) == 0


def test_the_kindest_key_gives_the_points_and_the_newest_says_what_is_right() -> None:
    copy = frozen(options_quiz({1}))
    moved = regraded(copy, Key((2,), ("", "", "", "")))
    assert [points(moved, bits(index)) for index in range(4)] == [0, 15, 15, 0]
    assert [is_right(moved, bits(index)) for index in range(4)] == [False, False, True, False]


def test_any_accepted_option_of_a_choice_is_right() -> None:
    copy = regraded(frozen(options_quiz({1})), Key((1, 2), ("", "", "", "")))
    assert is_right(copy, bits(1))
    assert is_right(copy, bits(2))
    assert not is_right(copy, bits(1, 2))


def test_a_multi_whose_options_are_all_accepted_divides_by_nothing() -> None:
    copy = frozen(options_quiz({0, 1}, 5, Kind.MULTI))
    everything = Key((0, 1, 2, 3, 4), ("",) * 5)
    assert share(copy, everything, bits(0, 1, 2, 3, 4)) == 1
    assert share(copy, everything, bits(0)) == Fraction(1, 5)
    assert share(copy, Key((), ("",) * 5), bits(0)) == 0


@given(any_frozen, st.integers(0, 31), st.sampled_from(["", "0", "0123", "12.5", "43210"]) | st.none())
def test_a_share_lies_between_nothing_and_all(copy: FrozenQuestion, mask: int, text: str | None) -> None:
    response = Response(mask, text)
    assert 0 <= share(copy, copy.key, response) <= 1
    assert 0 <= points(copy, response) <= copy.level.points


def test_a_tolerance_in_percent_is_of_the_value() -> None:
    copy = regraded(
        frozen(number_quiz("1")), Key((), ("",), Decimal("0.82"), Tolerance(Decimal(5), percent=True))
    )
    assert is_right(copy, Response(text="0.861"))
    assert not is_right(copy, Response(text="0.8611"))
