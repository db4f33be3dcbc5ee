"""Ranks and what is said about them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.board import MIN_ANSWERED, Row, accuracy, ordinal, ranked


def test_ties_share_a_rank_and_stand_in_alphabetical_order() -> None:
    rows = [Row("dora", 5, 1), Row("bob", 10, 2), Row("Carl", 10, 3), Row("Ana", 20, 4), Row("Änne", 10, 5)]
    told = [(each.rank, each.name) for each in ranked(rows)]
    assert told == [(1, "Ana"), (2, "bob"), (2, "Carl"), (2, "Änne"), (5, "dora")]


@given(
    st.lists(st.tuples(st.text(max_size=3), st.integers(0, 3), st.integers(0, 9)), unique_by=lambda r: r[2])
)
def test_a_rank_is_one_more_than_the_number_of_better_members(facts: list[tuple[str, int, int]]) -> None:
    rows = [Row(*fact) for fact in facts]
    for each in ranked(rows):
        assert each.rank == 1 + sum(row.value > each.value for row in rows)
    assert ranked(rows) == ranked(rows[::-1])


def test_a_lucky_few_answers_do_not_lead() -> None:
    assert accuracy(3, 3) == Fraction(2, 3)
    assert accuracy(0, 0) == Fraction(1, 2)
    assert accuracy(18, 20) > accuracy(3, 3)


def test_equal_accuracies_tie_exactly() -> None:
    rows = [Row("Bo", accuracy(1, 6), 1), Row("Al", accuracy(0, 3), 2)]
    assert [each.rank for each in ranked(rows)] == [1, 1]


def test_each_period_needs_its_number_of_answers() -> None:
    assert MIN_ANSWERED == {"week": 3, "season": 8, "all": 20}


@pytest.mark.parametrize(
    "said",
    [
        "1st",
        "2nd",
        "3rd",
        "4th",
        "10th",
        "11th",
        "12th",
        "13th",
        "21st",
        "37th",
        "102nd",
        "111th",
        "113th",
        "1023rd",
    ],
)
def test_ordinals(said: str) -> None:
    assert ordinal(int(said[:-2])) == said
