"""The season's result: one line on the group's first post after the month's last round has closed."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import RoundState, Track
from bot.domain.schedule import RevealRule, Schedule
from bot.intents.season import LONGEST, season_line
from bot.ports.store import Store
from tests.fakes.platform import Mood
from tests.fakes.text import plain
from tests.fakes.world import World
from tests.service.day import answer, only, right_index

OCTOBER = datetime(2026, 10, 30, 6, 0, tzinfo=UTC)
"""A Friday: the month's last two days are a weekend."""
DAILY = Schedule("UTC", time(9), frozenset(range(7)), RevealRule(time(17), next_day=False))


def moment(month: int, day: int, clock: str = "09:00") -> datetime:
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), UTC)


@pytest.fixture
async def world(store: Store) -> World:
    made = await World.make(store, start=OCTOBER, bank=only(Kind.CHOICE, count=80))
    await made.connect()
    return made


async def played(world: World, *right: str, month: int = 10, day: int = 30) -> None:
    """A day of every track, answered right by these."""
    for clock in ("09:00", "10:00"):
        await world.at(moment(month, day, clock))
    for track in await world.store.tracks.of_group(world.group.id):
        round_ = await world.round_of(track)
        for name in right:
            await answer(world, round_, name, right_index(round_))
    await world.at(moment(month, day, "17:00") + timedelta(seconds=10))


async def line(world: World, track: Track) -> str | None:
    return (await world.round_of(track)).season_line


def posts_with(world: World, words: str) -> int:
    return sum(words in plain(posted.intent) for posted in world.platform.log)


