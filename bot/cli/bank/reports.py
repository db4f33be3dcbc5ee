"""What members of all groups reported about a question; nobody is named."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.cli.inert import inert
from bot.errors import StoreError
from bot.intents.words import plural
from bot.ports.reports import QuestionReports
from bot.settings import Settings


async def reports_of(settings: Settings, question_id: str) -> QuestionReports:
    """StoreError if there is no database to ask: opening would make one."""
    # The store takes a second to import; the other commands of this group need none of it.
    from bot.store.backup import MISSING, sqlite_file  # noqa: PLC0415
    from bot.store.open import open_store  # noqa: PLC0415

    file = sqlite_file(settings.database)
    if file is not None and not file.is_file():
        raise StoreError(MISSING.format(place=file))
    async with open_store(settings.database) as store:
        return await store.reports.of_question(question_id)


def report_lines(found: QuestionReports) -> Iterator[str]:
    yield ""
    if not found.lines:
        yield "Nobody has reported a problem with it."
    else:
        where = plural(found.groups, "group")
        yield f"{plural(len(found.lines), 'report')} from {where}, {found.open} open:"
    for line in found.lines:
        yield f"  {line.at:%Y-%m-%d}  {line.kind}" + (f": {inert(line.text)}" if line.text else "")
    if found.parked_in:
        yield f"Parked in {plural(found.parked_in, 'group')}: it is not asked there."


def as_plain(found: QuestionReports) -> dict[str, Any]:
    lines = [{**asdict(line), "at": line.at.isoformat()} for line in found.lines]
    return {"open": found.open, "groups": found.groups, "parked_in": found.parked_in, "lines": lines}
