"""Faults, rate limits and late effects, as the real slack_sdk meets them."""

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from tests.platforms.slack.library import client_of
from tests.platforms.slack.rest import Rest
from tests.platforms.slack.server import SlackServer
from tests.platforms.slack.world import Channel, Workspace

POST = "chat.postMessage"


@pytest.fixture
def client(server: SlackServer, ws: Workspace) -> AsyncWebClient:
    return client_of(server, ws)


@pytest.mark.parametrize("after_effect", [False, True])
async def test_slack_says_it_failed(
    server: SlackServer, channel: Channel, client: AsyncWebClient, after_effect: bool
) -> None:
    server.fail(POST, "fatal_error", after_effect=after_effect)
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(channel=channel.id, text="x")
    assert len(channel.messages) == after_effect
    await client.chat_postMessage(channel=channel.id, text="x")
    assert [(each.status, each.error) for each in server.asked(POST)] == [(200, "fatal_error"), (200, "")]


@pytest.mark.parametrize("after_effect", [False, True])
async def test_a_dropped_connection_is_seen_as_one(
    server: SlackServer, channel: Channel, client: AsyncWebClient, after_effect: bool
) -> None:
    server.fail("chat.*", drop=True, after_effect=after_effect)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel=channel.id, text="x")
    assert (len(channel.messages), server.asked(POST)[0].status) == (after_effect, 0)


async def test_the_sdk_sends_again_by_itself_unless_told_not_to(
    server: SlackServer, channel: Channel, ws: Workspace
) -> None:
    server.fail(POST, drop=True, after_effect=True)
    client = AsyncWebClient(token=ws.token, base_url=server.api_url)
    await client.chat_postMessage(channel=channel.id, text="x")
    assert len(channel.messages) == 2


async def test_something_on_the_way_fails(
    server: SlackServer, channel: Channel, client: AsyncWebClient
) -> None:
    server.fail(POST, times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError) as failed:
            await client.chat_postMessage(channel=channel.id, text="x")
        assert failed.value.response.status_code == 503
    assert (await client.chat_postMessage(channel=channel.id, text="x"))["ok"]


async def test_a_body_may_be_no_json(server: SlackServer, channel: Channel, client: AsyncWebClient) -> None:
    server.fail(POST, raw='{"ok": tr', after_effect=True)
    with pytest.raises((SlackApiError, ValueError)):
        await client.chat_postMessage(channel=channel.id, text="x")
    assert len(channel.messages) == 1


async def test_a_429_is_waited_out(server: SlackServer, channel: Channel, client: AsyncWebClient) -> None:
    client.retry_handlers = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    server.limit(POST, 0, times=2)
    await client.chat_postMessage(channel=channel.id, text="x")
    assert [each.status for each in server.asked(POST)] == [429, 429, 200]


async def test_a_fault_can_be_of_one_channel(server: SlackServer, ws: Workspace, rest: Rest) -> None:
    one, two = ws.add_channel("one"), ws.add_channel("two")
    server.fail(POST, "internal_error", times=9, matching=lambda args: args["channel"] == one.id)
    errors = [(await rest.call(POST, channel=each.id, text="x")).error for each in (one, two, one)]
    assert errors == ["internal_error", "", "internal_error"]


async def test_a_held_request_waits_until_it_is_released(
    server: SlackServer, channel: Channel, client: AsyncWebClient
) -> None:
    held = server.hold(POST, after_effect=True)
    sending = asyncio.create_task(client.chat_postMessage(channel=channel.id, text="x"))
    await server.until(lambda: held.hits)
    await server.until(lambda: channel.messages)
    assert not sending.done()
    held.release()
    await sending


async def test_latency_comes_on_top_of_other_faults(server: SlackServer, rest: Rest) -> None:
    latencies = iter([0.05, 0.0])
    server.slow("auth.*", lambda: next(latencies))
    server.fail("auth.test", "internal_error")
    began = server.seconds()
    assert (await rest.call("auth.test")).error == "internal_error"
    assert server.seconds() - began >= 0.05
    assert (await rest.call("auth.test")).error == ""


async def test_a_channel_takes_about_a_message_a_second(
    server: SlackServer, ws: Workspace, rest: Rest
) -> None:
    server.pacing.posts(rate=10, burst=1)
    one, two = ws.add_channel("one"), ws.add_channel("two")
    first, second, other = [await rest.call(POST, channel=each.id, text="x") for each in (one, one, two)]
    assert [each.status for each in (first, second, other)] == [200, 429, 200]
    assert (second.error, second.headers["Retry-After"], server.pacing.refused) == (
        "ratelimited",
        "1",
        [POST],
    )
    again = server.seconds() + 0.11
    await server.until(lambda: server.seconds() > again)
    assert (await rest.call(POST, channel=one.id, text="x")).status == 200


async def test_a_burst_is_taken(channel: Channel, rest: Rest) -> None:
    statuses = [(await rest.call(POST, channel=channel.id, text="x")).status for _ in range(31)]
    assert statuses == [200] * 30 + [429]
    channel.server.pacing.off = True
    assert (await rest.call(POST, channel=channel.id, text="x")).status == 200


async def test_a_method_has_a_limit_in_each_workspace(
    server: SlackServer, channel: Channel, rest: Rest
) -> None:
    ts = (await rest.call(POST, channel=channel.id, text="x")).body["ts"]
    statuses = [
        (await rest.call("chat.update", channel=channel.id, ts=ts, text="y")).status for _ in range(51)
    ]
    assert statuses == [200] * 50 + [429]
    other = server.add_workspace("Other")
    rest.token = other.token
    there = other.add_channel("daily")
    ts = (await rest.call(POST, channel=there.id, text="x")).body["ts"]
    assert (await rest.call("chat.update", channel=there.id, ts=ts, text="y")).status == 200
    server.pacing.limit("conversations.history", 1)
    history = [(await rest.call("conversations.history", channel=there.id)).status for _ in range(2)]
    assert history == [200, 429]
