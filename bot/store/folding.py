"""Streaks: one step for a whole track at a close, and folding again from the facts where a step cannot do.

The rules are the domain's. The steps say the same in SQL for all members of a track at once; folding
again must give what they left.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import dropwhile
from typing import Any

from sqlalchemy import Connection, Date, Integer, Row, delete, insert, or_, select

from bot.domain.streak import MOST_HELD, ROUNDS_PER_FREEZE, Day, Outcome, StreakState, fold, trace
from bot.store.batch import typed
from bot.store.carried import carried
from bot.store.columns import Instant
from bot.store.portable import in_steps
from bot.store.tables import answers, away, grants, rounds, streaks, tracks

STANDING = or_(answers.c.bits != 0, answers.c.text.is_not(None))
PLAYED = rounds.c.state.in_(("closed", "revealed"))
AT_ONCE = 500

_ANSWERED = typed(
    f"""
    UPDATE streaks SET streak = streak + 1, last_day = :day, covered = '',
      best = CASE WHEN streak + 1 > best THEN streak + 1 ELSE best END,
      progress = CASE WHEN progress + 1 = {ROUNDS_PER_FREEZE} THEN 0 ELSE progress + 1 END,
      held = CASE WHEN progress + 1 = {ROUNDS_PER_FREEZE} AND held < {MOST_HELD} THEN held + 1 ELSE held END
    WHERE track_id = :track AND member_id IN
      (SELECT member_id FROM answers WHERE round_id = :round AND (bits <> 0 OR text IS NOT NULL))""",
    day=Date,
)
_PRESENT = """last_day < :day AND NOT EXISTS (SELECT 1 FROM away WHERE away.member_id = streaks.member_id
      AND away.first_day <= :day AND away.last_day >= :day AND away.set_at < :closes_at)"""
_LOST = typed(
    f"""
    UPDATE streaks SET streak = 0, progress = 0
    WHERE track_id = :track AND held = 0 AND (streak > 0 OR progress > 0) AND {_PRESENT}""",
    day=Date,
    closes_at=Instant,
)
_FROZEN = typed(
    f"""
    UPDATE streaks SET held = held - 1,
      covered = CASE WHEN covered = '' THEN :iso ELSE covered || ',' || :iso END
    WHERE track_id = :track AND held > 0 AND {_PRESENT}""",
    day=Date,
    closes_at=Instant,
)
_NEWCOMERS = typed(
    """
    INSERT INTO streaks (track_id, member_id, group_id, streak, progress, held, best, last_day, covered)
    SELECT :track, a.member_id, :group, 1, 1, :held, 1, :day, '' FROM answers a
    WHERE a.round_id = :round AND (a.bits <> 0 OR a.text IS NOT NULL) AND a.member_id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM streaks s WHERE s.track_id = :track AND s.member_id = a.member_id)""",
    day=Date,
    track=Integer,
    group=Integer,
    held=Integer,
)


def step_track(connection: Connection, round_: Row[Any]) -> None:
    """Move the streaks of the round's track past this round, which has just been closed."""
    if _later_round(connection, round_):
        refold(connection, round_.track_id)
        return
    special = _with_special_grants(connection, round_)
    facts = {"track": round_.track_id, "round": round_.id, "day": round_.day}
    connection.execute(_ANSWERED, facts)
    if round_.excused is None:
        _step_absent(connection, round_)
    connection.execute(_NEWCOMERS, {**facts, "group": round_.group_id, "held": StreakState().held})
    if special:
        refold(connection, round_.track_id, special)


def _step_absent(connection: Connection, round_: Row[Any]) -> None:
    """Lost first: who spends the last freeze now must not lose the streak by the same round."""
    facts = {"track": round_.track_id, "day": round_.day, "closes_at": round_.closes_at}
    connection.execute(_LOST, facts)
    connection.execute(_FROZEN, {**facts, "iso": round_.day.isoformat()})


def _later_round(connection: Connection, round_: Row[Any]) -> bool:
    later = select(rounds.c.id).where(rounds.c.track_id == round_.track_id, rounds.c.day > round_.day, PLAYED)
    return connection.execute(later.limit(1)).first() is not None


def _with_special_grants(connection: Connection, round_: Row[Any]) -> list[int]:
    """Members for whom a step is not enough: a freeze granted for a later day has been added already
    though this round comes before it, or one was granted before the first answer."""
    newcomer = (
        ~select(streaks.c.track_id)
        .where(streaks.c.track_id == grants.c.track_id, streaks.c.member_id == grants.c.member_id)
        .exists()
    )
    asked = select(grants.c.member_id).where(
        grants.c.track_id == round_.track_id, or_(grants.c.day > round_.day, newcomer)
    )
    return [row.member_id for row in connection.execute(asked.distinct())]


@dataclass(frozen=True, slots=True)
class Played:
    id: int
    day: date
    excused: bool
    closes_at: datetime


