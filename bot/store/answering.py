"""Writing a batch of acts: one statement writes all of them, by the platform's own ids, and one more says what
the confirmations need. An answer needs no read before it: whoever turns out to be new is met, and written then.

The facts are told with a single row of JSON. Python's sqlite3 lets go of the interpreter lock for each
row it fetches, and beside a busy event loop getting it back costs more than the row.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

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

Numbered = tuple[int, Act]

A_DAY = timedelta(days=1)
NO_SUCH_ROUND = "There is no such round for this member."

_ACT = {
    "act": "int",
    "mark": "text",
    "platform": "text",
    "external": "text",
    "account": "text",
    "bits": "int",
    "text": "text",
    "at": "instant",
    "way": "text",
}
_WHO = {
    "act": "int",
    "mark": "text",
    "platform": "text",
    "external": "text",
    "account": "text",
    "group_name": "text",
    "name": "text",
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
    SELECT CAST({together}({array}(
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
    _WHO,
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


def write_acts(connection: Connection, acts: Sequence[Act], number: int) -> list[Outcome]:
    """One outcome for each act, in order.

    ``number``: the first of as many numbers as there are acts, never used before. An answer keeps the
    number of the act that made it, which tells whether an act was taken.
    """
    outcomes: dict[int, Outcome] = {}
    for wave in _waves(list(enumerate(acts, number))):
        outcomes |= _written(connection, wave)
    return [outcomes.get(place) or NoMember(NO_SUCH_ROUND) for place in range(number, number + len(acts))]


def _waves(acts: list[Numbered]) -> Iterator[dict[int, Act]]:
    """No two acts of one member on one round at once: a second one needs to see what the first left."""
    while acts:
        wave: dict[tuple[str, str], Numbered] = {}
        later = [one for one in acts if wave.setdefault((one[1].mark, one[1].actor.account), one) is not one]
        yield dict(wave.values())
        acts = later


def _written(connection: Connection, wave: Mapping[int, Act]) -> dict[int, Outcome]:
    """Whoever has no answer yet was late, or new, or on PostgreSQL met by another transaction just now."""
    found = _write(connection, wave)
    if unmet := [wave[facts.act].actor for facts in found if not (facts.member_id and facts.as_told)]:
        meet(connection, unmet)
    if missing := {facts.act: wave[facts.act] for facts in found if facts.made_by is None}:
        found += _write(connection, missing)
    return {facts.act: _outcome(facts) for facts in found}


def _write(connection: Connection, acts: Mapping[int, Act]) -> list[_Facts]:
    """What is known of each act on a round of its own group."""
    rows: dict[Batch, list[tuple[object, ...]]] = {}
    for number, act in acts.items():
        rows.setdefault(_statement(act), []).append(_row(act, number))
    for statement, some in rows.items():
        statement.value(connection, some)
    tomorrow = stamp(max(act.at for act in acts.values()) + A_DAY)
    who = [_who(act, number) for number, act in acts.items()]
    return _facts.decode(_FACTS.value(connection, who, tomorrow=tomorrow) or "[]")


def _statement(act: Act) -> Batch:
    return _WITHDRAW if act.withdraws else _FLIP if act.flip else _REPLACE


def _row(act: Act, number: int) -> tuple[object, ...]:
    actor, response = act.actor, act.response
    given = response.bits, response.text, stamp(act.at), act.way
    return (number, act.mark, actor.platform, actor.group, actor.account, *given)


def _who(act: Act, number: int) -> tuple[object, ...]:
    actor = act.actor
    return (number, act.mark, actor.platform, actor.group, actor.account, *names(actor))


def _outcome(facts: _Facts) -> Outcome:
    if facts.account_id is None:
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
