"""``/daily fix`` and ``/daily void``: accept another answer, withdraw a question, excuse absence."""

from collections.abc import Mapping
from datetime import datetime

from bot.domain.frozen import FrozenQuestion
from bot.domain.round import Round, RoundState, Track
from bot.domain.schedule import local_date
from bot.errors import UsageError
from bot.intents import fix as said
from bot.intents import reasons, refusals
from bot.intents.base import How, Reply
from bot.intents.reasons import withdrawn_because
from bot.service.accept import accept_typed, accept_words, cancel, confirm
from bot.service.days import split_day
from bot.service.handlers import Forms, Presses
from bot.service.present import present
from bot.service.tools import Tools, Who

Words = tuple[str, ...]

OUT = (RoundState.POSTED, RoundState.CLOSED, RoundState.REVEALED)
CLOSED = (RoundState.CLOSED, RoundState.REVEALED)
NEVER = (RoundState.CANCELLED, RoundState.EXPIRED, RoundState.FAILED)
RECENT = 10


async def fix(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """With a date alone, or alone for the newest question, it shows what can be done."""
    if not words:
        return await _menu(tools, track, await _newest(tools, track))
    round_, rest = await _on_day(tools, track, words)
    how, more = (rest[0].casefold(), rest[1:]) if rest else ("", ())
    match how:
        case "":
            return await _menu(tools, track, round_)
        case "accept" if not more:
            return await _menu(tools, track, round_)
        case "accept":
            return await accept_words(tools, who, round_, _question(round_), more)
        case "void":
            return await _void(tools, round_, " ".join(more))
        case "excuse":
            return await _excuse(tools, round_, " ".join(more))
        case _:
            raise UsageError(said.WHICH_FIX)


async def void(tools: Tools, who: Who, track: Track, words: Words) -> Reply:
    """``/daily void 2026-11-20 the key is disputed``, the same as ``/daily fix 2026-11-20 void …``."""
    if not words:
        raise UsageError(refusals.WHICH_VOID)
    round_, why = await _on_day(tools, track, words)
    return await _void(tools, round_, " ".join(why))


async def show(tools: Tools, round_: Round) -> Reply:
    """The menu for a round, from wherever somebody comes."""
    track = await tools.store.tracks.get(round_.track_id)
    if track is None:
        raise UsageError(refusals.UNKNOWN_QUESTION)
    return await _menu(tools, track, round_)


async def _newest(tools: Tools, track: Track) -> Round:
    for round_ in await tools.store.rounds.recent(track.id, RECENT):
        if round_.state in OUT:
            return round_
    raise UsageError(said.NOTHING_TO_FIX)


async def _on_day(tools: Tools, track: Track, words: Words) -> tuple[Round, Words]:
    day, rest = split_day(words, local_date(tools.clock.now(), track.schedule.zone))
    round_ = await tools.store.rounds.on_day(track.id, day)
    if round_ is None:
        raise UsageError(refusals.no_round(track.channel_name, day))
    return round_, rest


async def _menu(tools: Tools, track: Track, round_: Round) -> Reply:
    question = _question(round_)
    withdrawn = withdrawn_because(round_.excused)
    return Reply(
        said.FixMenu(
            round_.mark,
            track.channel_name,
            round_.day,
            question,
            round_.state in CLOSED,
            await tools.store.answers.count(round_.id),
            withdrawn,
            "" if withdrawn else round_.excused or "",
        )
    )


def _question(round_: Round) -> FrozenQuestion:
    """UsageError for a round that nobody saw."""
    if round_.state in NEVER or round_.question is None:
        raise UsageError(said.never_out(round_.day, round_.reason or reasons.NO_QUESTION))
    if round_.state is RoundState.PLANNED:
        raise UsageError(said.not_out_yet(round_.day))
    return round_.question


def _may_change(round_: Round) -> None:
    if round_.state in NEVER:
        raise UsageError(said.never_out(round_.day, round_.reason or reasons.NO_QUESTION))
    if withdrawn_because(round_.excused):
        raise UsageError(said.withdrawn_already(round_.day))


async def _void(tools: Tools, round_: Round, why: str) -> Reply:
    _may_change(round_)
    why = _one_line(why) or reasons.TAKEN_BACK_WITHOUT_REASON
    await tools.store.rounds.void(round_.id, f"{reasons.VOIDED}{why}", tools.clock.now())
    tools.nudge()
    after = await tools.store.rounds.get(round_.id)
    out = after is not None and after.state is not RoundState.CANCELLED
    return Reply(said.withdrawn(round_.day, out=out, closed=round_.state in CLOSED))


async def _excuse(tools: Tools, round_: Round, why: str) -> Reply:
    _may_change(round_)
    if round_.excused:
        raise UsageError(said.excused_already(round_.day, round_.excused))
    if not _one_line(why):
        raise UsageError(said.WHICH_EXCUSE)
    await tools.store.rounds.excuse(round_.id, _one_line(why))
    tools.nudge()
    return Reply(said.excused(round_.day, over=round_.state in CLOSED))


def _one_line(why: str) -> str:
    """A reason as it is kept: without line breaks, not too long."""
    return " ".join(why.split())[: said.LONGEST_WHY]


async def _own_round(tools: Tools, who: Who, mark: str) -> Round:
    """The round behind a button; UsageError for one of another group."""
    here = await present(tools, who)
    round_ = await tools.store.rounds.by_mark(mark)
    if round_ is None or round_.group_id != here.group.id:
        raise UsageError(refusals.UNKNOWN_QUESTION)
    return round_


async def _accept_form(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    round_ = await _own_round(tools, who, parts[0])
    _may_change(round_)
    return Reply(form=said.accept_form(round_.mark, _question(round_)), how=How.FORM)


async def _void_form(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    round_ = await _own_round(tools, who, parts[0])
    _may_change(round_)
    return Reply(form=said.void_form(round_.mark, round_.state in CLOSED), how=How.FORM)


async def _excuse_form(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    round_ = await _own_round(tools, who, parts[0])
    _may_change(round_)
    return Reply(form=said.excuse_form(round_.mark), how=How.FORM)


async def _accept(tools: Tools, who: Who, parts: list[str], values: Mapping[str, str], at: datetime) -> Reply:
    round_ = await _own_round(tools, who, parts[0])
    answer, why = values.get("answer", ""), values.get("why", "")
    reply = await accept_typed(tools, who, round_, _question(round_), answer, why)
    return Reply(reply.intent, how=How.REPLACE)


async def _voided(tools: Tools, who: Who, parts: list[str], values: Mapping[str, str], at: datetime) -> Reply:
    reply = await _void(tools, await _own_round(tools, who, parts[0]), values.get("why", ""))
    return Reply(reply.intent, how=How.REPLACE)


async def _excused(
    tools: Tools, who: Who, parts: list[str], values: Mapping[str, str], at: datetime
) -> Reply:
    reply = await _excuse(tools, await _own_round(tools, who, parts[0]), values.get("why", ""))
    return Reply(reply.intent, how=How.REPLACE)


PRESSES: Presses = {
    "fixaccept": (_accept_form, 1),
    "fixvoid": (_void_form, 1),
    "fixexcuse": (_excuse_form, 1),
    "fixdo": (confirm, 1),
    "fixnot": (cancel, 1),
}
FORMS: Forms = {"fixaccept": (_accept, 1), "fixvoid": (_voided, 1), "fixexcuse": (_excused, 1)}
