"""What a tab is given to draw: plain JSON data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from adapters.web.attached import with_addresses
from adapters.web.hub import Event
from adapters.web.people import MemberFacts, Resident
from adapters.web.walk import Move
from bot.ports.page import PageMessage

Reactions = Mapping[str, Sequence[str]]


def visible(message: PageMessage, account: str) -> bool:
    return message.seen_by is None or message.seen_by == account


def message_json(message: PageMessage) -> dict[str, Any]:
    """One message; ``private``: only the member acting sees it; ``thread``: the message it stands under."""
    return {
        "id": message.id,
        "author": message.author,
        "at": message.at.isoformat(),
        "private": message.seen_by is not None,
        "thread": message.thread_of,
        "sample": message.sample,
        **with_addresses(message),
    }


def message_event(message: PageMessage, now: datetime) -> Event:
    """New or changed; the tab keeps the reactions it knows of."""
    return {"type": "message", "now": now.isoformat(), "message": message_json(message)}


def reactions_json(reactions: Reactions) -> list[dict[str, Any]]:
    return [
        {"symbol": symbol, "accounts": list(accounts)} for symbol, accounts in reactions.items() if accounts
    ]


def person_json(resident: Resident, facts: Mapping[str, MemberFacts]) -> dict[str, Any]:
    known = facts.get(resident.account, MemberFacts(0, 0, 0, answered_today=False))
    return {**asdict(resident), **asdict(known)}


def move_json(move: Move) -> dict[str, Any]:
    return {"id": move.id, "label": move.label, "to": move.to.isoformat()}
