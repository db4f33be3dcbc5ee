"""How posts should look: desired state that any sweep may repeat."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, func, select, text, update

from bot.domain.round import DeliveryKind, DeliveryState, RoundState
from bot.domain.schedule import REVEAL_LIMIT
from bot.ports.deliveries import DisplayEdit, OpenCount
from bot.store.folding import STANDING
from bot.store.tables import DISPLAY_DUE, answers, deliveries, groups, rounds

POSTED = text("rounds.state = 'posted'")
DUE = text(DISPLAY_DUE)
WAITS = (DeliveryState.WAITING.value, DeliveryState.SENDING.value)
LONGEST_WAIT = REVEAL_LIMIT + timedelta(days=2)
"""From a post to the last attempt at its reveal."""


def want(connection: Connection, round_id: int, wanted: str, now: datetime) -> None:
    """An open round's count never replaces what was asked for after its close."""
    there = update(rounds).where(rounds.c.id == round_id, rounds.c.post_ref.is_not(None))
    if wanted.startswith("open:"):
        there = there.where(rounds.c.state == RoundState.POSTED.value)
    connection.execute(there.values(display_wanted=wanted, display_wanted_at=now))


def due(connection: Connection, platforms: Sequence[str], limit: int) -> list[DisplayEdit]:
    """A subquery instead of a join keeps SQLite from walking through all groups first."""
    platform = select(groups.c.platform).where(groups.c.id == rounds.c.group_id).scalar_subquery()
    asked = select(rounds, platform.label("platform")).where(DUE, platform.in_(platforms))
    return [
        DisplayEdit(row.id, row.platform, row.channel, row.post_ref, row.display_wanted)
        for row in connection.execute(asked.order_by(rounds.c.display_wanted_at).limit(limit))
    ]


def shown(connection: Connection, round_id: int, state: str) -> None:
    connection.execute(update(rounds).where(rounds.c.id == round_id).values(display_shown=state))


def open_counts(connection: Connection, posted_since: datetime) -> list[OpenCount]:
    standing = select(func.count()).where(answers.c.round_id == rounds.c.id, STANDING).scalar_subquery()
    asked = select(
        rounds.c.id, rounds.c.display_wanted, rounds.c.display_wanted_at, standing.label("answered")
    )
    asked = asked.where(POSTED, rounds.c.posted_at > posted_since, ~_reveal_waits(posted_since))
    asked = asked.order_by(rounds.c.posted_at, rounds.c.id)
    return [
        OpenCount(row.id, _count(row.display_wanted), row.display_wanted_at, row.answered)
        for row in connection.execute(asked)
        if row.answered
    ]


def _reveal_waits(posted_since: datetime) -> ColumnElement[bool]:
    """In the same channel, where both would wait for the same limits of the platform."""
    other = rounds.alias("other")
    asked = select(deliveries.c.id).join(other, other.c.id == deliveries.c.round_id)
    asked = asked.where(other.c.group_id == rounds.c.group_id, other.c.channel == rounds.c.channel)
    asked = asked.where(other.c.posted_at > posted_since - LONGEST_WAIT)
    asked = asked.where(
        deliveries.c.kind.startswith(DeliveryKind.REVEAL.value), deliveries.c.state.in_(WAITS)
    )
    return asked.correlate(rounds).exists()


def _count(wanted: str | None) -> int:
    """The number in "open:12"."""
    number = (wanted or "").rpartition(":")[2]
    return int(number) if number.isdecimal() else 0
