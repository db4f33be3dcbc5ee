"""``bank new``: what it prints needs the author's words and nothing else."""

from datetime import date
from pathlib import Path

import pytest

from bot.bank import limits
from bot.bank.template import fresh_id, question_template, topic_template
from bot.domain.question import Kind
from tests.bank.making import TODAY, WORDS, faults_of
from tests.bank.test_command_line import run

ANSWER = "Write the model answer here, concrete enough to learn from."
WRITTEN = "\n\n      ".join([WORDS] * 5)


def filled(template: str) -> str:
    assert ANSWER in template
    return template.replace(ANSWER, WRITTEN)


@pytest.mark.parametrize("area", limits.AREAS)
def test_a_new_topic_shows_each_kind_and_lacks_only_the_answers(tmp_path: Path, area: str) -> None:
    made = topic_template("vector-search", "Vector search", area, tuple(Kind), TODAY)
    assert faults_of(tmp_path, filled(made), "vector-search.yaml") == []
    unfilled = faults_of(tmp_path, made, "vector-search.yaml")
    assert [fault.problem for fault in unfilled] == ["`answer` has 10 words"] * len(Kind)
    for kind in Kind:
        assert made.count(f"kind: {kind} ") + made.count(f"kind: {kind}\n") == 1


@pytest.mark.parametrize("kind", [*Kind, None])
def test_one_question_fits_behind_the_others_of_its_file(tmp_path: Path, kind: Kind | None) -> None:
    name = limits.QUIZLESS_TOPIC
    before = topic_template(name, "Behavioural", "practice", (Kind.CHOICE,), TODAY)
    after = question_template("one-more", kind, TODAY)
    assert faults_of(tmp_path, filled(f"{before}\n{after}"), f"{name}.yaml") == []


def test_the_days_are_today_and_a_year_on() -> None:
    made = question_template("one", None, date(2028, 2, 29))
    assert "verified: 2028-02-29" in made and "review_by: 2029-02-28" in made


def test_an_id_is_free_and_fits() -> None:
    taken: set[str] = set()
    for _ in range(30):
        name = fresh_id("a-" * 29 + "a", taken)
        assert name not in taken and len(name) <= limits.ID and "--" not in name
        taken.add(name)


def test_the_command_prints_a_file_for_a_new_topic_and_an_entry_for_one_that_is_there() -> None:
    code, output = run("new", "quantum-drills", "--area", "data", "--title", "Quantum drills")
    assert (
        code == 0
        and "\ntopic: quantum-drills\ntitle: Quantum drills " in output
        and "\narea: data " in output
    )
    code, output = run("new", "mlflow", "--kind", "order")
    assert code == 0 and output.startswith("  - id: mlflow-") and "kind: order" in output
    assert "topic:" not in output


def test_a_behavioural_question_needs_no_quiz() -> None:
    assert "quiz:" not in run("new", limits.QUIZLESS_TOPIC)[1]
    assert "kind: choice" in run("new", limits.QUIZLESS_TOPIC, "--kind", "choice")[1]


def test_an_unknown_area_is_answered_with_the_six() -> None:
    code, output = run("new", "vector-search", "--area", "ops")
    assert code == 2 and all(area in output for area in limits.AREAS)


@pytest.mark.parametrize("name", ["Vector", "a_b", "a--b", "-a", "a/../b", "", "x" * 61, "ü"])
def test_a_name_that_is_none_is_refused(name: str) -> None:
    code, output = run("new", "--", name)
    assert code == 2 and "is no name of a topic" in output


@pytest.mark.parametrize("title", ["x" * 41, "a: b", "a # b", "a\nb", '"a"'])
def test_a_title_that_would_break_the_file_is_refused(title: str) -> None:
    assert run("new", "vector-search", "--title", title)[0] == 2
