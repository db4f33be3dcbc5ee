"""Which questions may be practised now."""

from collections.abc import Iterable

from bot.domain.question import Question
from bot.service.tools import Tools


async def allowed(tools: Tools, account_id: int, group_id: int, names: Iterable[str]) -> list[str]:
    """Those of ``names`` that may be served, in their order: neither retired or gone from the bank, nor
    asked by a round that is not closed yet in this group or any of the account's. They come later, silently."""
    withheld = await tools.store.practice.withheld(account_id, group_id)
    known = tools.bank.questions
    return [name for name in names if name in known and name not in withheld and is_drilled(known[name])]


def is_drilled(question: Question) -> bool:
    return question.quiz is not None and question.retired is None


def is_asked(question: Question) -> bool:
    """Openly at least, as in an interview."""
    return question.retired is None
