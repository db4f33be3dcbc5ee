"""Writing a batch of acts: one statement for all of them, one more for what the confirmations say."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Date

from bot.domain.frozen import Response
from bot.domain.streak import StreakState
from bot.errors import StoreError
from bot.ports.answers import Act, Written
from bot.store.batch import Batch
from bot.store.columns import stamp

Outcome = Written | StoreError
Place = tuple[int, int]
"""A round and a member."""
Standing = tuple[int, str | None, int | None, str | None]
"""Bits and text as they stand now, and before."""

_ACT = {"round_id": "int", "member_id": "int", "bits": "int", "text": "text", "at": "instant", "way": "text"}
_OPEN = """FROM {rows} AS w JOIN rounds r ON r.id = w.round_id
        AND r.state IN ('planned', 'posted') AND w.at < r.closes_at
      JOIN members m ON m.id = w.member_id AND m.group_id = r.group_id
      WHERE true {locked}"""
_LOCKED = {"locked": "ORDER BY r.id, m.id FOR SHARE OF r"}
"""PostgreSQL: a close that has begun is waited for and seen; SQLite has one writer."""

_KEPT = """RETURNING answers.round_id, answers.member_id, answers.bits, answers.text,
      answers.prev_bits, answers.prev_text"""
_INSERT = f"""
    INSERT INTO answers (round_id, member_id, bits, text, at, way)
    SELECT r.id, m.id, w.bits, w.text, w.at, w.way {_OPEN}
    ON CONFLICT (round_id, member_id) DO UPDATE SET
      prev_bits = answers.bits, prev_text = answers.text, at = excluded.at, way = excluded.way,"""

_REPLACE = Batch(
    f"""{_INSERT} bits = excluded.bits, text = excluded.text
    WHERE excluded.at >= answers.at {_KEPT}""",
    _ACT,
    postgres=_LOCKED,
)
_FLIP = Batch(
    f"""{_INSERT} bits = (answers.bits | excluded.bits) - (answers.bits & excluded.bits), text = NULL
    WHERE excluded.at > answers.at {_KEPT}""",
    _ACT,
    postgres=_LOCKED,
)
_WITHDRAW = Batch(
    f"""
    UPDATE answers SET prev_bits = answers.bits, prev_text = answers.text, bits = 0, text = NULL, at = s.at
    FROM (SELECT r.id AS round_id, m.id AS member_id, w.at, w.way {_OPEN}) AS s
    WHERE answers.round_id = s.round_id AND answers.member_id = s.member_id AND answers.way = s.way
      AND s.at >= answers.at AND (answers.bits <> 0 OR answers.text IS NOT NULL) {_KEPT}""",
    _ACT,
    postgres=_LOCKED,
)
_FACTS = Batch(
    """
    SELECT m.id, a.bits, a.text,
      NOT EXISTS (SELECT 1 FROM answers o WHERE o.member_id = w.member_id AND o.round_id <> w.round_id),
      s.streak, s.covered, p.id, b.bits AS wrong_bits, b.text AS wrong_text,
      s.progress, s.held, s.best, s.last_day
    FROM {rows} AS w
    LEFT JOIN rounds r ON r.id = w.round_id
    LEFT JOIN members m ON m.id = w.member_id AND m.group_id = r.group_id
    LEFT JOIN answers a ON a.round_id = w.round_id AND a.member_id = w.member_id
    LEFT JOIN streaks s ON s.track_id = r.track_id AND s.member_id = w.member_id
    LEFT JOIN rounds p ON p.track_id = r.track_id AND p.day = (
      SELECT MAX(q.day) FROM rounds q
      WHERE q.track_id = r.track_id AND q.day < r.day AND q.state IN ('closed', 'revealed'))
    LEFT JOIN answers b ON b.round_id = p.id AND b.member_id = w.member_id AND NOT b.correct
      AND (b.bits <> 0 OR b.text IS NOT NULL)
    ORDER BY w.place""",
    {"round_id": "int", "member_id": "int", "place": "int"},
    returns={"last_day": Date()},
)


def write_acts(connection: Connection, acts: Sequence[Act]) -> list[Outcome]:
    """One outcome for each act, in order; no two acts of one member on one round."""
    kept: dict[Place, Standing] = {}
    for statement, some in _by_statement(acts).items():
        for row in statement.run(connection, map(_act, some)).all():
            round_id, member_id, bits, text, prev_bits, prev_text = row
            kept[round_id, member_id] = (bits, text, prev_bits, prev_text)
    places = [(act.round_id, act.member_id, place) for place, act in enumerate(acts)]
    facts = _FACTS.run(connection, places).all()
    return [
        _outcome(kept.get((round_id, member_id)), row)
        for (round_id, member_id, _), row in zip(places, facts, strict=True)
    ]


def _by_statement(acts: Sequence[Act]) -> dict[Batch, list[Act]]:
    sorted_out: dict[Batch, list[Act]] = {}
    for act in acts:
        statement = _WITHDRAW if act.withdraws else _FLIP if act.flip else _REPLACE
        sorted_out.setdefault(statement, []).append(act)
    return sorted_out


def _act(act: Act) -> tuple[object, ...]:
    response = act.response
    return (act.round_id, act.member_id, response.bits, response.text, stamp(act.at), act.way)


def _outcome(kept: Standing | None, facts: Sequence[Any]) -> Outcome:
    """Rows are taken apart by position: this runs for each answer of a rush."""
    known, bits, text, first_ever, streak, covered, wrong_round, wrong_bits, wrong_text, *state = facts
    if known is None:
        return StoreError("There is no such round for this member.")
    if kept is not None:
        bits, text = kept[:2]
    return Written(
        accepted=kept is not None,
        response=Response(bits or 0, text),
        before=None if kept is None else _before(*kept[2:]),
        streak=None if streak is None else StreakState(streak, *state),
        first_ever=bool(first_ever),
        covered=tuple(map(date.fromisoformat, covered.split(","))) if covered else (),
        last_wrong=None if wrong_bits is None else (wrong_round, Response(wrong_bits, wrong_text)),
    )


def _before(bits: int | None, text: str | None) -> Response | None:
    """A withdrawn answer was no answer."""
    if bits is None or (bits == 0 and text is None):
        return None
    return Response(bits, text)
