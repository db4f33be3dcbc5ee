"""RULES: what needs an organiser reaches somebody, once, and never the question channel."""

from datetime import timedelta

import pytest

from bot.domain.question import Kind
from bot.domain.round import TrackState
from bot.errors import Refused
from bot.intents.base import Intent
from bot.ports.poster import Target
from tests.fakes.platform import FakePlatform, Mood, Posted
from tests.fakes.text import plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, full_day, nine, only, posted, said
from tests.service.organising import command, fresh, press


class NoDirectMessages(FakePlatform):
    """Everybody has closed their direct messages."""

    async def send(self, target: Target, intent: Intent, mark: str) -> str:
        if target.dm is not None:
            raise Refused("This person takes no messages.", permanent=True)
        return await super().send(target, intent, mark)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


def shut(world: World) -> None:
    closed = NoDirectMessages(world.clock)
    closed.log = world.platform.log
    world.platform = closed
    world.tools.posters["fake"] = closed  # type: ignore[index]


def notices(world: World) -> list[Posted]:
    return [one for one in world.platform.log if plain(one.intent).startswith("For organisers: ")]


async def silence(world: World, rounds: int) -> None:
    track = await world.track(BERLIN)
    played, day = 0, 0
    while played < rounds:
        if nine(day).weekday() < 5:
            await full_day(world, track, day)
            played += 1
        day += 1


async def test_a_notice_goes_to_who_last_changed_the_track(world: World) -> None:
    await silence(world, 5)
    [notice] = notices(world)
    assert (notice.target.dm, notice.target.channel) == ("grace", "")
    assert "last 5 questions" in plain(notice.intent)


async def test_a_notice_goes_to_the_notices_channel_where_there_is_one(world: World) -> None:
    await command(world, "/daily settings notices <#ops|ops>")
    await silence(world, 5)
    [notice] = notices(world)
    assert (notice.target.channel, notice.target.dm) == ("ops", None)


async def test_a_track_may_have_a_notices_channel_of_its_own_or_none(world: World) -> None:
    track = await world.track(BERLIN)
    await command(world, "/daily settings notices <#ops|ops>")
    await command(world, "/daily settings notices off #daily-c1")
    for day in range(5):
        await full_day(world, track, day)
    assert [one.target.dm for one in notices(world)] == ["grace"]


async def test_a_notices_channel_that_became_a_question_channel_gets_none(world: World) -> None:
    await command(world, "/daily settings notices <#c2|ops>")
    await world.track(BERLIN, channel="c2")
    await silence(world, 5)
    assert {one.target.channel for one in notices(world)} == {""}


async def test_who_takes_no_messages_leaves_it_to_the_next_organiser_once(world: World) -> None:
    shut(world)
    await silence(world, 5)
    assert notices(world) == []
    told = said(await world.desk.command(world.who("zoe"), "/streak"))
    assert "For organisers" not in told, "members are not told"
    first = said(await command(world, "/help", "ada"))
    assert first.split("\n")[0].startswith("For organisers: Nobody answered the last 5 questions")
    assert "For organisers" not in said(await command(world, "/help", "ada"))
    assert "For organisers" not in said(await command(world, "/help", "grace"))
    assert "last 5 questions" in said(await command(world, "/daily status")), "always in the status"


async def test_an_added_organiser_is_told_as_well(world: World) -> None:
    shut(world)
    await world.member("alan")
    await command(world, "/daily organisers add alan")
    await silence(world, 5)
    assert "For organisers" in said(await world.desk.command(world.who("alan"), "/help"))


async def test_a_status_counts_as_told(world: World) -> None:
    shut(world)
    await silence(world, 5)
    status = said(await command(world, "/daily status"))
    assert status.count("last 5 questions") == 1
    assert "For organisers" not in said(await command(world, "/help"))


