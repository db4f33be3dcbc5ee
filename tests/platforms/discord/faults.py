"""Faults a test puts in the way of the next requests."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.platforms.discord.router import Route
from tests.platforms.discord.wire import CODES, Json


@dataclass
class Fault:
    """What happens to the next ``times`` requests that match.

    ``pattern`` is ``POST /channels/*/messages`` (the real path, with ``*``) or a template's name,
    ``POST /channels/{channel}/messages``.
    """

    pattern: str
    status: int | None = None
    code: int | None = None
    times: int = 1
    after_effect: bool = False  # the effect is done, then this is answered
    drop: bool = False  # the connection ends without an answer
    retry_after: float | None = None
    globally: bool = False  # a 429 of the global limit
    shared: bool = False  # a 429 of the resource's own limit
    via: bool = True  # without it a 429 looks like Cloudflare's
    latency: float | Callable[[], float] = 0.0  # real seconds before anything happens
    held: asyncio.Event | None = None
    hits: int = 0
    happened: Callable[[], None] = field(default=lambda: None, repr=False)

    def matches(self, route: Route, path: str) -> bool:
        if self.hits >= self.times:
            return False
        return any(fnmatchcase(f"{route.method} {each}", self.pattern) for each in (path, route.template))

    @property
    def answers(self) -> bool:
        """Whether the client gets something other than the route's own answer."""
        return self.drop or self.status is not None

    async def delay(self) -> None:
        self.happened()
        seconds = self.latency() if callable(self.latency) else self.latency
        if seconds:
            await asyncio.sleep(seconds)
        if self.held is not None:
            await self.held.wait()

    def release(self) -> None:
        """Lets go what was held."""
        if self.held is not None:
            self.held.set()

    def body(self) -> Json:
        message = CODES.get(self.code or 0, (0, f"{self.status}: a fault of the test"))[1]
        body: Json = {"message": message, "code": self.code or 0}
        if self.status == 429:
            body |= {"retry_after": self.retry_after or 0.0, "global": self.globally}
        return body

    def headers(self) -> dict[str, str]:
        """Topics: Rate Limits, Header Format."""
        if self.status != 429:
            return {}
        headers = {"Retry-After": str(math.ceil(self.retry_after or 0.0))}
        scope = "global" if self.globally else "shared" if self.shared else "user"
        headers["X-RateLimit-Scope"] = scope
        if self.globally:
            headers["X-RateLimit-Global"] = "true"
        return headers


class FaultBox:
    def __init__(self, happened: Callable[[], None]) -> None:
        self.faults: list[Fault] = []
        self._happened = happened

    def add(self, fault: Fault) -> Fault:
        fault.happened = self._happened
        if fault.code is not None and fault.status is None:
            fault.status = CODES[fault.code][0]
        self.faults.append(fault)
        return fault

    def take(self, route: Route, path: str) -> list[Fault]:
        """All that match and only slow down or hold, and the first that answers; each is used up once."""
        taken: list[Fault] = []
        for fault in self.faults:
            if fault.matches(route, path) and not (fault.answers and any(one.answers for one in taken)):
                fault.hits += 1
                taken.append(fault)
        return taken

    def release(self) -> None:
        for fault in self.faults:
            fault.release()
