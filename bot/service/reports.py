"""``/daily reports``: what members reported, and what becomes of the question."""

from dataclasses import replace
from datetime import datetime

from bot.domain.schedule import local_date
from bot.errors import UsageError
from bot.intents import reports as said
from bot.intents.base import How, Reply
from bot.ports.people import Group
from bot.ports.reports import Reported
from bot.service import fix
from bot.service.handlers import Presses
from bot.service.present import present
from bot.service.tools import Tools, Who


async def reports(tools: Tools, who: Who, words: tuple[str, ...]) -> Reply:
    here = await present(tools, who)
    return Reply(await _listed(tools, here.group))


async def _listed(tools: Tools, group: Group, news: str = "") -> said.ReportList:
    tracks = await tools.store.tracks.of_group(group.id)
    zone = tracks[0].schedule.zone if tracks else "UTC"
    found = await tools.store.reports.open_in(group.id)
    return said.ReportList([_told(tools, each, zone) for each in found], news)


def _told(tools: Tools, reported: Reported, zone: str) -> said.ReportedQuestion:
    lines = tuple((line.kind, line.text, local_date(line.at, zone)) for line in reported.lines)
    return said.ReportedQuestion(
        reported.question_id, prompt_of(tools, reported.question_id), reported.parked, lines
    )


def prompt_of(tools: Tools, question_id: str) -> str:
    """The first line as it is asked; "" for a question that has left the bank."""
    question = tools.bank.questions.get(question_id)
    if question is None:
        return ""
    asked = question.quiz.prompt if question.quiz else question.prompt
    return asked.strip().split("\n", 1)[0]


async def _put_back(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    here = await present(tools, who)
    if not await tools.store.reports.put_back(here.group.id, parts[0], tools.clock.now()):
        raise UsageError(said.SETTLED_ALREADY)
    news = said.put_back(prompt_of(tools, parts[0]) or parts[0])
    return Reply(await _listed(tools, here.group, news), how=How.REPLACE)


async def _keep_parked(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """Only a question that was reported here: an id in a button may be anything."""
    here = await present(tools, who)
    open_here = {each.question_id for each in await tools.store.reports.open_in(here.group.id)}
    now = tools.clock.now()
    if parts[0] not in open_here or not await tools.store.reports.keep_parked(
        here.group.id, parts[0], who.account, now
    ):
        raise UsageError(said.SETTLED_ALREADY)
    news = said.kept_parked(prompt_of(tools, parts[0]) or parts[0])
    return Reply(await _listed(tools, here.group, news), how=How.REPLACE)


async def _fix(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """The group's newest round with that question."""
    here = await present(tools, who)
    round_ = await tools.store.rounds.last_with(here.group.id, parts[0])
    if round_ is None:
        raise UsageError(said.NEVER_POSTED)
    return replace(await fix.show(tools, round_), how=How.PRIVATE)


PRESSES: Presses = {"reportback": (_put_back, 1), "reportkeep": (_keep_parked, 1), "reportfix": (_fix, 1)}
