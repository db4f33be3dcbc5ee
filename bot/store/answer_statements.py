"""What is said to the database of acts: one statement writes those of one kind, and one more tells what the
confirmations need. An act that comes alone is told of by the statement that writes it, if it is taken and nobody
is new: the second one would look up again what that has in hand.

``{array}``, ``{rows}`` and the like are spelled by each engine; ``w`` are the acts, as they were handed in.
"""

from typing import NamedTuple

from bot.store.batch import Batch


class Way(NamedTuple):
    """``one`` is for a single act and tells its facts, nothing where that is left to ``FACTS``."""

    many: Batch
    one: Batch


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

_AS_TOLD = """g.removed_at IS NULL AND given.group_name IN ('', g.name) AND given.name IN ('', m.name)"""
_ROUND = """
      SELECT id, track_id, (SELECT t.zone FROM tracks t WHERE t.id = rounds.track_id) AS zone, (
        SELECT q.id FROM rounds q WHERE q.track_id = rounds.track_id AND q.day < rounds.day
          AND q.state IN ('closed', 'revealed') ORDER BY q.day DESC LIMIT 1) AS previous
      FROM rounds"""
_BESIDE = """
    LEFT JOIN streaks s ON s.track_id = r.track_id AND s.member_id = w.member_id
    LEFT JOIN answers b ON b.round_id = r.previous AND b.member_id = w.member_id AND NOT b.correct
      AND (b.bits <> 0 OR b.text IS NOT NULL)"""


def _batch(sql: str) -> Batch:
    return Batch(sql, _COLUMNS, words=_WORDS)


def _known(answer: str) -> str:
    """Of an act, as JSON. ``answer``: the statement's name for the answer that stands."""
    return f"""{{array}}(
      w.act, w.member_id, w.as_told, {answer}.act, {answer}.bits, {answer}.text, {answer}.prev_bits, {answer}.prev_text,
      NOT EXISTS (SELECT 1 FROM answers o WHERE o.member_id = w.member_id AND o.round_id <> w.round_id),
      s.covered, b.round_id, b.bits, b.text, s.streak, s.progress, s.held, s.best, s.last_day,
      EXISTS (SELECT 1 FROM review_items i WHERE i.account_id = w.account_id AND i.due_at < {{tomorrow}}),
      r.zone, w.account_id, w.group_id)"""


FACTS = _batch(
    f"""
    WITH w AS MATERIALIZED (
      SELECT given.act, r.id AS round_id, g.id AS group_id, m.id AS member_id, m.account_id,
        {_AS_TOLD} AS as_told
      FROM {{rows}} AS given
      JOIN rounds r ON r.mark = given.mark
      JOIN groups g ON g.id = r.group_id AND g.platform = given.platform AND g.external = given.external
      LEFT JOIN accounts c ON c.platform = given.platform AND c.account = given.account
      LEFT JOIN members m ON m.group_id = g.id AND m.account_id = c.id),
    r AS MATERIALIZED ({_ROUND} WHERE id IN (SELECT round_id FROM w))
    SELECT sum(CASE WHEN w.as_told AND a.act IS NOT NULL THEN 0 ELSE 1 END),
      CAST({{together}}({_known("a")}) AS text)
    FROM w
    JOIN r ON r.id = w.round_id
    LEFT JOIN answers a ON a.round_id = w.round_id AND a.member_id = w.member_id {_BESIDE}"""
)
"""How many are new, renamed or without an answer; what is known of each act on a round of its own group."""

_TOLD = f"""
    RETURNING (SELECT CAST({{array}}({_known("answers")}) AS text)
    FROM (SELECT given.act, answers.round_id, m.group_id, m.id AS member_id, m.account_id, {_AS_TOLD} AS as_told
      FROM {{rows}} AS given
      JOIN members m ON m.id = answers.member_id
      JOIN groups g ON g.id = m.group_id) AS w
    JOIN ({_ROUND}) AS r ON r.id = w.round_id {_BESIDE}
    WHERE w.as_told)"""


def _way(sql: str) -> Way:
    return Way(_batch(sql), _batch(sql + _TOLD))


_INSERT = f"""
    INSERT INTO answers (round_id, member_id, bits, text, at, way, act)
    SELECT r.id, m.id, w.bits, w.text, w.at, w.way, w.act {_OPEN}
    ON CONFLICT (round_id, member_id) DO UPDATE SET prev_bits = answers.bits, prev_text = answers.text,
      at = excluded.at, way = excluded.way, act = excluded.act,"""

REPLACE = _way(f"{_INSERT} bits = excluded.bits, text = excluded.text WHERE excluded.at >= answers.at")
FLIP = _way(
    f"""{_INSERT} bits = (answers.bits | excluded.bits) - (answers.bits & excluded.bits), text = NULL
    WHERE excluded.at > answers.at"""
)
WITHDRAW = _way(
    f"""
    UPDATE answers SET prev_bits = answers.bits, prev_text = answers.text, bits = 0, text = NULL, at = s.at,
      act = s.act
    FROM (SELECT r.id AS round_id, m.id AS member_id, w.bits, w.at, w.way, w.act {_OPEN}) AS s
    WHERE answers.round_id = s.round_id AND answers.member_id = s.member_id AND answers.way = s.way
      AND answers.bits = s.bits AND s.at >= answers.at AND (answers.bits <> 0 OR answers.text IS NOT NULL)"""
)
