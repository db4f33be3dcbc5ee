"""Starting the program for Discord, against a Python that only imports what it uses; memory by servers.

``python -m tests.benchmarks.bench_start``: seconds to the first request, with the database migrated and the bank
cached, and resident memory then; ratios side by side, median of 5 alternating pairs. Then what a thousand
servers take.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

from tests.benchmarks.discord.payloads import Guild
from tests.benchmarks.discord.server import LeanDiscord
from tests.benchmarks.programs import on_processor, resident, running
from tests.benchmarks.tracks import url

PAIRS, TARGET = 5, 1.25
SERVERS, CHANNELS, ROLES = 3_000, 30, 10
SETTLED = 6.0
NEVER = (
    "slack_bolt",
    "slack_sdk",
    "matplotlib",
    "adapters.slack",
    "adapters.web",
    "alembic",
    "asyncpg",
    "cryptography",
    "tests",
)
"""Of another platform or engine, or for other commands."""

IMPORT = """
import contextlib, importlib, json, sys
for name in json.load(open(sys.argv[1])):
    with contextlib.suppress(ImportError):
        importlib.import_module(name)
print("imported", flush=True)
sys.stdin.read()
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, on_processor(1):
        home = Path(folder)
        asyncio.run(_started(home, []))  # makes the database and the bank's cache
        used = asyncio.run(_used(home))
        pairs = [(asyncio.run(_started(home, [])), asyncio.run(_imported(home))) for _ in range(PAIRS)]
        checks = [_lean(used), *_ratios(pairs)]
        _grown(home)
    return 0 if all(checks) else 1


def _lean(used: list[str]) -> bool:
    extra = sorted({name for name in used if name.startswith(NEVER)})
    return _verdict(not extra, f"{len(used)} modules imported, not needed: {', '.join(extra) or 'none'}")


def _ratios(pairs: list[tuple[tuple[float, float], tuple[float, float]]]) -> list[bool]:
    checks = []
    for place, (what, unit) in enumerate((("first request after", "s"), ("resident memory", "MiB"))):
        ours, floor = (median(one[place] for one in side) for side in zip(*pairs, strict=True))
        ratio = median(a[place] / b[place] for a, b in pairs)
        figures = f"{ours:.2f} {unit}; importing what is used: {floor:.2f} {unit}; ratio {ratio:.2f}"
        checks.append(_verdict(ratio <= TARGET, f"{what} {figures} (target ≤ {TARGET})"))
    return checks


def _grown(home: Path) -> None:
    guilds = [Guild(place, CHANNELS, ROLES) for place in range(SERVERS)]
    _, few = asyncio.run(_started(home, guilds[:1], settled=SETTLED))
    _, many = asyncio.run(_started(home, guilds, settled=SETTLED))
    a_thousand = (many - few) / SERVERS * 1000
    print(f"  {CHANNELS} channels, {ROLES} roles each: {a_thousand:.1f} MiB per thousand servers", flush=True)


async def _started(home: Path, guilds: list[Guild], *, settled: float = 0.0) -> tuple[float, float]:
    """Seconds to the first request; MiB when the connection begins, or so many seconds later."""
    begun = perf_counter()
    async with LeanDiscord(guilds) as server:
        environment = _environment(home, server.api_url)
        async with running(["-m", "bot", "run"], environment, home / "run.log") as process:
            first = await asyncio.wait_for(server.first_request, 60)
            held = await resident(process.pid)
            await asyncio.wait_for(server.identified.wait(), 60)
            await asyncio.sleep(settled)
            return first - begun, await resident(process.pid) if settled else held


async def _used(home: Path) -> list[str]:
    """The modules of a program that has started, in the order of their import."""
    async with LeanDiscord([]) as server:
        more = {**_environment(home, server.api_url), "MODULES": str(home / "modules.json")}
        async with running(["-m", "tests.benchmarks.modules", "run"], more, home / "run.log"):
            await asyncio.wait_for(server.first_request, 60)
    names: list[str] = json.loads((home / "modules.json").read_text())
    return names


async def _imported(home: Path) -> tuple[float, float]:
    begun = perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", IMPORT, str(home / "modules.json")),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    taken, held = perf_counter() - begun, await resident(process.pid)
    process.kill()
    await process.wait()
    return taken, held


def _environment(home: Path, api_url: str) -> dict[str, str]:
    return {
        "DAILYDRILL_HOME": str(home),
        "DATABASE_URL": url(home / "dailydrill.db"),
        "DISCORD_TOKEN": "token",
        "DISCORD_API_URL": api_url,
        "HTTP_PORT": "0",
        "LOG_LEVEL": "WARNING",
    }


def _verdict(passed: bool, line: str) -> bool:
    print(f"  {'PASS' if passed else 'FAIL'}: {line}", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main())
