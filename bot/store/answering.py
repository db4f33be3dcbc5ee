"""Writing a batch of acts: one statement finds who acts on what, one writes all of them, and one more says
what the confirmations need.

That answers with a single row of JSON. Python's sqlite3 lets go of the interpreter lock for each
row it fetches, and beside a busy event loop getting it back costs more than the row.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection

from bot.domain.frozen import Response
from bot.domain.streak import StreakState
from bot.errors import NoMember, StoreError
from bot.ports.answers import Act, Told, Written
from bot.store.batch import Batch
from bot.store.columns import stamp
from bot.store.meeting import as_acts

Outcome = Written | StoreError

Numbered = tuple[int, Act]

A_DAY = timedelta(days=1)
NO_SUCH_ROUND = "There is no such round for this member."

_ACT = {
    "round_id": "int",
    "member_id": "int",
    "bits": "int",
    "text": "text",
    "at": "instant",
    "way": "text",
    "act": "int",
}
_OPEN = """FROM {rows} AS w JOIN rounds r ON r.id = w.round_id
        AND r.state IN ('planned', 'posted') AND w.at < r.closes_at
      JOIN members m ON m.id = w.member_id AND m.group_id = r.group_id
      WHERE true {locked}"""
_WORDS = {
    "sqlite": {"locked": "", "array": "json_array", "together": "json_group_array"},
    "postgresql": {
        # A close or a deletion that has begun is waited for and seen; SQLite has one writer.
        "locked": "ORDER BY r.id, m.id FOR SHARE OF r FOR KEY SHARE OF m",
        "array": "json_build_array",
        "together": "json_agg",
    },
}
_INSERT = f"""
    INSERT INTO answers (round_id, member_id, bits, text, at, way, act)
    SELECT r.id, m.id, w.bits, w.text, w.at, w.way, w.act {_OPEN}
    ON CONFLICT (round_id, member_id) DO UPDATE SET prev_bits = answers.bits, prev_text = answers.text,
      at = excluded.at, way = excluded.way, act = excluded.act,"""

_REPLACE = Batch(
    f"{_INSERT} bits = excluded.bits, text = excluded.text WHERE excluded.at >= answers.at",
    _ACT,
    words=_WORDS,
)
_FLIP = Batch(
    f"""{_INSERT} bits = (answers.bits | excluded.bits) - (answers.bits & excluded.bits), text = NULL
    WHERE excluded.at > answers.at""",
    _ACT,
    words=_WORDS,
)
_WITHDRAW = Batch(
    f"""
    UPDATE answers SET prev_bits = answers.bits, prev_text = answers.text, bits = 0, text = NULL, at = s.at,
      act = s.act
    FROM (SELECT r.id AS round_id, m.id AS member_id, w.bits, w.at, w.way, w.act {_OPEN}) AS s
    WHERE answers.round_id = s.round_id AND answers.member_id = s.member_id AND answers.way = s.way
      AND answers.bits = s.bits AND s.at >= answers.at AND (answers.bits <> 0 OR answers.text IS NOT NULL)""",
    _ACT,
    words=_WORDS,
)
_FACTS = Batch(
    """
    WITH w AS MATERIALIZED (SELECT * FROM {rows} AS given),
    r AS MATERIALIZED (
      SELECT id, track_id, group_id, (SELECT t.zone FROM tracks t WHERE t.id = rounds.track_id) AS zone, (
        SELECT q.id FROM rounds q WHERE q.track_id = rounds.track_id AND q.day < rounds.day
          AND q.state IN ('closed', 'revealed') ORDER BY q.day DESC LIMIT 1) AS previous
      FROM rounds WHERE id IN (SELECT round_id FROM w))
    SELECT {together}({array}(
      w.act, m.id, a.act, a.bits, a.text, a.prev_bits, a.prev_text,
      NOT EXISTS (SELECT 1 FROM answers o WHERE o.member_id = w.member_id AND o.round_id <> w.round_id),
      s.covered, b.round_id, b.bits, b.text, s.streak, s.progress, s.held, s.best, s.last_day,
      EXISTS (SELECT 1 FROM review_items i WHERE i.account_id = m.account_id AND i.due_at < w.tomorrow),
      r.zone, m.account_id, r.group_id))
    FROM w
    LEFT JOIN r ON r.id = w.round_id
    LEFT JOIN members m ON m.id = w.member_id AND m.group_id = r.group_id
    LEFT JOIN answers a ON a.round_id = w.round_id AND a.member_id = w.member_id
    LEFT JOIN streaks s ON s.track_id = r.track_id AND s.member_id = w.member_id
    LEFT JOIN answers b ON b.round_id = r.previous AND b.member_id = w.member_id AND NOT b.correct
      AND (b.bits <> 0 OR b.text IS NOT NULL)""",
    {"round_id": "int", "member_id": "int", "act": "int", "tomorrow": "instant"},
    words=_WORDS,
)


def write_acts(connection: Connection, told: Sequence[Act | Told], number: int) -> list[Outcome]:
    """One outcome for each act, in order.

    ``number``: the first of as many numbers as there are acts, never used before. An answer keeps the
    number of the act that made it, which tells whether an act was taken.
    """
    acts = as_acts(connection, told)
    outcomes: dict[int, Outcome] = {}
    for wave in _waves([(place, act) for place, act in enumerate(acts, number) if act is not None]):
        _write(connection, wave)
        outcomes |= _outcomes(connection, wave)
    return [outcomes.get(place) or NoMember(NO_SUCH_ROUND) for place in range(number, number + len(acts))]


def _waves(acts: list[Numbered]) -> Iterator[list[Numbered]]:
    """No two acts of one member on one round at once: a second one needs to see what the first left."""
    while acts:
        wave: dict[tuple[int, int], Numbered] = {}
        later = [
            each for each in acts if wave.setdefault((each[1].round_id, each[1].member_id), each) is not each
        ]
        yield list(wave.values())
        acts = later


def _write(connection: Connection, acts: Sequence[Numbered]) -> None:
    rows: dict[Batch, list[tuple[object, ...]]] = {}
    for place, act in acts:
        rows.setdefault(_statement(act), []).append(_row(act, place))
    for statement, some in rows.items():
        statement.value(connection, some)


def _statement(act: Act) -> Batch:
    return _WITHDRAW if act.withdraws else _FLIP if act.flip else _REPLACE


def _row(act: Act, number: int) -> tuple[object, ...]:
    response = act.response
    return (act.round_id, act.member_id, response.bits, response.text, stamp(act.at), act.way, number)


def _outcomes(connection: Connection, acts: Sequence[Numbered]) -> dict[int, Outcome]:
    asked = [(act.round_id, act.member_id, place, stamp(act.at + A_DAY)) for place, act in acts]
    found = _FACTS.value(connection, asked)
    facts = msgspec.json.decode(found) if isinstance(found, str) else found
    return {each[0]: _outcome(each) for each in facts}


def _outcome(facts: Sequence[Any]) -> Outcome:
    """Taken apart by position: this runs for each answer of a rush."""
    act, known, made_by, bits, text, prev_bits, prev_text, first_ever, covered, wrong, *more = facts
    if known is None:
        return NoMember(NO_SUCH_ROUND)
    wrong_bits, wrong_text, streak, progress, held, best, last, due, zone, account_id, group_id = more
    accepted = act == made_by
    return Written(
        accepted=accepted,
        response=Response(bits or 0, text),
        before=_before(prev_bits, prev_text) if accepted else None,
        streak=_state(streak, progress, held, best, last) if streak is not None else None,
        first_ever=bool(first_ever),
        zone=zone,
        account_id=account_id,
        group_id=group_id,
        covered=tuple(map(date.fromisoformat, covered.split(","))) if covered else (),
        last_wrong=(wrong, Response(wrong_bits, wrong_text)) if wrong is not None else None,
        due=bool(due),
    )


def _before(bits: int | None, text: str | None) -> Response | None:
    """A withdrawn answer was no answer."""
    if bits is None or (bits == 0 and text is None):
        return None
    return Response(bits, text)


def _state(streak: int, progress: int, held: int, best: int, last: str) -> StreakState:
    return StreakState(streak, progress, held, best, date.fromisoformat(last))
