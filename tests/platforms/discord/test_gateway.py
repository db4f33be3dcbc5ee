"""Sessions, resuming, intents and closing, with the real discord.py."""

import discord
import pytest

from tests.platforms.discord.bot import Bot, SilentBot
from tests.platforms.discord.library import redirected, running
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel, Guild


async def test_a_dropped_line_is_resumed_and_the_missed_is_replayed(
    server: DiscordServer, guild: Guild, channel: Channel, bot: Bot
) -> None:
    ada = guild.member
    await ada.slash(channel, "quiz", topics="mlflow")
    server.gateway.drop()
    ada.react(channel.last, "🇦")
    missed = ada.begin_slash(channel, "quiz", topics="mlops")
    assert (await missed.answered()).text == "1 of mlops"
    await server.until(lambda: "resumed" in bot.heard)
    assert [each.emoji.name for each in bot.reactions] == ["🇦"]
    assert (len(server.identifies), len(server.gateway.resumes)) == (1, 1)


async def test_a_reconnect_is_asked_for_and_resumed(server: DiscordServer, silent_bot: SilentBot) -> None:
    server.gateway.reconnect()
    await server.until(lambda: "resumed" in silent_bot.heard)
    assert len(server.identifies) == 1


@pytest.mark.parametrize("code", [4000, 4008, 4009])
async def test_most_closings_are_resumed(server: DiscordServer, silent_bot: SilentBot, code: int) -> None:
    await server.gateway.close(code, "a test")
    await server.until(lambda: "resumed" in silent_bot.heard)


async def test_an_invalid_session_begins_anew(
    server: DiscordServer, guild: Guild, silent_bot: SilentBot
) -> None:
    server.gateway.invalid_session()
    await server.until(lambda: silent_bot.heard.count("ready") == 2)
    assert len(server.identifies) == 2
    assert [each.name for each in silent_bot.guilds] == ["Team"]


async def test_a_resumable_invalid_session_is_resumed(server: DiscordServer, silent_bot: SilentBot) -> None:
    server.gateway.invalid_session(resumable=True)
    await server.until(lambda: "resumed" in silent_bot.heard)
    assert len(server.identifies) == 1


async def test_a_refused_resume_begins_anew_and_loses_what_was_missed(
    server: DiscordServer, guild: Guild, channel: Channel, silent_bot: SilentBot
) -> None:
    message = guild.member.say(channel, "Good morning")
    server.gateway.refuse_resume = True
    server.gateway.drop()
    guild.member.react(message, "🇦")
    await server.until(lambda: silent_bot.heard.count("ready") == 2)
    assert (len(server.gateway.resumes), silent_bot.reactions) == (1, [])


async def test_a_heartbeat_without_answer_makes_the_client_resume(
    server: DiscordServer, channel: Channel
) -> None:
    server.gateway.heartbeat_interval = 0.05
    client = SilentBot(heartbeat_timeout=0.2)
    async with running(client, server):
        await server.until(lambda: server.gateway.heartbeats >= 3)
        server.gateway.acknowledges = False
        await server.until(lambda: server.gateway.resumes)
        server.gateway.acknowledges = True
        await server.until(lambda: "resumed" in client.heard)


async def test_a_bad_token_cannot_log_in(server: DiscordServer) -> None:
    server.token = "another"
    client = SilentBot()
    with redirected(server), pytest.raises(discord.LoginFailure):
        async with client:
            await client.login("made-up")


async def test_privileged_intents_are_refused_unless_allowed(server: DiscordServer, channel: Channel) -> None:
    client = SilentBot(discord.Intents(guilds=True, members=True))
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(client, server):
            pass
    server.gateway.allowed_intents |= client.intents.value
    async with running(SilentBot(client.intents), server) as again:
        assert again.is_ready()


@pytest.mark.parametrize(
    ("code", "sent"), [(4004, {"token": "x"}), (4010, {"shard": [2, 2]}), (4013, {"intents": 1 << 30})]
)
async def test_a_bad_identify_is_closed_with_its_code(
    server: DiscordServer, code: int, sent: dict[str, object]
) -> None:
    class Odd(discord.gateway.DiscordWebSocket):
        async def send_as_json(self, data: dict[str, object]) -> None:
            if data["op"] == self.IDENTIFY and isinstance(data["d"], dict):
                data["d"] |= sent
            await super().send_as_json(data)

    client = SilentBot()
    with redirected(server):
        async with client:
            await client.login(server.token)
            socket = await Odd.from_client(client)
            with pytest.raises(discord.ConnectionClosed) as closed:
                await _listen(socket)
    assert closed.value.code == code


async def _listen(socket: discord.gateway.DiscordWebSocket) -> None:
    while True:
        await socket.poll_event()


async def test_reactions_come_only_with_their_intent(
    server: DiscordServer, guild: Guild, channel: Channel
) -> None:
    message = guild.member.say(channel, "Good morning")
    async with running(SilentBot(discord.Intents(guilds=True)), server) as client:
        guild.member.react(message, "🇦")
        guild.add_text("later")
        await server.until(lambda: "guild_channel_create" in client.heard)
        assert client.reactions == []


