"""Accepting another answer: what it would bring, and after a confirmation the correction itself."""

from collections.abc import Sequence
from datetime import datetime

from bot.domain.frozen import FrozenQuestion, Key, Response
from bot.domain.grading import spell
from bot.domain.question import LETTERS, Kind
from bot.domain.regrading import (
    Regrader,
    further_key,
    is_accepted,
    is_everything,
    leaves_nothing_wrong,
    newly,
    read_accepted,
    split_accepted,
)
from bot.domain.round import Round, RoundState, new_key
from bot.errors import UsageError
from bot.intents import fix as said
from bot.intents import reasons
from bot.intents.base import How, Reply
from bot.intents.done import Done
from bot.intents.reasons import withdrawn_because
from bot.intents.words import listed
from bot.ports.fixes import FixDraft
from bot.ports.rounds import Regrade
from bot.service.present import present
from bot.service.tools import Tools, Who

KEY_BYTES = 10
CLOSED = (RoundState.CLOSED, RoundState.REVEALED)


async def accept_words(
    tools: Tools, who: Who, round_: Round, question: FrozenQuestion, words: Sequence[str]
) -> Reply:
    """``B C because both hold``, as typed after ``/daily fix DATE accept``."""
    answer, why = split_accepted(question, words)
    return await accept_typed(tools, who, round_, question, answer, why)


async def accept_typed(
    tools: Tools, who: Who, round_: Round, question: FrozenQuestion, answer: str, why: str
) -> Reply:
    """What accepting it would bring, to be confirmed; UsageError for what makes no sense."""
    response = _read(round_, question, answer)
    draft = FixDraft(
        new_key(tools.token(KEY_BYTES)),
        round_.group_id,
        round_.id,
        _typed(question, response),
        _clause(why),
        len(question.keys),
        tools.clock.now(),
    )
    await tools.store.fixes.keep(draft)
    return Reply(await _preview(tools, who, round_, question, response, draft))


def _read(round_: Round, question: FrozenQuestion, typed: str) -> Response:
    """While the round is open nothing is said that depends on its key: organisers answer too."""
    if withdrawn_because(round_.excused):
        raise UsageError(said.withdrawn_already(round_.day))
    if not typed.strip():
        raise UsageError(said.which_letters(question))
    response = _response(question, typed)
    if is_everything(question, response):
        raise UsageError(said.EVERYTHING_RIGHT)
    if round_.state in CLOSED:
        _check(question, response)
    return response


def _response(question: FrozenQuestion, typed: str) -> Response:
    try:
        return read_accepted(question, typed)
    except UsageError:
        if question.kind is Kind.NUMBER:
            raise
        raise UsageError(said.which_letters(question)) from None


def _check(question: FrozenQuestion, response: Response) -> None:
    if is_accepted(question, response):
        raise UsageError(said.accepted_already(_words(question, response)))
    if leaves_nothing_wrong(question, response):
        raise UsageError(said.EVERYTHING_RIGHT)


async def _preview(
    tools: Tools, who: Who, round_: Round, question: FrozenQuestion, response: Response, draft: FixDraft
) -> said.FixPreview:
    key, closed = _key(tools, who, question, response, draft.why), round_.state in CLOSED
    answer = _words(question, newly(question, response) if closed else response)
    gains = await tools.store.rounds.gains(round_.id, key)
    return said.FixPreview(
        draft.key, round_.day, answer, draft.why, closed, gains.members, gains.least, gains.most
    )


def _key(tools: Tools, who: Who, question: FrozenQuestion, response: Response, why: str) -> Key:
    reason = f"{why[:1].upper()}{why[1:]}" if why else reasons.NOT_TOLD_WHY
    return further_key(question, response, Regrader(who.account, tools.clock.now(), reason))


def _clause(why: str) -> str:
    """One line that may follow "because"."""
    words = why.split()
    while words and words[0].casefold().strip(",:–—-") in ("", "because"):
        words = words[1:]
    return " ".join(words)[: said.LONGEST_WHY]


def _typed(question: FrozenQuestion, response: Response) -> str:
    """As it is read again when it is confirmed."""
    return response.text or "" if question.kind is Kind.NUMBER else spell(question, response)


def _words(question: FrozenQuestion, response: Response) -> str:
    """As people read it: "C and D" are two answers to a choice, "A, C" is one of a multi."""
    if question.kind is Kind.CHOICE:
        return listed([LETTERS[index] for index in response.indices])
    return spell(question, response)


async def confirm(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """*Correct it*: everything is looked at again, as the round may have changed meanwhile."""
    draft = await _take(tools, who, parts[0])
    round_ = await tools.store.rounds.get(draft.round_id)
    if round_ is None or round_.question is None:
        raise UsageError(said.OLD_FIX)
    return Reply(await _correct(tools, who, round_, round_.question, draft), how=How.REPLACE)


async def _correct(tools: Tools, who: Who, round_: Round, question: FrozenQuestion, draft: FixDraft) -> Done:
    response = _read(round_, question, draft.answer)
    closed, shown = round_.state in CLOSED, _words(question, response)
    if not closed and is_accepted(question, response):
        return said.counts_later(shown)
    answer = _words(question, newly(question, response))
    key = _key(tools, who, question, response, draft.why)
    regrade = Regrade(key, draft.keys, answer, draft.why, tools.clock.now())
    gains = await tools.store.rounds.regrade(round_.id, regrade)
    if gains is None:
        raise UsageError(said.FIXED_MEANWHILE)
    tools.nudge()
    return said.corrected(gains.members, gains.least, gains.most) if closed else said.counts_later(shown)


async def _take(tools: Tools, who: Who, key: str) -> FixDraft:
    here = await present(tools, who)
    draft = await tools.store.fixes.take(key, here.group.id)
    if draft is None:
        raise UsageError(said.OLD_FIX)
    return draft


async def cancel(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    await _take(tools, who, parts[0])
    return Reply(said.NOTHING_DONE, how=How.REPLACE)
