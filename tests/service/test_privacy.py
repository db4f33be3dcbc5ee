"""``/privacy``: six lines, the files, wishes about names, deletion; a group the bot was removed from."""

import csv
import json
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from typing import Any, TypeVar

import pytest

from bot.domain.question import Kind
from bot.domain.round import RoundState, TrackState
from bot.intents.base import Attachment, Bullets, How, Reply
from bot.ports.answers import Act, Written
from bot.service.departure import GRACE, left, returned
from bot.service.desk import Desk
from bot.service.export import files_of
from bot.service.housekeeping import housekeep
from tests.fakes.text import buttons, plain
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import (
    BERLIN,
    MONDAY,
    answer,
    full_day,
    nine,
    only,
    posted,
    reveal,
    right_index,
    said,
)


@pytest.fixture
async def world(make_world: MakeWorld) -> World:
    return await make_world(only(Kind.CHOICE))


async def ask(world: World, words: str = "", name: str = "ada") -> Reply:
    return await world.desk.command(world.who(name), f"/privacy {words}".strip())


async def press(world: World, reply: Reply, label: str, name: str = "ada") -> Reply:
    assert reply.intent is not None
    button = next(each for each in buttons(reply.intent) if each.label == label)
    return await world.desk.press(world.who(name), button.action)


def files(reply: Reply) -> dict[str, Attachment]:
    assert reply.intent is not None
    return {file.name: file for file in reply.intent.said().files}


def rows(file: Attachment) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(file.content.decode())))


