"""Each way to get a file wrong: the fault says what, in which line, and what to do."""

from pathlib import Path
from typing import Any

import pytest

from bot.bank import Severity, check_files
from tests.bank.making import TEXT, faults_of, question, quiz, topic, write

LONG = "x" * 401

BROKEN_LINES = [
    # what stands in the file, what it becomes, part of the problem, part of the cure
    ("title: MLflow", "title:", "`title` of the file is empty", "Write it"),
    ("title: MLflow", "tilte: MLflow", "`tilte` of the file is no known key", "Did you mean `title`?"),
    ("topic: mlflow", "topic: airflow", "the file's name is `mlflow`", "rename the file to airflow.yaml"),
    ("topic: mlflow", "topic: ML_flow", "not kebab-case", "hyphens"),
    ("area: operations", "area: operation", "cannot be", "Did you mean `operations`?"),
    ("area: operations", "area: cooking", "cannot be", "foundations, modelling"),
    ("id: mlflow-alias", "id: MLflow alias", "not kebab-case", "lower-case"),
    ("level: mid", "level: middle", "`level` is `middle`", "Did you mean `mid`?"),
    ("level: mid", "level: yes", "YAML reads it as true or false", 'Write "yes" in quotes.'),
    ("prompt: How do you", f"prompt: {LONG} How do you", "characters", "at most 200"),
    ("answer: |", "answer: [a]\n    x: |", "`answer` is a list", "Write a text."),
    ("- Callers use an alias", "- no", "key point 1 is `no`", 'Write "no" in quotes.'),
    ("- Callers use an alias", "- 1.10", "YAML reads it as a number", '"1.10"'),
    ("- Moving it is enough", "- 2026-11-21", "YAML reads it as a date", "quotes"),
    ("- Moving it is enough", "- ~", "YAML reads it as nothing", "quotes"),
    ("- Moving it is enough", "- 0o17\n      - 010", "YAML reads it as a number", '"010"'),
    ("- Moving it is enough", "- {a: b}", "key point 2 is a mapping", "Write a text."),
    ("kind: choice", "kind: choise", "`kind` of the quiz is `choise`", "`choice`"),
    ("text: Move the alias back", f"text: {'x' * 91}", "`text` of option 2 has 91 characters", "Cut 1"),
    ("text: Move the alias back", "text: delete  version SEVEN.", "option 2 says the same as option 1", ""),
    ("text: Move the alias back", 'text: "a\\nb"', "has a line break", "one line"),
    ("text: Move the alias back", 'text: "a\\u200bb"', "nobody can see (U+200B)", "Remove"),
    ("text: Move the alias back", 'text: "a\\u202eb"', "nobody can see (U+202E)", "Remove"),
    ("text: Move the alias back", 'text: "a\\u00a0b"', "a space that is not plain (U+00A0)", "plain space"),
    ("text: Move the alias back", 'text: "a\\tb"', "has a tab", "spaces"),
    ("text: Move the alias back", 'text: "a\\x07b"', "U+0007", "Remove"),
    ("text: Move the alias back", 'text: "Ask @everyone"', "`@everyone`, which could ping", "sign"),
    ("text: Move the alias back", 'text: "Ask @Here"', "`@Here`, which could ping", "sign"),
    ("text: Move the alias back", "text: Ask <!channel> first", "`<!channel`, which could ping", "sign"),
    ("text: Move the alias back", 'text: "A `backtick"', "backtick that is not closed", "Close"),
    ("correct: true", "correct: yes", "`correct` of option 2 is `yes`", "Write true or false"),
    ("correct: true", 'correct: "true"', "`correct` of option 2 is `true`", "without quotes"),
    ("why: Callers resolve it.", f"why: {'x' * 201}", "`why` of option 2 has 201 characters", "at most 200"),
    ("title: Registry", "name: Registry", "`name` of reference 1 is no known key", "title, url"),
    ("url: https://mlflow.org/docs/latest/", "url: http://mlflow.org/", "no https address", "https://"),
    ("url: https://mlflow.org/docs/latest/", "url: https://localhost", "no https address", "https://"),
    ("tags: [scenario]", "tags: [Scenario A]", "tag `Scenario A` is not kebab-case", "lower-case"),
    ("tags: [scenario]", "tags: scenario", "`tags` is a single value", "Write a list"),
    ("applies_to: mlflow>=3", "applies_to: 1.10", "YAML reads it as a number", '"1.10"'),
    ("verified: 2026-11-01", "verified: 2026-02-30", "`verified` is no date", "a day that exists"),
    ("verified: 2026-11-01", "verified: 1 Nov 2026", "`verified` is no date", "2026-11-21"),
    ("verified: 2026-11-01", "verified: 2026-12-24", "in the future", "were checked"),
    ("review_by: 2027-11-01", "review_by: 2026-10-31", "`review_by` is before `verified`", "again"),
    ("review_by: 2027-11-01", "retierd: {}", "`retierd` is no known key", "`retired`"),
    ("topic: mlflow", "topic: &x mlflow", "the anchor `&x` is not allowed", "quotes"),
    ("topic: mlflow", "topic: *x", "not allowed", "in quotes"),
    ("topic: mlflow", "topic: !!str mlflow", "the tag", "Remove it"),
    ("area: operations", "area: a: b", "not YAML: mapping values are not allowed", "in quotes"),
    ("area: operations", "\tarea: operations", "not YAML", "Indent with spaces"),
    ("area: operations", 'area: "operations', "not YAML", ""),
    ("area: operations", "<<: {area: data}", "`<<` of the file is no known key", ""),
]