async def test_reactions_of_people_and_moderators_are_told(
    server: DiscordServer, guild: Guild, channel: Channel, silent_bot: SilentBot
) -> None:
    ada, message = guild.member, guild.member.say(channel, "Good morning")
    ada.react(message, "🇦")
    ada.react(message, "🇦")
    ada.unreact(message, "🇦")
    ada.react(message, "🇧")
    ada.clear_reactions(message, "🇧")
    ada.clear_reactions(message)
    ada.delete(message)
    guild.add_role("Data")
    await server.until(lambda: "guild_role_create" in silent_bot.heard)
    told = [event for event in silent_bot.heard if event.startswith("raw_")]
    assert told == [
        "raw_reaction_add",
        "raw_reaction_remove",
        "raw_reaction_add",
        "raw_reaction_clear_emoji",
        "raw_reaction_clear",
    ]
    (event, *_) = silent_bot.reactions
    assert (event.user_id, event.guild_id, event.message_author_id) == (ada.id, guild.id, ada.id)


async def test_content_of_others_is_hidden(server: DiscordServer, guild: Guild, channel: Channel) -> None:
    said: list[discord.Message] = []

    class Listening(SilentBot):
        async def on_message(self, message: discord.Message) -> None:
            said.append(message)

    async with running(Listening(discord.Intents(guilds=True, guild_messages=True)), server):
        guild.member.say(channel, "secret")
        guild.member.say(channel, f"hello {server.bot.mention}")
        await server.until(lambda: len(said) == 2)
    assert [message.content for message in said] == ["", f"hello {server.bot.mention}"]


async def test_guilds_are_joined_lost_and_left(server: DiscordServer, silent_bot: SilentBot) -> None:
    guild = server.add_guild("New")
    await server.until(lambda: "guild_join" in silent_bot.heard)
    server.outage(guild)
    await server.until(lambda: "guild_unavailable" in silent_bot.heard)
    server.recover(guild)
    await server.until(lambda: "guild_available" in silent_bot.heard)
    server.remove_guild(guild)
    await server.until(lambda: "guild_remove" in silent_bot.heard)
    assert [each.name for each in silent_bot.guilds] == ["Team"]


async def test_an_outage_at_the_start_is_no_join(
    server: DiscordServer, guild: Guild, channel: Channel
) -> None:
    guild.unavailable = True
    async with running(SilentBot(), server) as client:
        assert client.guilds[0].unavailable
        server.recover(guild)
        await server.until(lambda: "guild_available" in client.heard)
        assert "guild_join" not in client.heard


async def test_permissions_and_channels_change_under_the_client(
    server: DiscordServer, guild: Guild, channel: Channel, silent_bot: SilentBot
) -> None:
    def may_send() -> bool:
        seen = silent_bot.get_channel(channel.id)
        assert isinstance(seen, discord.TextChannel)
        return seen.permissions_for(seen.guild.me).send_messages

    channel.deny("SEND_MESSAGES")
    await server.until(lambda: not may_send())
    channel.allow("SEND_MESSAGES")
    await server.until(may_send)
    guild.deny("SEND_MESSAGES")
    await server.until(lambda: not may_send())
    guild.grant("SEND_MESSAGES")
    await server.until(may_send)
    channel.remove()
    await server.until(lambda: silent_bot.get_channel(channel.id) is None)


async def test_forgotten_sessions_begin_anew(server: DiscordServer, silent_bot: SilentBot) -> None:
    server.gateway.forget_sessions()
    server.gateway.drop()
    await server.until(lambda: silent_bot.heard.count("ready") == 2)


async def test_an_unreachable_gateway_is_tried_again(server: DiscordServer, silent_bot: SilentBot) -> None:
    server.gateway.unreachable = True
    server.gateway.drop()
    await server.until(lambda: not server.gateway.connected)
    server.gateway.unreachable = False
    await server.until_ready()


class Sharded(discord.AutoShardedClient):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), guild_ready_timeout=0.05)
        self.resumed: list[int] = []

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py's own waits 5 s."""

    async def on_shard_resumed(self, shard_id: int) -> None:
        self.resumed.append(shard_id)


async def test_each_shard_has_its_guilds_and_is_resumed(server: DiscordServer) -> None:
    server.gateway.shards = 2
    guilds = [server.add_guild(f"Guild {number}") for number in range(4)]
    async with running(Sharded(), server) as client:
        assert sorted(tuple(each["shard"]) for each in server.identifies) == [(0, 2), (1, 2)]
        assert {guild.id for guild in client.guilds} == {guild.id for guild in guilds}
        assert {guild.shard_id for guild in client.guilds} == {0, 1}
        server.gateway.drop()
        await server.until(lambda: sorted(client.resumed) == [0, 1])
        await server.until_ready(2)
