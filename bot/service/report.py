"""*Report a problem* with a question; three reporters park it in that group."""

from collections.abc import Mapping

from bot.errors import UsageError
from bot.intents.base import How, Reply
from bot.intents.done import REPORTED, Done
from bot.intents.refusals import WHICH_PROBLEM
from bot.intents.report import KINDS, report_form
from bot.service.answer import find
from bot.service.present import present
from bot.service.tools import Tools, Who

MAX_TEXT = 300


async def open_report(tools: Tools, mark: str) -> Reply:
    await find(tools, mark)
    return Reply(form=report_form(mark), how=How.FORM)


async def report(tools: Tools, who: Who, mark: str, values: Mapping[str, str]) -> Reply:
    """One per member and question; sending again replaces the first."""
    here = await present(tools, who)
    _, _, question = await find(tools, mark)
    kind = values.get("kind", "")
    if kind not in {name for name, _ in KINDS}:
        raise UsageError(WHICH_PROBLEM)
    text = values.get("text", "")[:MAX_TEXT]
    await tools.store.practice.report(here.member.id, question.question_id, kind, text, tools.clock.now())
    return Reply(Done(REPORTED))
