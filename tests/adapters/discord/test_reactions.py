"""Reactions as answers, where they count; heard, read once after a gap, or not listened to at all."""

import asyncio
from datetime import timedelta

import pytest

from bot.bank import Bank
from bot.ports.store import Store
from tests.adapters.discord.town import NINE, Town, found, opened
from tests.fakes.clock import ManualClock
from tests.platforms.discord import intents
from tests.platforms.discord.message import Message
from tests.platforms.discord.person import Member
from tests.platforms.discord.server import DiscordServer

A, B, E, THUMB = "🇦", "🇧", "🇪", "👍"
PEOPLE = "GET /channels/{channel}/messages/{message}/reactions/{emoji}"
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def heard(town: Town) -> Town:
    """Where a track counts reactions, as it does by default."""
    await town.set_up()
    return town


async def chosen(town: Town, member: Member) -> str:
    """The letters that stand for somebody, "" for none."""
    who = await town.store.people.member(await town.group(), str(member.id), member.name)
    given = await town.store.answers.given((await town.round()).id, who.id)
    return "".join("ABCDE"[place] for place in given.response.indices) if given else ""


async def until_chosen(town: Town, member: Member, letters: str) -> None:
    async with asyncio.timeout(5):
        while await chosen(town, member) != letters:
            await town.server.until(lambda: True)
            await asyncio.to_thread(lambda: None)


async def all_heard(town: Town, post: Message) -> None:
    """Whatever was sent before has arrived: events come in order."""
    probe = town.guild.add_member("Probe")
    town.clock.advance(MINUTE)
    probe.react(post, A)
    await until_chosen(town, probe, "A")


async def count(town: Town, value: str) -> None:
    await town.grace.slash(town.channel, "daily settings", name="reactions", value=value)


async def test_nothing_else_is_listened_to(heard: Town) -> None:
    (asked,) = heard.server.identifies
    assert asked["intents"] == intents.GUILDS | intents.GUILD_MESSAGE_REACTIONS


async def test_a_reaction_counts_and_taking_it_back_withdraws(heard: Town) -> None:
    post = await heard.posted()
    heard.ada.react(post, B)
    await until_chosen(heard, heard.ada, "B")
    heard.clock.advance(MINUTE)
    heard.ada.unreact(post, B)
    await until_chosen(heard, heard.ada, "")


async def test_the_newest_act_wins_whatever_its_way(heard: Town) -> None:
    post = await heard.posted()
    heard.ada.react(post, B)
    await until_chosen(heard, heard.ada, "B")
    heard.clock.advance(MINUTE)
    assert (await heard.ada.click(post, "A")).text.startswith("Changed from B to **A**")
    heard.clock.advance(MINUTE)
    heard.ada.unreact(post, B)
    await all_heard(heard, post)
    assert await chosen(heard, heard.ada) == "A"


async def test_clearing_by_a_moderator_withdraws_nobody(heard: Town) -> None:
    post = await heard.posted()
    heard.ada.react(post, B)
    await until_chosen(heard, heard.ada, "B")
    heard.clock.advance(MINUTE)
    heard.grace.clear_reactions(post)
    heard.grace.clear_reactions(post, B)
    await all_heard(heard, post)
    assert await chosen(heard, heard.ada) == "B"


async def test_other_emoji_other_messages_and_bots_count_nothing(heard: Town) -> None:
    post = await heard.posted()
    robot = heard.guild.add_member("Robot")
    robot.user.bot = True
    robot.react(post, A)
    heard.ada.react(post, THUMB)
    heard.ada.react(post, E)
    heard.ada.react(post, "custom:123456789012345678")
    heard.ada.react(heard.grace.say(heard.channel, "Hello"), A)
    await all_heard(heard, post)
    assert await heard.store.answers.count((await heard.round()).id) == 1


async def test_where_they_are_ignored_nothing_counts_and_the_footer_says_so(heard: Town) -> None:
    await count(heard, "ignore")
    post = await heard.posted()
    assert "reaction" not in post.content.lower()
    heard.ada.react(post, A)
    await heard.grace.click(post, "A")  # which is heard after the reaction
    await count(heard, "count")
    await all_heard(heard, post)
    assert await chosen(heard, heard.ada) == ""


async def test_what_happened_in_a_short_gap_is_replayed(heard: Town) -> None:
    post = await heard.posted()
    heard.server.gateway.drop()
    heard.ada.react(post, B)
    await until_chosen(heard, heard.ada, "B")
    assert len(heard.server.identifies) == 1 and heard.server.gateway.resumes


async def test_after_a_gap_they_are_read_once(heard: Town) -> None:
    """One letter and no standing answer counts; the key is nobody's business."""
    post = await heard.posted()
    both, pressed = heard.guild.add_member("Both"), heard.guild.add_member("Pressed")
    await pressed.click(post, "C")
    heard.clock.advance(MINUTE)
    heard.server.gateway.invalid_session()
    heard.ada.react(post, B)
    both.react(post, A)
    both.react(post, B)
    pressed.react(post, A)
    heard.grace.react(post, THUMB)
    await until_chosen(heard, heard.ada, "B")
    assert [await chosen(heard, one) for one in (both, pressed, heard.grace)] == ["", "C", ""]
    assert len(heard.server.asked(PEOPLE)) == 2


async def test_a_restart_reads_them_as_well(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank) as town:
        await town.set_up()
        post = await town.posted()
    there.ada.react(post, B)
    async with opened(there, store, clock, bank) as town:
        await until_chosen(town, there.ada, "B")


async def test_reactions_that_cannot_be_read_stop_nothing(heard: Town) -> None:
    post = await heard.posted()
    heard.server.fail("GET /channels/{channel}/messages/{message}", code=50001)
    heard.server.gateway.invalid_session()
    await heard.server.until(lambda: len(heard.server.identifies) == 2)
    await heard.server.until(lambda: heard.presence.connected)
    assert "Saved" in (await heard.ada.click(post, "A")).text


async def test_where_every_group_ignores_them_they_are_not_listened_to_until_one_counts_them(
    server: DiscordServer, store: Store, clock: ManualClock, bank: Bank
) -> None:
    there = found(server)
    async with opened(there, store, clock, bank) as town:
        await town.set_up()
        await count(town, "ignore")
    async with opened(there, store, clock, bank, look_every=0.05) as town:
        assert server.identifies[-1]["intents"] == intents.GUILDS
        await count(town, "count")
        await server.until(lambda: len(server.identifies) == 3)
        assert server.identifies[-1]["intents"] & intents.GUILD_MESSAGE_REACTIONS
        await server.until(lambda: town.presence.connected)
        await town.at(NINE)
        post = town.channel.last
        town.ada.react(post, B)
        await until_chosen(town, town.ada, "B")
