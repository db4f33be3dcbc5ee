"""``dailydrill privacy``: what an operator exports and deletes for a member."""

import asyncio
import csv
import json
import sqlite3
import sys
from contextlib import closing
from io import StringIO
from pathlib import Path

import pytest
from filelock import FileLock

from bot.store.open import open_store
from tests.cli.conftest import Call


def store_somebody(path: Path, platform: str = "discord", account: str = "123") -> None:
    async def write() -> None:
        async with open_store(f"sqlite+aiosqlite:///{path}") as store:
            group = await store.people.group(platform, "g1", "Study group")
            await store.people.member(group, account, "=Ada")

    asyncio.run(write())


@pytest.fixture
def database(call: Call, home: Path) -> Path:
    assert call("db", "upgrade").code == 0
    path = home / "dailydrill.db"
    store_somebody(path)
    return path


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def names_in(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as opened:
        return [row[0] for row in opened.execute("SELECT name FROM members")]


def test_the_export_on_the_screen_is_json(call: Call, database: Path) -> None:
    ended = call("privacy", "export", "discord:123")
    assert ended.code == 0
    exported = json.loads(ended.out)
    assert exported["profile"][0]["name"] == "=Ada" and exported["attempts"] == []


def test_the_export_into_a_folder_is_json_and_csv(call: Call, database: Path, tmp_path: Path) -> None:
    ended = call("privacy", "export", "discord:123", "--out", tmp_path / "a" / "b")
    folder = tmp_path / "a" / "b"
    assert ended.code == 0 and ended.out == f"2 files in {folder}.\n"
    (row,) = csv.DictReader(StringIO(folder.joinpath("profile.csv").read_text(encoding="utf-8")))
    assert row["name"] == "'=Ada" and row["group"] == "Study group"
    (whole,) = folder.glob("dailydrill-*.json")
    assert json.loads(whole.read_text(encoding="utf-8"))["profile"][0]["account"] == "123"


def test_a_deletion_without_a_question(call: Call, database: Path) -> None:
    ended = call("privacy", "delete", "discord:123", "--yes")
    assert (ended.code, ended.out) == (0, "discord:123 is deleted. Backups made before still hold it.\n")
    assert names_in(database) == [] and b"=Ada" not in database.read_bytes()
    again = call("privacy", "delete", "discord:123", "--yes")
    assert (again.code, again.err) == (1, "Nothing is stored about discord:123.\n")


@pytest.mark.parametrize(("answer", "left"), [("y", []), ("n", ["=Ada"]), ("", ["=Ada"])])
def test_on_a_terminal_it_asks(
    call: Call, database: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: list[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal(f"{answer}\n"))
    ended = call("privacy", "delete", "discord:123")
    assert "Delete everything of discord:123 (=Ada; 0 answers, 0 attempts)?" in ended.out
    assert names_in(database) == left and ended.code == (0 if left == [] else 1)


def test_where_nobody_can_be_asked_nothing_is_deleted(call: Call, database: Path) -> None:
    assert call("privacy", "delete", "discord:123").sentence == "Nobody can be asked here: add --yes."
    assert names_in(database) == ["=Ada"]


@pytest.mark.parametrize("verb", ["export", "delete"])
def test_an_account_that_is_not_there_is_a_problem(call: Call, database: Path, verb: str) -> None:
    more = ["--yes"] if verb == "delete" else []
    ended = call("privacy", verb, "discord:124", *more)
    assert (ended.code, ended.out, ended.err) == (1, "", "Nothing is stored about discord:124.\n")


@pytest.mark.parametrize("odd", ["123", ":123", "discord:", ":"])
def test_what_is_no_account_is_bad_usage(call: Call, database: Path, odd: str) -> None:
    assert "write platform:id" in call("privacy", "export", odd).sentence


def test_the_account_of_slack_keeps_its_own_colon(call: Call, home: Path) -> None:
    call("db", "upgrade")
    store_somebody(home / "dailydrill.db", "slack", "T1:U1")
    assert call("privacy", "export", "slack:T1:U1").code == 0


def test_a_missing_database_is_not_made(call: Call, home: Path) -> None:
    assert call("privacy", "export", "discord:123").sentence.startswith("There is no database ")
    assert call("privacy", "delete", "web:robin", "--yes").sentence.endswith("playground.db.")
    assert not home.exists()


def test_a_file_that_is_being_served_is_left_alone(
    call: Call, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.privacy.WAIT", 0.3)
    with FileLock(f"{database}.lock"):
        ended = call("privacy", "delete", "discord:123", "--yes")
        assert ended.code == 2 and "Another process is using" in ended.err
        assert call("privacy", "export", "discord:123").code == 0
    assert names_in(database) == ["=Ada"]
