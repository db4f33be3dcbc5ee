"""A retired question is served no more; what stands in its place is offered."""

from bot.bank import Bank
from bot.domain.question import Question
from bot.intents.base import Reply
from bot.intents.retired import RetiredQuestion
from bot.service.serving import is_drilled


def told(bank: Bank, question: Question) -> Reply:
    """Why it was retired, and its replacement if that can be practised."""
    assert question.retired is not None
    instead = _replacement(bank, question)
    if instead is None:
        return Reply(RetiredQuestion(question.retired.reason))
    return Reply(RetiredQuestion(question.retired.reason, instead.id, instead.prompt))


def _replacement(bank: Bank, question: Question) -> Question | None:
    """The first in the chain of replacements that is in use; a chain may lead back to where it began."""
    passed: set[str] = set()
    found: Question | None = question
    while found is not None and found.retired is not None and found.id not in passed:
        passed.add(found.id)
        found = bank.questions.get(found.retired.replaced_by or "")
    return found if found is not None and is_drilled(found) else None
