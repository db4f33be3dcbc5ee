"""What no test may do: reach beyond this machine, or leave something running."""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from ipaddress import ip_address
from time import monotonic
from typing import Any

import pytest

PATIENCE = 2.0  # seconds for a thread to end
SETTLING = 0.2  # seconds for what is closing to close
LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname")
SENDS = ("socket.connect", "socket.sendto", "socket.sendmsg")

_refused: list[str] = []


class OutsideWorldError(RuntimeError):
    """A test tried to reach another machine."""


def guard_sockets() -> None:
    """For the rest of this process. An audit hook sees what is done in C, in threads and by libraries too."""
    sys.addaudithook(_refuse_the_outside)


def take_refused() -> list[str]:
    """What was refused since the last call."""
    taken = _refused[:]
    _refused.clear()
    return taken


def _refuse_the_outside(event: str, args: tuple[Any, ...]) -> None:
    if event in SENDS and isinstance(args[1], tuple):
        _refuse_unless(_is_loopback(args[1][0]), event, args[1])
    elif event in LOOKUPS:
        _refuse_unless(_needs_no_lookup(args[0]), event, args[0])


def _refuse_unless(allowed: bool, event: str, target: object) -> None:
    if not allowed:
        _refused.append(f"{event} {target}")
        raise OutsideWorldError(f"A test may only reach this machine, not {target} ({event}).")


def _is_loopback(host: object) -> bool:
    """Addresses that are no host name or IP (netlink's numbers) go nowhere."""
    if not isinstance(host, str):
        return True
    with suppress(ValueError):
        return ip_address(host.partition("%")[0]).is_loopback
    return host in ("", "localhost")


def _needs_no_lookup(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str) or name in ("", "localhost"):
        return True
    with suppress(ValueError):
        return bool(ip_address(name.partition("%")[0]))
    return False


@pytest.fixture(autouse=True)
def reaches_nobody() -> Iterator[None]:
    """Fails a test whose code swallowed the refusal, too."""
    take_refused()
    yield
    if refused := take_refused():
        pytest.fail(f"reached for the outside: {', '.join(refused)}", pytrace=False)


@pytest.fixture(autouse=True)
def leaves_no_thread() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    deadline = monotonic() + PATIENCE
    new = [one for one in threading.enumerate() if one not in before and not one.daemon]
    for thread in new:
        thread.join(max(0.0, deadline - monotonic()))
    if left := [thread.name for thread in new if thread.is_alive()]:
        pytest.fail(f"left threads running: {', '.join(left)}", pytrace=False)


@pytest.fixture(autouse=True)
async def leaves_no_task(leaves_no_thread: None, reaches_nobody: None) -> AsyncIterator[None]:
    """Set up before and torn down after every other fixture of the test, on the test's own loop.

    A timer is what ``loop.call_later`` made and nobody cancelled: a running scheduler has one.
    """
    yield
    deadline = monotonic() + SETTLING
    while (left := _left_running()) and monotonic() < deadline:  # noqa: ASYNC110 - tasks tell nobody
        await asyncio.sleep(0.01)
    if left:
        pytest.fail(f"left running: {'; '.join(left)}", pytrace=False)


def _left_running() -> list[str]:
    loop = asyncio.get_running_loop()
    tasks = [repr(task) for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    timers: list[asyncio.TimerHandle] = getattr(loop, "_scheduled", [])
    return tasks + [repr(timer) for timer in timers if not timer.cancelled()]
