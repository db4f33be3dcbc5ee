"""What an account has to repeat, counted as people count: whatever is due on a day is due all that day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain.schedule import instant, local_date
from bot.intents.review import ComesBack
from bot.service.tools import Tools

MOST = 1000
"""Read at once; nobody repeats as many in a day."""


@dataclass(frozen=True, slots=True)
class Today:
    """``opens`` were written as open questions only; both are longest due first."""

    drilled: tuple[str, ...]
    opens: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.drilled) + len(self.opens)


async def today(tools: Tools, account_id: int, group_id: int, zone: str) -> Today:
    """What is due before the local day ends: without questions of rounds that are still open, which come
    later, and without those that are retired or have left the bank."""
    until = _midnight(tools.clock.now(), zone)
    due = await tools.store.reviews.due(account_id, group_id, until, MOST)
    names = [each.question_id for each in due if _serves(tools, each.question_id)]
    drilled = [name for name in names if tools.bank.questions[name].quiz is not None]
    return Today(tuple(drilled), tuple(name for name in names if name not in drilled))


async def following(tools: Tools, account_id: int, zone: str) -> datetime | None:
    """When something comes back on a later day, if anything does."""
    ahead = await tools.store.reviews.ahead(account_id, _midnight(tools.clock.now(), zone), MOST)
    return next((each.due_at for each in ahead if _serves(tools, each.question_id)), None)


async def comes_back(tools: Tools, account_id: int, question_id: str, zone: str) -> ComesBack | None:
    """When this question does, if it will be served."""
    due_at = await tools.store.reviews.due_at(account_id, question_id)
    if due_at is None or not _serves(tools, question_id):
        return None
    return ComesBack(due_at, zone, due_at < _midnight(tools.clock.now(), zone))


async def zone_of(tools: Tools, group_id: int) -> str:
    """The zone of the group's first track: an account has none of its own."""
    tracks = await tools.store.tracks.of_group(group_id)
    return tracks[0].schedule.zone if tracks else "UTC"


def _serves(tools: Tools, question_id: str) -> bool:
    question = tools.bank.questions.get(question_id)
    return question is not None and question.retired is None


def _midnight(now: datetime, zone: str) -> datetime:
    """The end of the local day; a date that does not exist has none, a day later will do."""
    tomorrow = local_date(now, zone) + timedelta(days=1)
    return instant(tomorrow, time(), zone) or now + timedelta(days=1)