@pytest.mark.parametrize(("old", "new", "problem", "cure"), BROKEN_LINES)
def test_a_fault_names_its_line_its_problem_and_its_cure(
    tmp_path: Path, old: str, new: str, problem: str, cure: str
) -> None:
    text = TEXT.replace(old, new, 1)
    found = faults_of(tmp_path, text)
    line = text[: text.index("010" if "010" in new else new)].count("\n") + 1
    assert any(problem in f.problem and cure in f.cure and f.line == line for f in found), found


MISSING = [
    ("title: MLflow\n", 1, "the file has no `title`"),
    ("    level: mid\n", 5, "`level` is missing"),
    ("    applies_to: mlflow>=3\n    verified: 2026-11-01\n", 5, "`verified` is missing"),
    ("          why: The alias still names seven.\n", 25, "option 3 has no reason"),
    ("      kind: choice\n", 18, "the quiz has no `kind`"),
    ("        url: https://mlflow.org/docs/latest/\n", 30, "reference 1 has no `url`"),
    ("          correct: true\n", 20, "the choice has 0 correct options"),
    ("      - Moving it is enough\n      - Say how you roll back\n", 14, "`key_points` has 1 items"),
    ("      - the alias names", 8, "`answer` has"),
]


@pytest.mark.parametrize(("cut", "near", "problem"), MISSING)
def test_what_is_missing_is_told_at_its_mapping(tmp_path: Path, cut: str, near: int, problem: str) -> None:
    text = TEXT.replace(cut, "")
    if "names" in cut and "answer" in problem:
        text = "\n".join(line for line in TEXT.split("\n") if not line.startswith("      - the alias"))
    found = [fault for fault in faults_of(tmp_path, text) if problem in fault.problem]
    assert found, faults_of(tmp_path, text)
    assert abs(found[0].line - near) <= 2


def test_a_missing_reason_reads_as_a_sentence_with_file_line_and_id(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TEXT.replace("          why: The alias still names seven.\n", ""))
    said = "mlflow-alias: option 3 has no reason. Add `why:` saying why it fails."
    line = TEXT.split("\n").index("        - text: Register version six again") + 1
    assert str(fault) == f"mlflow.yaml:{line} {said}"


def test_a_key_that_stands_twice_is_told_at_the_second_place(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TEXT.replace("    level: mid\n", "    level: mid\n    level: senior\n"))
    assert (fault.line, fault.problem) == (7, "`level` stands here for the second time")
    assert "line 6" in fault.cure


