"""The pools of the bank, one per (topics, levels), kept until the bank changes."""

from dataclasses import dataclass, field

from bot.bank import Bank
from bot.domain.freezing import snapshot, snapshot_id
from bot.domain.frozen import FrozenQuestion
from bot.domain.picking import Pool, make_pool
from bot.domain.question import Level

Wanted = tuple[frozenset[str], frozenset[Level]]


@dataclass(slots=True)
class Pools:
    bank: Bank
    _pools: dict[Wanted, Pool] = field(default_factory=dict)
    _snapshots: dict[str, tuple[str, FrozenQuestion]] = field(default_factory=dict)

    def pool(self, topics: frozenset[str], levels: frozenset[Level]) -> Pool:
        wanted = (topics, levels)
        if wanted not in self._pools:
            self._pools[wanted] = make_pool(self.bank.questions.values(), topics, levels)
        return self._pools[wanted]

    def snapshot(self, question_id: str) -> tuple[str, FrozenQuestion]:
        """(snapshot id, the question frozen in written order)."""
        if question_id not in self._snapshots:
            topic = self.bank.topic_of(question_id)
            frozen = snapshot(self.bank.questions[question_id], topic.title)
            self._snapshots[question_id] = (snapshot_id(frozen), frozen)
        return self._snapshots[question_id]
