"""Words as a first response: one request, made once more where it did not go through, and never shown twice."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord import callback
from bot.bank import Bank
from bot.intents import refusals
from bot.intents.base import How, Reply
from bot.ports.store import Store
from tests.adapters.discord.desks import Plain, Saying, saying
from tests.adapters.discord.town import Town, found, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord.front import Request
from tests.platforms.discord.server import DiscordServer

CALLBACK = "POST /interactions/{webhook}/{token}/callback"


@pytest.fixture
async def town(server: DiscordServer, store: Store, clock: ManualClock, bank: Bank) -> AsyncIterator[Town]:
    """Where every command is answered with one word."""
    async with opened(found(server), store, clock, bank, desk=saying(Plain("Fine."))) as town:
        yield town


def requests(town: Town) -> list[Request]:
    return town.server.asked(CALLBACK)


async def test_words_take_one_request_that_asks_for_nothing_back(town: Town) -> None:
    reply = await town.ada.slash(town.channel, "help")
    assert reply.text == "Fine." and reply.ephemeral
    (request,) = requests(town)
    assert request.status == 204 and "with_response" not in request.query
    assert request.headers["User-Agent"].startswith("DiscordBot (")


async def test_words_for_everybody_are_public(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    public = Reply(Plain("Fine."), how=How.PUBLIC)

    def desk(tools: Any) -> Saying:
        return Saying(tools=tools, reply=public)

    async with opened(found(server), store, clock, bank, desk=desk) as town:
        reply = await town.ada.slash(town.channel, "help")
        assert reply.text == "Fine." and not reply.ephemeral
        assert len(requests(town)) == 1


@pytest.mark.parametrize("after_effect", [False, True])
@pytest.mark.parametrize("fault", [{"status": 500}, {"status": 503}, {"drop": True}])
async def test_what_did_not_go_through_is_said_once_more(
    town: Town, fault: dict[str, Any], after_effect: bool
) -> None:
    town.server.fail(CALLBACK, **fault, after_effect=after_effect)
    assert (await town.ada.slash(town.channel, "help")).text == "Fine."
    await town.server.until(lambda: [one.status is not None for one in requests(town)] == [True, True])
    assert [refusal.code for refusal in town.server.refusals] == ([40060] if after_effect else [])


async def test_too_many_at_a_time_are_said_later(town: Town) -> None:
    limited = town.server.limit(CALLBACK, 0.0)
    assert (await town.ada.slash(town.channel, "help")).text == "Fine."
    assert limited.hits == 1 and len(requests(town)) == 2


async def test_nobody_waits_for_an_answer_that_does_not_come(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callback, "WITHIN", 0.02)
    async with opened(found(server), store, clock, bank, desk=saying(Plain("Fine."))) as town:
        held = town.server.hold(CALLBACK)
        assert (await town.ada.slash(town.channel, "help")).text == "Fine."
        held.release()


async def test_what_is_refused_is_not_tried_again(town: Town) -> None:
    town.server.fail(CALLBACK, code=10062)
    town.ada.begin_slash(town.channel, "help")
    await town.server.until(lambda: len(requests(town)) == 1)
    assert (await town.ada.slash(town.channel, "help")).text == "Fine."
    assert len(requests(town)) == 2


async def test_a_refusal_is_told_in_a_sentence(town: Town) -> None:
    town.server.fail(CALLBACK, 400)
    assert (await town.ada.slash(town.channel, "help")).text == refusals.NOT_ANSWERED
