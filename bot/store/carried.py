"""What is carried over for people whose old answers have lost their link: how far, and which totals.

Retention goes through a group's rounds by date. ``carried_to`` is the date it has reached: a week or a
month that ended before it has no totals of its own any more, and which answers count in a season it has
reached stays as it is, since some of them belong to nobody now.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, delete, select

from bot.domain.schedule import periods, season
from bot.domain.streak import StreakState
from bot.store.batch import Batch
from bot.store.tables import carry_scores, carry_streaks, groups, scores

TokenBytes = Callable[[int], bytes]

_KEEP = Batch(
    """
    INSERT INTO carry_streaks (track_id, member_id, day, streak, progress, held, best)
    SELECT w.track_id, w.member_id, w.day, w.streak, w.progress, w.held, w.best FROM {rows} AS w WHERE true
    ON CONFLICT (track_id, member_id) DO UPDATE SET day = excluded.day, streak = excluded.streak,
      progress = excluded.progress, held = excluded.held, best = excluded.best""",
    {
        "track_id": "int",
        "member_id": "int",
        "day": "date",
        "streak": "int",
        "progress": "int",
        "held": "int",
        "best": "int",
    },
)


def carried(
    connection: Connection, track_id: int, member_ids: Sequence[int] | None = None
) -> dict[int, StreakState]:
    """The streaks after the last answer that lost its link, by member: of all members or of these."""
    asked = select(carry_streaks).where(carry_streaks.c.track_id == track_id)
    if member_ids is not None:
        asked = asked.where(carry_streaks.c.member_id.in_(member_ids))
    return {
        row.member_id: StreakState(row.streak, row.progress, row.held, row.best, row.day)
        for row in connection.execute(asked)
    }


def carry_over(connection: Connection, track_id: int, states: Mapping[int, StreakState]) -> None:
    """Keep these states, by member, in place of what was carried before."""
    _KEEP.run(connection, [(track_id, member_id, *_row(state)) for member_id, state in states.items()])


def _row(state: StreakState) -> tuple[object, ...]:
    return state.last, state.streak, state.progress, state.held, state.best


def carried_to(connection: Connection, group_id: int) -> date | None:
    return connection.execute(select(groups.c.carried_to).where(groups.c.id == group_id)).scalar()


def is_settled(day: date, reached: date | None) -> bool:
    """Whether retention has reached the season of a date; ``reached``: the group's ``carried_to``."""
    return reached is not None and season(day) <= season(reached)


def kept_periods(day: date, reached: date | None) -> list[str]:
    """The totals that a round of this date counts for."""
    if reached is None or day > reached:
        return list(periods(day))
    return [period for period in periods(day) if period in periods(reached)]


def reach(connection: Connection, group_id: int, day: date) -> date:
    """Move ``carried_to`` on to ``day``, never back; totals of the weeks and months left behind go."""
    before = carried_to(connection, group_id)
    if before is not None and before >= day:
        return before
    connection.execute(groups.update().where(groups.c.id == group_id).values(carried_to=day))
    over = set(periods(before)) - set(periods(day)) if before else set()
    for table in (scores, carry_scores) if over else ():
        connection.execute(delete(table).where(table.c.group_id == group_id, table.c.period.in_(over)))
    return day
