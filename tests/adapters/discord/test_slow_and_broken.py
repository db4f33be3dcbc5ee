"""Three seconds, whatever happens: a slow core is announced, a bug is told, and nobody meets silence."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager

import pytest

from adapters.discord import replies
from bot.bank import Bank
from bot.intents import refusals
from bot.ports.store import Store
from bot.service.desk import Desk
from bot.service.tools import Tools
from tests.adapters.discord.desks import Broken, Plain, Slow, Undrawable, saying
from tests.adapters.discord.town import Town, found, opened, shown
from tests.fakes.clock import ManualClock
from tests.platforms.discord.interactions import Callback
from tests.platforms.discord.server import Callbacks, DiscordServer

CALLBACK = "POST /interactions/{webhook}/{token}/callback"
Open = Callable[[Callable[[Tools], Desk]], AbstractAsyncContextManager[Town]]


@pytest.fixture
def town_with(server: DiscordServer, store: Store, clock: ManualClock, bank: Bank) -> Open:
    """A town whose counter is another."""
    there = found(server)
    return lambda desk: opened(there, store, clock, bank, desk=desk)


class Pace:
    """Holds the counter up and lets it go; ``town`` is where it stands."""

    def __init__(self, town: Town, desk: Slow, patch: pytest.MonkeyPatch) -> None:
        self.town, self._desk, self._patch = town, desk, patch

    def hold(self) -> None:
        self._desk.may_go.clear()
        self._patch.setattr(replies, "DEFER_AFTER", 0.01)

    def let_go(self) -> None:
        self._desk.may_go.set()


@pytest.fixture
async def pace(town_with: Open, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Pace]:
    made: list[Slow] = []

    def desk(tools: Tools) -> Slow:
        made.append(Slow(tools))
        return made[-1]

    async with town_with(desk) as town:
        made[0].may_go.set()
        yield Pace(town, made[0], monkeypatch)


async def test_a_slow_command_is_announced_and_then_answered(pace: Pace) -> None:
    pace.hold()
    reply = await pace.town.ada.slash(pace.town.channel, "help")
    assert reply.type == Callback.DEFERRED_MESSAGE and shown(reply).loading and reply.ephemeral
    pace.let_go()
    assert "</quiz:" in (await reply.settled()).text


async def test_a_slow_answer_is_saved_and_then_said(pace: Pace) -> None:
    await pace.town.set_up()
    post = await pace.town.posted()
    pace.hold()
    reply = await pace.town.ada.click(post, "A")
    assert reply.type == Callback.DEFERRED_MESSAGE and not post.edits
    pace.let_go()
    assert (await reply.settled()).text.startswith("Saved: **A**")


async def test_a_slow_form_asks_to_press_again(pace: Pace) -> None:
    town = pace.town
    asked = await town.grace.slash(town.channel, "daily setup", time="09:00", zone="Europe/Berlin")
    plan = shown(await town.grace.click(shown(asked), "One region"))
    pace.hold()
    reply = await town.grace.click(plan, "Change")
    pace.let_go()
    assert (await reply.settled()).text == replies.TOO_SLOW_FOR_A_FORM


async def test_what_is_shared_slowly_is_public_all_the_same(pace: Pace) -> None:
    town = pace.town
    await town.set_up()
    await town.answered(await town.posted(), town.ada)
    await town.revealed()
    board = shown(await town.ada.slash(town.channel, "leaderboard"))
    pace.hold()
    reply = await town.ada.click(board, "Share")
    pace.let_go()
    public = await reply.followed_up()
    assert not public.ephemeral and "Ada" in public.text and shown(reply).text == replies.DONE


async def test_a_bug_in_drawing_is_told_in_a_sentence(town_with: Open) -> None:
    async with town_with(saying(Undrawable())) as town:
        reply = await town.ada.slash(town.channel, "help")
        assert reply.ephemeral and reply.text == refusals.NOT_ANSWERED


async def test_a_bug_after_the_announcement_is_told_as_well(
    town_with: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "DEFER_AFTER", 0.01)
    desks: list[Broken] = []

    def desk(tools: Tools) -> Desk:
        desks.append(Broken(tools))
        desks[0].may_go.clear()
        return desks[0]

    async with town_with(desk) as town:
        reply = await town.ada.slash(town.channel, "help")
        assert shown(reply).loading
        desks[0].may_go.set()
        assert (await reply.settled()).text == refusals.NOT_ANSWERED


async def test_a_bug_in_the_core_is_told_in_a_sentence(town_with: Open) -> None:
    async with town_with(Broken) as town:
        reply = await town.ada.slash(town.channel, "help")
        assert reply.ephemeral and reply.text == refusals.NOT_ANSWERED


async def test_what_discord_does_not_take_is_told_in_a_sentence(town_with: Open) -> None:
    async with town_with(saying(Plain("Fine."))) as town:
        town.server.fail(CALLBACK, code=50035)
        assert (await town.ada.slash(town.channel, "help")).text == refusals.NOT_ANSWERED


async def test_an_answer_stands_though_discord_takes_the_confirmation_no_more(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    refused = town.server.fail(CALLBACK, code=10062)
    town.ada.begin_click(post, "A")
    await town.server.until(lambda: refused.hits == 1)
    assert await town.store.answers.count((await town.round()).id) == 1
    assert "**B**" in (await town.grace.click(post, "B")).text


async def test_a_second_answer_to_the_same_press_is_no_matter(town_with: Open) -> None:
    """As after a response that got lost on the way back."""
    async with town_with(saying(Plain("Fine."))) as town:
        town.server.fail(CALLBACK, 503, after_effect=True)
        assert (await town.ada.slash(town.channel, "help")).text == "Fine."
        assert (await town.ada.slash(town.channel, "help")).text == "Fine."


@pytest.mark.parametrize("callbacks", ["204", "message"])
async def test_callbacks_may_be_confirmed_with_a_body_or_without(
    callbacks: Callbacks, clock: ManualClock, store: Store, bank: Bank
) -> None:
    async with (
        DiscordServer(clock, callbacks=callbacks) as server,
        opened(found(server), store, clock, bank) as town,
    ):
        await town.set_up()
        post = await town.posted()
        assert "Saved" in (await town.ada.click(post, "A")).text
        quiz = await town.ada.slash(town.channel, "quiz", topics="topic")
        assert (await town.ada.click(shown(quiz), "A")).type == Callback.UPDATE
        form = await town.ada.slash(town.channel, "interview", topics="topic")
        assert (await town.ada.click(shown(form), "Write it")).modal is not None
