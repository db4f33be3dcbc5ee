"""What the hot questions cost, by SQLite's own plans: no scan of answers, no walk through all tracks."""

import shutil
from collections.abc import AsyncIterator, Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection

from bot.ports.answers import Act, Actor
from bot.ports.boards import BoardQuery, SeasonAsked
from bot.ports.stats import DaySpan
from bot.store import (
    answer_statements,
    answering,
    answers,
    away,
    boards,
    deliveries,
    departure,
    display,
    feeding,
    interviews,
    meeting,
    practice,
    regrading,
    reports,
    retention,
    reviews,
    rounds,
    seasons,
    stats,
    tally,
    tracks,
    unsure,
)
from bot.store.engine import Database, connect, parsed
from bot.store.transactions import sqlite_driver
from tests.store.scene import START, B, copy_of

Read = Callable[[Connection], Any]
DAY = START.date()
READS: dict[str, tuple[Read, str]] = {
    "tracks due": (lambda connection: tracks._due(connection, START, 9), "ix_tracks_due"),
    "the next track": (tracks._next_due, "ix_tracks_due"),
    "rounds to close": (lambda connection: rounds._due_to_close(connection, START, 9), "ix_rounds_open"),
    "the next close": (rounds._next_close, "ix_rounds_open"),
    "deliveries due": (lambda connection: deliveries._due(connection, ["a"], START, 9), "ix_deliveries_due"),
    "stuck deliveries": (
        lambda connection: deliveries._due(connection, ["a"], START, 9),
        "ix_deliveries_lease",
    ),
    "the next delivery": (lambda connection: deliveries._next_due(connection, ["a"]), "ix_deliveries_due"),
    "deliveries that wait": (deliveries._count_waiting, "ix_deliveries_due"),
    "rounds that are posted": (rounds._count_posted, "ix_rounds_posted"),
    "edits due": (lambda connection: display.due(connection, ["a"], 9), "ix_rounds_display"),
    "counts of open rounds": (lambda connection: display.open_counts(connection, START), "ix_rounds_posted"),
    "a channel's rounds": (lambda connection: rounds._newest(connection, 1, "c", 9), "ix_rounds_channel"),
    "questions withheld": (lambda connection: practice.withheld(connection, 1, 1), "rounds"),
    "questions seen": (lambda connection: rounds._seen(connection, [1]), "ix_rounds_seen"),
    "a tally": (lambda connection: tally.tally_of(connection, 1), "(round_id=?)"),
    "days away": (lambda connection: away._ranges(connection, 1, DAY), "ix_away_member_id"),
    "results of an account": (lambda connection: stats._daily(connection, 1), "ix_members_account_id"),
    "practice of an account": (
        lambda connection: stats._practised(connection, 1),
        "ix_attempts_account_id_topic_correct",
    ),
    "days of an account": (
        lambda connection: stats._days(connection, 1, [DaySpan(DAY, START, START)]),
        "ix_attempts_account_id_at",
    ),
    "answers of an hour": (
        lambda connection: practice._answered_since(connection, 1, START, 200),
        "ix_attempts_account_id_at",
    ),
    "quizzes that can go on": (
        lambda connection: practice._open_sessions(connection, 1, START, 3, "quiz"),
        "ix_quiz_sessions_open",
    ),
    "reports of an account": (
        lambda connection: reports._others_since(connection, 1, "q", START),
        "(member_id=?",
    ),
    "seasons that are over": (
        lambda connection: seasons.seasons(connection, [SeasonAsked(1, ("2026-10",), DAY)], START, START),
        "(group_id=? AND period=?",
    ),
    "rounds of a season": (
        lambda connection: seasons._unsettled(connection, [SeasonAsked(1, ("2026-10",), DAY)], START),
        "(track_id=? AND day>? AND day<?)",
    ),
    "mistakes": (lambda connection: practice._mistakes(connection, 1), "ix_answers_member_id_round_id"),
    "streak days": (lambda connection: answers._streak_days(connection, 1, 1), "(track_id=?)"),
    "acts": (
        lambda connection: answer_statements.FACTS.run(
            connection, [(1, "mark", "fake", "g1", "ada", "", "")], tomorrow="2026"
        ),
        "ix_answers_member_id_round_id",
    ),
    "what is due": (
        lambda connection: reviews._due(connection, 1, 1, START, 9),
        "ix_review_items_account_id_due_at",
    ),
    "rounds not fed": (reviews._unfed, "ix_rounds_unreviewed"),
    "rounds to unlink": (
        lambda connection: retention.anything_before(connection, START.date()),
        "ix_rounds_linked",
    ),
    "groups to purge": (
        lambda connection: departure.oldest_removed(connection, START),
        "ix_groups_removed",
    ),
    "rounds to feed": (reviews._waiting, "ix_rounds_unreviewed"),
    "whom to feed": (
        lambda connection: connection.execute(reviews._members_of(1, 0).limit(9)),
        "sqlite_autoindex_streaks_1 (track_id=? AND member_id>?)",
    ),
    "rounds not fed of an account": (
        lambda connection: reviews._unfed_of(connection, 1),
        "ix_members_account_id",
    ),
    "items to feed": (
        lambda connection: feeding._items(connection, [(1, "q")]),
        "(account_id=? AND question_id=?)",
    ),
    "facts of an item": (lambda connection: feeding._facts(connection, [(1, "q")]), "ix_rounds_seen"),
    "deliveries nobody is sure of": (
        lambda connection: unsure.unsure_in(connection, 1),
        "ix_deliveries_unsure",
    ),
    "what is unsure of a round": (
        lambda connection: unsure.unsure_of(connection, 1),
        "ix_deliveries_round_id",
    ),
    "the newest round with a question": (
        lambda connection: rounds._last_with(connection, 1, "q"),
        "ix_rounds_seen",
    ),
    "what a key gives": (lambda connection: regrading._gains(connection, 1, copy_of("q")), "(round_id=?"),
    "what is parked": (lambda connection: reports._parked(connection, [1]), "ix_reports_open"),
    "what is reported": (lambda connection: reports._open_in(connection, 1), "ix_reports_open"),
    "who was asked what": (
        lambda connection: interviews._asked(connection, 1),
        "ix_interviews_account_id_started_at",
    ),
}
BIG = (
    *(
        "accounts",
        "groups",
        "answers",
        "rounds",
        "tracks",
        "deliveries",
        "members",
        "scores",
        "streaks",
        "attempts",
    ),
    *("review_items", "interviews"),
)


