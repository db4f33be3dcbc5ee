"""Which question comes: nothing twice too soon, topics in turn, doubtful ones last."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.picking import RECENT_POSTS, Pool, make_pool, pick, unseen_left
from bot.domain.question import Level, Question
from tests.domain.making import question, utc

TODAY = date(2026, 11, 20)
START = utc("2025-01-01 09:00")
NONE: frozenset[str] = frozenset()


def bank(topics: dict[str, int], overdue: frozenset[str] = NONE) -> list[Question]:
    """So many questions per topic, named a0, a1, b0 …"""
    names = [(topic, f"{topic}{number}") for topic, count in topics.items() for number in range(count)]
    return [
        question(name, topic=topic, review_by=date(2026 if name in overdue else 2030, 1, 1))
        for topic, name in names
    ]


def everything(questions: list[Question]) -> Pool:
    return make_pool(questions, frozenset(), frozenset())


def posts(
    pool: Pool, seen: dict[str, datetime], count: int, parked: frozenset[str] = NONE
) -> Iterator[Question]:
    """Picks and posts one question a day; ``seen`` grows along."""
    at = max(seen.values(), default=START)
    for number in range(count):
        found = pick(pool, seen, parked, TODAY, f"seed {number}")
        assert found is not None
        at += timedelta(days=1)
        seen[found.id] = at
        yield found


def posted(*names: str) -> dict[str, datetime]:
    """These questions, one a day, oldest first."""
    return {name: START + timedelta(days=number) for number, name in enumerate(names)}


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9), min_size=1), st.integers())
def test_nothing_repeats_before_the_pool_is_exhausted(topics: dict[str, int], seed: int) -> None:
    pool, size = everything(bank(topics)), sum(topics.values())
    first = [found.id for found in posts(pool, {f"gone {seed}": START}, size)]
    assert len(set(first)) == size


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9), min_size=1))
def test_an_exhausted_pool_goes_round_in_the_same_order(topics: dict[str, int]) -> None:
    pool, size, seen = everything(bank(topics)), sum(topics.values()), dict[str, datetime]()
    told = [found.id for found in posts(pool, seen, 3 * size)]
    assert told[size : 2 * size] == told[:size]
    assert told[2 * size :] == told[:size]


def test_the_longest_unseen_comes_first_whatever_its_topic() -> None:
    pool = everything(bank({"a": 2, "b": 2}))
    found = pick(pool, posted("a0", "b0", "b1", "a1"), NONE, TODAY, "s")
    assert found is not None and found.id == "a0"


def test_a_new_question_comes_before_any_repeat() -> None:
    seen = dict[str, datetime]()
    old = everything(bank({"a": 4}))
    list(posts(old, seen, 6))
    found = pick(everything(bank({"a": 5})), seen, NONE, TODAY, "s")
    assert found is not None and found.id == "a4"


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(3, 9), min_size=2))
def test_topics_take_turns_while_all_of_them_have_something_new(topics: dict[str, int]) -> None:
    pool = everything(bank(topics))
    told = [found.topic for found in posts(pool, {}, 3 * len(topics))]
    for begin in range(2 * len(topics)):
        assert len(set(told[begin : begin + len(topics)])) == len(topics)


def test_the_least_recently_posted_topic_is_next() -> None:
    pool = everything(bank({"a": 9, "b": 9, "c": 9}))
    found = pick(pool, posted("b0", "a0", "c0", "a1"), NONE, TODAY, "s")
    assert found is not None and found.topic == "b"


def test_a_topic_never_posted_comes_before_the_others() -> None:
    pool = everything(bank({"a": 9, "b": 9, "c": 9}))
    found = pick(pool, posted("a0", "c0"), NONE, TODAY, "s")
    assert found is not None and found.topic == "b"


def test_a_post_of_another_track_takes_the_topics_turn_too() -> None:
    questions = [*bank({"a": 3, "b": 3}), question("a-hard", topic="a", level=Level.SENIOR)]
    pool = make_pool(questions, frozenset(), frozenset({Level.MID}))
    found = pick(pool, posted("b0", "a0") | {"a-hard": START - timedelta(days=9)}, NONE, TODAY, "s")
    assert found is not None and found.topic == "b"
    found = pick(pool, posted("a0", "b0", "a-hard"), NONE, TODAY, "s")
    assert found is not None and found.topic == "b"


def test_the_seed_orders_new_topics_and_chooses_in_a_topic() -> None:
    pool = everything(bank({"a": 5, "b": 5, "c": 5}))
    found = [pick(pool, {}, NONE, TODAY, str(seed)) for seed in range(200)]
    assert {each.id for each in found if each} == set(pool.questions)


@given(st.permutations(range(12)), st.text())
def test_the_same_facts_lead_to_the_same_pick(order: list[int], seed: str) -> None:
    questions = bank({"a": 4, "b": 4, "c": 4})
    seen = posted("a1", "c2", "b3", "x", "c0")
    turned = dict(reversed(seen.items()))
    first = pick(everything(questions), seen, NONE, TODAY, seed)
    assert pick(everything([questions[index] for index in order]), turned, NONE, TODAY, seed) == first


def test_overdue_questions_come_after_all_current_ones_that_are_new() -> None:
    pool = everything(bank({"a": 3, "b": 3}, overdue=frozenset({"a0", "a1", "a2", "b0"})))
    told = [found.id for found in posts(pool, {}, 6)]
    assert set(told[:2]) == {"b1", "b2"}
    assert len(set(told)) == 6


def test_an_overdue_question_is_still_asked_before_a_repeat() -> None:
    pool = everything(bank({"a": 3}, overdue=frozenset({"a2"})))
    found = pick(pool, posted("a0", "a1"), NONE, TODAY, "s")
    assert found is not None and found.id == "a2"


def test_overdue_questions_come_last_among_repeats_too() -> None:
    pool = everything(bank({"a": 4}, overdue=frozenset({"a0"})))
    found = pick(pool, posted("a0", "a1", "a2", "a3"), NONE, TODAY, "s")
    assert found is not None and found.id == "a1"


def test_a_question_is_overdue_from_the_day_after_its_date() -> None:
    pool = everything(bank({"a": 1}))
    assert pool.overdue(date(2030, 1, 1)) == frozenset()
    assert pool.overdue(date(2030, 1, 2)) == {"a0"}


@given(st.integers(1, 59), st.data())
def test_a_small_pool_never_repeats_its_last_half(size: int, data: st.DataObject) -> None:
    doubtful = data.draw(st.frozensets(st.sampled_from([f"a{number}" for number in range(size)])))
    pool = everything(bank({"a": size}, overdue=doubtful))
    told = [found.id for found in posts(pool, {}, 3 * size)]
    for place, name in enumerate(told):
        assert name not in told[max(0, place - size // 2) : place]


def test_a_large_pool_never_repeats_the_groups_last_30_posts() -> None:
    names = [f"a{number}" for number in range(60)]
    pool = everything(bank({"a": 60}, overdue=frozenset(names[:30])))
    recent_are_current = posted(*names)
    found = pick(pool, recent_are_current, NONE, TODAY, "s")
    assert found is not None and found.id == "a0"
    found = pick(pool, recent_are_current | {"b9": START + timedelta(days=99)}, NONE, TODAY, "s")
    assert found is not None and found.id == "a30"
    assert RECENT_POSTS == 30


def test_parked_questions_never_come() -> None:
    pool, parked = everything(bank({"a": 4, "b": 1})), frozenset({"a1", "b0"})
    told = {found.id for found in posts(pool, {}, 12, parked)}
    assert told == {"a0", "a2", "a3"}


def test_parking_most_of_a_pool_leaves_the_rest() -> None:
    pool, parked = everything(bank({"a": 10})), frozenset({"a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7"})
    told = [found.id for found in posts(pool, posted(*pool.questions), 4, parked)]
    assert told == ["a8", "a9", "a8", "a9"]


def test_an_empty_pool_has_no_question() -> None:
    assert pick(everything([]), {}, NONE, TODAY, "s") is None
    assert pick(everything(bank({"a": 1})), {}, frozenset({"a0"}), TODAY, "s") is None
    assert pick(everything(bank({"a": 1})), posted("a0"), frozenset({"a0"}), TODAY, "s") is None


def test_a_pool_holds_its_topics_and_levels_without_retired_and_open_questions() -> None:
    questions = [
        question("a", topic="mlflow"),
        question("b", topic="mlflow", level=Level.SENIOR),
        question("c", topic="airflow"),
        question("d", topic="mlflow", retired=True),
        question("e", topic="behavioral", open_only=True),
    ]
    assert set(everything(questions).questions) == {"a", "b", "c"}
    assert set(make_pool(questions, frozenset({"mlflow"}), frozenset()).questions) == {"a", "b"}
    assert set(make_pool(questions, frozenset(), frozenset({Level.MID})).questions) == {"a", "c"}


def test_what_is_left_counts_neither_seen_nor_parked_nor_foreign_questions() -> None:
    pool = everything(bank({"a": 5}))
    assert unseen_left(pool, {}, NONE) == 5
    assert unseen_left(pool, posted("a0", "x"), frozenset({"a1", "a0", "y"})) == 3
