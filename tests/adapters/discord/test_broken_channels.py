"""Channels that are gone or closed to the bot: one track pauses, organisers are told once, nothing is lost."""

from datetime import timedelta

import discord
import pytest

from bot.domain.round import RoundState, TrackState
from tests.adapters.discord.town import MONDAY, NINE, Town, shown
from tests.platforms.discord.interactions import Callback
from tests.platforms.discord.message import Message

REVEAL = NINE + timedelta(hours=8, seconds=10)
MINUTE = timedelta(minutes=1)
A_DAY = timedelta(days=1)


@pytest.fixture
async def started(town: Town) -> Town:
    await town.set_up()
    return town


def told(town: Town) -> list[Message]:
    """What Grace, who set it up, got as direct messages."""
    return [message for message in town.grace.user.dm.messages if message.author is town.server.bot]


async def test_a_channel_closed_to_the_bot_pauses_its_track_and_tells_once(started: Town) -> None:
    started.channel.deny("SEND_MESSAGES")
    await started.at(NINE)
    await started.at(NINE + MINUTE)
    track = await started.track()
    assert track.state is TrackState.PAUSED and track.reason and "Send Messages" in track.reason
    assert (await started.round()).state is RoundState.FAILED
    (notice,) = told(started)
    assert "ml-daily" in notice.text and "Send Messages" in notice.text
    assert started.server.invalid_requests == 1


@pytest.mark.parametrize("right", ["VIEW_CHANNEL", "SEND_MESSAGES"])
async def test_a_right_lost_in_mid_round_pauses_and_the_round_still_closes(started: Town, right: str) -> None:
    post = await started.posted()
    await started.answered(post, started.ada)
    started.channel.deny(right, "SEND_MESSAGES_IN_THREADS")
    await started.at(REVEAL)
    await started.at(REVEAL + MINUTE)
    round_ = await started.round()
    assert round_.state is RoundState.CLOSED and round_.reason
    assert (await started.track()).state is TrackState.PAUSED
    assert len(told(started)) == 1
    typed = await started.ada.slash(started.channel, "answer")
    assert "You chose" in typed.text


async def test_a_deleted_channel_pauses_its_track(started: Town) -> None:
    post = await started.posted()
    await started.answered(post, started.ada)
    started.channel.remove()
    await started.at(REVEAL)
    await started.at(REVEAL + MINUTE)
    assert (await started.track()).state is TrackState.PAUSED
    (notice,) = told(started)
    assert "does not exist any more" in notice.text
    await started.at(NINE + A_DAY)
    assert len(told(started)) == 1


async def test_other_channels_go_on(started: Town) -> None:
    other = started.guild.add_text("other")
    await started.server.until(lambda: started.platform.poster.client.get_channel(other.id))
    first, started.channel = started.channel, other
    await started.set_up()
    first.remove()
    await started.at(NINE)
    assert other.last.labels == [*"ABCD"]


async def test_it_goes_on_when_the_right_is_back_and_somebody_resumes(started: Town) -> None:
    started.channel.deny("SEND_MESSAGES")
    await started.at(NINE)
    started.channel.allow("SEND_MESSAGES")
    resumed = await started.grace.slash(started.channel, "daily resume")
    assert "#ml-daily goes on" in resumed.text
    await started.at(NINE + A_DAY)
    assert started.channel.last.labels == [*"ABCD"]


def may(town: Town) -> discord.Permissions:
    """What the bot believes it may do in the channel."""
    guild = town.platform.poster.client.get_guild(town.guild.id)
    assert guild is not None
    channel = guild.get_channel(town.channel.id)
    assert channel is not None
    return channel.permissions_for(guild.me)


async def test_a_set_up_names_the_rights_that_are_missing(town: Town) -> None:
    town.channel.deny("READ_MESSAGE_HISTORY", "CREATE_PUBLIC_THREADS")
    await town.server.until(lambda: not may(town).read_message_history)
    reply = await town.grace.slash(town.channel, "daily setup")
    assert "Read Message History" in reply.text and "Create Public Threads" in reply.text
    assert "Send Messages" not in reply.text.replace("Send Messages in Threads", "")
    assert not shown(reply).buttons


async def test_whoever_takes_no_direct_messages_is_told_at_the_next_command(started: Town) -> None:
    started.grace.user.refuses_dms = True
    started.channel.deny("SEND_MESSAGES")
    await started.at(NINE)
    await started.at(NINE + MINUTE)
    assert told(started) == []
    assert "For organisers" not in (await started.ada.slash(started.channel, "help")).text
    first = await started.grace.slash(started.channel, "help")
    assert first.text.startswith("For organisers") and "Send Messages" in first.text.splitlines()[0]
    assert "For organisers" not in (await started.grace.slash(started.channel, "help")).text


async def test_a_status_can_be_asked_for_from_the_notice(started: Town) -> None:
    started.channel.deny("SEND_MESSAGES")
    await started.at(NINE)
    await started.at(NINE + MINUTE)
    (notice,) = told(started)
    assert all(button["custom_id"].endswith(f"~{started.guild.id}") for button in notice.buttons)
    pressed = await started.grace.click(notice, "Status")
    assert pressed.type == Callback.UPDATE
    assert "Mon–Fri 09:00 Europe/Berlin" in notice.text and "Send Messages" in notice.text
    assert started.channel.messages == []
    assert all(button["custom_id"].endswith(f"~{started.guild.id}") for button in notice.buttons)


async def test_rights_are_asked_afresh_for_a_notice(started: Town) -> None:
    started.channel.deny("SEND_MESSAGES")
    await started.at(NINE)
    await started.at(NINE + MINUTE)
    (notice,) = told(started)
    started.grace.roles.clear()
    refused = await started.grace.click(notice, "Status")
    assert "organiser" in refused.text and "Europe/Berlin" not in notice.text
    started.grace.leave()
    gone = await started.grace.click(notice, "Status")
    assert gone.text and "Europe/Berlin" not in notice.text


async def test_a_button_of_a_direct_message_without_its_server_gets_a_sentence(started: Town) -> None:
    message = started.grace.say(started.grace.user.dm, "hello")
    for custom_id in ("v1:do:daily status", "v1:do:daily status~~123456789012345678", f"v1:x~~{MONDAY}"):
        reply = await started.grace.click(message, custom_id, stale=True)
        assert "server" in reply.text
