"""Faults, rate limits and late effects, as the real discord.py meets them."""

import asyncio

import aiohttp
import discord
import pytest

from tests.platforms.discord.bot import Bot, SilentBot
from tests.platforms.discord.rest import Rest
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.test_messages import text_channel
from tests.platforms.discord.world import Channel, Guild

SEND = "POST /channels/{channel}/messages"


async def test_an_error_before_the_effect_leaves_nothing(
    server: DiscordServer, channel: Channel, silent_bot: SilentBot
) -> None:
    server.fail(SEND, 503)
    with pytest.raises(discord.DiscordServerError):
        await text_channel(silent_bot, channel).send("x")
    assert channel.messages == []
    await text_channel(silent_bot, channel).send("x")
    assert [request.status for request in server.asked(SEND)] == [503, 200]


async def test_an_error_after_the_effect_is_retried_into_one_message(
    server: DiscordServer, channel: Channel, silent_bot: SilentBot
) -> None:
    server.fail(SEND, 500, after_effect=True)
    sent = await text_channel(silent_bot, channel).send("x", nonce="n")
    assert ([each.id for each in channel.messages], len(server.asked(SEND))) == ([sent.id], 2)


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_dropped_connection_is_seen_as_one(
    server: DiscordServer, channel: Channel, silent_bot: SilentBot, after_effect: bool
) -> None:
    server.fail(f"POST /channels/{channel.id}/messages", drop=True, after_effect=after_effect)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await text_channel(silent_bot, channel).send("x")
    assert len(channel.messages) == after_effect
    assert server.asked(SEND)[0].status == 0


@pytest.mark.parametrize(
    ("code", "kind"), [(50001, discord.Forbidden), (50013, discord.Forbidden), (10003, discord.NotFound)]
)
async def test_a_code_brings_its_status(
    server: DiscordServer,
    channel: Channel,
    silent_bot: SilentBot,
    code: int,
    kind: type[discord.HTTPException],
) -> None:
    server.fail("POST /channels/*/messages", code=code)
    with pytest.raises(kind) as refused:
        await text_channel(silent_bot, channel).send("x")
    assert refused.value.code == code


async def test_a_held_request_waits_until_it_is_released(
    server: DiscordServer, channel: Channel, silent_bot: SilentBot
) -> None:
    held = server.hold(SEND, after_effect=True)
    sending = asyncio.create_task(text_channel(silent_bot, channel).send("x"))
    await server.until(lambda: held.hits)
    assert (len(channel.messages), sending.done()) == (1, False)
    held.release()
    await sending


@pytest.mark.parametrize("globally", [False, True])
async def test_a_429_is_waited_out(
    server: DiscordServer, channel: Channel, silent_bot: SilentBot, globally: bool
) -> None:
    server.limit(SEND, 0.02, globally=globally, times=2)
    await text_channel(silent_bot, channel).send("x")
    assert [request.status for request in server.asked(SEND)] == [429, 429, 200]
    assert server.invalid_requests == 2


async def test_a_429_without_via_is_taken_for_cloudflare(
    server: DiscordServer, channel: Channel, silent_bot: SilentBot
) -> None:
    server.limit(SEND, 0.02, via=False)
    with pytest.raises(discord.HTTPException) as refused:
        await text_channel(silent_bot, channel).send("x")
    assert refused.value.status == 429


async def test_the_client_keeps_to_a_bucket_it_was_told(
    server: DiscordServer, channel: Channel, silent_bot: SilentBot
) -> None:
    server.pacing.bucket(SEND, 2, 0.1)
    await asyncio.gather(*(text_channel(silent_bot, channel).send(str(number)) for number in range(6)))
    assert len(channel.messages) == 6
    times = [request.seconds for request in server.asked(SEND) if request.status == 200]
    assert times[-1] - times[0] >= 0.2


async def test_a_bucket_refuses_with_its_headers(
    server: DiscordServer, guild: Guild, channel: Channel, rest: Rest
) -> None:
    server.pacing.bucket(SEND, 1, 60)
    path = f"/channels/{channel.id}/messages"
    first, second = [await rest.call("POST", path, {"content": "x"}) for _ in range(2)]
    assert (first.headers["X-RateLimit-Limit"], first.headers["X-RateLimit-Remaining"]) == ("1", "0")
    assert (second.status, second.headers["X-RateLimit-Scope"]) == (429, "user")
    assert 59 < second.body["retry_after"] <= 60 and second.headers["Retry-After"] == "60"
    assert second.headers["X-RateLimit-Bucket"] == first.headers["X-RateLimit-Bucket"]
    other = guild.add_text("other")
    assert (await rest.call("POST", f"/channels/{other.id}/messages", {"content": "x"})).status == 200


@pytest.mark.parametrize("sliding", [False, True])
async def test_the_global_limit_counts_everything_but_interactions(
    server: DiscordServer, guild: Guild, channel: Channel, rest: Rest, sliding: bool
) -> None:
    server.pacing.overall(2, 60, sliding=sliding)
    reply = guild.member.begin_click(guild.member.say(channel, "x"), "v1:x", stale=True)
    statuses = [(await rest.call("GET", "/users/@me")).status for _ in range(3)]
    assert statuses == [200, 200, 429]
    refused = await rest.call("GET", "/users/@me")
    assert (refused.body["global"], refused.headers["X-RateLimit-Global"]) == (True, "true")
    answered = await rest.call("POST", f"/interactions/{reply.id}/{reply.token}/callback", {"type": 6})
    assert answered.status == 204


async def test_a_callback_that_failed_after_its_effect_cannot_be_repeated(
    server: DiscordServer, guild: Guild, channel: Channel, bot: Bot
) -> None:
    server.fail("POST /interactions/*/callback", 500, after_effect=True)
    reply = await guild.member.slash(channel, "quiz", topics="mlflow")
    await server.until(lambda: len(server.asked("POST /interactions/{webhook}/{token}/callback")) == 2)
    await server.until(lambda: server.refusals)
    assert (reply.text, server.refusals[0].code) == ("1 of mlflow", 40060)


async def test_latency_comes_on_top_of_other_faults(server: DiscordServer, rest: Rest) -> None:
    latencies = iter([0.05, 0.0])
    server.slow("* /users/@me", lambda: next(latencies))
    server.fail("GET /users/@me", 503)
    server.fail("GET /users/@me", 502)
    began = asyncio.get_running_loop().time()
    assert (await rest.call("GET", "/users/@me")).status == 503
    assert asyncio.get_running_loop().time() - began >= 0.05
    assert (await rest.call("GET", "/users/@me")).status == 502


async def test_without_the_token_nothing_is_answered(server: DiscordServer, rest: Rest) -> None:
    rest.token = "another"
    assert (await rest.call("GET", "/users/@me")).status == 401
    assert (await rest.call("GET", "/nowhere")).status == 404
