"""``/stats``: what the account did, in every group and alone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta

from bot.bank import Bank
from bot.domain.activity import YEAR, Done, year_in_words
from bot.domain.question import Level
from bot.domain.schedule import instant, local_date
from bot.intents.base import CalendarDay, Reply
from bot.intents.stats import Score, Stats, TopicScore
from bot.ports.stats import Asked, DaySpan, Practised
from bot.service.due import zone_of
from bot.service.present import present
from bot.service.tools import Tools, Who

ENOUGH = 5
"""Answers in a topic before it may be called the weakest."""

GONE = "Questions that have left the bank"


async def stats(tools: Tools, who: Who) -> Reply:
    here = await present(tools, who)
    account_id = here.member.account_id
    daily = await tools.store.stats.daily(account_id)
    practised = await tools.store.stats.practised(account_id)
    topics = _topics(tools.bank, daily, practised)
    zone = await zone_of(tools, here.group.id)
    year = await _year(tools, account_id, zone)
    return Reply(
        Stats(
            _sum(Score(each.answered, each.right) for each in daily),
            _sum(Score(each.answered, each.right) for each in practised),
            _levels(tools.bank, daily, practised),
            topics,
            tuple(CalendarDay(done.day, done.strength) for done in year),
            year_in_words(year),
            zone,
            weakest(topics),
        )
    )


def _sum(scores: Iterable[Score]) -> Score:
    return sum(scores, Score())


def _topics(bank: Bank, daily: Iterable[Asked], practised: Iterable[Practised]) -> tuple[TopicScore, ...]:
    """Most answered first, then by title. A topic's name is typed in commands only if it has a quiz."""
    asked, tried = defaultdict[str, Score](Score), defaultdict[str, Score](Score)
    for each in daily:
        question = bank.questions.get(each.question_id)
        asked[question.topic if question else ""] += Score(each.answered, each.right)
    for one in practised:
        tried[one.topic if one.topic in bank.topics else ""] += Score(one.answered, one.right)
    made = [_topic(bank, name, asked[name], tried[name]) for name in {*asked, *tried}]
    return tuple(sorted(made, key=lambda topic: (-topic.both.answered, topic.title)))


def _topic(bank: Bank, name: str, daily: Score, practice: Score) -> TopicScore:
    topic = bank.topics.get(name)
    if topic is None:
        return TopicScore(GONE, daily, practice)
    drilled = any(question.quiz is not None for question in topic.questions)
    return TopicScore(topic.title, daily, practice, name if drilled else "")


def _levels(
    bank: Bank, daily: Iterable[Asked], practised: Iterable[Practised]
) -> tuple[tuple[str, Score], ...]:
    """Daily answers and practice together, the easiest level first."""
    found = defaultdict[str, Score](Score)
    for each in daily:
        question = bank.questions.get(each.question_id)
        if question is not None:
            found[question.level] += Score(each.answered, each.right)
    for one in practised:
        found[one.level] += Score(one.answered, one.right)
    return tuple((level.value, found[level]) for level in Level if level in found)


async def topic_scores(tools: Tools, account_id: int) -> tuple[TopicScore, ...]:
    """The account's results by topic, daily questions and practice."""
    daily = await tools.store.stats.daily(account_id)
    return _topics(tools.bank, daily, await tools.store.stats.practised(account_id))


def weakest(topics: Iterable[TopicScore]) -> TopicScore | None:
    """The lowest share of right answers; None while no topic is known well enough, or all went well."""
    known = [topic for topic in topics if topic.name and topic.both.answered >= ENOUGH]
    failed = [topic for topic in known if topic.both.right < topic.both.answered]
    return min(failed, key=lambda topic: topic.both.right / topic.both.answered, default=None)


async def _year(tools: Tools, account_id: int, zone: str) -> list[Done]:
    spans = year_spans(tools.clock.now(), zone)
    counts = await tools.store.stats.days(account_id, spans)
    found = [(span.day, counts.get(span.day)) for span in spans]
    return [Done(day, count.answers, count.attempts) if count else Done(day, 0, 0) for day, count in found]


def year_spans(now: datetime, zone: str) -> list[DaySpan]:
    """The last 365 local dates, today's last. One that does not exist in the zone is an empty span."""
    today = local_date(now, zone)
    days = [today - timedelta(days=back) for back in reversed(range(-1, YEAR))]
    begins = [instant(day, time(), zone) for day in days]
    ends = begins[-1] or now + timedelta(days=1)
    spans = []
    for day, begin in reversed(list(zip(days[:-1], begins[:-1], strict=True))):
        spans.append(DaySpan(day, begin or ends, ends))
        ends = begin or ends
    return spans[::-1]
