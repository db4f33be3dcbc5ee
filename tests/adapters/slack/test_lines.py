"""Socket Mode: lines that are refreshed, cut, refused or shared, while people press."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from structlog.testing import capture_logs

from adapters.slack import lines
from adapters.slack.platform import DEFAULTS, Core, bolt, over_socket
from adapters.slack.workspaces import OneWorkspace
from bot.bank import Bank
from bot.cli.keeper import BROKE, Keeper
from bot.errors import SettingsError
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.pools import Pools
from bot.service.presence import Presence
from bot.service.pulse import Pulse
from bot.service.tick import tick
from bot.service.tools import Tools
from tests.adapters.slack.town import NINE, Town, living
from tests.cli.running import Pauses, until
from tests.fakes.clock import ManualClock
from tests.platforms.slack.delivery import Answer, Envelope
from tests.platforms.slack.interactions import NotAnsweredError, Reply
from tests.platforms.slack.message import Message
from tests.platforms.slack.person import Person
from tests.platforms.slack.server import SlackServer

OPEN = "apps.connections.open"
PEOPLE = 12


@dataclass
class Crowd:
    """Everybody presses a letter of the same question, one after the other all of them."""

    town: Town
    post: Message
    people: list[Person]

    @classmethod
    async def before_a_question(cls, town: Town) -> "Crowd":
        await town.set_up()
        post = await town.posted()
        return cls(town, post, [town.workspace.add_user(f"user{place}") for place in range(PEOPLE)])

    def press(self) -> list[Reply]:
        return [person.begin_click(self.post, "ABC"[place % 3]) for place, person in enumerate(self.people)]

    async def all_stand(self) -> None:
        """Each has one answer, which is the one they pressed."""
        round_ = await self.town.round()
        assert await self.town.store.answers.count(round_.id) == len(self.people)
        for place, person in enumerate(self.people):
            told = await self.town.say(person, "answer")
            assert f"Your answer: {'ABC'[place % 3]}" in told, told


@pytest.mark.parametrize("how", ["warning", "refresh_requested", "cut"])
async def test_presses_in_flight_outlive_their_line(town: Town, how: str) -> None:
    crowd = await Crowd.before_a_question(town)
    first = town.server.socket.lines[0]
    replies = crowd.press()
    await town.server.until(lambda: len(first.sent) > PEOPLE // 2)
    if how == "cut":
        town.server.socket.cut()
    else:
        town.server.socket.disconnect("warning" if how == "warning" else "refresh_requested")
    for reply in replies:
        assert (await reply.answered()).acknowledged
        assert "Saved" in (await reply.posted()).text
    await town.server.until(lambda: first not in town.server.socket.lines)
    await crowd.all_stand()


async def test_what_is_in_hand_is_acknowledged_before_the_line_is_closed(town: Town) -> None:
    looked_up = town.server.hold("users.info")
    asked = town.ada.begin_slash(town.channel, "/dailydrill", "streak")
    await town.server.until(lambda: looked_up.hits)
    closing = asyncio.create_task(town.platform.close())
    for _ in range(50):
        await asyncio.sleep(0)
    assert not closing.done()
    looked_up.release()
    await closing
    assert "no streak yet" in (await (await asked.answered()).posted()).text


async def test_what_comes_while_it_closes_is_left_to_whoever_listens_next(town: Town) -> None:
    await town.platform.close()
    town.server.patience = 0.2
    asked = town.ada.begin_slash(town.channel, "/dailydrill", "streak")
    with pytest.raises(NotAnsweredError):
        await asked.answered()
    assert asked.messages == [] and town.server.asked("users.info") == []


async def test_a_press_while_there_is_no_line_is_answered_on_the_next_one(town: Town) -> None:
    crowd = await Crowd.before_a_question(town)
    held = town.server.hold(OPEN)
    town.server.socket.cut()
    await town.server.until(lambda: held.hits and not town.server.socket.lines)
    replies = crowd.press()
    held.release()
    for reply in replies:
        assert "Saved" in (await reply.posted()).text
    await crowd.all_stand()


async def brought_again(town: Town, reply: Reply) -> Answer:
    """Slack does not know that it was acknowledged."""
    answers: list[Answer] = []
    assert reply.answer is not None
    town.server.bring(Envelope("interactive", reply.payload), answers.append)
    await town.server.until(lambda: answers)
    return answers[0]


async def test_a_press_that_comes_again_does_nothing_more(town: Town) -> None:
    crowd = await Crowd.before_a_question(town)
    ada = crowd.people[0]
    reply = await ada.click(crowd.post, "A")
    await reply.posted()
    town.clock.advance(timedelta(seconds=1))
    await (await ada.click(crowd.post, "B")).posted()
    for _ in range(2):
        assert (await brought_again(town, reply)).ok
    await town.platform._replies.finish(5)
    assert len(reply.messages) == 1
    assert "Your answer: B" in await town.say(ada, "answer")


async def test_a_press_whose_line_went_while_it_was_written_is_answered_once(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = await Crowd.before_a_question(town)
    first, written, go = town.server.socket.lines[0], asyncio.Event(), asyncio.Event()
    press = Desk.press

    async def slowly(*given: Any) -> Any:
        done = await press(*given)
        written.set()
        await go.wait()
        return done

    monkeypatch.setattr(Desk, "press", slowly)
    reply = crowd.people[0].begin_click(crowd.post, "A")
    await written.wait()
    town.server.socket.cut()
    await town.server.until(lambda: [line for line in town.server.socket.lines if line is not first])
    (second,) = town.server.socket.lines
    await town.server.until(lambda: any(each.get("envelope_id") for each in second.sent))
    go.set()
    assert "Saved" in (await reply.posted()).text
    await town.server.until(lambda: town.server.socket.late)
    await town.platform._replies.finish(5)
    assert len(reply.messages) == 1, "both deliveries are acknowledged, and it was told once"


async def test_what_people_share_is_shared_once(town: Town) -> None:
    await town.set_up()
    await town.say(town.grace, "daily settings boards on")
    post = await town.posted()
    await (await town.ada.click(post, await town.right())).posted()
    await town.at(NINE + timedelta(hours=8, seconds=10))
    asked = await town.ada.slash(town.channel, "/dailydrill", "leaderboard")
    await asked.posted()
    shared = await town.ada.click(asked, "Share")
    await shared.posted()
    await brought_again(town, shared)
    await town.platform._replies.finish(5)
    assert [one.metadata is None for one in town.channel.messages] == [False, True]


@pytest.mark.parametrize("cut", [False, True], ids=["both stay", "one is cut"])
async def test_two_programs_share_the_presses_and_answer_each_once(town: Town, bank: Bank, cut: bool) -> None:
    async with living(town.server, town.workspace, town.store, town.clock, bank) as (other, _, _):
        await town.set_up()
        await town.clock.move_to(NINE)
        await asyncio.gather(tick(town.tools), tick(other))
        assert len([one for one in town.channel.messages if one.metadata]) == 1
        crowd = Crowd(
            town, town.channel.last, [town.workspace.add_user(f"user{place}") for place in range(PEOPLE)]
        )
        first, second = town.server.socket.lines
        before = len(first.sent), len(second.sent)
        replies = crowd.press()
        await town.server.until(
            lambda: [len(first.sent) - before[0], len(second.sent) - before[1]] == [PEOPLE // 2] * 2
        )
        if cut:
            town.server.socket.cut(first)
        for reply in replies:
            assert "Saved" in (await reply.posted()).text
        await crowd.all_stand()


# --- a line that cannot be opened --------------------------------------------------------------------------


@dataclass
class Kept:
    """The program as ``run`` keeps it, pauses by hand."""

    keeper: Keeper
    pauses: Pauses
    pulse: Pulse
    task: "asyncio.Task[None]"

    async def ready(self) -> None:
        await until(lambda: self.keeper.presence.connected)
        assert await self.pulse.missing() == []


@asynccontextmanager
async def kept(server: SlackServer, store: Store, clock: ManualClock, bank: Bank) -> AsyncIterator[Kept]:
    workspace = server.add_workspace("Team")
    tools = Tools(store, bank, Pools(bank), clock, Random(1).randbytes, {}, {"slack": DEFAULTS})
    presence, pauses = Presence(tools, "slack"), Pauses()
    core = Core(server.api_url.rstrip("/"), "", Desk(tools), tools, presence)
    platform = over_socket(core, workspace.token, server.app.app_token, pauses)
    keeper = Keeper(platform, presence, tools, pauses)
    task = asyncio.create_task(keeper.keep())
    try:
        yield Kept(keeper, pauses, Pulse(tools, [presence]), task)
    finally:
        await keeper.close(5)
        task.cancel()
        await asyncio.wait([task])


def failing(server: SlackServer, how: str) -> None:
    if how == "429":
        server.limit(OPEN, retry_after=40, times=2)
    elif how == "a long 429":
        server.limit(OPEN, retry_after=86400, times=2)
    elif how == "500":
        server.fail(OPEN, status=500, times=2)
    elif how == "not json":
        server.fail(OPEN, status=200, times=2)
    elif how == "dropped":
        server.fail(OPEN, drop=True, times=2)
    else:
        server.fail(OPEN, how, times=2)


FAILURES = [
    ("429", [40.0, 1.0, 40.0, 2.0]),
    ("a long 429", [300.0, 1.0, 300.0, 2.0]),
    ("500", [0.0, 1.0, 0.0, 2.0]),
    ("not json", [0.0, 1.0, 0.0, 2.0]),
    ("dropped", [1.0, 2.0]),
    ("internal_error", [0.0, 1.0, 0.0, 2.0]),
]


@pytest.mark.parametrize(("how", "waits"), FAILURES, ids=[how for how, _ in FAILURES])
@pytest.mark.parametrize("begun", [False, True])
async def test_a_line_that_does_not_open_is_waited_for(
    server: SlackServer,
    store: Store,
    clock: ManualClock,
    bank: Bank,
    how: str,
    waits: list[float],
    begun: bool,
) -> None:
    if not begun:
        failing(server, how)
    with capture_logs() as logged:
        async with kept(server, store, clock, bank) as program:
            if begun:
                await program.ready()
                failing(server, how)
                server.socket.cut()
                await until(lambda: not program.keeper.presence.connected)
                assert await program.pulse.missing() == ["slack"]
            await program.ready()
            assert program.pauses.asked == waits
            assert len(server.asked(OPEN)) == 3 + begun
    assert [one["event"] for one in logged].count(BROKE) == 2


@pytest.mark.parametrize("word", ["invalid_auth", "missing_scope"])
@pytest.mark.parametrize("begun", [False, True])
async def test_a_refused_app_token_ends_it_with_a_sentence(
    server: SlackServer, store: Store, clock: ManualClock, bank: Bank, begun: bool, word: str
) -> None:
    if not begun:
        server.fail(OPEN, word, times=99)
    async with kept(server, store, clock, bank) as program:
        if begun:
            await program.ready()
            server.fail(OPEN, word, times=99)
            server.socket.cut()
        with pytest.raises(SettingsError, match="SLACK_APP_TOKEN"):
            await asyncio.wait_for(asyncio.shield(program.task), 5)
        assert len(server.asked(OPEN)) == 1 + begun, "it is asked once"


async def test_an_address_that_works_no_more_is_not_kept_to(
    server: SlackServer, store: Store, clock: ManualClock, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "OPENED_WITHIN", 0.2)
    server.socket.refuses = 2
    async with kept(server, store, clock, bank) as program:
        await program.ready()
        assert len(server.asked(OPEN)) == 3


async def test_socket_mode_that_was_switched_off_is_waited_for(
    server: SlackServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    async with kept(server, store, clock, bank) as program:
        await program.ready()
        program.pauses.held = True
        server.socket.disconnect("link_disabled")
        server.socket.cut()
        await program.pauses.begun.wait()
        assert await program.pulse.missing() == ["slack"]


def test_bolt_does_not_warn_of_a_token_that_it_finds_by_itself(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It looks into the environment, where our settings come from as well."""
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-made-up")
    client = AsyncWebClient()
    with caplog.at_level("WARNING"):
        bolt(OneWorkspace(client), client)
    assert caplog.records == []
    assert os.environ["SLACK_BOT_TOKEN"] == "xoxb-made-up"
