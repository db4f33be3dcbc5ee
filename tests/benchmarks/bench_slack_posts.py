"""Posting and editing on Slack, against a server that lets no burst through.

``python -m tests.benchmarks.bench_slack_posts [CHANNELS]``: the real program posts 20 questions in each of 50
channels, a second apart, on loopback and with 40 to 160 ms to the server and back; then 200 posts of a workspace
are edited, 50 in a window shorter than Slack's minute. No 429, none lost, none doubled.
"""

import asyncio
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.mentions import Mentions
from adapters.slack.pacer import EDITS, Pacer
from adapters.slack.platform import DEFAULTS
from adapters.slack.poster import SlackPoster
from adapters.slack.workspaces import OneWorkspace
from bot.clock import SystemClock
from bot.domain.question import Kind
from bot.logs import set_up_logging
from bot.service.display import refresh_displays, want_revealed
from bot.service.pools import Pools
from bot.service.tools import Tools
from bot.store.open import open_store
from tests.benchmarks.bench_slack import settings
from tests.benchmarks.programs import on_processor, running
from tests.benchmarks.slack.database import asked, due
from tests.benchmarks.slack.limits import Edits, Way
from tests.benchmarks.slack.payloads import Channel
from tests.benchmarks.slack.server import LeanSlack
from tests.benchmarks.tracks import url
from tests.service.day import only

CHANNELS, EACH = 50, 20
REVEALS, WINDOW = 200, 6.0
"""Slack's minute, a tenth as long."""

LEEWAY = 0.1
"""A tenth of what the pacer leaves for an uneven way."""

NEAR, FAR = (0.0, 0.0), (0.040, 0.160)
NEAR_TARGET, FAR_TARGET = 0.97, 0.88
CONNECTED = timedelta(seconds=8)
"""Until then the program has connected, so that everything is due at once."""

LONGEST, SILENCE = 120.0, 3.0
"""Seconds; after so long without a message no further one comes."""


def main(channels: int = CHANNELS) -> int:
    set_up_logging("WARNING", json=False)
    with on_processor(1):
        checks = [
            _posts(channels, "on loopback", NEAR, NEAR_TARGET),
            _posts(channels, "40–160 ms away", FAR, FAR_TARGET),
            _edits("on loopback", NEAR),
            _edits("40–160 ms away", FAR),
        ]
    return 0 if all(checks) else 1


def _posts(channels: int, where: str, round_trip: tuple[float, float], target: float) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        there = due(home / "dailydrill.db", channels, EACH, SystemClock().now() + CONNECTED)
        server = asyncio.run(_posted(home, there, Way(round_trip)))
    messages, posted = server.messages, server.posted
    doubled, share = sum(count > 1 for count in posted.values()), messages.share()
    lost = channels * EACH - len(posted)
    passed = share >= target and not messages.refusals and not doubled and not lost
    figures = f"{share:.3f} of the limit (target ≥ {target})"
    kept = f"{messages.refusals} × 429, {lost} lost, {doubled} doubled"
    return _verdict(passed, f"{channels} channels × {EACH} posts {where}: {figures}, {kept}")


async def _posted(home: Path, channels: list[Channel], way: Way) -> LeanSlack:
    async with LeanSlack(channels, way) as server:
        program = running(["-m", "bot", "run"], settings(home, server.api_url), home / "run.log")
        async with asyncio.timeout(LONGEST), program:
            await _until_silent(server)
    return server


async def _until_silent(server: LeanSlack) -> None:
    """All messages are out, and those that might come twice had the time to."""
    while not server.posted or perf_counter() - server.messages.last < SILENCE:  # noqa: ASYNC110 - silence
        await asyncio.sleep(0.1)


def _edits(where: str, round_trip: tuple[float, float]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dailydrill.db"
        there = asked(path, REVEALS)
        server = asyncio.run(_edited(path, there, Way(round_trip)))
    edits, edited = server.edits, server.edited
    doubled, lost = sum(count > 1 for count in edited.values()), REVEALS - len(edited)
    passed = not edits.refusals and not doubled and not lost
    figures = f"{EDITS} in {WINDOW:g} s, {edits.share():.3f} of the limit"
    kept = f"{edits.refusals} × 429, {lost} lost, {doubled} doubled"
    return _verdict(passed, f"{REVEALS} edits in a workspace {where}: {figures}, {kept}")


async def _edited(path: Path, channels: list[Channel], way: Way) -> LeanSlack:
    """Every post wants to show what was right; sweeps come until each does."""
    async with (
        LeanSlack(channels, way, Edits(EDITS, WINDOW)) as server,
        open_store(url(path)) as store,
        ClientSession() as session,
    ):
        client = AsyncWebClient("xoxb-1", f"{server.api_url}/", session=session, retry_handlers=[])
        clock, bank = SystemClock(), only(Kind.CHOICE)
        poster = SlackPoster(OneWorkspace(client), Mentions(""), clock, Pacer(window=WINDOW + LEEWAY))
        posters = {"slack": poster}
        tools = Tools(store, bank, Pools(bank), clock, bytes, posters, {"slack": DEFAULTS})
        for track in await store.tracks.of_group((await store.people.group("slack", "T0000000001", "")).id):
            (round_,) = await store.rounds.recent(track.id, 1)
            await want_revealed(tools, round_.id)
        async with asyncio.timeout(LONGEST):
            while await store.deliveries.displays_due(("slack",), 1):
                await refresh_displays(tools)
                await asyncio.sleep(0.1)
    return server


def _verdict(passed: bool, line: str) -> bool:
    print(f"  {'PASS' if passed else 'FAIL'}: {line}", flush=True)
    return passed


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
