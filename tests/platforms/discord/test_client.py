"""The real discord.py connects, syncs its commands and answers people."""

import discord
import pytest

from tests.platforms.discord.asking import NotOfferedError
from tests.platforms.discord.bot import Bot
from tests.platforms.discord.interactions import NotAnsweredError
from tests.platforms.discord.server import DiscordServer
from tests.platforms.discord.world import Channel, Guild


async def test_it_knows_the_guilds_and_syncs_its_commands(
    server: DiscordServer, guild: Guild, channel: Channel, bot: Bot
) -> None:
    assert [each.name for each in bot.guilds] == ["Team"]
    seen = bot.get_channel(channel.id)
    assert isinstance(seen, discord.TextChannel)
    assert seen.permissions_for(seen.guild.me).send_messages
    assert [command["name"] for command in server.commands] == ["quiz", "later", "mention", "broken", "daily"]
    assert server.identifies[0]["intents"] == bot.intents.value


async def test_a_person_types_a_command_and_presses_its_buttons(
    guild: Guild, channel: Channel, bot: Bot
) -> None:
    reply = await guild.member.slash(channel, "quiz", topics="mlflow", count=3)
    assert (reply.type, reply.text, reply.ephemeral) == (4, "3 of mlflow", False)
    assert channel.last is reply.message
    assert channel.last.labels == ["A", "Edit", "Later", "Form"]
    saved = await guild.member.click(channel.last, "A")
    assert (saved.text, saved.ephemeral, len(channel.messages)) == ("Saved: A.", True, 1)
    chosen = await guild.member.select(channel.last, "level", "Senior")
    assert chosen.text == "Level Senior."
    deferred = await guild.member.click(channel.last, "answer:later")
    assert deferred.type == 6
    assert (await deferred.settled()).content == "Edited later."
    edited = await guild.member.click(channel.last, "Edit")
    assert (edited.type, channel.last.content, channel.last.components) == (7, "Edited.", [])


async def test_a_person_is_suggested_values_and_fills_in_a_modal(
    guild: Guild, channel: Channel, bot: Bot
) -> None:
    ada = guild.add_member("ada")
    choices = await ada.autocomplete(channel, "quiz", topics="ml")
    assert choices == [{"name": "Mlflow", "value": "mlflow"}, {"name": "Mlops", "value": "mlops"}]
    reply = await ada.slash(channel, "quiz", topics="mlops")
    assert reply.message is not None
    form = await ada.click(reply.message, "Form")
    assert form.modal is not None and form.modal["title"] == "A question of your own"
    with pytest.raises(NotOfferedError, match="must be"):
        await ada.submit(form, {"kind": "Choice"})
    sent = await ada.submit(form, {"what": "Why?", "Kind": "Number"})
    assert sent.text == "Number: Why?"


async def test_a_deferred_answer_is_followed(guild: Guild, channel: Channel, bot: Bot) -> None:
    reply = await guild.member.slash(channel, "later")
    assert (reply.type, reply.ephemeral) == (5, True)
    assert (await reply.settled()).text == "Here it is."
    assert (await reply.followed_up()).text == "And more."
    assert not channel.messages


async def test_people_channels_and_roles_are_resolved(guild: Guild, channel: Channel, bot: Bot) -> None:
    robin, role = guild.add_member("robin"), guild.add_role("Data")
    reply = await guild.member.slash(channel, "mention", who=robin, where=channel, role=role)
    assert reply.text == "robin in daily as Data"


async def test_a_group_is_for_organisers_in_guilds(
    server: DiscordServer, guild: Guild, channel: Channel, bot: Bot
) -> None:
    ada, robin = guild.add_member("ada", manage_guild=True), guild.add_member("robin")
    assert (await ada.slash(channel, "daily pause", reason="holidays")).text == "Paused: holidays"
    for who, where, text in (
        (robin, channel, "daily pause"),
        (ada, ada.user.dm, "daily pause"),
        (ada, channel, "daily"),
    ):
        with pytest.raises(NotOfferedError):
            await who.slash(where, text)


async def test_an_interaction_in_a_direct_message_has_a_user(guild: Guild, bot: Bot) -> None:
    ada = guild.add_member("ada")
    reply = await ada.slash(ada.user.dm, "quiz", topics="mlops")
    assert (reply.text, ada.user.dm.last.text) == ("1 of mlops", "1 of mlops")
    assert "user" in reply.payload and "member" not in reply.payload


async def test_no_answer_is_seen_as_such_and_the_token_is_dead(
    server: DiscordServer, guild: Guild, channel: Channel, bot: Bot
) -> None:
    server.patience = 0.1
    with pytest.raises(NotAnsweredError, match=r"COMMAND broken: no answer within 0\.1 s"):
        await guild.member.slash(channel, "broken")
    (reply,) = server.replies.values()
    assert reply.dead
