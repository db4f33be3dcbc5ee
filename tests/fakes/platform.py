"""A platform that keeps its own log of messages and can fail before or after taking one."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from bot.errors import CannotAsk, Gone, Refused, Uncertain
from bot.intents.base import Intent
from bot.ports.clock import Clock
from bot.ports.poster import Reaction, Target


class Mood(Enum):
    """What the platform does with the next call."""

    FINE = "takes it"
    BUSY = "refuses for now, nothing taken"
    BROKEN = "refuses for good, nothing taken"
    LOST_BEFORE = "the line drops before it was taken"
    LOST_AFTER = "it was taken, but the line drops before the reply"


@dataclass
class Posted:
    ref: str
    mark: str
    target: Target
    intent: Intent
    at: datetime


@dataclass
class FakePlatform:
    """Implements bot.ports.poster.Poster. ``mood()`` decides each send; ``has_history`` whether it can be asked."""

    clock: Clock
    platform: str = "fake"
    has_history: bool = True
    mood: Callable[[], Mood] = lambda: Mood.FINE
    log: list[Posted] = field(default_factory=list)
    edits: list[tuple[str, Intent]] = field(default_factory=list)
    deleted: set[str] = field(default_factory=set)
    lacking: dict[str, tuple[str, ...]] = field(default_factory=dict)
    labelled: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    reacted: dict[str, list[Reaction]] = field(default_factory=dict)

    async def permit(self, target: Target) -> None:
        return None

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        mood = self.mood()
        if mood is Mood.BUSY:
            raise Refused("The platform is busy.", permanent=False)
        if mood is Mood.BROKEN:
            raise Refused("The channel is gone.", permanent=True)
        if mood is Mood.LOST_BEFORE:
            raise Uncertain("The line dropped.")
        if target.thread_of in self.deleted:
            raise Gone("The message was deleted.")
        posted = Posted(f"m{len(self.log)}", mark, target, intent, self.clock.now())
        self.log.append(posted)
        if mood is Mood.LOST_AFTER:
            raise Uncertain("The line dropped.")
        return posted.ref

    async def find(self, target: Target, mark: str, since: datetime) -> str | None:
        if not self.has_history:
            raise CannotAsk("The history cannot be read here.")
        return next((one.ref for one in self.log if one.mark == mark and one.at >= since), None)

    async def edit(self, target: Target, ref: str, intent: Intent) -> None:
        if ref in self.deleted:
            raise Gone("The message was deleted.")
        self.edits.append((ref, intent))

    async def lacks(self, target: Target) -> tuple[str, ...]:
        return self.lacking.get(target.channel, ())

    async def labels(self, target: Target) -> tuple[tuple[str, str], ...]:
        return self.labelled.get(target.channel, ())

    async def reactions(self, target: Target, ref: str) -> list[Reaction]:
        if self.mood() is not Mood.FINE:
            raise Uncertain("The line dropped.")
        return self.reacted.get(ref, [])

    def doubled(self) -> dict[str, int]:
        """Marks that stand on more than one message."""
        counts = Counter(one.mark for one in self.log)
        return {mark: count for mark, count in counts.items() if count > 1}
