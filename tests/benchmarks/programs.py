"""Programs beside the benchmark: each on a processor of its own, so that one does not slow down the other."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from signal import SIGTERM

STOPS_WITHIN = 20.0


@contextmanager
def on_processor(place: int) -> Iterator[None]:
    """This process stays there, where the system and the number of processors let it."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[place % len(before)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@asynccontextmanager
async def running(
    arguments: Sequence[str], environment: Mapping[str, str], log: Path, processor: int = 0
) -> AsyncIterator[asyncio.subprocess.Process]:
    """``python`` with these arguments, until the block ends; what it says goes to the file."""
    program = [sys.executable, *arguments]
    with log.open("ab") as said, on_processor(processor):
        process = await asyncio.create_subprocess_exec(
            *program, env={**os.environ, **environment}, stdout=said, stderr=said
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(SIGTERM)
        async with asyncio.timeout(STOPS_WITHIN):
            await process.wait()


async def resident(process: int) -> float:
    """MiB of memory that a process holds."""
    asked = await asyncio.create_subprocess_exec(
        "ps", "-o", "rss=", "-p", str(process), stdout=asyncio.subprocess.PIPE
    )
    told, _ = await asked.communicate()
    return int(told) / 1024
