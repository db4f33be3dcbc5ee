"""*Report a problem* with a question; three reporters park it in that group."""

from collections.abc import Mapping

from bot.domain.frozen import FrozenQuestion
from bot.domain.round import Round, Track
from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.intents.done import Done
from bot.intents.report import KINDS, OTHER_NAMES, report_form, thanks
from bot.intents.reports import parked_by_reports
from bot.service.allowance import may_report
from bot.service.answer import find
from bot.service.notify import notify
from bot.service.present import Present, present
from bot.service.tools import Tools, Who

MAX_TEXT = 300
KIND_NAMES = frozenset(kind for kind, _ in KINDS)


async def by_command(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    """``/report typo in option B``: at once if it begins with what the problem is, else the form.

    It is about the channel's newest question, open or closed; nothing of its key is said.
    """
    here = await present(tools, who)
    newest = await tools.store.rounds.newest(here.group.id, who.channel, 1)
    if not newest:
        raise UsageError(refusals.NO_QUESTION_YET)
    kind, text = _split_kind(words)
    if kind is None:
        return Reply(form=report_form(newest[0].mark, text[:MAX_TEXT]), how=How.FORM)
    return await report(tools, who, newest[0].mark, {"kind": kind, "text": text})


def _split_kind(words: tuple[str, ...]) -> tuple[str | None, str]:
    for count in (2, 1):
        typed = " ".join(words[:count]).casefold().strip(",;:.–—-")
        kind = OTHER_NAMES.get(typed, typed)
        if kind in KIND_NAMES:
            return kind, " ".join(words[count:]).lstrip(",;:.–—- ")
    return None, " ".join(words)


async def open_report(tools: Tools, who: Who, mark: str) -> Reply:
    await _find(tools, await present(tools, who), mark)
    return Reply(form=report_form(mark), how=How.FORM)


async def report(tools: Tools, who: Who, mark: str, values: Mapping[str, str]) -> Reply:
    """One per member and question; sending again replaces the first."""
    here = await present(tools, who)
    _, track, question = await _find(tools, here, mark)
    kind = values.get("kind", "")
    if kind not in KIND_NAMES:
        raise UsageError(refusals.WHICH_PROBLEM)
    text = " ".join(values.get("text", "").split())[:MAX_TEXT]
    await may_report(tools, here.member.account_id, question.question_id)
    now = tools.clock.now()
    parked = await tools.store.reports.report(here.member.id, question.question_id, kind, text, now)
    if parked:
        await _tell_organisers(tools, track, question)
    return Reply(Done(thanks(parked=parked)))


async def _find(tools: Tools, here: Present, mark: str) -> tuple[Round, Track, FrozenQuestion]:
    """UsageError for a round of another group: it would be parked where nobody asked it."""
    round_, track, question = await find(tools, mark)
    if round_.group_id != here.group.id:
        raise UsageError(refusals.UNKNOWN_QUESTION)
    return round_, track, question


async def _tell_organisers(tools: Tools, track: Track, question: FrozenQuestion) -> None:
    prompt = question.prompt.strip().split("\n", 1)[0]
    sentence = parked_by_reports(track.channel_name, prompt)
    await notify(tools, track, f"parked-{question.question_id}", sentence)
    tools.nudge()
