"""Everything that is stored of an account, in plain words: a kind of things is a list of rows."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, Select, literal, select

from bot.domain.frozen import Key, Response
from bot.domain.grading import spell
from bot.ports.privacy import Export
from bot.store.codec import items_of, question_of
from bot.store.forgetting import Person, person
from bot.store.installations import installed_by
from bot.store.tables import (
    answers,
    away,
    carry_scores,
    carry_streaks,
    grants,
    groups,
    members,
    organisers,
    rounds,
    scores,
    snapshots,
    streaks,
    tracks,
)
from bot.store.tables_platforms import installations
from bot.store.tables_practice import attempts, interviews, parked, quiz_sessions, reports, review_items

Kind = Callable[[Connection, Person], Iterable[Mapping[str, Any]]]

_keys = msgspec.json.Decoder(tuple[Key, ...])


def export_of(connection: Connection, account_id: int) -> Export:
    who = person(connection, account_id)
    if who is None:
        return {name: [] for name in KINDS}
    return {name: [_plain(row) for row in kind(connection, who)] for name, kind in KINDS.items()}


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, date):  # an instant is one as well
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _mine(who: Person, table: Any, *columns: Any) -> Select[Any]:
    """Of the account's members, with the group's name first."""
    asked = select(groups.c.name.label("group"), *columns).join_from(
        table, members, members.c.id == table.c.member_id
    )
    asked = asked.join(groups, groups.c.id == members.c.group_id)
    return asked.where(members.c.account_id == who.account_id)


def _in_tracks(who: Person, table: Any, *columns: Any) -> Select[Any]:
    channel = tracks.c.channel_name.label("channel")
    return _mine(who, table, channel, *columns).join(tracks, tracks.c.id == table.c.track_id)


def _rows(connection: Connection, asked: Select[Any]) -> Iterable[Mapping[str, Any]]:
    return [row._asdict() for row in connection.execute(asked)]


def _profile(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    shown = groups.c.name.label("group"), members.c.name, members.c.hidden, members.c.milestones
    asked = select(*shown, members.c.last_answer_day, organisers.c.added_at.label("organiser_since"))
    asked = asked.join_from(members, groups, groups.c.id == members.c.group_id)
    added = (organisers.c.group_id == groups.c.id) & (organisers.c.account == who.account)
    asked = asked.outerjoin(organisers, added).where(members.c.account_id == who.account_id)
    for row in _rows(connection, asked.order_by(members.c.id)):
        yield {"platform": who.platform, "account": who.account, **row}


def _answers(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    asked = _mine(who, answers, *answers.c, *_ROUND).join(rounds, rounds.c.id == answers.c.round_id)
    asked = asked.join(tracks, tracks.c.id == rounds.c.track_id)
    asked = asked.outerjoin(snapshots, snapshots.c.id == rounds.c.snapshot_id)
    for row in connection.execute(asked.order_by(rounds.c.day, rounds.c.id)):
        yield _answer(row)


_ROUND = (
    rounds.c.day,
    rounds.c.question_id,
    rounds.c.shown_order,
    rounds.c.more_keys,
    snapshots.c.body,
    tracks.c.channel_name,
)


def _answer(row: Row[Any]) -> dict[str, Any]:
    question = question_of(row.body, row.shown_order, row.more_keys)

    def told(bits: int | None, text: str | None) -> str:
        response = Response(bits or 0, text)
        return spell(question, response) if question and response.standing else ""

    return {
        "group": row.group,
        "channel": row.channel_name,
        "date": row.day,
        "question": row.question_id,
        "prompt": question.prompt if question else "",
        "answer": told(row.bits, row.text),
        "changed_from": told(row.prev_bits, row.prev_text),
        "answered_at": row.at,
        "by": row.way,
        "points": row.points,
        "right": row.correct,
        "counted": row.counts,
    }


def _streaks(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    """Also as carried over from answers that have lost their link."""
    for table, last in ((streaks, streaks.c.last_day), (carry_streaks, carry_streaks.c.day)):
        figures = table.c.streak, table.c.progress, table.c.held, table.c.best, last.label("last_day")
        for row in _rows(connection, _in_tracks(who, table, *figures).order_by(table.c.track_id)):
            yield {**row, "carried": table is carry_streaks}


def _points(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    for table in (scores, carry_scores):
        figures = table.c.period, table.c.points, table.c.answered, table.c.correct.label("right")
        for row in _rows(connection, _mine(who, table, *figures).order_by(table.c.group_id, table.c.period)):
            yield {**row, "carried": table is carry_scores}


def _days(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    """Days off and granted freezes."""
    ranges = _mine(who, away, away.c.first_day, away.c.last_day, away.c.set_at)
    for row in _rows(connection, ranges.order_by(away.c.id)):
        yield {"what": "away", "channel": None, **row}
    given = _in_tracks(who, grants, grants.c.day, grants.c.granted_at).order_by(grants.c.id)
    for freeze in connection.execute(given):
        day = {"first_day": freeze.day, "last_day": freeze.day, "set_at": freeze.granted_at}
        yield {"what": "freeze granted", "channel": freeze.channel, "group": freeze.group, **day}


def _attempts(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    columns = attempts.c.question_id.label("question"), attempts.c.topic, attempts.c.level, attempts.c.source
    asked = select(*columns, attempts.c.correct.label("right"), attempts.c.score, attempts.c.at)
    mine = attempts.c.account_id == who.account_id
    return _rows(connection, asked.where(mine).order_by(attempts.c.at, attempts.c.id))


def _sessions(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    """Quizzes question by question, and interviews with their notes."""
    mine = quiz_sessions.c.account_id == who.account_id
    for row in connection.execute(select(quiz_sessions).where(mine).order_by(quiz_sessions.c.started_at)):
        yield from _places(row)
    own = interviews.c.account_id == who.account_id
    for row in connection.execute(select(interviews).where(own).order_by(interviews.c.started_at)):
        yield {
            **_session("review interview" if row.review else "interview", row),
            "question": row.question_id,
            "asked_for": row.words,
            "note": row.note,
            "ticked_points": [bit + 1 for bit in range(row.ticks.bit_length()) if row.ticks >> bit & 1],
        }


def _session(kind: str, row: Row[Any]) -> dict[str, Any]:
    empty = {"question": None, "asked_for": None, "answer": None, "right": None, "note": None}
    times = {"started_at": row.started_at, "ended_at": row.ended_at}
    return {"kind": kind, **times, **empty, "ticked_points": None}


def _places(row: Row[Any]) -> Iterable[dict[str, Any]]:
    for item in items_of(row.items):
        given = item.response
        yield {
            **_session(row.kind, row),
            "question": item.question_id,
            "asked_for": " ".join(row.topics),
            "answer": None if given is None else given.text or " ".join(str(i + 1) for i in given.indices),
            "right": item.right,
        }


def _review(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    columns = review_items.c.question_id.label("question"), review_items.c.due_at, review_items.c.last_at
    asked = select(*columns, review_items.c.card.label("memory"))
    mine = review_items.c.account_id == who.account_id
    return _rows(connection, asked.where(mine).order_by(review_items.c.due_at))


def _deeds(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    """Problems reported, and what an organiser did under this account."""
    problems = _mine(who, reports, reports.c.question_id, reports.c.kind, reports.c.text, reports.c.at)
    for row in connection.execute(problems.order_by(reports.c.id)):
        yield _deed(f"reported: {row.kind}", row.group, row.question_id, row.at, row.text)
    for what, asked in _organised(who):
        for row in connection.execute(asked):
            yield _deed(what, row.group, row.about, row.at)
    yield from _fixes(connection, who)


def _deed(what: str, group: str, about: str, at: datetime | None, text: str = "") -> dict[str, Any]:
    return {"what": what, "group": group, "about": about, "at": at, "text": text}


def _organised(who: Person) -> Iterable[tuple[str, Select[Any]]]:
    yield (
        "kept a question parked",
        _done(who, parked, parked.c.kept_by, parked.c.question_id, parked.c.kept_at),
    )
    yield (
        "added an organiser",
        _done(who, organisers, organisers.c.added_by, literal(""), organisers.c.added_at),
    )
    changed = _done(who, tracks, tracks.c.changed_by, tracks.c.channel_name, tracks.c.changed_at)
    yield "changed a track last", changed
    there = select(groups.c.name.label("group"), tracks.c.channel_name.label("about"))
    there = there.add_columns(grants.c.granted_at.label("at")).join_from(
        grants, tracks, tracks.c.id == grants.c.track_id
    )
    there = there.join(groups, groups.c.id == tracks.c.group_id)
    yield (
        "granted a freeze",
        there.where(groups.c.platform == who.platform, grants.c.granted_by == who.account),
    )
    mine = select(installations.c.name.label("group"), literal("").label("about"))
    mine = mine.add_columns(installations.c.installed_at.label("at"))
    yield "installed the app", mine.where(installed_by(who.platform, who.account))


def _done(who: Person, table: Any, by: Any, about: Any, at: Any) -> Select[Any]:
    asked = select(groups.c.name.label("group"), about.label("about"), at.label("at"))
    asked = asked.join_from(table, groups, groups.c.id == table.c.group_id)
    return asked.where(groups.c.platform == who.platform, by == who.account)


def _fixes(connection: Connection, who: Person) -> Iterable[Mapping[str, Any]]:
    here = rounds.c.group_id.in_(who.group_ids), rounds.c.more_keys.is_not(None)
    asked = select(groups.c.name.label("group"), rounds.c.question_id, rounds.c.more_keys)
    asked = asked.join_from(rounds, groups, groups.c.id == rounds.c.group_id)
    for row in connection.execute(asked.where(*here)):
        for key in _keys.decode(row.more_keys):
            if key.by == who.account:
                yield _deed(
                    "corrected a question", row.group, row.question_id, key.at, "; ".join(key.reasons)
                )


KINDS: Mapping[str, Kind] = {
    "profile": _profile,
    "answers": _answers,
    "streaks": _streaks,
    "points": _points,
    "days": _days,
    "attempts": _attempts,
    "sessions": _sessions,
    "review": _review,
    "reports_and_changes": _deeds,
}