ADA = Actor("fake", "g1", "Study group", "ada", "Ada")
BEN = ADA._replace(account="ben", name="Ben")


@pytest.fixture
async def database(migrated_sqlite: Path, tmp_path: Path) -> AsyncIterator[Database]:
    path = shutil.copyfile(migrated_sqlite, tmp_path / "dailydrill.db")
    opened = connect(parsed(f"sqlite+aiosqlite:///{path}"))
    yield opened
    await opened.close()


def plans(connection: Connection, read: Read) -> list[str]:
    """The plan of each statement that ``read`` runs, as lines."""
    asked: list[str] = []
    driver = sqlite_driver(connection)
    driver.set_trace_callback(asked.append)
    read(connection)
    driver.set_trace_callback(None)
    assert asked
    return [str(row[-1]) for statement in asked for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]


def scans(lines: list[str]) -> list[str]:
    """Walks through a whole table or index; the partial indexes hold only what is open or due."""
    partial = (
        "ix_tracks_due",
        "ix_rounds_open",
        "ix_rounds_display",
        "ix_rounds_posted",
        "ix_deliveries_due",
        "ix_rounds_unreviewed",
    )
    found = [line for line in lines if line.startswith(tuple(f"SCAN {table}" for table in BIG))]
    return [line for line in found if not line.endswith(partial)]


@pytest.mark.parametrize("name", READS)
async def test_a_question_goes_by_its_index(database: Database, name: str) -> None:
    read, index = READS[name]
    lines = await database.write(plans, read)
    assert scans(lines) == []
    assert any(index in line for line in lines), lines


@pytest.mark.parametrize("measure", ["points", "accuracy", "streak"])
async def test_no_board_looks_at_answers(database: Database, measure: str) -> None:
    query = BoardQuery(1, "all", measure, 0, START)

    def read(connection: Connection) -> None:
        connection.execute(boards.top_rows(query, 10)).all()
        connection.execute(boards.around(query, 10.0)).all()
        connection.execute(boards.tied_rows(query, 10.0)).all()

    lines = await database.write(plans, read)
    assert not any("answers" in line for line in lines) and scans(lines) == []
    if measure != "streak":
        assert any(f"ix_scores_{measure}" in line for line in lines), lines


@pytest.mark.parametrize("actors", [[ADA], [ADA, BEN]], ids=["alone", "together"])
async def test_writing_answers_scans_nothing(database: Database, actors: list[Actor]) -> None:
    acts = [
        act
        for actor in actors
        for act in (
            Act("mark", actor, B, START, "button"),
            Act("mark", actor, B, START, "button", flip=True),
            Act("mark", actor, B, START, "reaction", withdraws=True),
        )
    ]

    def write(connection: Connection) -> None:
        answering.write_waves(connection, answering.waves(list(map(answering.line_of, acts, count(1)))))
        meeting.put_members(connection, [ADA])

    lines = await database.write(plans, write)
    assert scans(lines) == []
