"""When a track posts and reveals: local dates and times, downtime, pauses, posts by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import RoundState
from bot.domain.schedule import RevealRule, Schedule
from bot.intents.question_post import QuestionPost
from bot.intents.reveal import Reveal
from bot.service.tick import tick
from bot.store.open import SqlStore
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, MONDAY, NINE, full_day, nine, only, posted, reveal

EVERY_DAY = frozenset(range(7))
NEXT_MORNING = replace(BERLIN, reveal=RevealRule(time(8), next_day=True))
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def times(world: World, kind: type[QuestionPost | Reveal]) -> list[datetime]:
    return [one.at for one in world.platform.log if isinstance(one.intent, kind)]


async def live(world: World, until: datetime, step: timedelta = HOUR) -> None:
    """The bot is up all the time and looks every ``step``."""
    while world.clock.now() < until:
        await world.at(min(world.clock.now() + step, until))


@pytest.mark.parametrize(
    ("zone", "at", "start", "first_post", "day"),
    [
        ("America/New_York", time(2, 30), "2027-03-14 00:00", "2027-03-14 07:00", date(2027, 3, 14)),
        ("Africa/Cairo", time(0, 0), "2027-04-29 12:00", "2027-04-29 22:00", date(2027, 4, 30)),
        ("Europe/Berlin", time(2, 30), "2026-10-24 12:00", "2026-10-25 00:30", date(2026, 10, 25)),
    ],
)
async def test_a_time_in_a_gap_or_twice_is_posted_once_on_its_own_date(
    store: SqlStore, zone: str, at: time, start: str, first_post: str, day: date
) -> None:
    world = await World.make(store, start=utc(start), bank=only(Kind.CHOICE))
    await world.connect()
    track = await world.track(Schedule(zone, at, EVERY_DAY, RevealRule(time(17), next_day=False)))
    await world.at(utc(first_post) - MINUTE)
    assert world.platform.log == []
    await live(world, utc(first_post) + 12 * HOUR, 30 * MINUTE)
    assert len(times(world, QuestionPost)) == 1
    round_ = await world.round_of(track)
    assert (round_.day, round_.opens_at) == (day, utc(first_post))


async def test_a_date_that_does_not_exist_has_no_round_and_breaks_nothing(store: SqlStore) -> None:
    world = await World.make(store, start=utc("2011-12-29 00:00"), bank=only(Kind.CHOICE))
    await world.connect()
    schedule = Schedule("Pacific/Apia", time(9), EVERY_DAY, RevealRule(time(17), next_day=False))
    track = await world.track(schedule)
    await live(world, utc("2012-01-01 12:00"))
    rounds = await world.store.rounds.recent(track.id, 9)
    assert [one.day.isoformat() for one in rounds] == ["2012-01-01", "2011-12-31", "2011-12-29"]
    assert all(one.posted_at == one.opens_at for one in rounds)


@pytest.mark.parametrize("command", ["", "/daily pause", "/daily skip 2026-11-07..2026-11-12"])
async def test_fridays_reveal_comes_on_saturday_morning_whatever_follows(world: World, command: str) -> None:
    track = await world.track(NEXT_MORNING)
    round_ = await posted(world, track, 4)
    if command:
        await world.desk.command(world.who("grace", organiser=True), command)
    saturday_eight = nine(5) - HOUR
    assert round_.closes_at == saturday_eight
    await live(world, nine(7) - MINUTE)
    assert len(times(world, Reveal)) == 1
    [revealed] = times(world, Reveal)
    assert saturday_eight < revealed <= saturday_eight + HOUR


@pytest.mark.parametrize(("late", "state"), [(2 * HOUR, "posted"), (2 * HOUR + MINUTE, "expired")])
async def test_a_late_post_needs_two_hours_to_the_close(world: World, late: timedelta, state: str) -> None:
    track = await world.track(replace(BERLIN, reveal=RevealRule(time(13), next_day=False)))
    await world.at(NINE + late)
    round_ = await world.round_of(track)
    assert round_.state == state and bool(round_.reason) == (state == "expired")


async def test_the_close_stays_where_it_was_fixed_at_posting(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    await world.desk.command(world.who("grace", organiser=True), "/daily move 11:00")
    again = await world.store.rounds.get(round_.id)
    assert again is not None and again.closes_at == round_.closes_at
    await world.at(reveal())
    assert times(world, Reveal) == [reveal()]


async def test_a_round_closes_though_no_platform_can_be_reached(world: World) -> None:
    track = await world.track(BERLIN)
    await posted(world, track)
    tools = replace(world.tools, posters={})
    await world.clock.move_to(reveal())
    await tick(tools)
    assert (await world.round_of(track)).state is RoundState.CLOSED
    assert times(world, Reveal) == []
    await tick(world.tools)
    assert len(times(world, Reveal)) == 1


async def test_nothing_closes_before_ten_seconds_have_passed(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    await world.at(round_.closes_at + timedelta(seconds=9))
    assert (await world.round_of(track)).state is RoundState.POSTED
    await world.at(round_.closes_at + timedelta(seconds=10))
    assert (await world.round_of(track)).state is RoundState.REVEALED


async def test_downtime_leaves_a_row_for_each_missed_date_and_asks_todays(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0)
    await world.at(nine(7))
    rounds = await world.store.rounds.recent(track.id, 9)
    assert [one.day for one in rounds] == [MONDAY + n * DAY for n in (7, 4, 3, 2, 1, 0)]
    assert [one.state for one in rounds[:2]] == [RoundState.POSTED, RoundState.EXPIRED]
    assert all(one.reason and "4 h" in one.reason for one in rounds[1:5])


async def test_a_missed_date_costs_nobody_a_streak(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await world.at(nine(3))
    await full_day(world, track, 3, ada="right")
    state = dict(await world.store.answers.streaks((await world.member("ada")).id))[track.id]
    assert (state.streak, state.held) == (2, 1)


async def test_a_round_posted_by_hand_on_an_off_day_costs_nobody_a_streak(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 4, ada="right")
    await world.at(nine(5))
    await world.desk.command(world.who("grace", organiser=True), "/daily now")
    await tick(world.tools)
    await world.at(reveal(5))
    round_ = await world.round_of(track)
    assert round_.state is RoundState.REVEALED and round_.excused
    state = dict(await world.store.answers.streaks((await world.member("ada")).id))[track.id]
    assert (state.streak, state.held) == (1, 1)
