"""``demo --ask ID``: one question on a page that begins anew when its file changes."""

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.bank import SHIPPED
from bot.cli.ask import FAULTS_HEAD, ask
from bot.cli.asked import find
from bot.errors import UsageError
from tests.cli.conftest import Call
from tests.cli.playing import PATIENCE, Visitor, settings_for, visiting

ID = "mine-run"
TODAY = date(2026, 11, 21)


class Pause:
    """Instead of a second on the wall: the file is looked at when the test says so."""

    def __init__(self) -> None:
        self._go = asyncio.Event()
        self._rests = asyncio.Event()

    async def __call__(self) -> None:
        self._rests.set()
        await self._go.wait()
        self._go.clear()

    async def look(self) -> None:
        """Until the file has been looked at and what follows from it is done."""
        async with asyncio.timeout(PATIENCE):
            await self._rests.wait()
            self._rests.clear()
            self._go.set()
            await self._rests.wait()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A question file in a folder of DAILYDRILL_BANK."""
    folder = tmp_path / "more"
    folder.mkdir()
    text = SHIPPED.joinpath("mlflow.yaml").read_text(encoding="utf-8")
    text = text.replace("topic: mlflow", "topic: mine", 1).replace("title: MLflow", "title: Mine", 1)
    folder.joinpath("mine.yaml").write_text(text.replace("id: mlflow-", "id: mine-"), encoding="utf-8")
    return folder / "mine.yaml"


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def take_away(file: Path) -> None:
    file.rename(file.with_suffix(".txt"))


def databases(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.db"))


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@asynccontextmanager
async def asking(
    home: Path, file: Path, capsys: pytest.CaptureFixture[str], question_id: str = ID
) -> AsyncIterator[tuple[Visitor, Pause]]:
    pause = Pause()
    settings = settings_for(home, dailydrill_bank=(file.parent,))
    async with visiting(ask(settings, question_id, pause), capsys) as visitor:
        yield visitor, pause


def posts(state: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for one in state["messages"] if one["author"] == "dailydrill" and not one["private"]]


async def test_the_question_is_posted_and_the_reveal_is_one_move_away(
    home: Path, file: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asking(home, file, capsys) as (visitor, _):
        state = await visitor.state()
        (post,) = posts(state)
        assert "Mine · junior · 10 points · closes 17:00" in post["text"]
        assert next(move["label"] for move in state["moves"]) == "Reveal (17:00)"
        assert state["strip"] == [] and state["faults"] == []
        answer = post["buttons"][0][0]["action"]
        await visitor.post("/api/button", **{"as": "robin", "message": post["id"], "action": answer})
        await visitor.post("/api/clock", move="reveal")
        reveal = posts(await visitor.state())[-1]
        assert "of 5 right" in reveal["text"], "the others have answered, so shares are told"
    assert databases(temporary) == [], "nothing is left behind"
    assert databases(home) == [], "the playground's own file was never touched"


async def test_a_saved_file_begins_the_page_anew(
    home: Path, file: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asking(home, file, capsys) as (visitor, pause):
        async with aiohttp.ClientSession(visitor.address) as session, session.ws_connect("/ws") as tab:
            assert (await tab.receive_json(timeout=PATIENCE))["type"] == "state"
            await visitor.post("/api/command", **{"as": "robin", "text": "I had a look."})
            await pause.look()
            assert len((await visitor.state())["messages"]) == 2, "an untouched file changes nothing"
            changed(file, "title: Mine", "title: Quite new")
            await pause.look()
            while (await tab.receive_json(timeout=PATIENCE))["type"] != "reload":
                pass
        (post,) = (await visitor.state())["messages"]
        assert "Quite new · junior" in post["text"]
        assert databases(temporary) == ["blank.db", "page-2.db"], "the page before is gone"


async def test_a_broken_file_tells_its_faults_beside_the_last_good_page(
    home: Path, file: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asking(home, file, capsys) as (visitor, pause):
        await visitor.post("/api/command", **{"as": "robin", "text": "This stays."})
        changed(file, "quiz:", "quizz:")
        await pause.look()
        state = await visitor.state()
        assert state["faults_head"] == FAULTS_HEAD
        assert any("`quizz` is no known key" in fault for fault in state["faults"])
        assert state["messages"][-1]["text"] == "This stays."
        changed(file, "quizz:", "quiz:")
        await pause.look()
        state = await visitor.state()
        assert state["faults"] == [] and len(state["messages"]) == 1


async def test_a_file_that_is_broken_from_the_start_shows_its_faults_on_an_empty_page(
    home: Path, file: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(f"topic: [\nquestions:\n  - id: {ID}\n", encoding="utf-8")  # noqa: ASYNC240
    async with asking(home, file, capsys) as (visitor, _):
        state = await visitor.state()
        assert state["messages"] == [] and state["faults"][0].startswith("mine.yaml:")


async def test_a_question_that_was_taken_out_of_its_file_is_told(
    home: Path, file: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asking(home, file, capsys) as (visitor, pause):
        changed(file, f"id: {ID}\n", "id: mine-renamed\n")
        await pause.look()
        assert (await visitor.state())["faults"] == [f"mine.yaml has no question with the id {ID} any more."]
        take_away(file)
        await pause.look()
        assert len((await visitor.state())["faults"]) == 1


async def test_a_behavioural_question_is_asked_as_in_an_interview(
    home: Path, file: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with asking(home, file, capsys, "behavioral-why-mlops") as (visitor, _):
        (asked,) = (await visitor.state())["messages"]
        assert asked["private"] and asked["text"].startswith("Interview · ")
        assert [button["label"] for button in asked["buttons"][0]] == ["Write it", "Show answer"]


def test_an_unknown_id_names_the_nearest_ones_and_ends_with_2(
    call: Call, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAILYDRILL_BANK", str(file.parent))
    told = call("demo", "--ask", "mine-rum").sentence
    assert told.startswith("No question has the id mine-rum. Did you mean mine-run")
    assert call("demo", "--ask", "zzzzzz").sentence == "No question has the id zzzzzz."


def test_fresh_and_ask_together_are_refused(call: Call) -> None:
    assert call("demo", "--fresh", "--ask", ID).sentence.startswith("Use --fresh or --ask:")


def test_a_retired_question_can_be_looked_at(file: Path) -> None:
    changed(
        file,
        f"  - id: {ID}\n",
        f"  - id: {ID}\n    retired: {{on: 2026-11-01, reason: It is out of date}}\n",
    )
    asked = find(ID, [SHIPPED, file.parent], TODAY)
    question = asked.read(TODAY).question
    assert question is not None and question.retired is None


def test_an_id_that_only_a_text_mentions_is_not_taken_for_a_question(tmp_path: Path) -> None:
    mine = tmp_path / "mlflow.yaml"
    shutil.copyfile(SHIPPED / "mlflow.yaml", mine)
    changed(mine, "    answer: |\n", "    answer: |\n      id: mentioned-only\n      ")
    with pytest.raises(UsageError, match="No question has the id mentioned-only"):
        find("mentioned-only", [tmp_path], TODAY)
