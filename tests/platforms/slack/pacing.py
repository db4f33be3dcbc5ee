"""Rate limits (Web API: Rate limits), in real seconds, since the client really waits.

Posting takes about a message a second in each channel, with some burst; every other method has a tier, counted
for each workspace by itself. A test or benchmark makes them stricter or wider.
"""

import math
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.platforms.slack.calls import Call

if TYPE_CHECKING:
    from tests.platforms.slack.server import SlackServer

MINUTE = 60.0
TIERS = {1: 20, 2: 20, 3: 50, 4: 100}  # tier 1 is 1 by the book; a few more let a test reconnect


@dataclass
class Bucket:
    """``rate`` a second, ``burst`` at once."""

    rate: float
    burst: float
    left: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until one more may pass; 0 takes it."""
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        if self.left >= 1 - 1e-9:
            self.left -= 1
            return 0.0
        return (1 - self.left) / self.rate


@dataclass
class Window:
    """So many in any stretch of ``seconds``."""

    count: int
    seconds: float
    taken: deque[float] = field(default_factory=deque)

    def wait(self, now: float) -> float:
        while self.taken and self.taken[0] <= now - self.seconds:
            self.taken.popleft()
        if len(self.taken) < self.count:
            self.taken.append(now)
            return 0.0
        return self.taken[0] + self.seconds - now


class Pacing:
    def __init__(self, server: "SlackServer") -> None:
        self._server = server
        self._posts = (1.0, 30.0)
        self._sizes: dict[str, tuple[int, float]] = {}
        self._buckets: dict[str, Bucket] = {}
        self._windows: dict[tuple[str, int], Window] = {}
        self.off = False
        self.refused: list[str] = []  # the methods that were answered with 429

    def posts(self, rate: float = 1.0, burst: float = 1.0) -> None:
        """Messages a second into one channel; strict unless a burst is given."""
        self._posts = (rate, burst)
        self._buckets.clear()

    def limit(self, method: str, count: int, seconds: float = MINUTE) -> None:
        """Of one method in one workspace."""
        self._sizes[method] = (count, seconds)
        self._windows.clear()

    def ask(self, call: Call) -> int | None:
        """None, or whole seconds to wait, which is how Slack says it."""
        now = self._server.seconds()
        wait = 0.0 if self.off else self._wait(call, now)
        if wait <= 0:
            return None
        self.refused.append(call.method.name)
        return max(1, math.ceil(wait))

    def _wait(self, call: Call, now: float) -> float:
        name = call.method.name
        if name == "chat.postMessage":
            return self._bucket(str(call.args.get("channel")), now).wait(now)
        size = self._sizes.get(name) or (TIERS.get(call.method.tier, 0), MINUTE)
        if not size[0]:
            return 0.0
        window = self._windows.setdefault((name, id(call.installation)), Window(*size))
        return window.wait(now)

    def _bucket(self, channel: str, now: float) -> Bucket:
        rate, burst = self._posts
        return self._buckets.setdefault(channel, Bucket(rate, burst, burst, now))
