"""Writing acts together: one statement writes all of them, by the platform's own ids, and one more says what
the confirmations need. An answer needs no read before it: whoever turns out to be new is met, and written then.

What Python has to do is done on the event loop, before and after: beside a busy loop the writer's thread waits
for the interpreter each time it needs it. For the same reason the facts are a single row of JSON, and only
those of somebody new are read on the thread.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.domain.frozen import Response
from bot.domain.streak import StreakState
from bot.errors import NoMember, StoreError
from bot.ports.answers import Act, Written
from bot.store.batch import Batch
from bot.store.columns import stamp
from bot.store.meeting import meet, names

Outcome = Written | StoreError

A_DAY = timedelta(days=1)
MOST_BITS = 63
"""Of a number beyond, SQLite would make a fraction without a word."""

NO_SUCH_ROUND = "There is no such round for this member."

_COLUMNS = {
    "act": "int",
    "mark": "text",
    "platform": "text",
    "external": "text",
    "account": "text",
    "group_name": "text",
    "name": "text",
    "bits": "int",
    "text": "text",
    "at": "instant",
    "way": "text",
}
_OPEN = """FROM {rows} AS w
      JOIN rounds r ON r.mark = w.mark AND r.state IN ('planned', 'posted') AND w.at < r.closes_at
      JOIN groups g ON g.id = r.group_id AND g.platform = w.platform AND g.external = w.external
      JOIN accounts c ON c.platform = w.platform AND c.account = w.account
      JOIN members m ON m.group_id = g.id AND m.account_id = c.id
      WHERE true {locked}"""
_WORDS = {
    "sqlite": {"locked": "", "array": "json_array", "together": "json_group_array", "tomorrow": ":tomorrow"},
    "postgresql": {
        # A close or a deletion that has begun is waited for and seen; SQLite has one writer.
        "locked": "ORDER BY r.id, m.id FOR SHARE OF r FOR KEY SHARE OF m",
        "array": "json_build_array",
        "together": "json_agg",
        "tomorrow": "CAST(:tomorrow || '+00' AS timestamptz)",
    },
}
_INSERT = f"""
    INSERT INTO answers (round_id, member_id, bits, text, at, way, act)
    SELECT r.id, m.id, w.bits, w.text, w.at, w.way, w.act {_OPEN}
    ON CONFLICT (round_id, member_id) DO UPDATE SET prev_bits = answers.bits, prev_text = answers.text,
      at = excluded.at, way = excluded.way, act = excluded.act,"""

_REPLACE = Batch(
    f"{_INSERT} bits = excluded.bits, text = excluded.text WHERE excluded.at >= answers.at",
    _COLUMNS,
    words=_WORDS,
)
_FLIP = Batch(
    f"""{_INSERT} bits = (answers.bits | excluded.bits) - (answers.bits & excluded.bits), text = NULL
    WHERE excluded.at > answers.at""",
    _COLUMNS,
    words=_WORDS,
)
_WITHDRAW = Batch(
    f"""
    UPDATE answers SET prev_bits = answers.bits, prev_text = answers.text, bits = 0, text = NULL, at = s.at,
      act = s.act
    FROM (SELECT r.id AS round_id, m.id AS member_id, w.bits, w.at, w.way, w.act {_OPEN}) AS s
    WHERE answers.round_id = s.round_id AND answers.member_id = s.member_id AND answers.way = s.way
      AND answers.bits = s.bits AND s.at >= answers.at AND (answers.bits <> 0 OR answers.text IS NOT NULL)""",
    _COLUMNS,
    words=_WORDS,
)
_FACTS = Batch(
    """
    WITH w AS MATERIALIZED (
      SELECT given.act, r.id AS round_id, g.id AS group_id, m.id AS member_id, m.account_id,
        g.removed_at IS NULL AND given.group_name IN ('', g.name) AND given.name IN ('', m.name) AS as_told
      FROM {rows} AS given
      JOIN rounds r ON r.mark = given.mark
      JOIN groups g ON g.id = r.group_id AND g.platform = given.platform AND g.external = given.external
      LEFT JOIN accounts c ON c.platform = given.platform AND c.account = given.account
      LEFT JOIN members m ON m.group_id = g.id AND m.account_id = c.id),
    r AS MATERIALIZED (
      SELECT id, track_id, (SELECT t.zone FROM tracks t WHERE t.id = rounds.track_id) AS zone, (
        SELECT q.id FROM rounds q WHERE q.track_id = rounds.track_id AND q.day < rounds.day
          AND q.state IN ('closed', 'revealed') ORDER BY q.day DESC LIMIT 1) AS previous
      FROM rounds WHERE id IN (SELECT round_id FROM w))
    SELECT sum(CASE WHEN w.as_told AND a.act IS NOT NULL THEN 0 ELSE 1 END), CAST({together}({array}(
      w.act, w.member_id, w.as_told, a.act, a.bits, a.text, a.prev_bits, a.prev_text,
      NOT EXISTS (SELECT 1 FROM answers o WHERE o.member_id = w.member_id AND o.round_id <> w.round_id),
      s.covered, b.round_id, b.bits, b.text, s.streak, s.progress, s.held, s.best, s.last_day,
      EXISTS (SELECT 1 FROM review_items i WHERE i.account_id = w.account_id AND i.due_at < {tomorrow}),
      r.zone, w.account_id, w.group_id)) AS text)
    FROM w
    JOIN r ON r.id = w.round_id
    LEFT JOIN answers a ON a.round_id = w.round_id AND a.member_id = w.member_id
    LEFT JOIN streaks s ON s.track_id = r.track_id AND s.member_id = w.member_id
    LEFT JOIN answers b ON b.round_id = r.previous AND b.member_id = w.member_id AND NOT b.correct
      AND (b.bits <> 0 OR b.text IS NOT NULL)""",
    _COLUMNS,
    words=_WORDS,
)


class _Facts(msgspec.Struct, frozen=True, array_like=True):
    """As ``_FACTS`` tells them; on SQLite 0 and 1 are its words for false and true."""

    act: int
    member_id: int | None
    as_told: bool | None
    made_by: int | None
    bits: int | None
    text: str | None
    prev_bits: int | None
    prev_text: str | None
    first_ever: bool
    covered: str | None
    wrong_round: int | None
    wrong_bits: int | None
    wrong_text: str | None
    streak: int | None
    progress: int | None
    held: int | None
    best: int | None
    last_day: date | None
    due: bool
    zone: str
    account_id: int | None
    group_id: int


_facts = msgspec.json.Decoder(list[_Facts], strict=False)


class Line(NamedTuple):
    """An act by its number, never used before, which its answer keeps: that tells whether it was taken. ``row``
    is JSON."""

    number: int
    act: Act
    row: bytes


Lines = Mapping[int, Line]
"""By their numbers."""


def line_of(act: Act, number: int) -> Line:
    """ValueError for an act that no database can keep."""
    actor, response = act.actor, act.response
    if response.bits.bit_length() > MOST_BITS:
        raise ValueError(f"{response.bits} does not fit into {MOST_BITS} bits")
    who = actor.platform, actor.group, actor.account, *names(actor)
    given = response.bits, response.text, stamp(act.at), act.way
    return Line(number, act, msgspec.json.encode((number, act.mark, *who, *given)))


def waves(lines: Sequence[Line]) -> list[Lines]:
    """No two acts of one member on one round at once: a second one needs to see what the first left."""
    found: list[Lines] = []
    while lines:
        wave: dict[tuple[str, str], Line] = {}
        later = [
            one for one in lines if wave.setdefault((one.act.mark, one.act.actor.account), one) is not one
        ]
        found.append({one.number: one for one in wave.values()})
        lines = later
    return found


def write_waves(connection: Connection, those: Sequence[Lines]) -> list[str]:
    """The facts after each, for ``outcomes``."""
    return [told for wave in those for told in _written(connection, wave)]


def outcomes(lines: Sequence[Line], told: Sequence[str]) -> list[Outcome]:
    """One for each act, in order; what was told later holds."""
    facts = {one.act: one for text in told for one in _facts.decode(text)}
    return [_outcome(facts.get(line.number)) for line in lines]


def _written(connection: Connection, wave: Lines) -> Iterator[str]:
    unsettled, told = _write(connection, wave)
    yield told
    if unsettled:
        yield from _settled(connection, wave, _facts.decode(told))


def _settled(connection: Connection, wave: Lines, found: Sequence[_Facts]) -> Iterator[str]:
    """Whoever has no answer yet was late, or new, or on PostgreSQL met by another transaction just now."""
    if unmet := [wave[facts.act].act.actor for facts in found if not (facts.member_id and facts.as_told)]:
        meet(connection, unmet)
    if missing := {facts.act: wave[facts.act] for facts in found if facts.made_by is None}:
        _, told = _write(connection, missing)
        yield told


def _write(connection: Connection, wave: Lines) -> tuple[int, str]:
    """How many are new, renamed or without an answer; what is known of each act on a round of its own group."""
    ways: dict[Batch, list[bytes]] = {}
    for one in wave.values():
        ways.setdefault(_statement(one.act), []).append(one.row)
    for statement, rows in ways.items():
        statement.first(connection, _together(rows))
    tomorrow = stamp(max(one.act.at for one in wave.values()) + A_DAY)
    everybody = _together([one.row for one in wave.values()])
    unsettled, told = _FACTS.first(connection, everybody, tomorrow=tomorrow) or (0, None)
    return unsettled or 0, told or "[]"


def _statement(act: Act) -> Batch:
    return _WITHDRAW if act.withdraws else _FLIP if act.flip else _REPLACE


def _together(rows: Sequence[bytes]) -> str:
    return (b"[" + b",".join(rows) + b"]").decode()


def _outcome(facts: _Facts | None) -> Outcome:
    if facts is None or facts.account_id is None:
        return NoMember(NO_SUCH_ROUND)
    accepted = facts.act == facts.made_by
    return Written(
        accepted=accepted,
        response=Response(facts.bits or 0, facts.text),
        before=_before(facts.prev_bits, facts.prev_text) if accepted else None,
        streak=_state(facts),
        first_ever=facts.first_ever,
        zone=facts.zone,
        account_id=facts.account_id,
        group_id=facts.group_id,
        covered=tuple(map(date.fromisoformat, facts.covered.split(","))) if facts.covered else (),
        last_wrong=_wrong(facts),
        due=facts.due,
    )


def _before(bits: int | None, text: str | None) -> Response | None:
    """A withdrawn answer was no answer."""
    if bits is None or (bits == 0 and text is None):
        return None
    return Response(bits, text)


def _state(facts: _Facts) -> StreakState | None:
    """None for a newcomer to the track."""
    if facts.streak is None:
        return None
    return StreakState(facts.streak, facts.progress or 0, facts.held or 0, facts.best or 0, facts.last_day)


def _wrong(facts: _Facts) -> tuple[int, Response] | None:
    if facts.wrong_round is None:
        return None
    return facts.wrong_round, Response(facts.wrong_bits or 0, facts.wrong_text)
