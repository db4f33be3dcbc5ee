"""What operators count and measure. No name of a person, group or channel is ever among it."""

from collections.abc import Callable
from typing import Protocol

Done = Callable[[str], None]
"""Called with the outcome."""


class Metrics(Protocol):
    """Cheap enough for every click; never raises."""

    def answered(self, platform: str, *, accepted: bool) -> None:
        """An answer to a round was committed, or refused as late, stale or doubled."""
        ...

    def interaction(self, platform: str) -> Done:
        """Somebody did something; call what this gives when the reply is there: "done", "refused" (with a
        sentence) or "broken" (a bug)."""
        ...

    def delivered(self, platform: str, kind: str, outcome: str) -> None:
        """What became of one attempt to deliver a "post", "reveal", "correction" or "notice"."""
        ...

    def late(self, platform: str, kind: str, seconds: float) -> None:
        """How long after its time a message was sent."""
        ...

    def backlog(self, waiting: int, open_rounds: int) -> None:
        """Deliveries that wait for their time or a retry, and rounds that take answers, as of now."""
        ...


class NoMetrics:
    """Where nobody counts: the playground and tests."""

    def answered(self, platform: str, *, accepted: bool) -> None:
        return

    def interaction(self, platform: str) -> Done:
        return _ignored

    def delivered(self, platform: str, kind: str, outcome: str) -> None:
        return

    def late(self, platform: str, kind: str, seconds: float) -> None:
        return

    def backlog(self, waiting: int, open_rounds: int) -> None:
        return


NULL = NoMetrics()


def _ignored(outcome: str) -> None:
    return
