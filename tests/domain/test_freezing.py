"""The frozen copy: same knowledge, another order."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.freezing import regraded, shown, shown_order, snapshot, snapshot_id
from bot.domain.frozen import FrozenQuestion, Key, Response
from bot.domain.grading import is_right, points
from bot.domain.question import Kind
from tests.domain.making import any_frozen, frozen, number_quiz, options_quiz, order_quiz, orders, question


def test_a_snapshot_keeps_what_was_asked_and_why() -> None:
    copy = snapshot(question("mlflow-x", quiz=options_quiz({2})), "MLflow")
    assert (copy.question_id, copy.topic, copy.topic_title) == ("mlflow-x", "mlflow", "MLflow")
    assert (copy.prompt, copy.open_prompt, copy.answer) == ("Which one?", "Why?", "Because.")
    assert copy.options == ("option 0", "option 1", "option 2", "option 3")
    assert copy.keys == (Key((2,), ("because 0", "because 1", "because 2", "because 3")),)


def test_a_number_keeps_value_tolerance_and_unit() -> None:
    copy = frozen(number_quiz("0.5", "5%", "ms"))
    assert (copy.kind, copy.options, copy.unit, copy.key.value) == (Kind.NUMBER, (), "ms", Decimal("0.5"))
    assert copy.key.tolerance is not None and copy.key.tolerance.percent
    assert copy.key.reasons == ("It is so.",)


def test_a_question_without_quiz_cannot_be_frozen() -> None:
    with pytest.raises(ValueError, match="no quiz"):
        snapshot(question(open_only=True), "MLflow")


@given(any_frozen, st.text())
def test_the_shown_order_is_a_permutation_and_hangs_on_the_seed_alone(
    copy: FrozenQuestion, seed: str
) -> None:
    order = shown_order(copy, seed)
    assert sorted(order) == [str(index) for index in range(len(copy.options))]
    assert order == shown_order(copy, seed)


def test_seeds_lead_to_every_order() -> None:
    choice, order = frozen(options_quiz({1}, 3)), frozen(order_quiz(4))
    assert len({shown_order(choice, str(seed)) for seed in range(200)}) == 6
    assert len({shown_order(order, str(seed)) for seed in range(500)}) == 23


@given(orders(), st.integers())
def test_items_never_stand_in_the_right_order_already(copy: FrozenQuestion, seed: int) -> None:
    order = shown_order(copy, str(seed))
    again = shown(copy, order)
    assert again.options != copy.options
    assert again.key.right != tuple(range(len(copy.options)))
    assert shown(again, shown_order(again, str(seed))).key.right != tuple(range(len(copy.options)))


@given(any_frozen, st.integers(), st.data())
def test_shown_then_graded_is_the_same_as_unshuffled(
    copy: FrozenQuestion, seed: int, data: st.DataObject
) -> None:
    order = shown_order(copy, str(seed))
    response, moved = data.draw(responses(copy, order))
    other = shown(copy, order)
    assert points(other, moved) == points(copy, response)
    assert is_right(other, moved) == is_right(copy, response)


@st.composite
def responses(draw: st.DrawFn, copy: FrozenQuestion, order: str) -> tuple[Response, Response]:
    """The same answer before and after the shuffle."""
    if copy.kind is Kind.NUMBER:
        same = Response(text=str(draw(st.sampled_from([copy.key.value, Decimal(1)]))))
        return same, same
    places = [order.index(str(index)) for index in range(len(copy.options))]
    if copy.kind is Kind.ORDER:
        given_order = draw(st.permutations(range(len(copy.options))))
        moved = "".join(str(places[index]) for index in given_order)
        return Response(text="".join(map(str, given_order))), Response(text=moved)
    chosen = draw(st.sets(st.integers(0, len(copy.options) - 1), min_size=1))
    return bits(chosen), bits({places[index] for index in chosen})


def bits(indices: set[int]) -> Response:
    return Response(bits=sum(1 << index for index in indices))


@given(st.integers(), st.sets(st.integers(0, 4), min_size=2, max_size=4))
def test_each_option_keeps_its_reason_and_its_rightness(seed: int, right: set[int]) -> None:
    copy = frozen(options_quiz(right, 5, Kind.MULTI))
    other = shown(copy, shown_order(copy, str(seed)))
    told = zip(other.options, other.key.reasons, strict=True)
    assert all(text.split()[1] == why.split()[1] for text, why in told)
    assert {other.options[index] for index in other.key.right} == {copy.options[index] for index in right}
    assert list(other.key.right) == sorted(other.key.right)


def test_a_regraded_copy_is_shown_with_all_its_keys() -> None:
    copy = regraded(frozen(options_quiz({0}, 3)), Key((0, 1), ("x", "y", "z")))
    other = shown(copy, "201")
    assert [key.right for key in other.keys] == [(1,), (1, 2)]
    assert other.key.reasons == ("z", "x", "y")


def test_a_number_is_shown_as_it_is() -> None:
    copy = frozen(number_quiz("1", "5%"))
    assert shown(copy, shown_order(copy, "seed")) == copy


def test_a_single_item_is_no_endless_search() -> None:
    assert shown_order(frozen(order_quiz(1)), "seed") == "0"
    assert {shown_order(frozen(order_quiz(2)), str(seed)) for seed in range(9)} == {"10"}


@pytest.mark.parametrize("order", ["", "01", "0122", "01234", "3333"])
def test_what_is_no_order_of_the_options_is_refused(order: str) -> None:
    with pytest.raises(ValueError, match="no order"):
        shown(frozen(options_quiz({0})), order)


def test_a_regrade_appends_a_key_and_moves_nothing() -> None:
    copy, key = frozen(options_quiz({0})), Key((1,), ("a", "b", "c", "d"), by="Ana")
    other = regraded(copy, key)
    assert other.keys == (copy.key, key)
    assert other.key is key
    assert other.options == copy.options


def test_the_id_of_a_copy_changes_with_its_content() -> None:
    copy = frozen(options_quiz({0}))
    others = [
        shown(copy, "1032"),
        frozen(options_quiz({1})),
        regraded(copy, copy.key),
        regraded(copy, Key((0,), copy.key.reasons, by="Ana")),
        regraded(copy, Key((0,), copy.key.reasons, at=datetime(2026, 1, 1, tzinfo=UTC))),
        frozen(number_quiz("1")),
        frozen(number_quiz("2")),
        frozen(number_quiz("1", "5")),
        frozen(number_quiz("1", "5%")),
        frozen(number_quiz("1", unit="ms")),
        snapshot(question(quiz=options_quiz({0})), "Other title"),
    ]
    ids = {snapshot_id(each) for each in [copy, *others]}
    assert len(ids) == len(others) + 1
    assert all(len(each) == 24 and set(each) <= set("0123456789abcdef") for each in ids)


def test_equal_copies_have_equal_ids_in_every_process() -> None:
    assert snapshot_id(frozen(number_quiz("0.50", "1.0"))) == snapshot_id(frozen(number_quiz("0.5", "1")))
    assert snapshot_id(frozen(options_quiz({0}))) == "df22caf02e9e789a990fa06b"
