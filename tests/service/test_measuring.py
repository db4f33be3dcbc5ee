"""What operators count: each event once, under few names."""

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from bot.bank import Bank
from bot.domain.question import Kind
from bot.ports.poster import Reaction
from bot.service.desk import Desk
from bot.service.reacting import reread
from tests.fakes.metrics import CountingMetrics
from tests.fakes.platform import Mood
from tests.fakes.world import World
from tests.service.conftest import MakeWorld
from tests.service.day import BERLIN, answer, nine, only, posted, reveal, right_index

MINUTE = timedelta(minutes=1)


@pytest.fixture
def metrics() -> CountingMetrics:
    return CountingMetrics()


@pytest.fixture
async def world(make_world: MakeWorld, metrics: CountingMetrics) -> World:
    made = await make_world(only(Kind.CHOICE))
    made.tools = replace(made.tools, metrics=metrics)
    made.desk = Desk(made.tools)
    return made


async def test_an_answer_counts_as_accepted_and_a_late_one_as_refused(
    world: World, metrics: CountingMetrics
) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    await answer(world, round_, "ada", right_index(round_))
    await world.at(reveal())
    await answer(world, round_, "alan", 0)
    assert metrics.answers == {("fake", True): 1, ("fake", False): 1}


async def test_reactions_count_as_answers_however_they_were_heard(
    world: World, metrics: CountingMetrics
) -> None:
    round_ = await posted(world, await world.track(BERLIN))
    assert round_.post_ref is not None
    await world.desk.react(world.who("ada"), round_.post_ref, "🇦", on=True)
    world.platform.reacted[round_.post_ref] = [Reaction("alan", "Alan", "🇧")]
    await reread(world.tools, "fake")
    assert metrics.answers == {("fake", True): 2}
    assert metrics.interactions == {("fake", "done"): 1}


async def test_an_act_is_done_or_refused_with_a_sentence_or_broken(
    world: World, metrics: CountingMetrics
) -> None:
    await world.desk.command(world.who(), "/help")
    await world.desk.command(world.who(), "/answer B")
    buggy = Desk(replace(world.tools, bank=cast(Bank, None)))
    await buggy.command(world.who(), "/topics")
    assert metrics.interactions == {("fake", "done"): 1, ("fake", "refused"): 1, ("fake", "broken"): 1}


async def test_a_post_and_its_reveal_are_sent_on_time(world: World, metrics: CountingMetrics) -> None:
    await posted(world, await world.track(BERLIN))
    await world.at(reveal() + MINUTE)
    assert metrics.deliveries == {("fake", "post", "sent"): 1, ("fake", "reveal", "sent"): 1}
    (post, late_reveal) = metrics.lateness
    assert post == ("fake", "post", 0.0)
    assert late_reveal[1] == "reveal" and late_reveal[2] <= 130


async def test_a_post_that_took_three_attempts_is_as_late_as_its_first_one_was_early(
    world: World, metrics: CountingMetrics
) -> None:
    world.platform.mood = lambda: Mood.BUSY
    await posted(world, await world.track(BERLIN))
    await world.at(nine() + MINUTE)
    world.platform.mood = lambda: Mood.FINE
    await world.at(nine() + 3 * MINUTE)
    assert metrics.deliveries == {("fake", "post", "retried"): 2, ("fake", "post", "sent"): 1}
    assert metrics.lateness == [("fake", "post", 180.0)]


async def test_what_fails_for_good_and_what_nobody_knows_have_names_of_their_own(
    world: World, metrics: CountingMetrics
) -> None:
    world.platform.mood = lambda: Mood.LOST_BEFORE
    await posted(world, await world.track(BERLIN))
    assert metrics.deliveries == {("fake", "post", "uncertain"): 1}
    world.platform.mood = lambda: Mood.BROKEN
    await world.at(nine() + 2 * MINUTE)
    assert metrics.deliveries["fake", "post", "failed"] == 1


async def test_notices_are_one_kind_whatever_their_cause(world: World, metrics: CountingMetrics) -> None:
    await world.track(BERLIN)
    world.platform.mood = lambda: Mood.BROKEN
    await world.at(nine())
    world.platform.mood = lambda: Mood.FINE
    await world.at(nine() + MINUTE)
    assert {kind for _, kind, _ in metrics.deliveries} == {"post", "notice"}
