"""The questions: what can be used, what is left out, what gives answers away or is out of date."""

from collections.abc import AsyncIterator, Sequence

from bot.bank import Fault, measure, tell_faults
from bot.cli.doctor.findings import Finding, Mark, Patient, fail, ok, warn
from bot.intents.words import plural

ABOUT = "questions"
LINT = "dailydrill bank lint has every fault with its cure."


async def check_questions(patient: Patient) -> AsyncIterator[Finding]:
    topics = patient.bank.topics
    questions = [question for topic in topics for question in topic.questions]
    usable = [question for question in questions if not question.retired]
    if usable:
        yield ok(ABOUT, f"{plural(len(usable), 'question')} in {plural(len(topics), 'topic')} can be used.")
    else:
        yield fail(ABOUT, "There is no question that can be used.", LINT)
    for fault in patient.bank.faults:
        if fault.fatal:
            yield Finding(Mark.FAIL, ABOUT, f"A file cannot be used: {_place(fault)}.", fault.cure)
    overdue = sorted(question.id for question in usable if question.overdue(patient.now.date()))
    if overdue:
        yield warn(
            ABOUT,
            f"{plural(len(overdue), 'question')} should have been checked again: {_some(overdue)}.",
            "Check the facts and set both days anew.",
        )
    for fault in tell_faults(measure(topics)):
        yield warn(ABOUT, f"{fault.problem[:1].upper()}{fault.problem[1:]}.", fault.cure)


def _place(fault: Fault) -> str:
    place = f"{fault.file}:{fault.line}" if fault.line else fault.file
    return f"{place}: {fault.problem}"


def _some(names: Sequence[str], most: int = 3) -> str:
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
