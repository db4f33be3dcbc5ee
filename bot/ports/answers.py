"""Answers: the writer that commits in groups, and reading what stands.

Acts and what was written of them are tuples: one of each is made for every answer of a rush.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple, Protocol

from bot.domain.frozen import Response
from bot.domain.streak import StreakState


class Actor(NamedTuple):
    """Whoever acts, by the platform's own ids and the names it told, "" where it told none."""

    platform: str
    group: str
    group_name: str
    account: str
    name: str


class Act(NamedTuple):
    """One deed of one member on the round of that ``mark``. Whoever acts is met in the same transaction, so
    that nothing needs to be read before: a member is made on first sight, names are kept as last seen, and a
    group that had left is back.

    ``flip``: multi letters toggle the bits instead of replacing the response.
    ``at``: the platform's time of the act where it has one, else receipt (UTC).
    ``way``: "button", "command", "form" or "reaction".
    ``withdraws``: take the standing answer back, only if ``way`` made it and it is this ``response``
    (a reaction removed).
    """

    mark: str
    actor: Actor
    response: Response
    at: datetime
    way: str
    flip: bool = False
    withdraws: bool = False


class Written(NamedTuple):
    """What stands after the commit. ``accepted`` is False for a late, stale or doubled act.

    ``before``: the response this act replaced, None on a first answer.
    ``streak``: the fold over closed rounds, None for a newcomer to the track.
    ``first_ever``: the member has no other answer anywhere in the group.
    ``covered``: closed dates since the last answer on which a freeze was spent.
    ``last_wrong``: the round before this one and the member's wrong response to it, if it was wrong.
    ``due``: something of the account is due for review within a day of the act, or has been.
    ``zone``: the track's; ``account_id``, ``group_id``: whose answer it is.
    """

    accepted: bool
    response: Response
    before: Response | None
    streak: StreakState | None
    first_ever: bool
    zone: str
    account_id: int
    group_id: int
    covered: tuple[date, ...] = ()
    last_wrong: tuple[int, Response] | None = None
    due: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A stored answer; ``points`` and ``right`` are None until the close."""

    response: Response
    at: datetime
    way: str
    points: int | None
    right: bool | None


@dataclass(frozen=True, slots=True)
class StreakDay:
    """One closed round as the member lived it. ``excused`` and ``away`` carry the reason."""

    day: date
    answered: bool
    excused: str | None
    away: bool


class Answers(Protocol):
    async def submit(self, act: Act) -> Written:
        """Durable when it returns. Many callers share one commit; there is no fixed wait.

        NoMember where the group has no such round, or whoever acts was deleted a moment ago.
        """
        ...

    async def given(self, round_id: int, member_id: int) -> Given | None: ...

    async def count(self, round_id: int) -> int: ...

    async def streaks(self, member_id: int) -> list[tuple[int, StreakState]]:
        """(track id, state) of every track the member takes part in."""
        ...

    async def streak_days(self, member_id: int, track_id: int) -> tuple[list[StreakDay], list[date]]:
        """Closed rounds by local date from the first answered one, or after what was carried over, and
        the dates of grants from then on."""
        ...

    async def carried(self, member_id: int, track_id: int) -> StreakState | None:
        """The streak as carried over from answers that have lost their link: where the days begin."""
        ...
