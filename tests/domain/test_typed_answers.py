"""How typed answers are read, and how answers are written out."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.decimals import MOST_DIGITS, canonical, read
from bot.domain.frozen import FrozenQuestion, Response
from bot.domain.grading import letters, parse_response, points, spell
from bot.domain.question import Kind
from bot.errors import UsageError
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

CHOICE = frozen(options_quiz({1}))
MULTI = frozen(options_quiz({1, 3}, 5, Kind.MULTI))
ORDER = frozen(order_quiz())


@pytest.mark.parametrize("typed", ["B", "b", " b ", "B.", "(b)", "b)", "🇧", "\uff22", "BB"])
def test_a_letter_is_an_option(typed: str) -> None:
    assert parse_response(CHOICE, typed) == Response(bits=0b10)


@pytest.mark.parametrize(
    "typed", ["A C", "A,C", "a, c", "ca", "A;C", "A/C", "A and C", "A & C", "A+C", "A C A"]
)
def test_several_letters_are_a_set(typed: str) -> None:
    assert parse_response(MULTI, typed) == Response(bits=0b101)


@pytest.mark.parametrize("typed", ["CABD", "c a b d", "C, A, B, D", "C > A > B > D", "C→A→B→D", "C-A-B-D"])
def test_all_letters_are_an_order(typed: str) -> None:
    assert parse_response(ORDER, typed) == Response(text="2013")


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("0,5", "0.5"),
        ("0.5", "0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0.500", "0.5"),
        ("1e-3", "0.001"),
        ("1E-3", "0.001"),
        ("1.5e+3", "1500"),
        ("6e23", "6" + "0" * 23),
        ("50 %", "0.5"),
        ("50%", "0.5"),
        ("12,5 percent", "0.125"),
        ("1 000", "1000"),
        ("1\u202f000\u00a0000", "1000000"),
        ("1'000", "1000"),
        ("1_000", "1000"),
        ("1,000,000", "1000000"),
        ("1.000.000", "1000000"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1.234", "1.234"),
        ("0,125", "0.125"),
        ("1,2345", "1.2345"),
        ("-3", "-3"),
        ("\u22123", "-3"),
        ("- 3", "-3"),
        ("+3", "3"),
        ("-0", "0"),
        ("007", "7"),
        ("\uff10\uff0e\uff15", "0.5"),
    ],
)
def test_numbers_are_read_as_people_write_them(typed: str, text: str) -> None:
    assert parse_response(frozen(number_quiz("1")), typed) == Response(text=text)


@pytest.mark.parametrize(
    ("unit", "typed", "text"),
    [
        ("%", "50 %", "50"),
        ("%", "50", "50"),
        ("%", "0.5", "0.5"),
        ("percent", "50%", "50"),
        ("ms", "12 ms", "12"),
        ("ms", "12MS", "12"),
        ("ms", "50 %", "0.5"),
        ("€", "€12", "12"),
        ("m³", "5 m³", "5"),
        ("req/s", "1 000 req/s", "1000"),
        ("\u00b5s", "3 \u03bcs", "3"),
    ],
)
def test_the_unit_may_be_typed_along(unit: str, typed: str, text: str) -> None:
    assert parse_response(frozen(number_quiz("1", unit=unit)), typed) == Response(text=text)


NO_NUMBERS = (
    *("", "  ", "x", "nan", "inf", "-Infinity", "1e999999999", "1e99", "1e-99", "10²", "½", "1/2", "٣"),
    *("1 2", "1 2345", "1 0000", "1 000 00", "1,000,00", "1.2.3", "1__000", "1’2"),
    *("5 kg", "--5", "+-3", "e5", ".", "-", "%", "0x10"),
)


@pytest.mark.parametrize("typed", NO_NUMBERS)
def test_what_is_no_number_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(UsageError, match=r"e\.g\. 0\.5"):
        parse_response(frozen(number_quiz("1")), typed)


@pytest.mark.parametrize(
    "typed", ["9" * 31, "0." + "1" * 31, "1" * 300, "1e30", "1e-31", "0.1e-30", "1" + "0" * 30]
)
def test_a_number_of_no_sensible_size_is_refused(typed: str) -> None:
    with pytest.raises(UsageError):
        parse_response(frozen(number_quiz("1")), typed)


def test_numbers_may_be_as_large_as_any_count_of_operations() -> None:
    assert parse_response(frozen(number_quiz("1")), "1e29").text == "1" + "0" * 29
    assert parse_response(frozen(number_quiz("1")), "1e-30").text == "0." + "0" * 29 + "1"
    assert parse_response(frozen(number_quiz("1")), "9" * 30).text == "9" * 30


def test_the_refusal_names_the_unit() -> None:
    with pytest.raises(UsageError, match="a number in ms, e"):
        parse_response(frozen(number_quiz("1", unit="ms")), "fast")
    with pytest.raises(UsageError, match="a number, e"):
        parse_response(frozen(number_quiz("1")), "fast")


def test_a_thousand_or_one_is_asked_back() -> None:
    with pytest.raises(UsageError, match=r"type 1000 or 1\.000"):
        parse_response(frozen(number_quiz("1")), "1,000")


@pytest.mark.parametrize(
    ("copy", "typed", "hint"),
    [
        (CHOICE, "E", "one letter from A to D"),
        (CHOICE, "A B", "one letter from A to D"),
        (CHOICE, "2", "one letter from A to D"),
        (CHOICE, ",", "one letter from A to D"),
        (CHOICE, "B" * 500, "one letter from A to D"),
        (MULTI, "F", "letters from A to E"),
        (MULTI, "and", "letters from A to E"),
        (ORDER, "CAB", "all 4 letters in order"),
        (ORDER, "CABDA", "all 4 letters in order"),
        (ORDER, "CABE", "e.g. CABD"),
    ],
)
def test_wrong_letters_are_refused_with_what_to_type(copy: FrozenQuestion, typed: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        parse_response(copy, typed)


numberish = st.text(alphabet="0123456789.,eE+- %'_msa²½\u00a0\u2212", max_size=20)


@given(any_frozen, st.text() | numberish | st.text(alphabet="ABCDEabcde ,and", max_size=12))
@example(frozen(number_quiz("1")), "1e999999999999999999")
@example(frozen(number_quiz("1")), "\ud800")
def test_any_text_is_an_answer_or_a_sentence(copy: FrozenQuestion, typed: str) -> None:
    with suppress(UsageError):
        response = parse_response(copy, typed)
        assert response.standing
        assert 0 <= points(copy, response) <= copy.level.points
        assert len(response.text or "") <= 2 * MOST_DIGITS + 2


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_a_number_is_written_in_one_way_and_read_back(number: Decimal) -> None:
    text = canonical(number)
    assert Decimal(text) == number
    assert read(text) == number
    assert text == canonical(number * 10 / 10) == parse_response(frozen(number_quiz("1")), text).text


@given(st.one_of(choices(), multis()), st.data())
def test_letters_are_read_back(copy: FrozenQuestion, data: st.DataObject) -> None:
    most = 1 if copy.kind is Kind.CHOICE else 5
    chosen = data.draw(st.sets(st.integers(0, len(copy.options) - 1), min_size=1, max_size=most))
    response = Response(bits=sum(1 << index for index in chosen))
    assert parse_response(copy, letters(response)) == parse_response(copy, spell(copy, response)) == response


@given(orders(), st.data())
def test_an_order_is_read_back(copy: FrozenQuestion, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(len(copy.options))))
    response = Response(text="".join(map(str, order)))
    assert parse_response(copy, letters(response)) == parse_response(copy, spell(copy, response)) == response


def test_answers_are_written_as_letters() -> None:
    assert letters(Response(bits=0b10)) == "B"
    assert letters(Response(bits=0b1010)) == "B, D"
    assert letters(Response(text="2013")) == "C A B D"
    assert letters(Response(text="0.82")) == "0.82"
    assert letters(Response(text="10")) == "10"
    assert letters(Response(text="1234")) == "1234"
    assert letters(Response()) == ""


def test_a_number_is_spelled_with_its_unit_even_if_it_looks_like_an_order() -> None:
    assert spell(frozen(number_quiz("1", unit="ms")), Response(text="2013")) == "2013 ms"
    assert spell(frozen(number_quiz("1")), Response(text="0.5")) == "0.5"
    assert spell(ORDER, Response(text="2013")) == "C A B D"
    assert spell(frozen(order_quiz(3)), Response(text="201")) == "C A B"
    assert spell(MULTI, Response(bits=0b11)) == "A, B"