@dataclass(slots=True)
class Facts:
    """What one member did and was given in a track; what was carried over stands for all before it."""

    answered: set[int] = field(default_factory=set)
    away: list[tuple[date, date, datetime]] = field(default_factory=list)
    granted: list[date] = field(default_factory=list)
    start: StreakState | None = None

    @property
    def grants(self) -> list[date]:
        return [day for day in self.granted if self.is_left(day)]

    def is_left(self, day: date) -> bool:
        """Not carried over."""
        return self.start is None or self.start.last is None or day > self.start.last

    def days(self, played: Sequence[Played]) -> list[Day]:
        """From the first answered round on, or after what was carried over."""
        if self.start is None:
            played = [*dropwhile(lambda each: each.id not in self.answered, played)]
        return [Day(each.day, self.outcome(each)) for each in played if self.is_left(each.day)]

    def outcome(self, played: Played) -> Outcome:
        if played.id in self.answered:
            return Outcome.ANSWERED
        if played.excused:
            return Outcome.EXCUSED
        return Outcome.AWAY if self.was_away(played) else Outcome.MISSED

    def was_away(self, played: Played) -> bool:
        return any(
            first <= played.day <= last and set_at < played.closes_at for first, last, set_at in self.away
        )


def refold(connection: Connection, track_id: int, member_ids: Iterable[int] | None = None) -> None:
    """Build the streaks of a track again from its facts, of all members or of these."""
    played = played_in(connection, track_id)
    if member_ids is None:
        connection.execute(delete(streaks).where(streaks.c.track_id == track_id))
        member_ids = _participants(connection, track_id)
    for some in in_steps(list(member_ids), AT_ONCE):
        _refold_some(connection, track_id, played, some)


def refold_absent(connection: Connection, track_id: int, round_id: int) -> None:
    """Build again the streaks of those who did not answer the round: an excuse changes only theirs."""
    there = select(answers.c.member_id).where(answers.c.round_id == round_id, STANDING)
    absent = select(streaks.c.member_id).where(streaks.c.track_id == track_id)
    absent = absent.where(streaks.c.member_id.not_in(there.where(answers.c.member_id.is_not(None))))
    refold(connection, track_id, [row.member_id for row in connection.execute(absent)])


def played_in(connection: Connection, track_id: int) -> list[Played]:
    asked = select(rounds.c.id, rounds.c.day, rounds.c.excused, rounds.c.closes_at)
    asked = asked.where(rounds.c.track_id == track_id, PLAYED).order_by(rounds.c.day)
    return [
        Played(row.id, row.day, row.excused is not None, row.closes_at) for row in connection.execute(asked)
    ]


def _participants(connection: Connection, track_id: int) -> set[int]:
    asked = select(answers.c.member_id).join(rounds, rounds.c.id == answers.c.round_id)
    asked = asked.where(rounds.c.track_id == track_id, PLAYED, STANDING, answers.c.member_id.is_not(None))
    return {row.member_id for row in connection.execute(asked.distinct())} | set(
        carried(connection, track_id)
    )


def _refold_some(
    connection: Connection, track_id: int, played: Sequence[Played], member_ids: Sequence[int]
) -> None:
    facts = facts_of(connection, track_id, member_ids)
    mine = streaks.c.track_id == track_id, streaks.c.member_id.in_(member_ids)
    connection.execute(delete(streaks).where(*mine))
    group_id = connection.execute(select(tracks.c.group_id).where(tracks.c.id == track_id)).scalar_one()
    folded = [
        {"track_id": track_id, "group_id": group_id, "member_id": member_id, **state}
        for member_id in member_ids
        if (state := _columns(fold_facts(played, facts[member_id])))
    ]
    if folded:
        connection.execute(insert(streaks), folded)


def facts_of(
    connection: Connection, track_id: int, member_ids: Sequence[int], round_id: int | None = None
) -> dict[int, Facts]:
    """Of a round's own members only that round's answers, where older ones are carried over."""
    found: dict[int, Facts] = defaultdict(Facts)
    asked = _answered(track_id, member_ids)
    for row in connection.execute(asked if round_id is None else asked.where(rounds.c.id == round_id)):
        found[row.member_id].answered.add(row.round_id)
    for row in connection.execute(select(away).where(away.c.member_id.in_(member_ids))):
        found[row.member_id].away.append((row.first_day, row.last_day, row.set_at))
    granted = select(grants).where(grants.c.track_id == track_id, grants.c.member_id.in_(member_ids))
    for row in connection.execute(granted):
        found[row.member_id].granted.append(row.day)
    for member_id, state in carried(connection, track_id, member_ids).items():
        found[member_id].start = state
    return found


def _answered(track_id: int, member_ids: Sequence[int]) -> Any:
    asked = select(answers.c.member_id, answers.c.round_id).join(rounds, rounds.c.id == answers.c.round_id)
    return asked.where(answers.c.member_id.in_(member_ids), rounds.c.track_id == track_id, PLAYED, STANDING)


def fold_facts(
    played: Sequence[Played], facts: Facts, until: date = date.max
) -> tuple[StreakState, Sequence[date]]:
    """The state after the rounds and grants until then, and the days since the last answer on which a
    freeze was spent."""
    days = facts.days([each for each in played if each.day <= until])
    state = fold(days, [day for day in facts.grants if day <= until], facts.start)
    if state.last is None:
        return state, ()
    return state, _covered(days, facts, state.last)


def _columns(folded: tuple[StreakState, Sequence[date]]) -> dict[str, Any]:
    """The columns of a streak; empty for who never answered."""
    state, covered = folded
    if state.last is None:
        return {}
    return {
        "streak": state.streak,
        "progress": state.progress,
        "held": state.held,
        "best": state.best,
        "last_day": state.last,
        "covered": ",".join(day.isoformat() for day in covered),
    }


def _covered(days: list[Day], facts: Facts, last: date) -> list[date]:
    if not any(each.day > last and each.outcome is Outcome.MISSED for each in days):
        return []
    told = trace(days, facts.grants, facts.start)
    return [each.day for each in told if each.day > last and each.what == "freeze"]
