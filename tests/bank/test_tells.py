"""What gives the right option away, measured over a bank."""

from pathlib import Path
from typing import Any

import pytest

from bot.bank import Severity, measure, survey, tell_faults
from bot.bank.wording import is_catch_all, is_unmarked_negative, specifics
from tests.bank.making import question, quiz, topic, write


def made(folder: Path, long: int, count: int = 20, extra: str = " and then more words") -> Any:
    """So many choice questions, in ``long`` of which the right option has the extra words."""
    asked = []
    for place in range(count):
        body = quiz(options=[{**o, "correct": i == place % 4} for i, o in enumerate(quiz()["options"])])
        if place < long:
            body["options"][place % 4]["text"] += extra
        asked.append(question(f"q-{place}", quiz=body))
    write(folder, topic(asked))
    return measure(survey([folder]).topics)


def test_the_longest_right_option_is_counted_only_where_it_stands_out(tmp_path: Path) -> None:
    tells = made(tmp_path, 5)
    assert (tells.choices, tells.longest, tells.places) == (20, 5, (5, 5, 5, 5, 0))
    assert tells.percent(tells.longest) == 25
    assert not tell_faults(tells)


@pytest.mark.parametrize(("long", "faults"), [(6, 0), (7, 1), (20, 1)])
def test_beyond_a_third_the_bank_fails(tmp_path: Path, long: int, faults: int) -> None:
    found = tell_faults(made(tmp_path, long))
    assert [fault.severity for fault in found] == [Severity.ERROR] * faults


def test_a_small_bank_is_not_judged(tmp_path: Path) -> None:
    assert not tell_faults(made(tmp_path, 19, 19))


def test_hedges_are_a_tell_and_absolutes_in_the_wrong_ones_too(tmp_path: Path) -> None:
    tells = made(tmp_path, 8, extra=" usually")
    assert tells.most_hedged == 8
    assert [fault.severity for fault in tell_faults(tells)] == [Severity.ERROR] * 2
    options = [{"text": f"It {word} {i}", "why": "x"} for i, word in enumerate(["never", "always", "must"])]
    body = quiz(options=[*options, {"text": "It works here", "why": "x", "correct": True}])
    write(tmp_path, topic([question("q", quiz=body)]))
    assert measure(survey([tmp_path]).topics).least_absolute == 1


def test_what_is_exact_is_a_tell(tmp_path: Path) -> None:
    tells = made(tmp_path, 8, extra=" in `fit` of 2.1")
    assert tells.most_specific == 8
    assert "the most specific" in str(tell_faults(tells)[-1])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It waits for the lock", 0),
        ("The scheduler waits", 0),
        ("It waits 30 s, then 1,000 ms", 2),
        ("It calls `fit` and MLflow's API", 3),
        ("It runs on Kubernetes", 1),
    ],
)
def test_code_numbers_and_names_are_exact(text: str, count: int) -> None:
    assert specifics(text) == count


def test_retired_questions_and_other_kinds_do_not_count(tmp_path: Path) -> None:
    gone = question("gone", retired={"on": "2026-01-01", "reason": "Old."})
    write(tmp_path, topic([gone, question("order", quiz=quiz("order"))]))
    assert measure(survey([tmp_path]).topics).choices == 0


@pytest.mark.parametrize(
    "text", ["All of the above", "none of these.", "Both", "All of them", "All the above"]
)
def test_an_option_about_the_others_is_found(text: str) -> None:
    assert is_catch_all(text)


@pytest.mark.parametrize("text", ["All of the workers restart", "None is returned", "Both run at once", "A"])
def test_an_option_that_begins_like_one_is_none(text: str) -> None:
    assert not is_catch_all(text)


@pytest.mark.parametrize(
    "prompt",
    ["Which of these is not true?", "Which step doesn't help?", "All of these hold, except which?"],
)
def test_a_quiet_not_is_found(prompt: str) -> None:
    assert is_unmarked_negative(prompt)


@pytest.mark.parametrize(
    "prompt",
    [
        "Which of these is NOT true?",
        "The task does not run. Which change helps?",
        "Tasks which write files cannot start. Why?",
        "What happens if it is not set?",
    ],
)
def test_a_loud_not_and_a_plain_one_are_fine(prompt: str) -> None:
    assert not is_unmarked_negative(prompt)
