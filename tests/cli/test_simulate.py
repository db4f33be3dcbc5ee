"""``simulate`` as typed: what it prints, and how it refuses."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest
from rich.console import Console

from tests.bank.making import question, topic, write
from tests.cli.conftest import Call

AUTUMN = ("--tz", "Europe/Berlin", "--from", "2026-10-20")


def test_sixty_days_are_printed_in_plain_columns_when_piped(call: Call, home: Path) -> None:
    ended = call("simulate", "--days", "60", *AUTUMN, "--topics", "mlflow,airflow")
    lines = ended.out.splitlines()
    assert ended.code == 0 and ended.err == ""
    assert lines[0] == "Mon–Fri 09:00 Europe/Berlin"
    assert lines[1].split() == ["day", "post", "UTC", "reveal", "UTC", "question", "remarks"]
    assert lines[2].split()[:6] == ["2026-10-20", "Tue", "09:00", "07:00", "17:00", "15:00"]
    monday = next(line for line in lines if line.startswith("2026-10-26"))
    assert "09:00  08:00  17:00   16:00" in monday and "clock went back 1 h on Sun 25 Oct" in monday
    assert all(line == line.rstrip() and "\x1b" not in line for line in lines)
    assert not home.exists(), "nothing is stored"


def test_the_same_arguments_print_the_same_and_another_seed_other_questions(call: Call) -> None:
    words = ("simulate", "--days", "20", *AUTUMN)
    assert call(*words).out == call(*words).out != call(*words, "--seed", "2").out


def test_a_reveal_on_the_next_day_and_skips_are_as_asked(call: Call) -> None:
    told = json.loads(
        call(
            *("simulate", "--days", "8", *AUTUMN, "--reveal", "next-day 08:00", "--weekdays", "daily"),
            *("--skip", "2026-10-21", "--skip", "24 oct..25 oct", "--json"),
        ).out
    )
    assert [one["date"] for one in told if one["why"]] == ["2026-10-21", "2026-10-24", "2026-10-25"]
    friday = told[3]
    assert friday["post_local"] == "2026-10-23T09:00:00+02:00"
    assert friday["close_local"] == "2026-10-24T08:00:00+02:00"
    assert friday["reveal_utc"] == "2026-10-24T06:00:10+00:00"
    assert told[5]["notes"] == ["clock goes back 1 h"]


def test_json_has_the_same_fields_each_day(call: Call) -> None:
    told = json.loads(call("simulate", "--days", "9", *AUTUMN, "--skip", "2026-10-21", "--json").out)
    fields = {
        *(f"{what}_{where}" for what in ("post", "close", "reveal") for where in ("local", "utc")),
        *("date", "question", "topic", "level", "why", "again", "overdue", "notes"),
    }
    assert all(set(one) == fields for one in told)
    posts = [datetime.fromisoformat(one["post_utc"]) for one in told if one["post_utc"]]
    assert posts == sorted(posts)
    assert [one["question"] is None for one in told] == [one["why"] is not None for one in told]


def test_it_ends_with_when_the_questions_are_used_up(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "own", topic([question(f"own-{n}") for n in range(4)], "own"), "own.yaml")
    monkeypatch.setenv("DAILYDRILL_BANK", str(tmp_path / "own"))
    words = ("simulate", *AUTUMN, "--weekdays", "daily", "--topics", "own")
    out = call(*words, "--days", "6").out
    assert out.endswith(
        "6 posts, 4 questions to pick from.\n"
        "The questions are used up by Sat 24 Oct 2026: from then on the longest unseen come again.\n"
    )
    assert out.count("again") == 1 + 2
    assert "used up on the last" in call(*words, "--days", "4").out
    assert "used up" not in call(*words, "--days", "3").out


def test_topics_without_any_quiz_are_a_problem_found(call: Call) -> None:
    ended = call("simulate", "--topics", "behavioral", "--days", "3")
    assert ended.code == 1 and "0 questions to pick from" in ended.out


def test_a_terminal_gets_a_table(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.cli.simulate_table.is_terminal", lambda: True)
    monkeypatch.setattr("bot.cli.simulate_table.Console", lambda: Console(width=140))
    assert "────" in call("simulate", "--days", "5").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--tz", "Berln"], "Europe/Berlin"),
        (["--tz", "../etc/passwd"], "time zone"),
        (["--time", "25:00"], "no time of day"),
        (["--days", "0"], "--days takes 1 to"),
        (["--days", "4000"], "--days takes 1 to"),
        (["--reveal", "10:00"], "the nearest is 11:00"),
        (["--reveal", "soon"], "no time of day"),
        (["--weekdays", "someday"], "weekday"),
        (["--topics", "mlfow"], "There is no topic “mlfow”"),
        (["--levels", "expert"], "is no level"),
        (["--from", "2026-02-30"], "no date"),
        (["--from", "9999-12-20"], "--from takes a date from 1970 to 2200"),
        (["--from", "0001-01-01"], "--from takes a date from 1970 to 2200"),
        (["--skip", "2026-12-24..2026-12-01"], "ends before it begins"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(call: Call, words: Sequence[str], told: str) -> None:
    assert told in call("simulate", *words).sentence


@pytest.mark.parametrize("words", [["--days", "x"], ["--nosuch"], ["extra"]])
def test_bad_usage_ends_with_2(call: Call, words: Sequence[str]) -> None:
    ended = call("simulate", *words)
    assert ended.code == 2 and "Usage" in ended.err
