"""Streaks: a fold over the closed rounds of one track, from a member's first answered round on.

The maintained total of (member, track) is ``step`` applied round by round; ``fold`` reproduces it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

ROUNDS_PER_FREEZE = 7
MOST_HELD = 2


@dataclass(frozen=True, slots=True)
class StreakState:
    """``progress``: answered rounds towards the next freeze; ``held``: freezes held;
    ``last``: local date of the last answered round, None before the first."""

    streak: int = 0
    progress: int = 0
    held: int = 1
    best: int = 0
    last: date | None = None


class Outcome(StrEnum):
    """Answering counts also in an excused or away round, so the last two mean that nothing was answered."""

    ANSWERED = "answered"
    MISSED = "missed"
    EXCUSED = "excused"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Day:
    """One closed round, by its local date."""

    day: date
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Traced:
    """What a round did: ``what`` is answered, freeze (a miss it covered), lost, excused or away;
    ``earned`` one freeze, ``granted`` so many since the round before; ``state`` is the state after it."""

    day: date
    what: str
    earned: bool
    granted: int
    state: StreakState


def step(state: StreakState, outcome: Outcome, day: date) -> StreakState:
    """The state after the round of ``day``; before the first answer nothing counts."""
    if outcome is Outcome.ANSWERED:
        return _answered(state, day)
    if outcome is not Outcome.MISSED or state.last is None:
        return state
    if state.held:
        return replace(state, held=state.held - 1)
    return replace(state, streak=0, progress=0)


def _answered(state: StreakState, day: date) -> StreakState:
    streak, progress, held = state.streak + 1, state.progress + 1, state.held
    if progress == ROUNDS_PER_FREEZE:
        progress, held = 0, min(MOST_HELD, held + 1)
    return StreakState(streak, progress, held, max(state.best, streak), day)


def grant(state: StreakState) -> StreakState:
    """One freeze given by an organiser, never above two."""
    return replace(state, held=min(MOST_HELD, state.held + 1))


def fold(days: Iterable[Day], grants: Sequence[date] = (), start: StreakState | None = None) -> StreakState:
    """The state after all rounds and grants, in the order of their dates; a grant comes before its date's
    round. ``start``: the state carried over from facts that are no longer kept."""
    state = start or StreakState()
    for fact in _merged(days, grants):
        state = grant(state) if isinstance(fact, date) else step(state, fact.outcome, fact.day)
    return state


def trace(days: Iterable[Day], grants: Sequence[date] = (), start: StreakState | None = None) -> list[Traced]:
    """What each round from the first answered one on did, oldest first: the explanation of ``fold``."""
    state, granted, told = start or StreakState(), 0, []
    for fact in _merged(days, grants):
        if isinstance(fact, date):
            after = grant(state)
            granted += after.held - state.held
        else:
            after = step(state, fact.outcome, fact.day)
            if after.last is not None:
                told.append(Traced(fact.day, _what(state, fact), _earned(state, after), granted, after))
                granted = 0
        state = after
    return told


def _merged(days: Iterable[Day], grants: Sequence[date]) -> Iterator[Day | date]:
    """Rounds and grants by date; where dates are equal the stable sort leaves the grant first."""
    facts: list[Day | date] = [*grants, *days]
    return iter(sorted(facts, key=lambda fact: fact if isinstance(fact, date) else fact.day))


def _what(before: StreakState, fact: Day) -> str:
    if fact.outcome is Outcome.MISSED:
        return "freeze" if before.held else "lost"
    return fact.outcome.value


def _earned(before: StreakState, after: StreakState) -> bool:
    return after.held > before.held
