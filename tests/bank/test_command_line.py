"""``bank lint|stats|show``: what they print, and with which exit code they end."""

import asyncio
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.bank import app
from bot.errors import StoreError
from bot.settings import sqlite_url
from bot.store.open import open_store
from tests.bank.making import TEXT, question, quiz, topic, write
from tests.fakes.world import World

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


async def reported(path: Path) -> None:
    """Two of three members' reports stand; the newest has what would colour a terminal in it."""
    async with open_store(sqlite_url(path)) as store:
        world = await World.make(store)
        for minute, (name, kind, text) in enumerate(
            (("ada", "typo", ""), ("alan", "wrong key", "see\nthe \x1b[31mmanual"))
        ):
            member = await world.member(name)
            at = world.clock.now() + timedelta(minutes=minute)
            await store.reports.report(member.id, "q", kind, text, at)


@pytest.fixture
def home(tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write(tmp_path / "bank", topic([question("q"), question("other")]))
    monkeypatch.setenv("DAILYDRILL_HOME", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def test_show_reports_reads_what_members_of_all_groups_said(home: Path, migrated_sqlite: Path) -> None:
    asyncio.run(reported(shutil.copyfile(migrated_sqlite, home / "dailydrill.db")))
    code, output = run("show", "q", home / "bank", "--reports")
    assert code == 0
    assert output.splitlines()[-3:] == [
        "2 reports from 1 group, 2 open:",
        "  2026-11-02  wrong key: see the [31mmanual",
        "  2026-11-02  typo",
    ]
    assert "ada" not in output.casefold().split() and "\x1b" not in output
    assert "Nobody has reported" in run("show", "other", home / "bank", "--reports")[1]
    told = json.loads(run("show", "q", home / "bank", "--reports", "--json")[1])["reports"]
    assert (told["open"], told["groups"], told["parked_in"], len(told["lines"])) == (2, 1, 0, 2)


def test_show_reports_makes_no_database(home: Path) -> None:
    result = CliRunner().invoke(app, ["show", "q", str(home / "bank"), "--reports"])
    assert isinstance(result.exception, StoreError) and "There is no database" in str(result.exception)
    assert not home.joinpath("dailydrill.db").exists()
