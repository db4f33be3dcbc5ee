"""The guards guard, and the databases serve."""

import asyncio
import socket
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.guards import OutsideWorldError, take_refused
from tests.needs import missing

ELSEWHERE = "192.0.2.1"  # a documentation address: nobody has it
HOUSE = Path(__file__).parents[1]


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_another_machine_is_out_of_reach(kind: socket.SocketKind) -> None:
    with socket.socket(type=kind) as outward, pytest.raises(OutsideWorldError):
        outward.connect((ELSEWHERE, 80))
    assert len(take_refused()) == 1


def test_no_datagram_leaves() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as outward, pytest.raises(OutsideWorldError):
        outward.sendto(b"", (ELSEWHERE, 53))
    assert len(take_refused()) == 1


async def test_no_name_is_looked_up_even_in_a_thread() -> None:
    with pytest.raises(OutsideWorldError):
        await asyncio.get_running_loop().getaddrinfo("example.invalid", 443)
    assert len(take_refused()) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_this_machine_is_in_reach(host: str) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(hang_up, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(host, server.sockets[0].getsockname()[1])
        assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()


async def test_the_pool_of_to_thread_counts_as_tidy() -> None:
    name = await asyncio.to_thread(lambda: threading.current_thread().name)
    assert name.startswith("asyncio_")


UNTIDY = """
import asyncio, socket, threading, warnings
from contextlib import suppress

stop = threading.Event()

async def test_leaves_a_task():
    global task
    task = asyncio.create_task(asyncio.sleep(30))

async def test_leaves_a_timer():
    asyncio.get_running_loop().call_later(30, print)

async def test_is_tidy():
    await asyncio.create_task(asyncio.sleep(0))
    asyncio.get_running_loop().call_soon(print)

def test_leaves_a_thread():
    threading.Thread(target=stop.wait, args=(0.4,), name="stray").start()

def test_swallows_the_refusal():
    with socket.socket() as outward, suppress(Exception):
        outward.connect(("192.0.2.1", 80))

def test_warns():
    warnings.warn("old")
"""


def test_what_is_left_behind_fails_the_test(
    pytester: pytest.Pytester, pytestconfig: pytest.Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.guards.PATIENCE", 0.05)
    monkeypatch.setattr("tests.guards.SETTLING", 0.02)
    pytester.makepyprojecttoml((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    pytester.makeconftest("from tests.guards import leaves_no_task, leaves_no_thread, reaches_nobody")
    pytester.makepyfile(UNTIDY)
    result = pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:xdist", ".")
    result.assert_outcomes(passed=5, failed=1, errors=4)
    result.stdout.fnmatch_lines_random(
        ["*left running: <Task *", "*left running: <TimerHandle *", "*left threads running: stray*"]
    )
    result.stdout.fnmatch_lines_random(["*reached for the outside: socket.connect*", "*UserWarning: old*"])


def test_a_need_is_skipped_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DAILYDRILL_REQUIRE", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no browser: none found"):
        missing("browser", "none found")


def test_a_need_that_is_required_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DAILYDRILL_REQUIRE", "postgres,browser")
    with pytest.raises(pytest.fail.Exception, match="browser is required here: none found"):
        missing("browser", "none found")


async def test_an_empty_sqlite_serves(sqlite_url: str) -> None:
    assert await _ask(sqlite_url, "SELECT count(*) FROM sqlite_master") == 0


async def test_an_empty_postgres_serves(postgres_url: str) -> None:
    assert await _ask(postgres_url, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0


async def _ask(url: str, question: str) -> object:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return (await connection.execute(text(question))).scalar_one()
    finally:
        await engine.dispose()