def test_every_fault_of_a_file_is_told_in_one_run(tmp_path: Path) -> None:
    text = TEXT.replace("level: mid", "level: x").replace("area: operations", "area: y")
    text = text.replace("correct: true", "correct: 1").replace("2026-11-01", "soon")
    assert [fault.line for fault in faults_of(tmp_path, text)] == [3, 6, 22, 25, 36]


@pytest.mark.parametrize(
    ("data", "problem", "line"),
    [
        (b"", "the file is empty", 0),
        (b"# nothing\n", "the file is empty", 0),
        (b"- a\n- b\n", "the file is a list", 1),
        (b"just words\n", "the file is a single value", 1),
        (b"\xef\xbb\xbf" + TEXT.encode(), "byte order mark", 1),
        (TEXT.encode("utf-16"), "not UTF-8", 1),
        (b"topic: a\ntitle: caf\xe9\n", "not UTF-8", 2),
        (b"topic: a\ntitle: a\x00b\n", "not YAML", 1),
        (b"topic: a\n" + b"#" * 2_000_001, "more than 2,000,000 bytes", 0),
        (b"[" * 1_000_000, "nested", 1),
        (b"- " * 500_000, "nested", 1),
        (b"a: " + b"{a: " * 300_000, "nested", 1),
        (b"a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "the anchor `&a`", 1),
        (b"a: 1\n---\nb: 2\n", "a second YAML document", 3),
        (b"&a [*a]", "the anchor `&a`", 1),
    ],
)
def test_a_file_that_cannot_be_read_is_one_fault(
    tmp_path: Path, data: bytes, problem: str, line: int
) -> None:
    (fault,) = faults_of(tmp_path, data)
    assert problem in fault.problem
    assert fault.line == line


BROKEN_QUIZZES = [
    (quiz(options=quiz()["options"][:2]), "`options` of the quiz has 2 items"),
    (quiz("choice", options=quiz("multi")["options"]), "the choice has 2 correct options"),
    (quiz("multi", options=quiz("multi")["options"][:4]), "`options` of the quiz has 4 items"),
    (quiz("multi", options=[{**o, "correct": True} for o in quiz("multi")["options"]]), "5 correct options"),
    (quiz("number", value="1,5"), "`value` of the quiz is no plain number"),
    (quiz("number", value=float("inf")), "`value` of the quiz is no plain number"),
    (quiz("number", value="1e999"), "`value` of the quiz is no plain number"),
    (quiz("number", value=True), "`value` of the quiz is no plain number"),
    (quiz("number", tolerance=-1), "below 0"),
    (quiz("number", tolerance="-5%"), "`tolerance` of the quiz is no plain number"),
    (quiz("number", value=0, tolerance="5%"), "a percentage of 0 is 0"),
    (quiz("number", unit="x" * 31), "`unit` of the quiz has 31 characters"),
    (quiz("number", why="x" * 401), "`why` of the quiz has 401 characters"),
    (quiz("number", options=[]), "`options` of the quiz is no known key"),
    (quiz("order", items=["A", "B", "C"]), "`items` of the quiz has 3 items"),
    (quiz("order", items=["A", "B", "C", "a"]), "item 4 says the same as item 1"),
    (quiz("order", items=["A", "B", "C", "x" * 91]), "item 4 of the quiz has 91 characters"),
    (quiz(prompt="x" * 281), "`prompt` of the quiz has 281 characters"),
    (quiz(prompt="Q?\n```\n" + "x" * 49 + "\n```"), "a code line has 49 columns"),
    (quiz(prompt="Q?\n```\n" + "x\n" * 13 + "```"), "the code block has 13 lines"),
    (quiz(prompt="Q?\n```\na\n```\n```\nb\n```"), "the prompt has 2 code blocks"),
    (quiz(prompt="Q?\n```\na\n"), "not closed"),
    (quiz(prompt="```\na\n```\nQ?"), "begins with code"),
    (quiz(prompt="x" * 281 + "?\n```\na\n```"), "`prompt` of the quiz has 282 characters"),
    (quiz("number", unit=None), "`unit` of the quiz is"),
    (["a"], "the quiz is a list"),
]


@pytest.mark.parametrize(("broken", "problem"), BROKEN_QUIZZES)
def test_each_kind_of_quiz_has_its_own_rules(tmp_path: Path, broken: object, problem: str) -> None:
    found = faults_of(tmp_path, topic([question(quiz=broken)]))
    assert any(problem in fault.problem for fault in found), found


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"answer": "too short"}, "`answer` has 2 words"),
        ({"answer": "word " * 181}, "`answer` has 181 words"),
        ({"prompt": "Why?\n```\nx\n```"}, "the open prompt has a code block"),
        ({"key_points": ["a", "b"]}, "`key_points` has 2 items"),
        ({"key_points": list("abcdefg")}, "`key_points` has 7 items"),
        ({"key_points": ["a", "b", "x" * 91]}, "key point 3 has 91 characters"),
        ({"references": []}, "`references` has 0 items"),
        ({"quiz": None}, "`quiz` is missing"),
        ({"retired": "yes"}, "`retired` is a single value"),
        ({"retired": {"reason": "Old."}}, "`retired` has no `on`"),
        ({"retired": {"on": "2026-01-01", "reason": "Old.", "replaced_by": "none"}}, "no other question"),
    ],
)
def test_the_open_form_has_its_rules(tmp_path: Path, changes: dict[str, Any], problem: str) -> None:
    found = faults_of(tmp_path, topic([question(**changes)]))
    assert any(problem in fault.problem for fault in found), found


