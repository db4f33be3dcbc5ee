"""``demo`` as a newcomer meets it: it opens, goes on where it was, begins anew, and says what is wrong."""

import asyncio
import fcntl
import shutil
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.bank import SHIPPED
from bot.cli import common
from bot.cli.demo import demo, unfinished
from bot.errors import StoreError
from tests.cli.conftest import Call
from tests.cli.playing import PATIENCE, playing, settings_for

OTHERS = ("dailydrill.db", "playground-0001.db", "notes.txt")


@pytest.fixture
def bare(home: Path, migrated_sqlite: Path) -> Path:
    """A home whose playground has been made and holds nothing, which opens quickly."""
    home.mkdir()
    shutil.copyfile(migrated_sqlite, home / "playground.db")
    return home


def message_ids(state: dict[str, Any]) -> list[int]:
    return [message["id"] for message in state["messages"]]


def rows(home: Path, table: str) -> int:
    with closing(sqlite3.connect(home / "playground.db")) as database:
        return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


@contextmanager
def held(database: Path) -> Iterator[None]:
    """As another process holds it."""
    with Path(f"{database}.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


async def test_a_playground_from_its_first_start_to_a_fresh_one(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for(home)
    await _break_off_the_first_start(home)
    assert unfinished(home / "playground.db").exists()

    async with playing(settings, capsys) as visitor:
        assert visitor.address.startswith("http://127.0.0.1:")
        assert await visitor.get("/healthz") == {"status": "ok"}
        first = await visitor.state()
        assert len(first["messages"]) > 20, "the fortnight is whole, whatever was broken off before"
        later = datetime.fromisoformat(first["now"]) + timedelta(days=14)
        await visitor.post("/api/clock", to=later.isoformat())
        first = await visitor.state()

    for name in OTHERS:
        home.joinpath(name).write_text("precious", encoding="utf-8")
    async with playing(settings, capsys) as visitor:
        second = await visitor.state()
        assert message_ids(second) == message_ids(first)
        since = datetime.fromisoformat(second["now"]) - datetime.fromisoformat(first["now"])
        assert timedelta(0) <= since < timedelta(seconds=PATIENCE), "the clock kept its offset"

    async with playing(settings, capsys, fresh=True) as visitor:
        third = await visitor.state()
        assert datetime.fromisoformat(third["now"]) < later
    assert all(home.joinpath(name).read_text(encoding="utf-8") == "precious" for name in OTHERS)


async def _break_off_the_first_start(home: Path) -> None:
    """As Ctrl+C does, in the middle of the sample."""
    task = asyncio.create_task(demo(settings_for(home), fresh=False))
    async with asyncio.timeout(PATIENCE):
        while not (home.joinpath("playground.db").exists() and _begun(home)):
            assert not task.done()
            await asyncio.sleep(0.01)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


def _begun(home: Path) -> bool:
    with closing(sqlite3.connect(home / "playground.db")) as database:
        tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    return "rounds" in tables and rows(home, "rounds") > 2


async def test_a_bot_that_was_switched_off_is_still_off_after_a_restart(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_for(bare)
    async with playing(settings, capsys) as visitor:
        await visitor.post("/api/down", down=True)
    connections = rows(bare, "connections")
    async with playing(settings, capsys) as visitor:
        assert (await visitor.state())["down"] is True
    assert rows(bare, "connections") == connections


async def test_a_broken_question_file_is_left_out_and_told_on_the_page(
    bare: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    more = tmp_path / "more"
    more.mkdir()
    more.joinpath("odd.yaml").write_text("topic: [", encoding="utf-8")
    folders = (more, tmp_path / "nowhere")
    async with playing(settings_for(bare, dailydrill_bank=folders), capsys) as visitor:
        faults = (await visitor.state())["faults"]
    assert [fault.partition(":")[0] for fault in faults] == ["odd.yaml", str(tmp_path / "nowhere")]


def test_an_empty_bank_is_refused_before_anything_is_removed(
    call: Call, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(common, "SHIPPED", tmp_path / "questions")
    tmp_path.joinpath("questions").mkdir()
    assert "there is no question at all" in call("demo", "--fresh").sentence
    assert bare.joinpath("playground.db").exists()


def test_a_broken_shipped_bank_names_every_fault_and_ends_with_2(
    call: Call, bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(SHIPPED, tmp_path / "questions")
    folder.joinpath("odd.yaml").write_text("topic: [", encoding="utf-8")
    monkeypatch.setattr(common, "SHIPPED", folder)
    ended = call("demo")
    assert ended.code == 2 and "odd.yaml" in ended.err and "Traceback" not in ended.err


def test_a_port_in_use_names_the_setting(call: Call, bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setenv("HTTP_PORT", str(port))
        assert call("demo").sentence == f"Port {port} is in use. Set HTTP_PORT to another one."


def test_an_address_of_another_machine_is_refused(
    call: Call, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_HOST", "192.0.2.1")
    assert call("demo").sentence.startswith("Cannot listen on 192.0.2.1:8080: ")


async def test_a_second_process_waits_and_then_gives_up(
    bare: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = bare / "playground.db"
    with held(database), pytest.raises(StoreError) as error:
        await demo(settings_for(bare), fresh=True, wait=0.01)
    assert str(error.value) == f"Another process is using {database}. Stop it first."
    assert "waiting up to 0.01 s" in capsys.readouterr().err
    assert database.exists(), "what another one uses is not removed"


async def test_a_second_process_begins_as_soon_as_the_first_has_stopped(bare: Path) -> None:
    database = bare / "playground.db"
    with held(database):
        waiting = asyncio.create_task(_hold(database))
        await asyncio.sleep(0)
        assert not waiting.done()
    async with asyncio.timeout(PATIENCE):
        await waiting


async def test_one_that_waits_for_the_file_can_be_stopped_at_once(bare: Path) -> None:
    with held(bare / "playground.db"):
        waiting = asyncio.create_task(_hold(bare / "playground.db"))
        await asyncio.sleep(0)
        waiting.cancel()
        async with asyncio.timeout(1):
            await asyncio.wait([waiting])


async def _hold(database: Path) -> None:
    async with common.only_process(database):
        return


def test_a_file_that_cannot_be_removed_is_told(call: Call, home: Path) -> None:
    home.joinpath("playground.db").mkdir(parents=True)
    assert call("demo", "--fresh").sentence == f"{home}/playground.db cannot be removed: Is a directory."
