"""A track, its rounds and the deliveries they need: their states, and the public marks of messages."""

from base64 import b32encode
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from hashlib import blake2b

from bot.domain.frozen import FrozenQuestion
from bot.domain.question import Level
from bot.domain.schedule import Schedule


class RoundState(StrEnum):
    """planned → posted → closed → revealed; the other three end a round and carry a reason."""

    PLANNED = "planned"
    POSTED = "posted"
    CLOSED = "closed"
    REVEALED = "revealed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"


class TrackState(StrEnum):
    """A draft is what ``/daily setup`` shows before *Start*: it has no rounds and takes no channel."""

    DRAFT = "draft"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"


class DeliveryState(StrEnum):
    """``unsure``: an attempt went unrecorded and nobody can be asked; only an organiser moves it on."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    FAILED = "failed"


class DeliveryKind(StrEnum):
    POST = "post"
    REVEAL = "reveal"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class TrackSettings:
    """What an organiser may set for one track; None means as the group has it. ``notices``: a channel of
    the platform, "" for none; ``notices_name`` is that channel's name, for reading; ``label``: what every post
    must carry where the channel wants one (a forum's tag), by the platform's id."""

    reactions: bool | None = None
    notices: str | None = None
    notices_name: str = ""
    thread: bool | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """``next_day`` and ``next_at`` (UTC): its next slot, None when there is none; ``unanswered``: rounds
    in a row without an answer; ``reason``: why it is paused or ended; ``changed_by``: the account of the
    organiser who touched it last; ``few_told``: organisers know that few unseen questions are left;
    ``season_told``: the last season whose result its group was told, as "2026-10"."""

    id: int
    key: str
    group_id: int
    platform: str
    channel: str
    channel_name: str
    schedule: Schedule
    topics: frozenset[str]
    levels: frozenset[Level]
    state: TrackState
    reason: str | None
    next_day: date | None
    next_at: datetime | None
    changed_by: str | None
    changed_at: datetime | None
    unanswered: int
    settings: TrackSettings = TrackSettings()
    few_told: bool = False
    season_told: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """``day`` is the track's local date, all times are UTC; ``excused``: why absence does not count;
    ``post_ref`` is the platform's own name of the post, and of the thread under it;
    ``season_line``: the result of the season before, told with its post."""

    id: int
    mark: str
    track_id: int
    group_id: int
    day: date
    state: RoundState
    reason: str | None
    opens_at: datetime
    closes_at: datetime
    posted_at: datetime | None
    closed_at: datetime | None
    question: FrozenQuestion | None
    excused: str | None
    post_ref: str | None
    season_line: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the outbox. ``kind`` is a DeliveryKind, one made by ``again``, or a notice's cause.

    ``text`` is what a notice or a correction says, None for posts and reveals, whose round says it all."""

    id: int
    mark: str
    kind: str
    track_id: int | None
    round_id: int | None
    group_id: int
    platform: str
    channel: str
    due_at: datetime
    give_up_at: datetime
    state: DeliveryState
    attempts: int
    first_attempt_at: datetime | None
    lease_until: datetime | None
    outcome: str | None
    message_ref: str | None
    text: str | None = None


def mark(track_key: str, day: date, kind: str) -> str:
    """The public mark of a message: 24 characters a–z and 2–7 (120 bits), the same for the same facts.

    It fits Discord's ``nonce`` (25) and never comes from a row id, so a restored backup cannot reuse one.
    """
    facts = f"{track_key}\0{day.isoformat()}\0{kind}"
    return _base32(blake2b(facts.encode(), digest_size=15).digest())


def new_key(token_bytes: bytes) -> str:
    """A track's or group's key from random bytes: a–z and 2–7."""
    return _base32(token_bytes)


def again(kind: str) -> str:
    """The kind of the next delivery of the same thing: post → post-2 → post-3."""
    name, _, number = kind.partition("-")
    return f"{name}-{int(number or 1) + 1}"


def _base32(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=").lower()
