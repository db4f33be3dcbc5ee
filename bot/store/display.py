"""How posts should look: desired state that any sweep may repeat."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, text, update

from bot.domain.round import RoundState
from bot.ports.deliveries import DisplayEdit, OpenCount
from bot.store.folding import STANDING
from bot.store.tables import DISPLAY_DUE, answers, groups, rounds

POSTED = text("rounds.state = 'posted'")
DUE = text(DISPLAY_DUE)


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
    asked = asked.where(POSTED, rounds.c.posted_at > posted_since).order_by(rounds.c.posted_at, rounds.c.id)
    return [
        OpenCount(row.id, _count(row.display_wanted), row.display_wanted_at, row.answered)
        for row in connection.execute(asked)
        if row.answered
    ]


def _count(wanted: str | None) -> int:
    """The number in "open:12"."""
    number = (wanted or "").rpartition(":")[2]
    return int(number) if number.isdecimal() else 0
