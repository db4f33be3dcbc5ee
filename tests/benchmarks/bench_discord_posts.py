"""Posting on Discord: the real program to 2,000 channels of a server that takes 50 requests in any second.

``python -m tests.benchmarks.bench_discord_posts [CHANNELS]``: on loopback, then with 40 to 160 ms to the server
and back; the share of the limit from the first post to the last, no 429, none lost, none doubled.
"""

import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from tests.benchmarks.bench_discord import settings
from tests.benchmarks.discord.database import due
from tests.benchmarks.discord.limits import RateLimit
from tests.benchmarks.discord.payloads import Guild
from tests.benchmarks.discord.server import LeanDiscord
from tests.benchmarks.programs import on_processor, running

CHANNELS, A_GUILD = 2_000, 20
NEAR, FAR = (0.0, 0.0), (0.040, 0.160)
NEAR_TARGET, FAR_TARGET = 0.97, 0.88
CONNECTED = timedelta(seconds=8)
"""Until then the program has connected, so that everything is due at once."""

LONGEST = 180.0
SILENCE = 3.0
"""Seconds without a post after which no further one comes."""


def main(channels: int = CHANNELS) -> int:
    with on_processor(1):
        checks = [
            _posts(channels, "on loopback", NEAR, NEAR_TARGET),
            _posts(channels, "40–160 ms away", FAR, FAR_TARGET),
        ]
    return 0 if all(checks) else 1


def _posts(channels: int, where: str, round_trip: tuple[float, float], target: float) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        guilds = [Guild(place, channels=A_GUILD) for place in range(channels // A_GUILD)]
        due(Path(folder) / "dailydrill.db", guilds, SystemClock().now() + CONNECTED)
        server = asyncio.run(_posted(Path(folder), guilds, RateLimit(round_trip)))
    limit, posted = server.limit, server.posted
    doubled, share = sum(count > 1 for count in posted.values()), limit.share()
    passed = share >= target and not limit.refusals and not doubled and len(posted) == channels
    figures = f"{share * 50:.1f}/s, {share:.3f} of the limit (target ≥ {target})"
    kept = f"{limit.refusals} × 429, {channels - len(posted)} lost, {doubled} doubled"
    print(f"  {'PASS' if passed else 'FAIL'}: {channels:,} posts {where}: {figures}, {kept}", flush=True)
    return passed


async def _posted(home: Path, guilds: list[Guild], limit: RateLimit) -> LeanDiscord:
    async with LeanDiscord(guilds, limit) as server:
        program = running(["-m", "bot", "run"], settings(home, server.api_url), home / "run.log")
        async with asyncio.timeout(LONGEST), program:
            await _until_silent(server)
    return server


async def _until_silent(server: LeanDiscord) -> None:
    """All posts are out, and those that might come twice had the time to."""
    while not server.posted or server.quiet_for() < SILENCE:  # noqa: ASYNC110 - nothing tells of silence
        await asyncio.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
