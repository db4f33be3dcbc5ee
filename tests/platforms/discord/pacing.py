"""Rate limits (Topics: Rate Limits): one for everything, and a bucket a route and top-level resource.

Discord does not publish the buckets' sizes; the default is wide, a test sets what it needs. Windows are
real seconds, since the client really waits.
"""

import asyncio
import math
from collections import deque
from dataclasses import dataclass
from hashlib import sha256

from tests.platforms.discord.router import Call, Route
from tests.platforms.discord.wire import Json


@dataclass
class Window:
    """So many requests in each stretch of ``seconds`` that begins with a request."""

    count: int
    seconds: float
    began: float = -math.inf
    used: int = 0

    def take(self, now: float) -> bool:
        if now >= self.began + self.seconds:
            self.began, self.used = now, 0
        if self.used >= self.count:
            return False
        self.used += 1
        return True

    def left(self, now: float) -> float:
        """Seconds until it opens again."""
        return max(0.0, self.began + self.seconds - now)


class Sliding:
    """So many requests in any stretch of ``seconds``: the stricter lawful reading of *50 per second*."""

    def __init__(self, count: int, seconds: float) -> None:
        self._count = count
        self._seconds = seconds
        self._taken: deque[float] = deque()

    def take(self, now: float) -> bool:
        while self._taken and self._taken[0] <= now - self._seconds:
            self._taken.popleft()
        if len(self._taken) >= self._count:
            return False
        self._taken.append(now)
        return True

    def left(self, now: float) -> float:
        return max(0.0, self._taken[0] + self._seconds - now)


@dataclass
class Verdict:
    """``body`` is that of a 429, or None when the request may go on."""

    headers: dict[str, str]
    body: Json | None = None


class Pacing:
    def __init__(self) -> None:
        self.everything: Window | Sliding = Window(50, 1.0)
        self.default = (50, 1.0)
        self._sizes: dict[str, tuple[int, float]] = {}
        self._buckets: dict[tuple[str, str], Window] = {}
        self.refused: list[str] = []  # the names of routes that were answered with 429

    def overall(self, count: int, seconds: float = 1.0, *, sliding: bool = False) -> None:
        """The global limit: 50 a second unless a test says otherwise."""
        self.everything = Sliding(count, seconds) if sliding else Window(count, seconds)

    def bucket(self, route: str, count: int, seconds: float) -> None:
        """``route`` as a template's name: ``POST /channels/{channel}/messages``."""
        self._sizes[route] = (count, seconds)

    def ask(self, call: Call, epoch: float) -> Verdict:
        """``epoch``: the server's time, in seconds since 1970."""
        now = asyncio.get_running_loop().time()
        if not call.route.interaction and not self.everything.take(now):
            self.refused.append(call.route.name)
            return _refused({"X-RateLimit-Global": "true"}, "global", self.everything.left(now))
        bucket = self._bucket(call)
        allowed = bucket.take(now)
        headers = _headers(call.route, bucket, now, epoch)
        if allowed:
            return Verdict(headers)
        self.refused.append(call.route.name)
        return _refused(headers, "user", bucket.left(now))

    def _bucket(self, call: Call) -> Window:
        size = self._sizes.get(call.route.name, self.default)
        return self._buckets.setdefault((call.route.name, call.major), Window(*size))


def _headers(route: Route, bucket: Window, now: float, epoch: float) -> dict[str, str]:
    left = bucket.left(now)
    return {
        "X-RateLimit-Limit": str(bucket.count),
        "X-RateLimit-Remaining": str(bucket.count - bucket.used),
        "X-RateLimit-Reset": f"{epoch + left:.3f}",
        "X-RateLimit-Reset-After": f"{left:.3f}",
        "X-RateLimit-Bucket": sha256(route.name.encode()).hexdigest()[:16],
    }


def _refused(headers: dict[str, str], scope: str, left: float) -> Verdict:
    body = {
        "message": "You are being rate limited.",
        "retry_after": round(left, 3),
        "global": scope == "global",
    }
    return Verdict(headers | {"Retry-After": str(math.ceil(left)), "X-RateLimit-Scope": scope}, body)
