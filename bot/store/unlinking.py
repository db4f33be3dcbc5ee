"""Taking answers away from their members: what stays is the option, the round, and a random number each."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, not_, select

from bot.store.batch import Batch
from bot.store.carried import TokenBytes
from bot.store.columns import stamp
from bot.store.folding import STANDING
from bot.store.portable import in_steps
from bot.store.scoring import VOID_OPEN
from bot.store.tables import answers, rounds

AT_ONCE = 500
NUMBER_BYTES = 8

_UNLINK = Batch(
    """
    UPDATE answers SET member_id = NULL, unlinked = w.number, at = w.at, way = '', act = 0,
      prev_bits = NULL, prev_text = NULL, counts = CASE WHEN answers.counts IS NOT NULL THEN w.counts END
    FROM {rows} AS w WHERE answers.id = w.id""",
    {"id": "int", "number": "int", "at": "instant", "counts": "bool"},
)


def unlink(connection: Connection, which: ColumnElement[bool], token_bytes: TokenBytes) -> None:
    """Whether an answer counted would tell of another one by the same person, so that goes as well. A
    withdrawn answer is nobody's option and goes whole.

    In a round that is still open the person may answer anew, and the shares then count both: nothing is kept
    by which one could tell that they are the same person's.
    """
    connection.execute(delete(answers).where(which, not_(STANDING)))
    asked = select(answers.c.id, rounds.c.day, rounds.c.voided).where(which)
    found = connection.execute(asked.join(rounds, rounds.c.id == answers.c.round_id)).all()
    for some in in_steps(found, AT_ONCE):
        _UNLINK.run(connection, list(_rows(some, token_bytes)))


def _rows(found: Iterable[Row[Any, Any, Any]], token_bytes: TokenBytes) -> Iterator[tuple[object, ...]]:
    for row in found:
        yield row.id, _number(token_bytes), stamp(_midnight(row.day)), row.voided != VOID_OPEN


def _number(token_bytes: TokenBytes) -> int:
    """Of 63 bits, as both engines store it."""
    return int.from_bytes(token_bytes(NUMBER_BYTES)) >> 1


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
