"""Rounds: planning, posting, closing, revealing. Each method is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.frozen import FrozenQuestion, Key, Response
from bot.domain.round import Round, RoundState, Track
from bot.domain.schedule import Slot


@dataclass(frozen=True, slots=True)
class SeasonNews:
    """The season ("2026-10") that a group has been told of with this round, and the line that says it:
    None where there is nothing to tell."""

    season: str
    line: str | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What of a round never changes. ``group``: the platform's own id; ``question``: as it was posted,
    without keys that were added later."""

    mark: str
    platform: str
    group: str
    question: FrozenQuestion
    closes_at: datetime


@dataclass(frozen=True, slots=True)
class PlannedRound:
    """A round to be written: with a question (``planned``) or with a reason why there is none.

    ``snapshot`` is the question in written order, stored once for all rounds that show it;
    ``order`` is the shown order of this round ("2013", "" where nothing is shuffled). ``news`` is
    dropped where the group knows that season by now.
    """

    mark: str
    slot: Slot
    state: RoundState
    reason: str | None = None
    snapshot_id: str | None = None
    snapshot: FrozenQuestion | None = None
    order: str = ""
    excused: str | None = None
    news: SeasonNews | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What one due track becomes: its rounds (old ones expired, at most one planned), its next slot.

    The plan is dropped when the track is no longer at ``track.next_day``: somebody was quicker.
    """

    track: Track
    rounds: tuple[PlannedRound, ...]
    upcoming: Slot | None


@dataclass(frozen=True, slots=True)
class Closing:
    """Facts the close needs beside the rows themselves."""

    excused: str | None
    now: datetime


@dataclass(frozen=True, slots=True)
class Closed:
    """``answered``: standing answers. ``unanswered``: rounds in a row without any, this one included."""

    round: Round
    answered: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What the reveal shows: how often each standing response was given, and who was right.

    ``right_names``: the first of the ``right_shown`` members who may be named. ``milestones``: streaks
    reached by this round, of those who allow it, as they stood after it.
    """

    answered: int
    right: int
    responses: Mapping[Response, int]
    right_names: tuple[str, ...]
    milestones: tuple[tuple[str, int], ...]
    right_shown: int


@dataclass(frozen=True, slots=True)
class Regrade:
    """A further key for a round that had ``keys`` keys when somebody decided on it. ``answer``: what is
    accepted, as people read it; ``why``: in the organiser's words, "" for none."""

    key: Key
    keys: int
    answer: str
    why: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Gains:
    """How many members a further key gives points, and how many each: from ``least`` to ``most``."""

    members: int = 0
    least: int = 0
    most: int = 0


class Rounds(Protocol):
    async def seen(self, group_ids: Sequence[int]) -> Mapping[int, Mapping[str, datetime]]:
        """Per group: question id → when it was last posted (or planned) in any of its tracks."""
        ...

    async def save_plans(self, plans: Sequence[Plan], now: datetime) -> list[Round]:
        """Write the rounds, the post deliveries of the planned ones and the tracks' next slots.

        A (track, local date) that has a round already is left alone. Returns what was written.
        """
        ...

    async def post_early(
        self, track: Track, planned: PlannedRound, upcoming: Slot | None, now: datetime
    ) -> Round | None:
        """Today's round by hand; None when that local date has a round already."""
        ...

    async def get(self, round_id: int) -> Round | None: ...

    async def by_mark(self, mark: str) -> Round | None: ...

    async def card(self, mark: str) -> Card | None:
        """Mostly without a look into the database. The round may have been deleted since it was looked up:
        then ``answers.submit`` says so, and the next ``card`` is None."""
        ...

    async def by_post(self, group_id: int, post_ref: str) -> Round | None:
        """The round whose post has this platform reference."""
        ...

    async def on_day(self, track_id: int, day: date) -> Round | None: ...

    async def newest(self, group_id: int, channel: str, limit: int) -> list[Round]:
        """The channel's rounds that were posted, newest first."""
        ...

    async def recent(self, track_id: int, limit: int) -> list[Round]:
        """The track's last rounds in any state, newest first."""
        ...

    async def mark_posted(self, round_id: int, post_ref: str, at: datetime) -> None: ...

    async def open_posts(self, platform: str, now: datetime) -> list[tuple[Round, str]]:
        """Posted rounds with ``closes_at`` after now, each with the channel it was posted in."""
        ...

    async def due_to_close(self, now: datetime, limit: int) -> list[Round]:
        """Posted rounds, and planned ones whose post may be out, with ``closes_at`` + 10 s ≤ now."""
        ...

    async def count_posted(self) -> int:
        """Rounds that people can answer now, by index."""
        ...

    async def next_close(self) -> datetime | None:
        """The earliest ``closes_at`` of a planned or posted round, by index."""
        ...

    async def close(self, round_id: int, closing: Closing) -> Closed | None:
        """Close, score, move totals, fold streaks, enqueue the reveal: one set-based transaction.

        None when the round is not open any more. A round whose post never went out becomes
        ``expired`` instead, with its sentence, unless it has an answer, which proves the post.
        """
        ...

    async def cancel(self, round_id: int, state: RoundState, reason: str) -> bool:
        """Cancelled, expired or failed before it was posted, with its waiting delivery; False if too late."""
        ...

    async def void(self, round_id: int, reason: str, now: datetime) -> None:
        """Withdraw: unsent → cancelled; open → closed now without points, excused; closed → excused."""
        ...

    async def excuse(self, round_id: int, reason: str) -> None:
        """Write the excuse and fold the track's streaks again."""
        ...

    async def gains(self, round_id: int, key: Key) -> Gains:
        """What a further key would give at once; nothing while the round is open."""
        ...

    async def regrade(self, round_id: int, regrade: Regrade) -> Gains | None:
        """Append a key to the round's copy: one set-based transaction.

        A closed round is graded again, its totals move, and what was said of it already is corrected: the
        post by its wanted display, the reveal by a message in its thread. In an open round the key counts
        at the close. None when the round is neither, was withdrawn, or has other keys by now.
        """
        ...

    async def last_with(self, group_id: int, question_id: str) -> Round | None:
        """The group's newest round that asked this question and was posted."""
        ...

    async def tally(self, round_id: int) -> Tally: ...

    async def recompute(self, group_id: int) -> None:
        """Rebuild points, totals and streaks of the group from rounds, answers, excuses, away, grants."""
        ...
