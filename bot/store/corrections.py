"""Corrections: what the thread of a round is told when its reveal has been read already."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, insert, select

from bot.domain.round import DeliveryKind, DeliveryState, mark
from bot.intents.correction import Correction
from bot.store.codec import clean
from bot.store.tables import deliveries

CORRECTION_LIMIT = timedelta(days=7)
SAID = (DeliveryState.SENDING.value, DeliveryState.SENT.value, DeliveryState.UNSURE.value)
"""A reveal that may have been read by now; one that still waits will say the newest itself."""


def _said(kind: str, state: str) -> bool:
    return kind.startswith(DeliveryKind.REVEAL) and state in SAID


def correct(connection: Connection, round_: Row[Any], correction: Correction, now: datetime) -> None:
    """Enqueue it if the reveal may have been read; ``round_`` as it is held, with its track and group."""
    made = select(deliveries.c.kind, deliveries.c.state).where(deliveries.c.round_id == round_.id)
    known = [(row.kind, row.state) for row in connection.execute(made)]
    if round_.removed_at or not any(_said(kind, state) for kind, state in known):
        return
    number = 1 + sum(kind.startswith(DeliveryKind.CORRECTION) for kind, _ in known)
    kind = f"{DeliveryKind.CORRECTION}-{number}"
    connection.execute(
        insert(deliveries).values(
            mark=mark(round_.track_key, round_.day, kind),
            kind=kind,
            track_id=round_.track_id,
            round_id=round_.id,
            group_id=round_.group_id,
            platform=round_.platform,
            channel=round_.channel,
            due_at=now,
            give_up_at=now + CORRECTION_LIMIT,
            state=DeliveryState.WAITING.value,
            text=clean(correction.text()),
        )
    )
