"""Faults a test puts in the way of the next requests."""

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

from tests.platforms.slack.wire import Json

RATE_LIMITED = 429


@dataclass
class Fault:
    """What happens to the next ``times`` requests that match.

    ``pattern`` is a method with ``*`` where wanted: ``chat.*``; also ``response_url`` and ``upload``.
    """

    pattern: str
    error: str | None = None
    status: int | None = None
    times: int = 1
    after_effect: bool = False  # the effect is done, then this is answered
    drop: bool = False  # the connection ends without an answer
    retry_after: float | None = None  # seconds of a 429
    raw: str | None = None  # a body that calls itself JSON, whatever it is
    latency: float | Callable[[], float] = 0.0  # real seconds before anything happens
    held: asyncio.Event | None = None
    matching: Callable[[Json], bool] = field(default=lambda _: True, repr=False)  # of the arguments
    hits: int = 0
    happened: Callable[[], None] = field(default=lambda: None, repr=False)

    def matches(self, method: str, args: Json) -> bool:
        return self.hits < self.times and fnmatchcase(method, self.pattern) and self.matching(args)

    @property
    def answers(self) -> bool:
        """Whether the client gets something other than the method's own answer."""
        return self.drop or not (self.status is None and self.error is None and self.raw is None)

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

    def body(self) -> Json | None:
        """None for an answer that is not Slack's own: a 503 of something between."""
        if self.status == RATE_LIMITED:
            return {"ok": False, "error": self.error or "ratelimited"}
        return {"ok": False, "error": self.error} if self.error is not None else None

    def headers(self) -> dict[str, str]:
        if self.retry_after is None:
            return {}
        return {"Retry-After": str(math.ceil(self.retry_after))}


class FaultBox:
    def __init__(self, happened: Callable[[], None]) -> None:
        self.faults: list[Fault] = []
        self._happened = happened

    def add(self, fault: Fault) -> Fault:
        fault.happened = self._happened
        self.faults.append(fault)
        return fault

    def take(self, method: str, args: Json) -> list[Fault]:
        """All that match and only slow down or hold, and the first that answers; each is used up once."""
        taken: list[Fault] = []
        for fault in self.faults:
            if fault.matches(method, args) and not (fault.answers and any(one.answers for one in taken)):
                fault.hits += 1
                taken.append(fault)
        return taken

    def release(self) -> None:
        for fault in self.faults:
            fault.release()
