"""How much one account may do: 60 clicks a minute, 200 answers in practice an hour, 5 reports a day."""

from collections import deque
from datetime import datetime, timedelta

from bot.errors import UsageError
from bot.intents import refusals
from bot.service.tools import Tools

CLICKS, MINUTE = 60, timedelta(minutes=1)
ANSWERS, HOUR = 200, timedelta(hours=1)
REPORTS, DAY = 5, timedelta(hours=24)


class Clicks:
    """Buttons, forms, reactions and commands of the last minute, per account, in memory.

    Whoever did nothing for two minutes is forgotten, so that it holds no more than is going on.
    """

    def __init__(self) -> None:
        self._before: dict[tuple[str, str], deque[datetime]] = {}
        self._recent: dict[tuple[str, str], deque[datetime]] = {}
        self._since: datetime | None = None

    def allow(self, platform: str, account: str, now: datetime) -> bool:
        """Count a click, unless it is one too many."""
        if self._since is None or now - self._since >= MINUTE:
            self._before, self._recent, self._since = self._recent, {}, now
        times = self._times((platform, account))
        if len(times) == CLICKS and now - times[0] < MINUTE:
            return False
        times.append(now)
        return True

    def _times(self, key: tuple[str, str]) -> deque[datetime]:
        found = self._recent.get(key)
        if found is None:
            found = self._recent[key] = self._before.pop(key, deque(maxlen=CLICKS))
        return found


async def may_practise(tools: Tools, account_id: int) -> None:
    """UsageError when quizzes and reviews took all the answers of an hour. What comes once more at the end
    of a quiz leaves no attempt and is neither counted nor refused."""
    since = tools.clock.now() - HOUR
    if await tools.store.practice.answered_since(account_id, since, ANSWERS) >= ANSWERS:
        raise UsageError(refusals.ENOUGH)


async def may_report(tools: Tools, account_id: int, question_id: str) -> None:
    """UsageError after five questions in a day; what was said of one of them may be corrected."""
    since = tools.clock.now() - DAY
    if await tools.store.reports.others_since(account_id, question_id, since) >= REPORTS:
        raise UsageError(refusals.ENOUGH)
