"""Which service a button or a form belongs to.

Action ids are public and old messages live for ever: everything in them is checked here again.
"""

from collections.abc import Mapping
from datetime import datetime

from bot.errors import UsageError
from bot.intents import refusals
from bot.intents.base import MAX_ACTION, Reply
from bot.service import (
    answer,
    away,
    board,
    daily,
    ending,
    fix,
    granting,
    instead,
    interview,
    organising,
    privacy,
    quiz,
    quiz_run,
    report,
    reports,
    review,
    settings,
    setup,
    setup_form,
    setup_preview,
    streak,
    topic_choice,
    topics,
    unsure,
)
from bot.service.handlers import Forms, Presses, for_organisers, forms_for_organisers, number
from bot.service.tools import Tools, Who

VERSION = "v1"

Values = Mapping[str, str]


async def press(tools: Tools, who: Who, action: str, at: datetime) -> Reply:
    """Do what the button says; UsageError for one this version does not know."""
    verb, parts = _read(action)
    handler, arity = PRESSES.get(verb, (None, 0))
    if handler is None or len(parts) < arity:
        raise UsageError(refusals.OLD_BUTTON)
    return await handler(tools, who, parts, at)


async def submit(tools: Tools, who: Who, action: str, values: Values, at: datetime) -> Reply:
    """Take a filled-in form; UsageError for one this version does not know."""
    verb, parts = _read(action)
    handler, arity = FORMS.get(verb, (None, 0))
    if handler is None or len(parts) < arity:
        raise UsageError(refusals.OLD_FORM)
    return await handler(tools, who, parts, values, at)


def _read(action: str) -> tuple[str, list[str]]:
    version, _, rest = action.partition(":")
    if version != VERSION or len(action) > MAX_ACTION:
        return "", []
    verb, *parts = rest.split(":")
    return verb, parts


async def _tap(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await answer.tap(tools, who, parts[0], number(parts[1]), at)


async def _form(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await answer.open_form(tools, parts[0])


async def _result(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await answer.result(tools, who, parts[0])


async def _typed(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await answer.typed(tools, who, parts[0], ":".join(parts[1:]), at, "command")


async def _practise(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    _, _, question = await answer.find(tools, parts[0])
    return await quiz.practise(tools, who, question.question_id)


async def _replacement(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    """*Practise that one*: any question may be practised that is not asked right now."""
    return await quiz.practise(tools, who, parts[0])


async def _report(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await report.open_report(tools, who, parts[0])


async def _board(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await board.show_board(tools, who, parts[0], parts[1])


async def _share(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await board.share_board(tools, who, parts[0], parts[1])


async def _streak_why(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await streak.why(tools, who)


async def _quiz(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    session = await quiz.own_session(tools, who, parts[0])
    return await quiz_run.choose(tools, session, number(parts[1]), number(parts[2]))


async def _quiz_check(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz_run.check(tools, await quiz.own_session(tools, who, parts[0]), number(parts[1]))


async def _quiz_form(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz_run.ask(tools, await quiz.own_session(tools, who, parts[0]), number(parts[1]))


async def _quiz_stop(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz_run.stop(tools, await quiz.own_session(tools, who, parts[0]))


async def _quiz_close(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz_run.done(tools, await quiz.own_session(tools, who, parts[0]))


async def _quiz_go(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz.resume(tools, who, parts[0])


async def _quiz_repeat(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz.repeat(tools, who, parts[0])


async def _quiz_more(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz.more(tools, who, parts[0])


async def _quiz_pick(tools: Tools, who: Who, parts: list[str], at: datetime) -> Reply:
    return await quiz.pick(tools, who, parts[0])


async def _answer_form(tools: Tools, who: Who, parts: list[str], values: Values, at: datetime) -> Reply:
    return await answer.typed(tools, who, parts[0], values.get("answer", ""), at, "form")


async def _quiz_typed(tools: Tools, who: Who, parts: list[str], values: Values, at: datetime) -> Reply:
    session = await quiz.own_session(tools, who, parts[0])
    return await quiz_run.typed(tools, session, number(parts[1]), values.get("answer", ""))


async def _report_form(tools: Tools, who: Who, parts: list[str], values: Values, at: datetime) -> Reply:
    return await report.report(tools, who, parts[0], values)


_OWN: Presses = {
    "answer": (_tap, 2),
    "form": (_form, 1),
    "answertext": (_typed, 2),
    "result": (_result, 1),
    "practise": (_practise, 1),
    "replacement": (_replacement, 1),
    "report": (_report, 1),
    "board": (_board, 2),
    "share": (_share, 2),
    "streakwhy": (_streak_why, 0),
    "quiz": (_quiz, 3),
    "quizdone": (_quiz_check, 2),
    "quizform": (_quiz_form, 2),
    "quizstop": (_quiz_stop, 1),
    "quizclose": (_quiz_close, 1),
    "quizgo": (_quiz_go, 1),
    "quizrepeat": (_quiz_repeat, 1),
    "quizmore": (_quiz_more, 1),
    "quizpick": (_quiz_pick, 1),
}
_OWN_FORMS: Forms = {
    "form": (_answer_form, 1),
    "quizform": (_quiz_typed, 2),
    "report": (_report_form, 1),
}

_ORGANISERS: Presses = for_organisers(
    {
        **setup.PRESSES,
        **setup_form.PRESSES,
        **setup_preview.PRESSES,
        **topic_choice.PRESSES,
        **daily.PRESSES,
        **ending.PRESSES,
        **fix.PRESSES,
        **granting.PRESSES,
        **organising.PRESSES,
        **reports.PRESSES,
        **settings.PRESSES,
        **unsure.PRESSES,
    }
)

# A service with buttons of its own keeps its part of these beside them.
PRESSES: Presses = {
    **_OWN,
    **instead.PRESSES,
    **topics.PRESSES,
    **away.PRESSES,
    **privacy.PRESSES,
    **_ORGANISERS,
    **interview.PRESSES,
    **review.PRESSES,
}
FORMS: Forms = {
    **_OWN_FORMS,
    **forms_for_organisers({**setup.FORMS, **setup_form.FORMS, **fix.FORMS}),
    **interview.FORMS,
}
