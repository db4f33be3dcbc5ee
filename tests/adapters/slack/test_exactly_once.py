"""Never two messages for one delivery; exactly one wherever Slack can be asked."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.domain.round import RoundState
from bot.ports.store import Store
from tests.adapters.slack.town import NINE, Town, living
from tests.fakes.clock import ManualClock
from tests.platforms.slack import posting
from tests.platforms.slack.server import SlackServer

LEASE_OVER = NINE + timedelta(minutes=2)
WITHOUT_HISTORY = ["commands", "chat:write", "users:read"]
POST = "chat.postMessage"


@pytest.fixture
async def blind_town(
    server: SlackServer, store: Store, clock: ManualClock, bank: Bank
) -> AsyncIterator[Town]:
    """A workspace that granted the required scopes alone."""
    workspace = server.add_workspace("Team", WITHOUT_HISTORY)
    channel = workspace.add_channel("ml-daily", bot=True)
    grace = workspace.add_user("grace", admin=True, tz="Europe/Berlin")
    ada = workspace.add_user("ada", tz="Europe/Berlin")
    async with living(server, workspace, store, clock, bank) as (tools, platform, presence):
        yield Town(server, workspace, channel, ada, grace, tools, platform, presence, clock)


async def test_a_post_carries_its_mark_and_pings_nobody(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    round_ = await town.round()
    assert post.metadata == {"event_type": "dailydrill_message", "event_payload": {"mark": round_.mark}}
    assert post.pings == [] and round_.post_ref == post.ts
    assert post.unfurls == {"unfurl_links": False, "unfurl_media": False}


@pytest.mark.parametrize("after", [False, True])
async def test_a_line_that_drops_is_reconciled_by_history(town: Town, after: bool) -> None:
    await town.set_up()
    town.server.fail(POST, drop=True, after_effect=after)
    await town.at(NINE)
    assert (await town.round()).state is RoundState.PLANNED
    assert len(town.channel.messages) == int(after), "nothing is retried before the lease ran out"
    await town.at(LEASE_OVER)
    (post,) = town.channel.messages
    assert ((await town.round()).state, (await town.round()).post_ref) == (RoundState.POSTED, post.ts)


@pytest.mark.parametrize("word", ["fatal_error", "internal_error"])
async def test_an_error_that_may_have_partly_succeeded_is_looked_into(town: Town, word: str) -> None:
    await town.set_up()
    town.server.fail(POST, word, after_effect=True)
    await town.at(NINE)
    await town.at(LEASE_OVER)
    assert len(town.channel.messages) == 1 and (await town.round()).state is RoundState.POSTED


async def test_a_500_after_the_deed_doubles_nothing(town: Town) -> None:
    await town.set_up()
    town.server.fail(POST, status=500, after_effect=True)
    await town.at(NINE)
    await town.at(LEASE_OVER)
    assert len(town.channel.messages) == 1


async def test_where_nobody_can_be_asked_the_organiser_decides(blind_town: Town) -> None:
    town = blind_town
    await town.set_up()
    town.server.fail(POST, drop=True, after_effect=True)
    await town.at(NINE)
    await town.at(LEASE_OVER)
    await town.at(LEASE_OVER + timedelta(minutes=10))
    assert len(town.channel.messages) == 1, "it is not sent again by itself"
    (notice,) = town.grace.dm.messages
    assert "Nobody can tell" in notice.text and notice.labels == ["It is there", "Post again"]
    told = await town.grace.click(notice, "It is there")
    await told.told()
    assert (await town.round()).state is RoundState.POSTED


async def test_post_again_is_a_new_message(blind_town: Town) -> None:
    town = blind_town
    await town.set_up()
    town.server.fail(POST, drop=True)
    await town.at(NINE)
    await town.at(LEASE_OVER)
    (notice,) = town.grace.dm.messages
    await (await town.grace.click(notice, "Post again")).told()
    await town.at(LEASE_OVER + timedelta(minutes=1))
    assert len(town.channel.messages) == 1 and (await town.round()).state is RoundState.POSTED


async def test_too_many_requests_is_a_refusal_that_passes(town: Town) -> None:
    await town.set_up()
    town.server.limit(POST, retry_after=1)
    await town.at(NINE)
    assert town.channel.messages == []
    await town.at(NINE + timedelta(minutes=1))
    assert len(town.channel.messages) == 1


@pytest.mark.parametrize("what", ["archived", "kicked out"])
async def test_a_broken_channel_pauses_the_track_and_is_told_once(town: Town, what: str) -> None:
    await town.set_up()
    if what == "archived":
        town.channel.archive()
    else:
        town.channel.remove_bot()
    await town.at(NINE)
    await town.at(NINE + timedelta(minutes=5))
    (notice,) = town.grace.dm.messages
    assert "#ml-daily is paused" in notice.text and "Nothing was deleted" in notice.text
    asked = await town.grace.slash(town.channel, "/dailydrill", "daily status")
    await town.server.until(lambda: asked.messages or len(town.grace.dm.messages) > 1)
    told = [*asked.messages, *town.grace.dm.messages[1:]]
    assert "paused" in told[0].text, "an archived channel takes no reply, so it comes as a message"


async def test_a_deleted_post_is_found_by_its_edit_and_excused(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    await (await town.ada.click(post, "A")).posted()
    posting.erase(post)
    await town.at(NINE + timedelta(minutes=1))
    assert (await town.round()).excused == "the question was deleted from the channel"


async def test_edits_stay_within_the_workspaces_minute(town: Town) -> None:
    await town.set_up()
    post = await town.posted()
    for _ in range(50):
        assert town.platform.poster._pacer.edit(town.workspace.id)
    await (await town.ada.click(post, "A")).posted()
    await town.at(NINE + timedelta(minutes=1))
    assert town.server.asked("chat.update") == [], "the minute's edits are used up"
