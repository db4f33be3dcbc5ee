"""Ranks by SQL against a slow obvious ranking, for random groups on both engines: ties, hidden members,
members who were silent for long, several tracks."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import Connection, insert

from bot.domain.board import accuracy
from bot.ports.boards import BoardQuery, Place, SeasonAsked
from bot.ports.people import Group
from bot.store.engine import connect, parsed
from bot.store.tables import accounts, members, scores, streaks
from tests.store.scene import START, Scene

TODAY = START.date()
SINCE = START - timedelta(days=60)
PERIODS = ("2026-10", "2026-W44", "all")


@dataclass(frozen=True)
class Made:
    """A member as a random group has it: figures per period (points, answered, right), streaks per track."""

    id: int
    name: str
    hidden: bool
    last: date | None
    figures: dict[str, tuple[int, int, int]]
    streaks: dict[int, int]

    @property
    def active(self) -> bool:
        return self.last is not None and self.last >= SINCE.date()

    def value(self, query: BoardQuery) -> Fraction | None:
        """What ranks; None for who is not on this board."""
        if query.measure == "streak":
            best = max(self.streaks.values(), default=0)
            return Fraction(best) if best else None
        if query.period not in self.figures:
            return None
        points, answered, right = self.figures[query.period]
        if answered < query.min_answered:
            return None
        return accuracy(right, answered) if query.measure == "accuracy" else Fraction(points)


def crowd(random: Random, tracks: list[int], first_id: int) -> list[Made]:
    made = []
    for number in range(random.choice((0, 1, 2, 9, 10, 11, 25))):
        figures = {}
        for period in random.sample(PERIODS, random.randint(0, 3)):
            answered = random.randint(0, 6)
            figures[period] = (5 * random.randint(0, 4), answered, random.randint(0, answered))
        run = {track: random.randint(0, 4) for track in random.sample(tracks, random.randint(0, len(tracks)))}
        silent = random.choice((0, 1, 59, 60, 61, 200))
        last = TODAY - timedelta(days=silent) if random.random() < 0.9 else None
        name = random.choice(("Ada", "ada", "Zoe", "äda", "Kim", "Alan"))
        made.append(Made(first_id + number, name, random.random() < 0.2, last, figures, run))
    return made


def fill(connection: Connection, group: Group, people: list[Made]) -> None:
    for one in people:
        account = f"a{one.id}"
        connection.execute(insert(accounts).values(id=one.id, platform="fake", account=account))
        connection.execute(
            insert(members).values(
                id=one.id,
                group_id=group.id,
                account_id=one.id,
                name=one.name,
                name_key=one.name.casefold(),
                hidden=one.hidden,
                last_answer_day=one.last,
            )
        )
        whose = {"group_id": group.id, "member_id": one.id}
        for period, (points, answered, right) in one.figures.items():
            figure = {"points": points, "answered": answered, "correct": right}
            share = float(accuracy(right, answered))
            connection.execute(insert(scores).values(**whose, **figure, period=period, accuracy=share))
        for track, run in one.streaks.items():
            state = {"progress": 0, "held": 1, "best": run, "last_day": TODAY, "covered": ""}
            connection.execute(insert(streaks).values(**whose, **state, track_id=track, streak=run))


def ranking(people: list[Made], query: BoardQuery) -> list[tuple[Fraction, Made]]:
    """Who is shown, best first, by the plain reading of the rules."""
    shown = [one for one in people if one.active and not one.hidden]
    valued = [(value, one) for one in shown if (value := one.value(query)) is not None]
    return sorted(valued, key=lambda each: (-each[0], each[1].name.casefold(), each[1].name, each[1].id))


def own_place(people: list[Made], query: BoardQuery, one: Made) -> tuple[int, int, float | None] | None:
    value = one.value(query)
    if value is None or not one.active:
        return None
    values = [each for each, _ in ranking(people, query)]
    higher = [each for each in values if each > value]
    following = float(min(higher)) if higher else None
    return 1 + len(higher), len(values) + one.hidden, following


def told(place: Place | None) -> tuple[int, int, float | None] | None:
    return None if place is None else (place.rank, place.total, place.next_value)


@pytest.mark.parametrize("seed", range(8))
async def test_sql_ranks_as_the_plain_rules_do(scene: Scene, database_url: str, seed: int) -> None:
    random = Random(seed)
    tracks = [(await scene.track(key)).id for key in ("t1", "t2")]
    people = crowd(random, tracks, 1000)
    database = connect(parsed(database_url))
    await database.write(fill, scene.group, people)
    await database.close()
    boards = scene.store.boards
    for measure, minimum in (("points", 0), ("accuracy", 0), ("accuracy", 3), ("streak", 0)):
        for period in PERIODS:
            query = BoardQuery(scene.group.id, period, measure, minimum, SINCE)
            expected = ranking(people, query)
            assert [row.member_id for row in await boards.top(query, 10)] == [
                one.id for _, one in expected[:10]
            ]
            for one in people:
                assert told(await boards.place(query, one.id)) == own_place(people, query, one)
            for value in {value for value, _ in expected}:
                assert await boards.tied(query, float(value)) == [each for each, _ in expected].count(value)


@pytest.mark.parametrize("seed", range(8))
async def test_a_seasons_best_is_whoever_leads_its_board(scene: Scene, database_url: str, seed: int) -> None:
    random = Random(100 + seed)
    groups = [scene.group] + [await scene.store.people.group("fake", f"x{n}", "Other") for n in range(4)]
    crowds = {group: crowd(random, [], 1000 * (place + 1)) for place, group in enumerate(groups)}
    database = connect(parsed(database_url))
    for group, people in crowds.items():
        await database.write(fill, group, people)
    await database.close()
    asked = [SeasonAsked(group.id, ("2026-10", "2026-09"), date(2026, 11, 1)) for group in groups]
    found = await scene.store.boards.seasons(asked, START, SINCE)
    assert set(found) == {group.id for group in groups}
    for group, people in crowds.items():
        query = BoardQuery(group.id, "2026-10", "points", 0, SINCE)
        scored = [(value, one) for value, one in ranking(people, query) if value > 0]
        best = found[group.id]
        if not scored:
            assert best is None
            continue
        points = int(scored[0][0])
        leaders = [one.name for value, one in scored if value == points]
        assert best is not None and (best.season, best.group.id) == ("2026-10", group.id)
        assert (best.points, best.tied, best.names) == (points, len(leaders), tuple(leaders[:3]))
