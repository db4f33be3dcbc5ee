"""Counts what it is told, for a test to read."""

from collections import Counter
from dataclasses import dataclass, field

from bot.ports.metrics import Done


@dataclass
class CountingMetrics:
    """Implements bot.ports.metrics.Metrics."""

    answers: Counter[tuple[str, bool]] = field(default_factory=Counter)
    interactions: Counter[tuple[str, str]] = field(default_factory=Counter)
    deliveries: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    lateness: list[tuple[str, str, float]] = field(default_factory=list)
    counted: list[tuple[int, int]] = field(default_factory=list)

    def answered(self, platform: str, *, accepted: bool) -> None:
        self.answers[platform, accepted] += 1

    def interaction(self, platform: str) -> Done:
        def done(outcome: str) -> None:
            self.interactions[platform, outcome] += 1

        return done

    def delivered(self, platform: str, kind: str, outcome: str) -> None:
        self.deliveries[platform, kind, outcome] += 1

    def late(self, platform: str, kind: str, seconds: float) -> None:
        self.lateness.append((platform, kind, seconds))

    def backlog(self, waiting: int, open_rounds: int) -> None:
        self.counted.append((waiting, open_rounds))
