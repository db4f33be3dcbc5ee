"""Which question a round asks.

Seen is per group: a mapping from question id to the UTC time it was last posted in any of its tracks.
"""

import random
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from heapq import nlargest

from bot.domain.question import Level, Question

RECENT_POSTS = 30
"""A question among the group's last so many posts never comes again, whatever else is left."""

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """What a track may ask, indexed once for all tracks that want the same topics and levels.

    ``by_topic``: ids of the pool; ``topic_of``: of the whole bank, because a post of another level
    takes its topic's turn as well; ``by_review``: (review_by, id), soonest first.
    """

    questions: Mapping[str, Question]
    by_topic: Mapping[str, tuple[str, ...]]
    topic_of: Mapping[str, str]
    by_review: tuple[tuple[date, str], ...]

    def overdue(self, day: date) -> frozenset[str]:
        """The ids whose facts should have been checked before ``day``."""
        return frozenset(name for _, name in self.by_review[: bisect_left(self.by_review, (day, ""))])


def make_pool(questions: Iterable[Question], topics: frozenset[str], levels: frozenset[Level]) -> Pool:
    """The pool of these topics and levels (empty: all), without retired questions and those without quiz."""
    bank = sorted(questions, key=lambda question: question.id)
    chosen = [question for question in bank if _wanted(question, topics, levels)]
    by_topic: dict[str, tuple[str, ...]] = {}
    for question in chosen:
        by_topic[question.topic] = (*by_topic.get(question.topic, ()), question.id)
    return Pool(
        questions={question.id: question for question in chosen},
        by_topic=by_topic,
        topic_of={question.id: question.topic for question in bank},
        by_review=tuple(sorted((question.review_by, question.id) for question in chosen)),
    )


def _wanted(question: Question, topics: frozenset[str], levels: frozenset[Level]) -> bool:
    if question.quiz is None or question.retired is not None:
        return False
    return (not topics or question.topic in topics) and (not levels or question.level in levels)


def pick(
    pool: Pool, seen: Mapping[str, datetime], parked: frozenset[str], day: date, seed: str
) -> Question | None:
    """The question of the local date ``day``, None if the pool has none; the same inputs, the same pick.

    Unseen ones first, topics in turn; then the longest unseen. Overdue ones last, in both.
    """
    overdue = pool.overdue(day)
    name = None
    if not all(map(seen.__contains__, pool.questions)):
        name = _unseen(pool, seen, parked, overdue, random.Random(seed))
    name = name or _oldest(pool, seen, parked, overdue)
    return pool.questions[name] if name else None


def unseen_left(pool: Pool, seen: Mapping[str, datetime], parked: frozenset[str]) -> int:
    """How many questions the group has not had yet."""
    return len(frozenset(pool.questions).difference(seen, parked))


def _unseen(
    pool: Pool,
    seen: Mapping[str, datetime],
    parked: frozenset[str],
    overdue: frozenset[str],
    source: random.Random,
) -> str | None:
    last_resort: list[str] = []
    for topic in _turns(pool, seen, source):
        left = [name for name in pool.by_topic[topic] if name not in seen and name not in parked]
        fresh = [name for name in left if name not in overdue]
        if fresh:
            return source.choice(fresh)
        last_resort = last_resort or left
    return source.choice(last_resort) if last_resort else None


def _turns(pool: Pool, seen: Mapping[str, datetime], source: random.Random) -> Iterator[str]:
    """Topics never posted in a seeded order, then the others, least recently posted first."""
    last = dict.fromkeys(pool.by_topic, NEVER)
    topic_of = pool.topic_of.get
    for name, at in seen.items():
        topic = topic_of(name)
        if topic in last and last[topic] < at:
            last[topic] = at
    never = [topic for topic, at in last.items() if at is NEVER]
    yield from source.sample(never, len(never))
    yield from sorted((topic for topic in last if last[topic] is not NEVER), key=last.__getitem__)


def _oldest(
    pool: Pool, seen: Mapping[str, datetime], parked: frozenset[str], overdue: frozenset[str]
) -> str | None:
    """The longest unseen that is not recent. Everything left is seen when this is asked."""
    left = [name for name in pool.questions if name not in parked]
    recent = _recent(left, seen)
    allowed = [name for name in left if name not in recent]
    current = [name for name in allowed if name not in overdue]
    return min(current or allowed, key=seen.__getitem__, default=None)


def _recent(left: list[str], seen: Mapping[str, datetime]) -> frozenset[str]:
    """The group's last 30 posts; of a pool under 60 its own last half, so that something always is left."""
    if len(left) >= 2 * RECENT_POSTS:
        return frozenset(nlargest(RECENT_POSTS, seen, key=seen.__getitem__))
    return frozenset(nlargest(len(left) // 2, left, key=seen.__getitem__))
