"""Servers the bot joins and leaves, lines that are cut, shards, and a token that is refused."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from adapters.discord.platform import make
from bot.bank import Bank
from bot.domain.round import TrackState
from bot.errors import SettingsError
from bot.ports.store import Store
from bot.service.departure import GRACE, purge
from bot.service.desk import Desk
from bot.service.tools import Tools
from tests.adapters.discord.desks import Slow
from tests.adapters.discord.town import NINE, Town, found, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord.library import redirected
from tests.platforms.discord.permissions import Permission
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Guild

HINT = "I post one interview question a day."
MINUTE = timedelta(minutes=1)


async def eventually(condition: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(5):
        while not await condition():
            await asyncio.to_thread(lambda: None)


async def known(town: Town, guild: Guild) -> bool:
    return str(guild.id) in await town.store.privacy.groups_of("discord")


def new_guild(town: Town) -> Guild:
    """One that the bot is not in yet."""
    guild = town.server.add_guild("New", joined=False)
    guild.system_channel = guild.add_text("general")
    return guild


async def greeted(town: Town, guild: Guild) -> list[str]:
    """What was said there by the time that somebody else was greeted."""
    town.server.invite(guild)
    marker = town.server.add_guild("Marker", joined=False)
    marker.system_channel = marker.add_text("general")
    town.server.invite(marker)
    await town.server.until(lambda: marker.system_channel and marker.system_channel.messages)
    return [message.text for channel in guild.channels for message in channel.messages]


async def test_a_new_server_gets_one_short_hint(town: Town) -> None:
    guild = new_guild(town)
    await greeted(town, guild)
    await town.server.until(lambda: guild.channels[0].messages)
    (hint,) = [message.text for message in guild.channels[0].messages]
    ids = {command["name"]: command["id"] for command in town.server.commands}
    assert hint.startswith(HINT) and f"</daily setup:{ids['daily']}>" in hint


async def test_where_the_bot_may_not_write_nothing_is_tried(town: Town) -> None:
    guild = new_guild(town)
    assert guild.system_channel is not None
    guild.system_channel.denied = Permission.SEND_MESSAGES
    assert await greeted(town, guild) == [] and town.server.invalid_requests == 0


async def test_where_there_is_no_channel_for_it_nothing_is_said(town: Town) -> None:
    guild = town.server.add_guild("Quiet", joined=False)
    guild.add_text("general")
    assert await greeted(town, guild) == []


async def test_a_removal_stops_the_tracks_at_once(town: Town) -> None:
    await town.set_up()
    town.server.remove_guild(town.guild)
    await eventually(lambda: _not(known(town, town.guild)))
    await town.at(NINE)
    assert town.channel.messages == []


async def _not(asked: Awaitable[bool]) -> bool:
    return not await asked


async def test_an_outage_of_a_server_stops_nothing(town: Town) -> None:
    await town.set_up()
    town.server.outage(town.guild)
    town.server.recover(town.guild)
    client = town.platform.poster.client
    await town.server.until(lambda: not any(guild.unavailable for guild in client.guilds))
    assert await known(town, town.guild)
    await town.at(NINE)
    assert town.channel.last.labels == [*"ABCD"]


async def test_an_outage_over_a_reconnect_stops_nothing(town: Town) -> None:
    await town.set_up()
    town.guild.unavailable = True
    town.server.gateway.invalid_session()
    await town.server.until(lambda: len(town.server.identifies) == 2)
    await town.server.until(lambda: town.presence.connected)
    assert await known(town, town.guild) and (await town.track()).state is TrackState.ACTIVE


async def test_a_return_within_the_grace_finds_everything_paused(town: Town) -> None:
    await town.set_up()
    town.server.remove_guild(town.guild)
    await eventually(lambda: _not(known(town, town.guild)))
    town.clock.advance(GRACE - MINUTE)
    town.server.invite(town.guild)
    await eventually(lambda: known(town, town.guild))
    assert (await town.track()).state is TrackState.PAUSED
    assert not any(HINT in message.text for message in town.channel.messages)


async def test_a_removal_while_nobody_listened_is_noticed_when_the_line_is_back(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank) as town:
        await town.set_up()
    server.remove_guild(there.guild)
    async with opened(there, store, clock, bank) as town:
        assert not await known(town, there.guild)
        assert (await town.track()).state is TrackState.PAUSED


async def test_a_removal_during_a_gap_of_the_same_process_is_noticed(town: Town) -> None:
    await town.set_up()
    town.server.gateway.forget_sessions()
    town.server.remove_guild(town.guild)
    town.server.gateway.drop()
    await eventually(lambda: _not(known(town, town.guild)))


async def test_a_return_while_nobody_listened_ends_the_grace(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank) as town:
        await town.set_up()
        server.remove_guild(there.guild)
        await eventually(lambda: _not(known(town, there.guild)))
    server.guilds[there.guild.id] = there.guild
    async with opened(there, store, clock, bank) as town:
        assert await known(town, there.guild)
        clock.advance(GRACE + MINUTE)
        await purge(town.tools)
        assert (await town.track()).state is TrackState.PAUSED


async def test_a_cut_line_is_a_gap_in_the_rows(town: Town) -> None:
    begun = town.clock.now()
    town.clock.advance(10 * MINUTE)
    await town.presence.seen()
    town.server.gateway.unreachable = True
    town.server.gateway.drop()
    await town.server.until(lambda: not town.presence.connected)
    town.clock.advance(10 * MINUTE)
    town.server.gateway.unreachable = False
    await town.server.until(lambda: town.presence.connected, within=20)
    rows = await town.store.connections.alive("discord", begun)
    assert rows == [(begun, begun + 10 * MINUTE), (begun + 20 * MINUTE, begun + 20 * MINUTE)]


async def test_the_line_is_up_when_every_shard_is(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    server.gateway.shards = 2
    there = found(server)
    second = server.add_guild("Second")
    talk, zoe = second.add_text("talk"), second.add_member("Zoe")
    async with opened(there, store, clock, bank) as town:
        assert sorted(one["shard"][0] for one in server.identifies) == [0, 1]
        await town.set_up()
        post = await town.posted()
        assert "Saved" in (await town.ada.click(post, "A")).text
        assert "1 of" in (await zoe.slash(talk, "quiz", topics="topic")).text
        one = server.gateway.connected[0]
        assert one.connection is not None
        one.ended = True
        one.connection.drop()
        await server.until(lambda: not town.presence.connected)
        await server.until(lambda: town.presence.connected)
        assert len(server.identifies) == 3
        assert await known(town, there.guild)


async def test_a_token_that_is_refused_is_a_matter_of_settings(town: Town) -> None:
    with redirected(town.server):
        platform = make("wrong", town.server.api_url, Desk(town.tools), town.tools, town.presence, [])
        with pytest.raises(SettingsError, match="DISCORD_TOKEN"):
            await platform.serve()


async def test_what_is_in_hand_is_answered_before_the_end(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    desks: list[Slow] = []

    def desk(tools: Tools) -> Slow:
        desks.append(Slow(tools))
        return desks[0]

    async with opened(found(server), store, clock, bank, desk=desk) as town:
        asked = town.ada.begin_slash(town.channel, "help")
        await server.until(lambda: desks[0].began)
        closing = asyncio.create_task(town.platform.close())
        later = town.grace.begin_slash(town.channel, "help")
        await server.until(lambda: len(desks[0].began) == 2)
        desks[0].may_go.set()
        await closing
    assert "</quiz:" in asked.text and "</quiz:" in later.text
