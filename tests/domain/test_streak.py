"""Streaks: the fold, its maintained total, and the explanation agree."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streak import Day, Outcome, StreakState, fold, grant, step, trace

FIRST = date(2026, 11, 2)
WORDS = {"A": Outcome.ANSWERED, "m": Outcome.MISSED, "e": Outcome.EXCUSED, "w": Outcome.AWAY}


def days(text: str) -> list[Day]:
    """One round a day: A answered, m missed, e excused, w away."""
    return [Day(FIRST + timedelta(days=number), WORDS[letter]) for number, letter in enumerate(text)]


def dates(numbers: list[int]) -> list[date]:
    return [FIRST + timedelta(days=number) for number in numbers]


@pytest.mark.parametrize(
    ("text", "streak", "progress", "held", "best"),
    [
        ("", 0, 0, 1, 0),
        ("A", 1, 1, 1, 1),
        ("mmmA", 1, 1, 1, 1),
        ("Am", 1, 1, 0, 1),
        ("AAmm", 0, 0, 0, 2),
        ("AAmmA", 1, 1, 0, 2),
        ("Aee", 1, 1, 1, 1),
        ("Aww", 1, 1, 1, 1),
        ("AmewmA", 1, 1, 0, 1),
        ("A" * 6, 6, 6, 1, 6),
        ("A" * 7, 7, 0, 2, 7),
        ("A" * 14, 14, 0, 2, 14),
        ("A" * 7 + "mmm", 0, 0, 0, 7),
        ("AmAAAAAA", 7, 0, 1, 7),
        ("AAAmAAAA", 7, 0, 1, 7),
        ("AAAmmAAAA", 4, 4, 0, 4),
    ],
)
def test_what_rounds_make_of_a_streak(text: str, streak: int, progress: int, held: int, best: int) -> None:
    state = fold(days(text))
    assert (state.streak, state.progress, state.held, state.best) == (streak, progress, held, best)


def test_the_last_date_is_that_of_the_last_answer() -> None:
    assert fold(days("AAme")).last == FIRST + timedelta(days=1)
    assert fold(days("mmm")).last is None


def slow(text: str, grants: list[int]) -> tuple[int, int, int]:
    """Streak, freezes held and best, told day by day in the words of the rule."""
    begun, streak, progress, held, best = False, 0, 0, 1, 0
    for number in range(70):
        for _ in range(grants.count(number)):
            held = held + 1 if held < 2 else 2
        letter = text[number] if number < len(text) else ""
        begun = begun or letter == "A"
        if letter == "A":
            streak, progress = streak + 1, progress + 1
            if progress == 7:
                progress, held = 0, held + 1 if held < 2 else 2
        if letter == "m" and begun and held == 0:
            streak = progress = 0
        elif letter == "m" and begun:
            held = held - 1
        best = max(best, streak)
    return streak, held, best


rounds = st.text(alphabet="AAAAAAmew", max_size=60)
granted = st.lists(st.integers(0, 65), max_size=5)


@given(rounds, granted)
def test_the_fold_follows_the_rule_in_words(text: str, grants: list[int]) -> None:
    state = fold(days(text), dates(grants))
    assert (state.streak, state.held, state.best) == slow(text, grants)


@given(rounds, granted)
def test_the_fold_does_not_hang_on_the_order_of_its_facts(text: str, grants: list[int]) -> None:
    assert fold(days(text)[::-1], dates(grants)[::-1]) == fold(days(text), dates(sorted(grants)))


@given(rounds)
def test_the_maintained_total_is_the_fold(text: str) -> None:
    state = StreakState()
    for number, each in enumerate(days(text), start=1):
        state = step(state, each.outcome, each.day)
        assert state == fold(days(text)[:number])


@given(rounds, granted, st.integers(0, 60))
def test_a_fold_goes_on_from_a_carried_state(text: str, grants: list[int], cut: int) -> None:
    at = FIRST + timedelta(days=cut)
    given_on = dates(grants)
    old = fold([d for d in days(text) if d.day < at], [d for d in given_on if d < at])
    late = fold([d for d in days(text) if d.day >= at], [d for d in given_on if d >= at], start=old)
    assert late == fold(days(text), given_on)


@given(rounds, granted)
def test_the_explanation_ends_where_the_fold_does(text: str, grants: list[int]) -> None:
    told = trace(days(text), dates(grants))
    assert [each.day for each in told] == [each.day for each in days(text)[text.find("A") :] if "A" in text]
    early = [each for each in dates(grants) if not told or each <= told[-1].day]
    if told:
        assert told[-1].state == fold(days(text), early)


def test_the_explanation_says_what_happened() -> None:
    told = trace(days("m" + "A" * 7 + "emmmw"))
    words = [each.what for each in told]
    assert words == ["answered"] * 7 + ["excused", "freeze", "freeze", "lost", "away"]
    assert [each.day for each in told if each.earned] == [FIRST + timedelta(days=7)]


def test_a_full_pair_of_freezes_earns_none() -> None:
    assert [each.earned for each in trace(days("A" * 14))].count(True) == 1


def test_a_grant_comes_before_the_round_of_its_date() -> None:
    assert fold(days("Amm")).streak == 0
    assert fold(days("Amm"), dates([2])).streak == 1
    assert fold(days("Amm"), dates([3])) == StreakState(0, 0, 1, 1, FIRST)
    told = trace(days("Amm"), dates([2]))
    assert [(each.what, each.granted) for each in told] == [("answered", 0), ("freeze", 0), ("freeze", 1)]


def test_grants_never_make_more_than_two_freezes() -> None:
    assert grant(grant(StreakState())).held == 2
    assert fold(days("A"), dates([0, 0, 5])).held == 2
    assert trace(days("A"), dates([0, 0]))[0].granted == 1


def test_a_miss_before_the_first_answer_costs_nothing_even_after_a_grant() -> None:
    assert fold(days("mmA"), dates([0])) == StreakState(1, 1, 2, 1, FIRST + timedelta(days=2))
