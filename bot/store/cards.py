"""What of a round never changes, kept in memory: an answer needs it, and asks for nothing else before it is
written. Whether the round still takes answers is for the transaction to say.
"""

from sqlalchemy import Connection, select

from bot.ports.rounds import Card
from bot.store.codec import question_of
from bot.store.engine import Database
from bot.store.tables import groups, rounds, snapshots

KEPT = 2048


class Cards:
    """The cards that were asked for last. A group and its rounds may be deleted: whoever finds that a round
    is gone says so with ``forget``."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._kept: dict[str, Card] = {}

    async def get(self, mark: str) -> Card | None:
        card = self._kept.pop(mark, None) or await self._database.read(_card, mark)
        if card is not None:
            self._keep(card)
        return card

    def forget(self, mark: str) -> None:
        self._kept.pop(mark, None)

    def _keep(self, card: Card) -> None:
        """A dict keeps the order of its keys: the first one was not asked for the longest."""
        self._kept[card.mark] = card
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]


def _card(connection: Connection, mark: str) -> Card | None:
    """A round without a question has no card yet."""
    asked = (
        select(
            groups.c.platform, groups.c.external, rounds.c.closes_at, rounds.c.shown_order, snapshots.c.body
        )
        .select_from(rounds)
        .join(groups, groups.c.id == rounds.c.group_id)
        .join(snapshots, snapshots.c.id == rounds.c.snapshot_id)
        .where(rounds.c.mark == mark)
    )
    row = connection.execute(asked).first()
    question = question_of(row.body, row.shown_order, None) if row else None
    if row is None or question is None:
        return None
    return Card(mark, row.platform, row.external, question, row.closes_at)