def test_a_post_and_a_reveal_that_do_not_fit_are_told(tmp_path: Path) -> None:
    wide = [{"text": f"{i}" + "x" * 89, "why": "y" * 200, "correct": i == 0} for i in range(5)]
    full = quiz(prompt="z" * 280, options=wide)
    points = ["k" * 90] * 6
    made = question(quiz=full, prompt="p" * 200, answer="abcdefghijk " * 170, key_points=points)
    found = faults_of(tmp_path, topic([made], title="T" * 40))
    assert {fault.problem.split(" has ")[0] for fault in found if fault.fatal} == {"the post", "the reveal"}


def test_an_overdue_question_is_a_warning(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TEXT.replace("2027-11-01", "2026-11-20"))
    assert (fault.severity, fault.line) == (Severity.WARNING, 37)


def test_a_question_verified_where_it_is_tomorrow_already_is_fine(tmp_path: Path) -> None:
    assert not faults_of(tmp_path, TEXT.replace("verified: 2026-11-01", "verified: 2026-11-22"))


def test_habits_that_help_the_guesser_are_warnings(tmp_path: Path) -> None:
    text = TEXT.replace("Change the callers", "None of the above")
    text = text.replace("What is quickest?", "Which of these steps does not help?")
    found = faults_of(tmp_path, text)
    assert {fault.severity for fault in found} == {Severity.WARNING}
    assert [fault.line for fault in found] == [20, 29]


def test_three_options_are_a_warning_and_four_are_not(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, topic([question(quiz=quiz(options=quiz()["options"][:3]))]))
    assert fault.severity is Severity.WARNING
    assert not faults_of(tmp_path, topic([question()]))


def test_a_file_ending_in_yml_is_told_and_not_passed_over(tmp_path: Path) -> None:
    (fault,) = faults_of(tmp_path, TEXT, "mlflow.yml")
    assert "Name it mlflow.yaml." in fault.cure


def test_a_file_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    (fault,) = check_files([tmp_path / "nothing.yaml"])
    assert "cannot be read" in fault.problem


def test_only_behavioral_questions_come_without_a_quiz(tmp_path: Path) -> None:
    text = topic([question("behavioral-conflict", quiz=None)], "behavioral", area="practice")
    assert not faults_of(tmp_path, text, "behavioral.yaml")


def test_a_broken_file_still_tells_of_ids_used_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, topic([question("same-id")], "a"), "a.yaml")
    write(tmp_path, topic([question("same-id", level="x")], "b"), "b.yaml")
    found = check_files([tmp_path])
    assert [fault.file for fault in found] == ["b.yaml", "b.yaml"]
    assert any("a.yaml:5" in fault.cure for fault in found)
