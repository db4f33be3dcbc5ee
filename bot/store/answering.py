"""Writing acts together, by the platform's own ids. An answer needs no read before it: whoever turns out to be
new is met, and written then.

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
from bot.store.answer_statements import FACTS, FLIP, REPLACE, WITHDRAW, Way
from bot.store.columns import stamp
from bot.store.meeting import meet, names

Outcome = Written | StoreError

A_DAY = timedelta(days=1)
MOST_BITS = 63
"""Of a number beyond, SQLite would make a fraction without a word."""

NO_SUCH_ROUND = "There is no such round for this member."


class _Facts(msgspec.Struct, frozen=True, array_like=True):
    """As ``FACTS`` tells them; on SQLite 0 and 1 are its words for false and true."""

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
    """As ``FACTS`` tells it."""
    tomorrow = stamp(max(one.act.at for one in wave.values()) + A_DAY)
    everybody = _together([one.row for one in wave.values()])
    if len(wave) > 1:
        _write_many(connection, wave)
    elif told := _told_by_writing(connection, wave, everybody, tomorrow):
        return 0, told
    unsettled, told = FACTS.first(connection, everybody, tomorrow=tomorrow) or (0, None)
    return unsettled or 0, told or "[]"


def _told_by_writing(connection: Connection, wave: Lines, row: str, tomorrow: str) -> str | None:
    (line,) = wave.values()
    (told,) = _way(line.act).one.first(connection, row, tomorrow=tomorrow) or (None,)
    return told


def _write_many(connection: Connection, wave: Lines) -> None:
    ways: dict[Way, list[bytes]] = {}
    for line in wave.values():
        ways.setdefault(_way(line.act), []).append(line.row)
    for way, rows in ways.items():
        way.many.first(connection, _together(rows))


def _way(act: Act) -> Way:
    return WITHDRAW if act.withdraws else FLIP if act.flip else REPLACE


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