async def test_a_channel_that_refuses_leaves_it_to_the_next_organiser(world: World) -> None:
    await command(world, "/daily settings notices <#gone|gone>")
    track = await world.track(BERLIN)
    for day in range(4):
        await full_day(world, track, day)
    await posted(world, track, 4)
    world.platform.mood = lambda: Mood.BROKEN
    await world.at(nine(4) + timedelta(hours=9))
    world.platform.mood = lambda: Mood.FINE
    assert "last 5 questions" in said(await command(world, "/help"))


async def test_a_broken_channel_pauses_and_tells_once(world: World) -> None:
    track = await world.track(BERLIN)
    moods = iter([Mood.BROKEN])
    world.platform.mood = lambda: next(moods, Mood.FINE)
    await posted(world, track)
    await world.at(nine() + timedelta(hours=1))
    assert (await fresh(world, track)).state is TrackState.PAUSED
    [notice] = notices(world)
    assert "The channel is gone." in plain(notice.intent) and notice.target.dm == "grace"


async def test_few_left_is_told_once_however_many_tracks_ask(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=17))
    for channel in ("c1", "c2"):
        await world.track(BERLIN, channel=channel)
    for day in range(4):
        await world.at(nine(day))
    texts = [plain(one.intent) for one in notices(world)]
    assert len(texts) == 2 and {text.split()[2] for text in texts} == {"#daily-c1", "#daily-c2"}
    assert all("questions left that nobody here has seen" in text for text in texts)


async def test_a_pool_that_never_had_more_is_no_notice(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=15))
    track = await world.track(BERLIN)
    await full_day(world, track, 0)
    assert notices(world) == []


async def test_ten_silent_rounds_pause_and_resuming_counts_anew(world: World) -> None:
    await silence(world, 10)
    [track] = await world.store.tracks.of_group(world.group.id)
    assert (track.state, track.reason) == (TrackState.PAUSED, "nobody answered the last 10 questions")
    assert "nobody answered the last 10 questions" in plain(notices(world)[-1].intent)
    await command(world, "/daily resume")
    await full_day(world, track, 14)
    again = await fresh(world, track)
    assert again.state is TrackState.ACTIVE and again.unanswered == 1


async def test_an_excused_round_neither_counts_nor_tells_again(world: World) -> None:
    await silence(world, 5)
    [track] = await world.store.tracks.of_group(world.group.id)
    round_ = await posted(world, track, 7)
    await world.store.rounds.excuse(round_.id, "the question was deleted from the channel")
    await world.at(nine(7) + timedelta(hours=9))
    assert len(notices(world)) == 1 and (await fresh(world, track)).unanswered == 5


async def test_an_answer_begins_the_count_anew(world: World) -> None:
    await silence(world, 4)
    [track] = await world.store.tracks.of_group(world.group.id)
    await answer(world, await posted(world, track, 4), "ada", 0)
    await world.at(nine(4) + timedelta(hours=9))
    assert notices(world) == [] and (await fresh(world, track)).unanswered == 0


async def test_an_unsure_notice_is_told_in_words(world: World) -> None:
    world.platform.has_history = False
    track = await world.track(BERLIN)
    world.platform.mood = lambda: Mood.LOST_AFTER
    await posted(world, track)
    await world.at(nine() + timedelta(minutes=3))
    await world.at(nine() + timedelta(minutes=6))
    world.platform.mood = lambda: Mood.FINE
    assert "reached #daily-c1" in said(await command(world, "/help"))


async def test_more_than_three_are_counted(make_world: MakeWorld) -> None:
    world = await make_world(only(Kind.CHOICE, count=80))
    shut(world)
    tracks = [await world.track(BERLIN, channel=f"c{number}") for number in range(1, 6)]
    assert len(tracks) == 5
    for day in range(5):
        await world.at(nine(day))
        await world.at(nine(day) + timedelta(hours=9))
    lines = said(await command(world, "/help")).split("\n")
    assert [line.startswith("For organisers: ") for line in lines[:4]] == [True, True, True, False]
    assert lines[3] == "2 more in /daily status."


async def test_an_ended_track_is_not_called_silent(world: World) -> None:
    await silence(world, 4)
    await press(world, await command(world, "/daily end"), "End it")
    await world.at(nine(20))
    assert notices(world) == []
