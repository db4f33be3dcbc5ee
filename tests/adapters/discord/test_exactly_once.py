"""Never two messages for one delivery, and exactly one wherever Discord can be asked."""

import asyncio
from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.round import RoundState
from bot.ports.store import Store
from bot.service import deliver
from tests.adapters.discord.town import MONDAY, NINE, Town, found, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord.message import Message
from tests.platforms.discord.server import DiscordServer

POST = "POST /channels/{channel}/messages"
REVEAL = NINE + timedelta(hours=8, seconds=10)
AGAIN = timedelta(seconds=95)
"""After this the lease of an attempt ran out."""


@pytest.fixture
async def started(town: Town) -> Town:
    await town.set_up()
    return town


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hard limit of a call is short."""
    monkeypatch.setattr(deliver, "SEND_LIMIT", timedelta(seconds=0.3))


async def later(town: Town, tries: int = 3) -> None:
    for _ in range(tries):
        await town.at(town.clock.now() + AGAIN)


def posts(town: Town) -> list[Message]:
    return [message for message in town.channel.messages if message.author is town.server.bot]


@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_line_that_drops_before_or_after_leaves_one_post(started: Town, after_effect: bool) -> None:
    started.server.fail(POST, drop=True, after_effect=after_effect)
    await started.at(NINE)
    await later(started)
    assert len(posts(started)) == 1
    round_ = await started.round()
    assert (round_.state, round_.post_ref) == (RoundState.POSTED, str(posts(started)[0].id))


@pytest.mark.parametrize("status", [500, 503])
async def test_a_failing_server_that_took_the_post_has_it_once(started: Town, status: int) -> None:
    started.server.fail(POST, status, after_effect=True)
    await started.at(NINE)
    await later(started)
    assert len(posts(started)) == 1 and (await started.round()).state is RoundState.POSTED


@pytest.mark.parametrize("after_effect", [True, False])
async def test_a_server_that_knows_no_nonce_is_asked_by_its_history(
    store: Store, clock: ManualClock, bank: Bank, after_effect: bool
) -> None:
    async with (
        DiscordServer(clock, ignore_nonce=True) as server,
        opened(found(server), store, clock, bank) as town,
    ):
        await town.set_up()
        server.fail(POST, drop=True, after_effect=after_effect)
        await town.at(NINE)
        await later(town)
        assert len(posts(town)) == 1 and (await town.round()).state is RoundState.POSTED
        server.fail(POST, drop=True, after_effect=after_effect)
        await town.at(REVEAL)
        await later(town)
        (thread,) = town.channel.threads
        assert len(thread.messages) == 1 and (await town.round()).state is RoundState.REVEALED


async def test_an_answer_in_the_channel_is_found_there(store: Store, clock: ManualClock, bank: Bank) -> None:
    """A correction belongs in the thread, and went to the channel as there can be none."""
    async with (
        DiscordServer(clock, ignore_nonce=True) as server,
        opened(found(server), store, clock, bank) as town,
    ):
        await town.set_up()
        await town.at(NINE)
        town.channel.deny("CREATE_PUBLIC_THREADS")
        await town.at(REVEAL)
        wrong = "A" if await town.right() != "A" else "B"
        fix = await town.grace.slash(
            town.channel, "daily fix", date=str(MONDAY), how="accept", what=f"{wrong} is right too"
        )
        assert fix.message is not None
        await town.grace.click(fix.message, fix.message.labels[0])
        server.fail(POST, drop=True, after_effect=True)
        await later(town, 5)
        assert [message.text.split()[0] for message in posts(town)[2:]] == ["Correction:"]


async def test_another_process_finds_what_the_first_one_posted(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank) as town:
        await town.set_up()
        server.fail(POST, drop=True, after_effect=True)
        await town.at(NINE)
    server.nonces.ignored = True
    clock.advance(AGAIN)
    async with opened(there, store, clock, bank) as town:
        await town.at(clock.now())
        assert len(posts(town)) == 1 and (await town.round()).state is RoundState.POSTED


@pytest.mark.usefixtures("_impatient")
async def test_a_server_that_does_not_answer_is_given_up_on_and_asked_later(started: Town) -> None:
    held = started.server.hold(POST, after_effect=True)
    await started.at(NINE)
    assert held.hits == 1 and (await started.round()).state is RoundState.PLANNED
    held.release()
    await later(started)
    assert len(posts(started)) == 1 and (await started.round()).state is RoundState.POSTED


@pytest.mark.usefixtures("_impatient")
async def test_a_global_limit_longer_than_a_call_holds_up_nothing_for_ever(started: Town) -> None:
    """Given up on while the library waits it out; what follows is sent."""
    started.server.limit(POST, 5.0, globally=True)
    await started.at(NINE)
    assert posts(started) == []
    async with asyncio.timeout(4):
        await later(started)
    assert len(posts(started)) == 1


async def test_a_very_long_limit_is_a_refusal_for_now(started: Town) -> None:
    started.server.limit(POST, 600.0, globally=True)
    await started.at(NINE)
    round_ = await started.round()
    assert round_.state is RoundState.PLANNED and posts(started) == []
    await later(started)
    assert len(posts(started)) == 1


async def test_short_limits_are_waited_out(started: Town) -> None:
    started.server.limit(POST, 0.01, times=2)
    started.server.limit(POST, 0.01, globally=True)
    await started.at(NINE)
    assert len(posts(started)) == 1 and (await started.round()).state is RoundState.POSTED


async def test_a_limit_of_cloudflare_is_a_refusal_for_now(started: Town) -> None:
    started.server.limit(POST, 60.0, via=False)
    await started.at(NINE)
    assert posts(started) == []
    await later(started)
    assert len(posts(started)) == 1


async def test_a_post_deleted_before_it_was_recorded_is_not_posted_again(started: Town) -> None:
    """The nonce answers with an unknown message: it was there, and somebody took it away."""
    started.server.fail(POST, code=10008)
    await started.at(NINE)
    await later(started)
    assert posts(started) == []
    round_ = await started.round()
    assert round_.excused is not None


async def test_without_the_history_the_organiser_decides(started: Town) -> None:
    started.channel.deny("READ_MESSAGE_HISTORY")
    started.server.fail(POST, drop=True)
    await started.at(NINE)
    await later(started)
    assert posts(started) == [] and (await started.round()).state is RoundState.PLANNED
    (notice,) = [message for message in started.grace.user.dm.messages if message.buttons]
    assert notice.labels == ["It is there", "Post again"]
    await started.grace.click(notice, "Post again")
    await later(started)
    assert len(posts(started)) == 1 and (await started.round()).state is RoundState.POSTED


async def test_the_organiser_may_say_that_it_is_there(started: Town) -> None:
    started.channel.deny("READ_MESSAGE_HISTORY")
    started.server.fail(POST, drop=True, after_effect=True)
    await started.at(NINE)
    await later(started)
    (notice,) = [message for message in started.grace.user.dm.messages if message.buttons]
    await started.grace.click(notice, "It is there")
    assert len(posts(started)) == 1 and (await started.round()).state is RoundState.POSTED
    assert "Saved" in (await started.ada.click(posts(started)[0], "A")).text


@pytest.mark.parametrize(("code", "pauses"), [(50001, True), (50013, True), (40001, False)])
async def test_a_403_is_judged_by_its_code(started: Town, code: int, pauses: bool) -> None:
    started.server.fail(POST, 403, code=code)
    await started.at(NINE)
    await later(started)
    assert len(posts(started)) == (0 if pauses else 1)


async def test_a_channel_deleted_after_an_attempt_comes_to_an_end(started: Town) -> None:
    started.server.fail(POST, drop=True)
    await started.at(NINE)
    started.channel.remove()
    for _ in range(60):
        await started.at(started.clock.now() + timedelta(minutes=10))
    round_ = await started.round()
    assert round_.state in (RoundState.FAILED, RoundState.EXPIRED) and round_.reason
