"""How much is stored of an account."""

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, func, select

from bot.domain.held import Held
from bot.store.folding import STANDING
from bot.store.forgetting import Person, person
from bot.store.tables import answers, away, groups, members, organisers, scores, streaks
from bot.store.tables_practice import attempts, interviews, quiz_sessions, reports, review_items


def held_of(connection: Connection, account_id: int) -> Held:
    who = person(connection, account_id)
    if who is None:
        return Held()
    mine = who.member_ids
    best = select(func.coalesce(func.max(streaks.c.best), 0)).where(streaks.c.member_id.in_(mine))
    points = select(func.coalesce(func.sum(scores.c.points), 0)).where(scores.c.member_id.in_(mine))
    return Held(
        names=tuple(sorted(who.names)),
        groups=len(who.group_ids),
        hidden=_any(connection, who, members.c.hidden),
        milestones=_any(connection, who, members.c.milestones),
        answers=_count(connection, answers, answers.c.member_id.in_(mine), STANDING),
        points=connection.execute(points.where(scores.c.period == "all")).scalar_one(),
        streaks=_count(connection, streaks, streaks.c.member_id.in_(mine)),
        best=connection.execute(best).scalar_one(),
        away=_count(connection, away, away.c.member_id.in_(mine)),
        attempts=_count(connection, attempts, attempts.c.account_id == account_id),
        quizzes=_count(connection, quiz_sessions, quiz_sessions.c.account_id == account_id),
        interviews=_count(connection, interviews, interviews.c.account_id == account_id),
        notes=_count(
            connection, interviews, interviews.c.account_id == account_id, interviews.c.note.is_not(None)
        ),
        review_items=_count(connection, review_items, review_items.c.account_id == account_id),
        reports=_count(connection, reports, reports.c.member_id.in_(mine)),
        organises=connection.execute(_organised(who)).scalar_one(),
    )


def _any(connection: Connection, who: Person, wish: ColumnElement[bool]) -> bool:
    asked = select(members.c.id).where(members.c.account_id == who.account_id, wish).limit(1)
    return connection.execute(asked).first() is not None


def _count(connection: Connection, table: Table, *which: Any) -> int:
    return connection.execute(select(func.count()).select_from(table).where(*which)).scalar_one()


def _organised(who: Person) -> Select[int]:
    here = organisers.c.group_id == groups.c.id, organisers.c.account == who.account
    asked = select(func.count()).select_from(organisers).join(groups, groups.c.id == organisers.c.group_id)
    return asked.where(*here, groups.c.platform == who.platform)
