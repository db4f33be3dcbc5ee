"""The fold against the rules said a second time, each figure by itself and for each date anew."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.streak import Day, Outcome, StreakState, fold, trace

FIRST = date(2026, 11, 2)


@dataclass(frozen=True)
class Told:
    """What is known of a member in a track. ``rounds``: what happened on a date; dates without a round are
    not in it. ``grants``: dates. ``start``: what was carried over, an answered round long before."""

    rounds: dict[date, Outcome]
    grants: tuple[date, ...]
    start: StreakState | None

    def streak(self, on: date) -> int:
        """The answered rounds since the last one that was lost; what was carried over counts until then."""
        lost = [day for day in self.known(on) if self.is_lost(day)]
        since = [day for day in self.known(on) if not lost or day > lost[-1]]
        carried = self.start.streak if self.start and not lost else 0
        return carried + sum(self.rounds[day] is Outcome.ANSWERED for day in since)

    def progress(self, on: date) -> int:
        """The same, counted from nought again at each seventh."""
        lost = [day for day in self.known(on) if self.is_lost(day)]
        since = [day for day in self.known(on) if not lost or day > lost[-1]]
        carried = self.start.progress if self.start and not lost else 0
        return (carried + sum(self.rounds[day] is Outcome.ANSWERED for day in since)) % 7

    def held(self, on: date) -> int:
        """One day back, then what that date brings: a grant first, then what its round earns or costs."""
        if on < FIRST:
            return self.start.held if self.start else 1
        before = min(2, self.held(on - timedelta(days=1)) + self.grants.count(on))
        if self.earns(on):
            return min(2, before + 1)
        return max(0, before - 1) if self.is_missed(on) else before

    def best(self, on: date) -> int:
        """The longest it has ever been."""
        carried = self.start.best if self.start else 0
        return max([carried, *(self.streak(day) for day in self.known(on))])

    def last(self, on: date) -> date | None:
        answered = [day for day in self.known(on) if self.rounds[day] is Outcome.ANSWERED]
        return answered[-1] if answered else self.start.last if self.start else None

    def known(self, on: date) -> list[date]:
        return [day for day in sorted(self.rounds) if day <= on]

    def earns(self, on: date) -> bool:
        answered = self.rounds.get(on) is Outcome.ANSWERED
        return answered and self.progress(on) == 0

    def is_missed(self, on: date) -> bool:
        """Nothing before the first answer is a miss."""
        return self.rounds.get(on) is Outcome.MISSED and self.last(on) is not None

    def is_lost(self, on: date) -> bool:
        """Missed, and no freeze to spend on it."""
        if not self.is_missed(on):
            return False
        return self.held(on - timedelta(days=1)) + self.grants.count(on) == 0

    def state(self, on: date) -> StreakState:
        figures = self.streak(on), self.progress(on), self.held(on), self.best(on)
        return StreakState(*figures, self.last(on))


outcomes = st.sampled_from(
    [*[Outcome.ANSWERED] * 9, *[Outcome.MISSED] * 3, Outcome.EXCUSED, Outcome.AWAY, None]
)
"""None is a date without a round."""


@st.composite
def carried(draw: st.DrawFn) -> StreakState:
    streak = draw(st.integers(0, 30))
    progress = draw(st.integers(0, min(6, streak)))
    best = draw(st.integers(streak, 40))
    return StreakState(streak, progress, draw(st.integers(0, 2)), best, FIRST - timedelta(days=3))


@st.composite
def told(draw: st.DrawFn) -> Told:
    happened = draw(st.lists(outcomes, max_size=22))
    dates = [FIRST + timedelta(days=number) for number in range(len(happened))]
    rounds = {day: outcome for day, outcome in zip(dates, happened, strict=True) if outcome is not None}
    granted = draw(st.lists(st.sampled_from(dates), max_size=3)) if dates else []
    return Told(rounds, tuple(granted), draw(st.none() | carried()))


def rounds_of(facts: Told) -> list[Day]:
    return [Day(day, outcome) for day, outcome in facts.rounds.items()]


@given(told())
def test_the_fold_says_what_the_rules_say_of_each_date(facts: Told) -> None:
    for number in range(24):
        on = FIRST + timedelta(days=number)
        days = [day for day in rounds_of(facts) if day.day <= on]
        grants = [day for day in facts.grants if day <= on]
        assert fold(days, grants, facts.start) == facts.state(on), on


@given(told())
def test_every_step_of_the_explanation_says_it_too(facts: Told) -> None:
    for one in trace(rounds_of(facts), facts.grants, facts.start):
        assert one.state == facts.state(one.day)
        lost, missed = facts.is_lost(one.day), facts.is_missed(one.day)
        assert (one.what == "lost") == lost and (one.what == "freeze") == (missed and not lost)


@given(told())
def test_no_state_ever_leaves_its_bounds(facts: Told) -> None:
    for one in trace(rounds_of(facts), facts.grants, facts.start):
        state = one.state
        assert 0 <= state.held <= 2 and 0 <= state.progress < 7 and 0 <= state.streak <= state.best