async def test_it_says_in_six_lines_what_is_stored(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    reply = await ask(world)
    assert reply.how is How.PRIVATE and reply.intent is not None
    (lines,) = reply.intent.said().blocks
    assert isinstance(lines, Bullets) and len(lines.lines) == 6
    text = said(reply)
    assert "Name: Ada, in 1 group; shown on boards, milestones not told." in text
    assert "Answers: 1 to daily questions" in text and "after 400 days" in text
    assert "15 points, best streak 1 day" in text
    labels = [button.label for button in buttons(reply.intent)]
    assert labels == ["Export", "Hide me", "Milestones on", "Delete"]


@pytest.mark.parametrize("words", ["", "export", "delete"])
async def test_who_was_never_seen_is_not_stored_by_asking(world: World, words: str) -> None:
    assert said(await ask(world, words, "stranger")) == "Nothing is stored about you."
    assert await world.store.privacy.account_id("fake", "stranger") is None


async def test_hiding_and_milestones_by_button_show_what_is_so_now(world: World) -> None:
    await world.member("ada")
    hidden = await press(world, await ask(world), "Hide me")
    assert hidden.how is How.REPLACE and "kept off every board" in said(hidden)
    told = await press(world, hidden, "Milestones on")
    assert "milestones told" in said(told)
    back = await press(world, await press(world, told, "Milestones off"), "Show me")
    assert "shown on boards, milestones not told" in said(back)


async def test_milestones_are_off_until_asked_for(world: World) -> None:
    assert not (await world.member("ada")).milestones
    assert "may name you" in said(await ask(world, "milestones on"))
    assert (await world.member("ada")).milestones
    assert said(await ask(world, "milestones off")) == "No reveal names your milestones."
    assert not (await world.member("ada")).milestones
    for odd in ("milestones", "milestones perhaps", "milestones on off"):
        assert "Say on or off" in said(await ask(world, odd))


async def test_the_export_is_json_and_csv(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="right")
    found = files(await ask(world, "export"))
    whole = json.loads(found["dailydrill-2026-11-02.json"].content)
    (given,) = whole["answers"]
    assert round_.question is not None
    assert given["prompt"] == round_.question.prompt and given["date"] == "2026-11-02"
    assert rows(found["answers.csv"])[0]["question"] == round_.question.question_id
    assert {file.media for file in found.values()} == {"application/json", "text/csv"} and len(found) <= 10


def test_a_cell_that_a_spreadsheet_would_run_is_text() -> None:
    names = ["=1+1", "+1", "-1", "@A1", "\t=1", "plain", 'quo"ted,\nline']
    made = {file.name: file for file in files_of({"names": [{"name": name} for name in names]}, MONDAY)}
    told = [row["name"] for row in rows(made["names.csv"])]
    assert told == ["'=1+1", "'+1", "'-1", "'@A1", "'\t=1", "plain", 'quo"ted,\nline']
    everything = made["dailydrill-2026-11-02.json"].content
    assert json.loads(everything)["names"][0] == {"name": "=1+1"}


async def test_nothing_is_deleted_without_the_second_word(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    asked = await ask(world, "delete")
    assert "for good" in said(asked)
    kept = await press(world, asked, "Keep")
    assert kept.how is How.REPLACE and "Answers: 1" in said(kept)
    gone = await press(world, asked, "Delete everything")
    assert "as if I had never seen you" in said(gone)
    assert said(await ask(world)) == "Nothing is stored about you."
    assert "as if I had never seen you" in said(await press(world, asked, "Delete everything"))


async def test_an_old_or_tampered_deletion_loses_nothing(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right")
    asked = await ask(world, "delete")
    world.clock.advance(timedelta(hours=1, seconds=1))
    assert "more than an hour old" in said(await press(world, asked, "Delete everything"))
    for odd in ("yes", "yes:x", "yes:99999999999", "all", "yes:1:2", "hide:x"):
        await world.desk.press(world.who(), f"v1:privacy:{odd}")
    assert "Answers: 1" in said(await ask(world))


async def test_somebody_elses_button_deletes_only_who_pressed_it(world: World) -> None:
    await full_day(world, await world.track(BERLIN), 0, ada="right", alan="wrong")
    asked = await ask(world, "delete", "ada")
    await press(world, asked, "Delete everything", "alan")
    assert "Answers: 1" in said(await ask(world)) and "Nothing" in said(await ask(world, name="alan"))


async def test_a_deletion_in_an_open_round_leaves_shares_and_the_reveal_right(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    for name in ("ada", "alan", "kim", "zoe", "lin"):
        await answer(world, round_, name, right_index(round_))
    await press(world, await ask(world, "delete"), "Delete everything")
    await world.at(reveal())
    text = plain(world.platform.log[-1].intent)
    tally = await world.store.rounds.tally(round_.id)
    assert (tally.answered, tally.right) == (5, 5) and "Ada" not in tally.right_names
    assert "5 of 5 right" in text and "Right: Alan, Kim, Lin" in text
    assert "1. Alan" in said(await world.desk.command(world.who("kim"), "/leaderboard"))


async def test_who_answers_again_afterwards_is_told_as_at_first(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await press(world, await ask(world, "delete"), "Delete everything")
    round_ = await posted(world, track, 1)
    assert "Only you see this." in said(await answer(world, round_, "ada", 0))


T = TypeVar("T")


class Meets:
    """Answers whose first writing meets the deletion of the member."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._met = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world.store.answers, name)

    async def submit(self, act: Act) -> Written:
        if not self._met:
            self._met = True
            account_id = await self._world.store.privacy.account_id("fake", "ada")
            assert account_id is not None
            await self._world.store.privacy.delete(account_id)
        return await self._world.store.answers.submit(act)


class Around:
    """A store with one port exchanged."""

    def __init__(self, store: Any, answers: Any) -> None:
        self._store = store
        self.answers = answers

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


async def test_an_answer_that_meets_the_deletion_is_a_newcomers(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    round_ = await posted(world, track, 1)
    tools = replace(world.tools, store=Around(world.store, Meets(world)))
    reply = await Desk(tools).press(world.who(), f"v1:answer:{round_.mark}:0")
    assert "Only you see this." in said(reply)
    assert "Answers: 1" in said(await ask(world))


async def test_retention_runs_by_itself_and_the_board_stays(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await full_day(world, track, 0, ada="right", alan="wrong")
    await full_day(world, track, 1, ada="right")
    await world.store.tracks.set_state(track.id, TrackState.PAUSED, None, None, None, world.clock.now())
    world.clock.advance(nine(401) - world.clock.now())
    await housekeep(world.tools)
    member = await world.member("ada")
    assert await world.store.answers.given(round_.id, member.id) is None
    assert (await world.store.rounds.tally(round_.id)).answered == 2
    text = said(await ask(world))
    assert "Answers: 1 " in text and "30 points, best streak 2 days" in text
    why = said(await world.desk.command(world.who(), "/streak why"))
    assert why.split("\n")[1:] == ["- Tue 3 Nov: answered, streak 2"]
    await world.store.rounds.recompute(world.group.id)
    assert said(await ask(world)) == text


async def test_a_group_that_was_left_falls_silent_at_once(world: World) -> None:
    track = await world.track(BERLIN)
    round_ = await posted(world, track)
    await answer(world, round_, "ada", right_index(round_))
    sent = len(world.platform.log)
    await left(world.tools, "fake", "g1")
    await left(world.tools, "fake", "g1")
    await left(world.tools, "fake", "never seen")
    for days in (0, 1, 2):
        await world.at(reveal(days))
    assert len(world.platform.log) == sent
    stopped = await world.store.tracks.get(track.id)
    assert stopped is not None and (stopped.state, stopped.reason) == (
        TrackState.PAUSED,
        "the bot was removed from here",
    )
    assert (await world.round_of(track)).state is RoundState.CLOSED


async def test_back_within_the_grace_everything_stands_and_is_paused(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right")
    await left(world.tools, "fake", "g1")
    world.clock.advance(GRACE - timedelta(hours=1))
    await housekeep(world.tools)
    assert await returned(world.tools, "fake", "g1") and not await returned(world.tools, "fake", "g1")
    world.clock.advance(timedelta(days=3))
    await housekeep(world.tools)
    assert "1. Ada 15 points" in said(await world.desk.command(world.who(), "/leaderboard all"))
    back = await world.store.tracks.get(track.id)
    assert back is not None and back.state is TrackState.PAUSED
    resumed = await world.desk.command(world.who("grace", organiser=True), "/daily resume")
    assert "goes on" in said(resumed)


async def test_somebody_acting_there_proves_that_the_bot_is_back(world: World) -> None:
    track = await world.track(BERLIN)
    await left(world.tools, "fake", "g1")
    await world.desk.command(world.who(), "/streak")
    world.clock.advance(GRACE + timedelta(days=1))
    await housekeep(world.tools)
    assert await world.store.tracks.get(track.id) is not None


async def test_after_the_grace_all_data_of_the_group_goes_and_of_people_nowhere_else(world: World) -> None:
    track = await world.track(BERLIN)
    await full_day(world, track, 0, ada="right", alan="right")
    other = await world.store.people.group("fake", "g2", "Other")
    await world.store.people.member(other, "alan", "Alan")
    await left(world.tools, "fake", "g1")
    world.clock.advance(GRACE + timedelta(seconds=1))
    await housekeep(world.tools)
    assert await world.store.tracks.get(track.id) is None
    assert await world.store.privacy.account_id("fake", "ada") is None
    alan = await world.store.privacy.account_id("fake", "alan")
    assert alan is not None
    held = await world.store.privacy.held(alan)
    assert (held.groups, held.answers, held.points) == (1, 0, 0)


async def test_a_group_goes_in_steps(world: World) -> None:
    track = await world.track(BERLIN)
    for day in range(3):
        await full_day(world, track, day, ada="right", alan="wrong", kim="right")
    await left(world.tools, "fake", "g1")
    after = world.clock.now() + timedelta(days=1)
    steps = []
    while done := await world.store.privacy.purge_groups(after, 2):
        steps.append(done)
    assert max(steps) == 2 and steps[:5] == [2, 2, 2, 2, 1] and len(steps) > 10
