"""``bank lint|stats|show``: what they print, and with which exit code they end."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.bank import app
from tests.bank.making import TEXT, question, quiz, topic, write

KINDS = ("choice", "multi", "number", "order")


def run(*words: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.output


def test_a_clean_bank_ends_with_0(tmp_path: Path) -> None:
    write(tmp_path)
    assert run("lint", tmp_path) == (0, "1 question in 1 topic can be used: 0 errors, 0 warnings.\n")


def test_an_error_ends_with_1_and_is_one_line(tmp_path: Path) -> None:
    path = write(tmp_path, TEXT.replace("level: mid", "level: x"))
    code, output = run("lint", path)
    assert code == 1
    assert output.startswith(
        "error: mlflow.yaml:6 mlflow-alias: `level` is `x`, which it cannot be. Known are"
    )


def test_a_warning_alone_ends_with_0(tmp_path: Path) -> None:
    write(tmp_path, TEXT.replace("2027-11-01", "2026-11-01"))
    code, output = run("lint", tmp_path)
    assert code == 0
    assert "warning: mlflow.yaml:37 mlflow-alias: `review_by` was 2026-11-01" in output


def test_bad_usage_ends_with_2(tmp_path: Path) -> None:
    write(tmp_path)
    assert run("lint", tmp_path / "nothing")[0] == 2
    assert run("lint", "--nothing")[0] == 2
    code, output = run("show", "mlflow-alia", tmp_path)
    assert (code, output) == (2, "No question has the id mlflow-alia. Did you mean mlflow-alias?\n")


def test_lint_speaks_json(tmp_path: Path) -> None:
    write(tmp_path, TEXT.replace("level: mid", "level: x"))
    code, output = run("lint", tmp_path, "--json")
    told = json.loads(output)
    assert (code, told["errors"], told["questions"]) == (1, 1, 0)
    assert told["faults"][0]["line"] == 6
    assert set(told["faults"][0]) == {"file", "line", "id", "problem", "cure", "severity"}


def test_stats_count_by_topic_level_and_kind(tmp_path: Path) -> None:
    write(tmp_path, topic([question(f"q-{kind}", quiz=quiz(kind)) for kind in KINDS]))
    code, output = run("stats", tmp_path)
    assert code == 0
    assert "4 questions" in output
    told = json.loads(run("stats", tmp_path, "--json")[1])
    (counts,) = told["topics"]
    assert {kind: counts[kind] for kind in KINDS} == dict.fromkeys(KINDS, 1)
    assert (counts["questions"], counts["mid"], counts["retired"]) == (4, 4, 0)
    assert told["tells"]["choices"] == 1


def test_stats_of_a_broken_bank_end_with_1(tmp_path: Path) -> None:
    write(tmp_path, "{")
    assert run("stats", tmp_path)[0] == 1


@pytest.mark.parametrize("kind", KINDS)
def test_show_prints_key_and_reasons(tmp_path: Path, kind: str) -> None:
    write(tmp_path, topic([question("q", quiz=quiz(kind))]))
    code, output = run("show", "q", tmp_path)
    assert code == 0
    part = {"choice": "✅ B  Option number 1", "multi": "✅ C", "number": "0.82 s ± 5 %", "order": "1. First"}
    assert part[kind] in output
    assert json.loads(run("show", "q", tmp_path, "--json")[1])["quiz"]["kind"] == kind


def test_the_shipped_bank_is_looked_at_without_paths() -> None:
    assert run("stats")[0] == 0
