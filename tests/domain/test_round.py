"""Public marks and kinds of deliveries."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.round import DeliveryKind, again, mark, new_key

MONDAY = date(2026, 11, 16)
LETTERS_AND_DIGITS = set("abcdefghijklmnopqrstuvwxyz0123456789")


@given(st.text(), st.dates(), st.text())
def test_a_mark_fits_where_platforms_keep_it(key: str, day: date, kind: str) -> None:
    found = mark(key, day, kind)
    assert 20 <= len(found) <= 25
    assert set(found) <= LETTERS_AND_DIGITS


def test_a_mark_is_the_same_for_ever() -> None:
    assert mark("abc", MONDAY, "post") == "raccbeubg4qbzs57c7ge7udb"


def test_every_fact_makes_another_mark() -> None:
    keys, kinds = ["a", "b", "ab"], [DeliveryKind.POST, DeliveryKind.REVEAL, "post-2", "notice"]
    days = [MONDAY + timedelta(days=number) for number in range(50)]
    marks = {mark(key, day, kind) for key in keys for day in days for kind in kinds}
    assert len(marks) == len(keys) * len(kinds) * len(days)


def test_facts_do_not_run_into_each_other() -> None:
    assert mark("a", MONDAY, "b") != mark(f"a{MONDAY}", MONDAY, "b")
    assert mark("a1", MONDAY, "b") != mark("a", MONDAY, "1b")


def test_posting_again_is_a_new_kind() -> None:
    assert again(DeliveryKind.POST) == "post-2"
    assert again("post-2") == "post-3"
    assert again("reveal-9") == "reveal-10"


def test_a_key_keeps_all_its_randomness() -> None:
    assert new_key(bytes(10)) == "a" * 16
    assert new_key(b"\xff" * 10) == "7" * 16
    assert len({new_key(bytes([number])) for number in range(256)}) == 256