async def test_the_first_post_of_the_month_names_the_best(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada", "alan")
    await played(world, "ada", day=31)
    assert await line(world, track) is None
    await world.at(moment(11, 1))
    assert await line(world, track) == "October: Ada with 30 points."
    told = plain(world.platform.log[-1].intent).split("\n")
    assert told[-2] == "October: Ada with 30 points." and "· closes" in told[-1]
    await world.at(moment(11, 2))
    assert await line(world, track) is None
    assert posts_with(world, "October:") == 1


async def test_all_tied_are_told_up_to_three_names(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "zoe", "ada", "kim", "alan")
    await world.at(moment(11, 1))
    assert await line(world, track) == "October: Ada, Alan and 2 more with 15 points."


async def test_an_edit_of_the_post_shows_the_same_line(world: World) -> None:
    """Though a regrade, a new name or a hidden member came in between."""
    track = await world.track(DAILY)
    await played(world, "ada")
    await played(world, "alan", month=11, day=1)
    await world.desk.command(world.who("ada"), "/privacy hide")
    await world.at(moment(11, 1, "18:00"))
    assert "October: Ada with 15 points." in plain(world.platform.edits[-1][1])
    assert (await world.store.rounds.recent(track.id, 1))[0].season_line == "October: Ada with 15 points."


async def test_two_tracks_tell_it_once(world: World) -> None:
    one = await world.track(DAILY)
    await world.track(replace(DAILY, at=time(10)), channel="c2")
    await world.track(DAILY, channel="c3")
    await played(world, "ada")
    await world.at(moment(11, 1))
    await world.at(moment(11, 1, "10:00"))
    await world.at(moment(11, 2, "10:00"))
    assert posts_with(world, "October:") == 1
    assert one.group_id == world.group.id


async def test_it_waits_for_the_months_last_round_of_every_track(world: World) -> None:
    """The other track reveals at noon of the next day."""
    first = await world.track(DAILY)
    late = await world.track(
        replace(DAILY, at=time(14), reveal=RevealRule(time(12), next_day=True)), channel="c2"
    )
    await world.at(moment(10, 31))
    await world.at(moment(10, 31, "14:00"))
    round_ = await world.round_of(late)
    await answer(world, round_, "ada", right_index(round_))
    await world.at(moment(10, 31, "18:00"))
    await world.at(moment(11, 1))
    assert await line(world, first) is None
    await world.at(moment(11, 1, "12:00") + timedelta(seconds=10))
    await world.at(moment(11, 1, "14:00"))
    assert await line(world, late) == "October: Ada with 15 points."


async def test_it_waits_for_a_last_round_that_has_yet_to_come(world: World) -> None:
    """In Honolulu it is still October when London begins November."""
    await world.track(
        replace(DAILY, zone="Pacific/Honolulu", at=time(18), reveal=RevealRule(time(22), False))
    )
    london = await world.track(replace(DAILY, at=time(1), reveal=RevealRule(time(8), False)), channel="c2")
    await world.at(moment(10, 31, "01:00"))
    round_ = await world.round_of(london)
    await answer(world, round_, "ada", right_index(round_))
    for clock in ("04:00", "08:10", "20:00"):
        await world.at(moment(10, 31, clock))
    await world.at(moment(11, 1, "01:00"))
    assert await line(world, london) is None
    for clock in ("04:00", "08:10"):
        await world.at(moment(11, 1, clock))
    await world.at(moment(11, 2, "01:00"))
    assert await line(world, london) == "October: Ada with 15 points."


async def test_a_skipped_first_leaves_it_to_the_next(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada")
    who = world.who("grace", organiser=True)
    await world.desk.command(who, "/daily skip 2026-11-01")
    await world.at(moment(11, 1))
    await world.at(moment(11, 2))
    assert await line(world, track) == "October: Ada with 15 points."


async def test_a_post_that_never_went_out_leaves_it_to_the_next(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada")
    world.platform.mood = lambda: Mood.BUSY
    await world.at(moment(11, 1))
    assert await line(world, track) == "October: Ada with 15 points."
    cancelled = await world.round_of(track)
    assert await world.store.rounds.cancel(cancelled.id, RoundState.CANCELLED, "Skipped.")
    world.platform.mood = lambda: Mood.FINE
    await world.at(moment(11, 2))
    assert await line(world, track) == "October: Ada with 15 points."
    await world.at(moment(11, 3))
    assert posts_with(world, "October:") == 1


async def test_after_downtime_it_is_told_late(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada")
    await world.at(moment(11, 9, "09:01"))
    assert await line(world, track) == "October: Ada with 15 points."


async def test_a_whole_month_without_questions_does_not_lose_it(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada")
    who = world.who("grace", organiser=True)
    await world.desk.command(who, "/daily pause")
    await world.at(moment(12, 1, "08:00"))
    await world.desk.command(who, "/daily resume")
    await world.at(moment(12, 1))
    assert await line(world, track) == "October: Ada with 15 points."


async def test_who_left_is_not_named(world: World) -> None:
    """Without an answer for sixty days nobody is shown anywhere."""
    track = await world.track(DAILY)
    await played(world, "ada")
    who = world.who("grace", organiser=True)
    await world.desk.command(who, "/daily pause")
    await world.at(moment(12, 31, "08:00"))
    await world.desk.command(who, "/daily resume")
    await world.at(moment(12, 31))
    assert await line(world, track) is None


async def test_there_is_no_line_when_nobody_scored(world: World) -> None:
    track = await world.track(DAILY)
    await played(world)
    await world.at(moment(11, 1))
    assert await line(world, track) is None


async def test_hidden_people_are_not_named_and_the_others_close_up(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada", "alan")
    await played(world, "ada", day=31)
    await world.desk.command(world.who("ada"), "/privacy hide")
    await world.at(moment(11, 1))
    assert await line(world, track) == "October: Alan with 15 points."


async def test_boards_off_means_no_line(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada")
    await world.store.people.change_settings(world.group.id, {"boards": False})
    await world.at(moment(11, 1))
    assert await line(world, track) is None
    await world.store.people.change_settings(world.group.id, {"boards": True})
    await world.at(moment(11, 2))
    assert await line(world, track) is None


async def test_names_off_tells_the_points_alone(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada", "alan")
    await world.store.people.change_settings(world.group.id, {"names": False})
    await world.at(moment(11, 1))
    assert await line(world, track) == "October: the highest score was 15 points, reached by 2 people."


async def test_a_post_by_now_carries_it_too(world: World) -> None:
    track = await world.track(DAILY)
    await played(world, "ada")
    await world.at(moment(10, 31, "18:00"))
    await world.clock.move_to(moment(11, 1, "07:00"))
    await world.desk.command(world.who("grace", organiser=True), "/daily now")
    await world.at(moment(11, 1, "07:01"))
    assert await line(world, track) == "October: Ada with 15 points."


async def test_groups_keep_to_themselves(world: World) -> None:
    track = await world.track(DAILY)
    other = await world.store.people.group("fake", "g2", "Other")
    await played(world, "ada")
    assert other.id != world.group.id
    await world.at(moment(11, 1))
    assert await line(world, track) == "October: Ada with 15 points."


@pytest.mark.parametrize(
    ("tied", "names", "told"),
    [
        (1, ("Ada",), "October: Ada with 340 points."),
        (2, ("Ada", "Alan"), "October: Ada and Alan with 340 points."),
        (3, ("Ada", "Alan", "Kim"), "October: Ada, Alan and Kim with 340 points."),
        (4, ("Ada", "Alan", "Kim"), "October: Ada, Alan and 2 more with 340 points."),
        (1, (), "October: the highest score was 340 points."),
        (1, ("A\nda\t x",), "October: A da x with 340 points."),
    ],
)
def test_the_line_in_words(tied: int, names: tuple[str, ...], told: str) -> None:
    assert season_line("2026-10", 340, tied, names) == told


@pytest.mark.parametrize("tied", [1, 2, 3, 4, 5000])
def test_the_line_is_never_longer_than_160_characters(tied: int) -> None:
    names = tuple(letter * 100 for letter in "ABC"[:tied])
    told = season_line("2026-09", 123_456, tied, names)
    assert len(told) <= LONGEST and told.startswith(f"September: {'A' * 100}")
