"""RULES: one FSRS item for each account and question, fed by what happened."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.review import (
    DAY,
    LONGEST_DAYS,
    Fact,
    Item,
    Rating,
    fold,
    rated,
    rating_of_answer,
    rating_of_interview,
)

MONDAY = datetime(2026, 11, 2, 16, 0, 10, tzinfo=UTC)

instants = st.integers(0, 40_000).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
facts = st.lists(st.builds(Fact, instants, st.sampled_from(Rating)), max_size=12)


def days(item: Item) -> int:
    assert (item.due_at - item.last_at) % DAY == timedelta(0)
    return (item.due_at - item.last_at) // DAY


def morning(item: Item) -> datetime:
    """The morning of the day it is due on, some hours before the instant."""
    return item.due_at - timedelta(hours=8)


@pytest.mark.parametrize(("rating", "first"), [(Rating.AGAIN, 1), (Rating.HARD, 1), (Rating.GOOD, 2)])
def test_a_question_never_comes_back_on_the_same_day(rating: Rating, first: int) -> None:
    assert days(rated(None, Fact(MONDAY, rating))) == first


def test_what_is_known_comes_back_ever_later_and_within_a_year() -> None:
    item, seen = rated(None, Fact(MONDAY, Rating.GOOD)), []
    for _ in range(8):
        seen.append(days(item))
        item = rated(item, Fact(item.due_at, Rating.GOOD))
    assert all(early < late or late == LONGEST_DAYS for early, late in pairwise(seen))
    assert seen[-1] == LONGEST_DAYS


def test_what_was_forgotten_comes_back_soon() -> None:
    item = rated(None, Fact(MONDAY, Rating.GOOD))
    for _ in range(3):
        item = rated(item, Fact(item.due_at, Rating.GOOD))
    assert days(item) > 100 and days(rated(item, Fact(item.due_at, Rating.AGAIN))) < 10


def test_repeating_on_the_morning_of_the_day_counts_as_a_day_later() -> None:
    item = rated(None, Fact(MONDAY, Rating.AGAIN))
    early = rated(item, Fact(morning(item), Rating.GOOD))
    late = rated(item, Fact(item.due_at, Rating.GOOD))
    assert early.memory == late.memory and days(early) == days(late) > 1


def test_repeating_within_the_hour_teaches_less_than_on_the_next_day() -> None:
    item = rated(None, Fact(MONDAY, Rating.GOOD))
    at_once = rated(item, Fact(MONDAY + timedelta(minutes=30), Rating.GOOD))
    assert at_once.memory.stability < rated(item, Fact(item.due_at, Rating.GOOD)).memory.stability


@given(facts, st.integers(0, 12))
def test_feeding_in_two_parts_gives_what_feeding_once_gives(all_facts: list[Fact], cut: int) -> None:
    ordered = sorted(all_facts, key=lambda fact: fact.at)
    while 0 < cut < len(ordered) and ordered[cut - 1].at == ordered[cut].at:
        cut += 1
    assert fold(fold(None, ordered[:cut]), ordered[cut:]) == fold(None, all_facts)


@given(facts.flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_in_which_facts_are_found_does_not_matter(two: tuple[list[Fact], list[Fact]]) -> None:
    assert fold(None, two[0]) == fold(None, two[1])


@given(facts)
def test_facts_that_were_fed_before_change_nothing(some: list[Fact]) -> None:
    item = fold(None, some)
    assert fold(item, some) == item


@given(facts)
def test_an_item_is_due_whole_days_after_its_newest_fact(some: list[Fact]) -> None:
    item = fold(None, some)
    if item is None:
        assert not some
    else:
        assert item.last_at == max(fact.at for fact in some) and 1 <= days(item) <= LONGEST_DAYS


def test_of_two_facts_of_one_instant_the_worse_counts() -> None:
    both = [Fact(MONDAY, Rating.GOOD), Fact(MONDAY, Rating.AGAIN)]
    assert fold(None, both) == rated(None, Fact(MONDAY, Rating.AGAIN))


@pytest.mark.parametrize(
    ("right", "score", "rating"),
    [(True, 15, Rating.GOOD), (False, 5, Rating.HARD), (False, 0, Rating.AGAIN)],
)
def test_right_is_good_partly_right_hard_and_wrong_again(right: bool, score: int, rating: Rating) -> None:
    assert rating_of_answer(right, score) is rating


@pytest.mark.parametrize(
    ("score", "rating"),
    [
        (0, Rating.AGAIN),
        (40, Rating.AGAIN),
        (41, Rating.HARD),
        (79, Rating.HARD),
        (80, Rating.GOOD),
        (100, Rating.GOOD),
    ],
)
def test_an_interview_is_rated_by_its_percentage(score: int, rating: Rating) -> None:
    assert rating_of_interview(score) is rating
